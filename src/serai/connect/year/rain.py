"""Rain at a user's place over a year: one cause for every link through the sky there, not one for each.

A budget is drawn with the rain that P.618 exceeds for the share of a year that the need leaves uncovered, so
the link closes for all but that share. Links of one site stand in the same rain: they go together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from serai.connect.fittings import Beam, Messenger
from serai.connect.network import Joined
from serai.connect.routes import FAR
from serai.connect.space_paths import DISH, Skyway
from serai.connect.year.causes import Cause
from serai.connect.year.rates import rates_of
from serai.pool import Pool
from serai.radio import percent_lost

FELT_DB = 0.1  # of rain in a budget: less is no rain at all
DRY = frozenset({"VHF", "UHF", "L", "S"})  # bands that rain does not reach


def rains(one: Joined, pool: Pool, share: float | None) -> Mapping[int, Cause]:
    """The rain of each edge that leads up from the user's dish, by edge; none where rain takes nothing."""
    wet = {(pool.place_of[way.asset.id], _hop(way)) for way in one.skyways if not way.refused and feels(way)}
    lost = percent_lost(share) / 100.0
    rain = Cause(id=f"rain:{one.name}", rate=rates_of(pool)["rain"], share=lost, common=True)
    found = {
        k: rain
        for k, edge in enumerate(one.network.edges)
        if edge.a == DISH and edge.assets and (edge.assets[0], edge.b) in wet
    }
    return MappingProxyType(found)


def feels(way: Skyway) -> bool:
    """Whether rain takes anything that counts from a way through the sky; of what nobody told, it may."""
    budgets = way.capability.budgets
    if budgets:
        taken = [line.value for b in budgets for line in b.lines if line.name.endswith("rain")]
        return any(db is None or db > FELT_DB for db in taken)
    bands = [b for m in way.asset.fitted(Messenger) for b in m.bands]
    bands += [b for beam in way.asset.fitted(Beam) if beam.name == way.beam for b in beam.bands]
    return not bands or not set(bands) <= DRY


def _hop(way: Skyway) -> str:
    return f"{way.asset.id} {way.beam}" if way.beam else FAR
