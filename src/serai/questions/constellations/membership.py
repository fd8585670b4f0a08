"""What each satellite adds to how often places are seen, and how looks are spread over the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.coverage import Coverage, coverage
from serai.earth import Place
from serai.time import Instant, Span, WindowTable

Floats = NDArray[np.float64]
HOUR_S = 3_600.0
DAY_H = 24.0
PER_HOUR_DEG = 15.0  # the mean Sun goes round in a day
MEANS = ("mean_revisit", "median_revisit", "revisit_95", "expected_wait")
WORST = ("worst_revisit", "longest_gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTimes:
    """When by the mean Sun places are looked at, hours of the day in order; the longest gap of the day."""

    hours: tuple[float, ...]
    gap_h: float

    @classmethod
    def of(cls, hours: Floats) -> LocalTimes:
        """Hours in any order, and beyond a day."""
        if not len(hours):
            return cls(hours=(), gap_h=DAY_H)
        told = np.sort(np.mod(hours, DAY_H))
        gaps = np.diff(np.append(told, told[0] + DAY_H))
        return cls(hours=tuple(told.tolist()), gap_h=float(gaps.max()))

    def within(self, begin_h: float, end_h: float) -> int:
        """How many looks fall in some hours of the day."""
        return sum(1 for hour in self.hours if begin_h <= hour < end_h)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdds:
    """A satellite: how many looks are its own, and the figures over all places without it, hours."""

    name: str
    looks: int
    without: dict[str, float | None]


def figures_of(found: Coverage) -> dict[str, float | None]:
    """Means over the places, and the worst anywhere, in hours; None where there is nothing to say."""
    told: dict[str, float | None] = {}
    for name in MEANS:
        told[f"{name}_h"] = known(found.mean(f"{name}_s") / HOUR_S)
    for name in WORST:
        values = getattr(found, f"{name}_s")
        finite = values[np.isfinite(values)]
        told[f"{name}_h"] = known(float(finite.max()) / HOUR_S) if len(finite) else None
    return told


def members_add(
    names: Sequence[str], table: WindowTable, places: Sequence[Place], within: Span, weight: Floats | None
) -> tuple[MemberAdds, ...]:
    """What is left without each satellite, whose loss costs most first; pairs are satellite * places + place.

    Those without a look come last: nothing changes without them.
    """
    satellite = table.pair // max(len(places), 1)
    told = []
    for k, name in enumerate(names):
        left = coverage(table.where(satellite != k), places, within, at_least=1, weight=weight)
        told.append(
            MemberAdds(name=name, looks=int((satellite == k).sum()), without=figures_of(left)),
        )
    return tuple(sorted(told, key=lambda m: (m.looks == 0, *_cost(m.without), m.name)))


def _cost(without: dict[str, float | None]) -> tuple[float, float]:
    """The longer the wait that is left, the earlier; none at all is the longest."""
    wait, gap = (without[key] for key in ("expected_wait_h", "longest_gap_h"))
    return -(np.inf if wait is None else wait), -(np.inf if gap is None else gap)


def local_times_of(table: WindowTable, places: Sequence[Place], since: Instant) -> LocalTimes:
    """When by the mean Sun the windows of a table have their middle, each by its place's own longitude."""
    lon_deg = np.array([place.lon_deg for place in places])
    begin = since.datetime()
    begin_h = begin.hour + begin.minute / 60.0 + begin.second / HOUR_S
    middle_ns = table.start_ns + (table.end_ns - table.start_ns) // 2
    passed_h = (middle_ns - since.tai_ns) / (HOUR_S * 1e9)
    return LocalTimes.of(passed_h + begin_h + lon_deg[table.pair % max(len(places), 1)] / PER_HOUR_DEG)


def local_times(moments: Sequence[Instant], lon_deg: float) -> LocalTimes:
    """Moments by the mean Sun at a longitude, and the longest stretch of the day without one."""
    hours = [at.datetime().hour + at.datetime().minute / 60.0 for at in moments]
    return LocalTimes.of(np.array(hours, dtype=np.float64) + lon_deg / PER_HOUR_DEG)


def known(value: float) -> float | None:
    """A figure as it is told, to six decimals; None where it is no number."""
    return None if value != value else round(value, 6)
