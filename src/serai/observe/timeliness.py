"""How a case's looks come down, in figures: who looks, how long to the ground, by which station."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.ground import downlink_terms
from serai.observe.measures import in_time
from serai.observe.period import seconds
from serai.observe.scene import Scene
from serai.pool import Term

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Downlink:
    """From the end of a look until its data are on the ground, over the looks that come down at stations.

    Seconds; infinite where a share of the looks does not come down within a day.
    """

    median_s: float
    p95_s: float
    worst_s: float
    looks: int

    @classmethod
    def over(cls, waits_s: Floats) -> Downlink:
        """The figures of some waits, infinite ones included."""
        ranked = np.sort(waits_s)
        n = len(ranked)
        return cls(
            median_s=float(ranked[(n - 1) // 2]),
            p95_s=float(ranked[max(0, int(np.ceil(0.95 * n)) - 1)]),
            worst_s=float(ranked[-1]),
            looks=n,
        )


def in_hand_of_all(case: Scene) -> tuple[float, int] | None:
    """The share of all images of a case's period that are in hand in time, and how many they are.

    Those that satellites lost since had promised count among them. None where there are none.
    """
    by, arrivals_s = case.by, case.arrivals()[0]
    inside = (by.at_s >= 0.0) & (by.at_s < case.period.within.duration_s)
    count = int(inside.sum()) + len(case.lost_s)
    if not count:
        return None
    soon = in_time(by.at_s, arrivals_s, case.period.in_hand_s) & inside
    return float(soon.sum()) / count, count


@dataclass(frozen=True, kw_only=True)
class ServedLooks:
    """What a case's looks inside the judged span give."""

    case: Scene

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which looks are taken inside the judged span and can be had."""
        at_s = self.case.by.at_s
        usable = self.case.arrivals()[1]
        within: NDArray[np.bool_] = usable & (at_s >= 0.0) & (at_s < self.case.period.within.duration_s)
        return within

    @cached_property
    def satellites(self) -> list[str]:
        """The satellites that look, most looks first, by id."""
        counted = Counter(self.case.by.satellite[self.inside].tolist())
        assets = self.case.pool.assets
        return [assets[place].id for place, _ in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0]))]

    @cached_property
    def _station_of(self) -> NDArray[np.int64]:
        """The station (a place in the pool) that has each look down first; -1 where another way is."""
        by = self.case.by
        if not by.down_s.shape[1]:
            return np.full(len(by.at_s), -1, np.int64)
        first = by.down_s.argmin(axis=1)
        quickest = by.down_s[np.arange(len(first)), first]
        return np.where(np.isfinite(quickest) & (quickest <= by.otherwise_s), by.stations[first], -1)

    def station_of(self, look: int) -> str:
        """The id of the station that has a look down first; "" where it comes another way."""
        place = int(self._station_of[look])
        return "" if place < 0 else self.case.pool.assets[place].id

    @cached_property
    def stations(self) -> list[str]:
        """The stations where looks come down, most looks first, by id."""
        counted = Counter(self._station_of[self.inside & (self._station_of >= 0)].tolist())
        assets = self.case.pool.assets
        return [assets[place].id for place, _ in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0]))]

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The station and the satellite that serve most often, the user's end first."""
        rows = self._serving()
        counted = Counter(
            zip(self._station_of[rows].tolist(), self.case.by.satellite[rows].tolist(), strict=True)
        )
        if not counted:
            return ()
        (station, satellite), _ = min(counted.items(), key=lambda kv: (-kv[1], kv[0]))
        assets = self.case.pool.assets
        looking = assets[satellite].id
        return (assets[station].id, looking) if station >= 0 else (looking,)

    @cached_property
    def downlink(self) -> Downlink | None:
        """From look to ground over the looks that are asked for; None when there are none."""
        by, seen = self.case.by, self.case.looks
        inside = (by.at_s >= 0.0) & (by.at_s < self.case.period.within.duration_s) & by.taskable
        if not inside.any():
            return None
        end_s = (seen.end_ns[inside] - by.start.tai_ns) / 1e9
        return Downlink.over(by.down_s[inside].min(axis=1, initial=np.inf) - end_s)

    @cached_property
    def hearers(self) -> list[tuple[str, Term]]:
        """The stations that hear satellites as they look and may not take their images yet.

        Each with the candidate term that would let it, the one that hears most looks first.
        """
        case = self.case
        reach, seen = case.reach, case.looks
        inside = (case.by.at_s >= 0.0) & (case.by.at_s < case.period.within.duration_s) & case.by.taskable
        place = {case.pool.place_of[s]: i for i, s in enumerate(reach.satellites)}
        rows = [row for row in np.flatnonzero(inside).tolist() if int(seen.satellite[row]) in place]
        if not rows:
            return []
        index = np.array([place[int(seen.satellite[row])] for row in rows], dtype=np.int64)
        end_ns = seen.end_ns[rows]
        at_once = reach.starts_after(index, end_ns, 0.0) == end_ns[:, None]
        counted: Counter[tuple[str, str]] = Counter()
        terms: dict[str, Term] = {}
        for (i, j), term in downlink_terms(
            case.pool, reach.satellites, reach.stations, candidates=True
        ).items():
            heard = int(at_once[index == i, j].sum())
            if heard:
                counted[reach.stations[j], term.id] += heard
                terms[term.id] = term
        ordered = sorted(counted.items(), key=lambda kv: (-kv[1], kv[0][1], kv[0][0]))
        return [(station, terms[term]) for (station, term), _ in ordered]

    def _serving(self) -> NDArray[np.int64]:
        """The looks that answer requests, once for each request; where none are asked, those in hand in time.

        Every look where none is in time, or where the need asks for no time.
        """
        if self.case.need.measure("request_to_hand") is None:
            measure = self.case.need.measure("image_to_hand")
            limit_s = None if measure is None else seconds(measure)
            waits_s = self.case.arrivals()[0] - self.case.by.at_s
            timely = self.inside & (waits_s <= (np.inf if limit_s is None else limit_s))
            return np.flatnonzero(timely if timely.any() else self.inside)
        arrivals_s = self.case.arrivals()[0]
        if not len(arrivals_s):
            return np.empty(0, np.int64)
        n = len(arrivals_s)
        best = np.arange(n)
        for row in range(n - 2, -1, -1):
            later = best[row + 1]
            best[row] = row if arrivals_s[row] <= arrivals_s[later] else later
        first = np.searchsorted(self.case.by.at_s, self.case.period.instants_s)
        rows = best[first[first < n]]
        return rows[np.isfinite(arrivals_s[rows])]
