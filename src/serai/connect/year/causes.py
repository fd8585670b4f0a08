"""What a network's edges hang on over a year: pieces that fail alone, and what fails several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.fittings import CableSegment
from serai.connect.network import FIBRE_MS_PER_KM
from serai.connect.routes import Edge, Network
from serai.connect.year.rates import RATES, FaultRate
from serai.connect.year.reduction import Tie
from serai.pool import Asset, Pool

F = NDArray[np.float64]
COMMON = ("landing", "corridor")  # groups that fail at once; parties and slots do not break by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that fails: an asset by its id, or a group ("corridor:red-sea") that fails at once."""

    id: str
    rate: FaultRate
    length_km: float = 0.0
    common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """The causes of a network and its links as they hang on them."""

    causes: tuple[Cause, ...]
    links: tuple[Tie, ...]

    def up(self, case: int, *, common: bool = True) -> F:
        """How likely each cause is up in the usual (0), best (1) or worst (2) case; ``common`` too or not."""
        return np.array(
            [
                1.0 - c.rate.unavailability(case, c.length_km) if common or not c.common else 1.0
                for c in self.causes
            ]
        )

    def faults_a_year(self, case: int) -> F:
        """How often each cause fails in a year."""
        return np.array([c.rate.faults_a_year(case, c.length_km) for c in self.causes])


def hanging(network: Network, pool: Pool, carries: NDArray[np.bool_]) -> Hanging:
    """What the edges that carry what is asked hang on; those that come and go in a day are left out."""
    seas = _wet(pool)
    places: dict[str, int] = {}
    causes: list[Cause] = []
    links = []
    for k in np.flatnonzero(carries | network.joins).tolist():
        edge = network.edges[k]
        if edge.any_of or (edge.when is not None and not edge.when.all()):
            continue
        assets = [pool.assets[i] for i in edge.assets]
        groups = sorted({g for a in assets for g in a.groups if g.split(":")[0] in COMMON})
        mine = [*(_piece(a, edge) for a in assets), *(_common(g, seas) for g in groups)]
        for cause in mine:
            if places.setdefault(cause.id, len(causes)) == len(causes):
                causes.append(cause)
        fails = frozenset(places[cause.id] for cause in mine)
        links.append(Tie(a=network.nodes[edge.a], b=network.nodes[edge.b], causes=fails))
    return Hanging(causes=tuple(causes), links=tuple(links))


def _piece(asset: Asset, edge: Edge) -> Cause:
    """What fails of an asset alone: a cable by its length, else by its kind."""
    cables: Sequence[CableSegment] = asset.fitted(CableSegment)
    if cables:
        km = cables[0].length_km
        km = edge.latency_ms / FIBRE_MS_PER_KM if km is None and np.isfinite(edge.latency_ms) else km or 0.0
        return Cause(id=asset.id, rate=RATES[cables[0].kind], length_km=km)
    return Cause(id=asset.id, rate=RATES["station" if asset.kind == "station" else "satellite"])


def _common(group: str, seas: frozenset[str]) -> Cause:
    kind = "landing" if group.startswith("landing:") else "sea corridor" if group in seas else "land corridor"
    return Cause(id=group, rate=RATES[kind], common=True)


def _wet(pool: Pool) -> frozenset[str]:
    """The groups that hold a submarine cable."""
    wet = [asset for asset, cable in pool.fitted_with(CableSegment) if cable.kind == "submarine"]
    return frozenset(group for asset in wet for group in asset.groups)
