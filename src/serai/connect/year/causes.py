"""What a network's edges hang on over a year: pieces that fail alone, and what fails several at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.connect.fittings import CableSegment, Messenger
from serai.connect.rights.ground_paths import FIBRE_MS_PER_KM
from serai.connect.routes import Edge, Network
from serai.connect.year.rates import COMMON, HOURS_A_YEAR, FaultRate, rates_of
from serai.connect.year.reduction import Tie
from serai.connect.year.seasons import FaultSeason, YearPart, parts, seasons_of
from serai.pool import Asset, Pool

F = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that fails: an asset by its id, or a group ("corridor:red-sea") that fails at once.

    Rain at a site is one too: ``share`` is how much of an average year it breaks the links there.
    ``seasons`` say in which months it fails more often.
    """

    id: str
    rate: FaultRate
    length_km: float = 0.0
    common: bool = False
    share: float | None = None
    seasons: tuple[FaultSeason, ...] = ()

    def times(self, case: int, month: int) -> float:
        """How many times as often as usual it fails in a month (1 to 12; 0 is none of them)."""
        return math.prod(s.times[case] for s in self.seasons if month in s.months)

    def unavailability(self, case: int, month: int = 0) -> float:
        """The share of a year that it is down in the usual (0), best (1) or worst (2) case.

        With a ``month``, were all the year like it.
        """
        if self.share is not None:
            return min(1.0, self.share * self.rate.faults[case] * self.times(case, month))
        return self.rate.unavailability(case, self.length_km, self.times(case, month))

    def faults_a_year(self, case: int, month: int = 0) -> float:
        """How often it fails in a year, were all of it like a month where one is given."""
        if self.share is not None:
            return self.unavailability(case, month) * HOURS_A_YEAR / self.rate.repair_h[case]
        return self.rate.faults_a_year(case, self.length_km) * self.times(case, month)


NO_RAIN: Mapping[int, Cause] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """The causes of a network and its links as they hang on them; ``edge`` is each link's in the network."""

    causes: tuple[Cause, ...]
    links: tuple[Tie, ...]
    edge: tuple[int, ...]

    def up(self, case: int, *, common: bool = True, month: int = 0) -> F:
        """How likely each cause is up in the usual (0), best (1) or worst (2) case; ``common`` too or not."""
        known = self._up.get((case, month))
        if known is None:
            known = np.array([1.0 - c.unavailability(case, month) for c in self.causes], dtype=np.float64)
            self._up[case, month] = known
        return known if common else np.where(self._common, 1.0, known)

    @cached_property
    def _up(self) -> dict[tuple[int, int], F]:
        return {}

    @cached_property
    def _common(self) -> NDArray[np.bool_]:
        return np.array([c.common for c in self.causes], dtype=bool)

    def faults_a_year(self, case: int, month: int = 0) -> F:
        """How often each cause fails in a year."""
        return np.array([c.faults_a_year(case, month) for c in self.causes])

    def parts(self) -> tuple[YearPart, ...]:
        """The year in parts whose months are alike; one part where no cause has a season."""
        return parts(frozenset(season for c in self.causes for season in c.seasons))


def hanging(
    network: Network, pool: Pool, carries: NDArray[np.bool_], rain: Mapping[int, Cause] = NO_RAIN
) -> Hanging:
    """What the edges that carry what is asked hang on; those that come and go in a day are left out.

    ``rain`` is that of the links through the sky, by edge.
    """
    seas, rates = _wet(pool), rates_of(pool)
    places: dict[str, int] = {}
    causes: list[Cause] = []
    links, kept = [], []
    for k in np.flatnonzero(carries | network.joins).tolist():
        edge = network.edges[k]
        if edge.any_of or (edge.when is not None and not edge.when.all()):
            continue
        assets = [pool.assets[i] for i in edge.assets]
        groups = sorted({g for a in assets for g in a.groups if g.split(":")[0] in COMMON})
        mine = [_piece(a, edge, rates) for a in assets]
        for group in groups:
            mine += _common(group, seas, rates)
        if k in rain:
            mine.append(rain[k])
        for cause in mine:
            if places.setdefault(cause.id, len(causes)) == len(causes):
                causes.append(_seasonal(cause, pool))
        fails = frozenset(places[cause.id] for cause in mine)
        links.append(Tie(a=network.nodes[edge.a], b=network.nodes[edge.b], causes=fails))
        kept.append(k)
    return Hanging(causes=tuple(causes), links=tuple(links), edge=tuple(kept))


def _seasonal(cause: Cause, pool: Pool) -> Cause:
    """A cause with the seasons of its kind and of itself, where it is a group."""
    found = seasons_of(pool, cause.id, cause.rate.kind)
    return replace(cause, seasons=found) if found else cause


def _piece(asset: Asset, edge: Edge, rates: Mapping[str, FaultRate]) -> Cause:
    """What fails of an asset alone: a cable by its length, a station, a service, else a satellite."""
    cables: Sequence[CableSegment] = asset.fitted(CableSegment)
    if cables:
        km = cables[0].length_km
        km = edge.latency_ms / FIBRE_MS_PER_KM if km is None and np.isfinite(edge.latency_ms) else km or 0.0
        return Cause(id=asset.id, rate=rates[cables[0].kind], length_km=km)
    kind = "service" if asset.fitted(Messenger) else "station" if asset.kind == "station" else "satellite"
    return Cause(id=asset.id, rate=rates[kind])


def _common(group: str, seas: frozenset[str], rates: Mapping[str, FaultRate]) -> list[Cause]:
    """What fails of a group at once: a landing and its power, or a corridor."""
    if group.startswith("landing:"):
        power = group.replace("landing:", "power:", 1)
        return [
            Cause(id=group, rate=rates["landing"], common=True),
            Cause(id=power, rate=rates["power"], common=True),
        ]
    kind = "sea-corridor" if group in seas else "land-corridor"
    return [Cause(id=group, rate=rates[kind], common=True)]


def _wet(pool: Pool) -> frozenset[str]:
    """The groups that hold a submarine cable."""
    wet = [asset for asset, cable in pool.fitted_with(CableSegment) if cable.kind == "submarine"]
    return frozenset(group for asset in wet for group in asset.groups)
