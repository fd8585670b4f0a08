"""How looks and deliveries become the figures that a need is judged by.

All judges take seconds after the start of the judged period. Looks are columns in order of time;
``arrivals_s`` (losses, n) is when each is in hand, infinite when it never is or nobody can say; ``usable``
(losses, n) says which can be had at all. With fewer looks, or later arrivals, no share ever rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class MeasureJudge(Protocol):
    """One measure over one period: the share of it that holds, and its values."""

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:
        """The share (losses,) of the judged instants or looks for which the threshold holds."""
        ...

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:
        """The instants (m,) and the values there (m,) of one row (n,), seconds; NaN without service."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """A judge without a figure that it needs (how long images take on the ground): nothing is certain."""

    of: MeasureJudge

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002  (one protocol)
        return np.zeros(len(arrivals_s))

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:
        moments, values = self.of.values_s(at_s, arrivals_s, usable)
        return moments, np.full(len(values), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestToHand:
    """From the request to the first image in hand that was taken after it."""

    requests_s: Floats
    threshold_s: float

    def _waits(self, at_s: Floats, arrivals_s: Floats) -> Floats:
        later = np.full((len(arrivals_s), arrivals_s.shape[1] + 1), np.inf)
        later[:, :-1] = np.minimum.accumulate(arrivals_s[:, ::-1], axis=1)[:, ::-1]
        waits: Floats = later[:, np.searchsorted(at_s, self.requests_s)] - self.requests_s
        return waits

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002  (one protocol)
        return _share(self._waits(at_s, arrivals_s) <= self.threshold_s)

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        return self.requests_s, _known(self._waits(at_s, arrivals_s[None])[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisitMeasure:
    """The gap between two looks in hand in time in which an instant lies.

    A look counts when it is in hand within ``in_hand_s`` of being taken. Looks are known from ``known_s[0]``
    to ``known_s[1]``; a gap cut by these ends counts as at least so long, and they lie a threshold away from
    the judged instants, so that none is judged too well.
    """

    instants_s: Floats
    threshold_s: float
    known_s: tuple[float, float]
    in_hand_s: float

    def _gaps(self, at_s: Floats, counted: Flags) -> Floats:
        n = counted.shape[1]
        before = np.full((len(counted), n + 1), self.known_s[0])
        after = np.full((len(counted), n + 1), self.known_s[1])
        before[:, 1:] = np.maximum.accumulate(np.where(counted, at_s, self.known_s[0]), axis=1)
        later = np.where(counted, at_s, self.known_s[1])[:, ::-1]
        after[:, :-1] = np.minimum.accumulate(later, axis=1)[:, ::-1]
        here = np.searchsorted(at_s, self.instants_s, side="right")
        gaps: Floats = after[:, here] - before[:, here]
        return gaps

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        return _share(self._gaps(at_s, in_time(at_s, arrivals_s, self.in_hand_s)) <= self.threshold_s)

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        counted = in_time(at_s, arrivals_s, self.in_hand_s)
        gaps = self._gaps(at_s, counted[None])[0]
        return self.instants_s, gaps if counted.any() else np.full(len(gaps), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisitByRate:
    """A revisit too long to be watched over the judged period: from the rate of looks in hand in time.

    A look counts when it is taken inside the period and in hand within ``in_hand_s`` of it. The share is how
    many of the intervals asked for hold a look, at that rate, and one at most; the value is the mean
    interval.
    """

    instants_s: Floats
    threshold_s: float
    period_s: float
    in_hand_s: float

    def _count(self, at_s: Floats, arrivals_s: Floats) -> Floats:
        inside = (at_s >= 0.0) & (at_s < self.period_s)
        soon = in_time(at_s, arrivals_s, self.in_hand_s)
        counted: Floats = (soon & inside).sum(axis=-1).astype(np.float64)
        return counted

    def looks(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> int:  # noqa: ARG002
        """How many looks of one row the rate was found from."""
        return int(self._count(at_s, arrivals_s))

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        return np.minimum(1.0, self._count(at_s, arrivals_s) * self.threshold_s / self.period_s)

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        count = float(self._count(at_s, arrivals_s))
        mean_s = self.period_s / count if count else np.nan
        return self.instants_s, np.full(len(self.instants_s), mean_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatByRate:
    """A repeat pass too long to be watched: from the rate of looks that complete a usable pair.

    ``first`` and ``second`` as in `RepeatPass`. A look completes a pair when one with the same geometry,
    at most a threshold earlier, is usable too; it counts once, however many such looks there were. Share and
    value as in `RevisitByRate`.
    """

    instants_s: Floats
    threshold_s: float
    period_s: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def _count(self, at_s: Floats, usable: Flags) -> Floats:
        completes = np.zeros(usable.shape, dtype=np.int64)
        live = usable[..., self.first] & usable[..., self.second]
        for column, look in enumerate(self.second.tolist()):
            completes[..., look] |= live[..., column]
        inside = (at_s >= 0.0) & (at_s < self.period_s)
        counted: Floats = (completes * inside).sum(axis=-1).astype(np.float64)
        return counted

    def looks(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> int:  # noqa: ARG002
        """How many looks of one row complete a pair."""
        return int(self._count(at_s, usable))

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        return np.minimum(1.0, self._count(at_s, usable) * self.threshold_s / self.period_s)

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        count = float(self._count(at_s, usable))
        mean_s = self.period_s / count if count else np.nan
        return self.instants_s, np.full(len(self.instants_s), mean_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickestImage:
    """From look to hand, of the quickest of the images taken in the revisit time that begins at an instant.

    This is what "two looks a day, each in hand within three hours" asks: that every revisit time holds one
    look that is in hand soon enough. Slower images beside it do no harm, and no asset makes it worse.
    """

    instants_s: Floats
    threshold_s: float
    revisit_s: float

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        soon = (arrivals_s - at_s) <= self.threshold_s
        total = np.zeros((len(soon), soon.shape[1] + 1), dtype=np.int64)
        np.cumsum(soon, axis=1, out=total[:, 1:])
        first, last = self._window(at_s)
        return _share(total[:, last] > total[:, first])

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        delays = np.append(arrivals_s - at_s, np.inf)
        first, last = self._window(at_s)
        spans = np.column_stack([first, last]).ravel()
        best = np.minimum.reduceat(delays, spans)[::2] if len(spans) else np.empty(0)
        best = np.where(first < last, best, np.inf)
        return self.instants_s, _known(best)

    def _window(self, at_s: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        begin = np.searchsorted(at_s, self.instants_s)
        return begin, np.searchsorted(at_s, self.instants_s + self.revisit_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class EachImage:
    """From look to hand, of each look that can be asked for: the share of looks in hand soon enough.

    ``counted`` (n,) are the looks of the pool inside the period; a look that a loss takes away counts as
    never in hand, so that no loss raises the share. ``lost_s`` are those that were promised by satellites
    no longer in the pool: they count among the promised too.
    """

    counted: Flags
    threshold_s: float
    lost_s: Floats

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        soon = (arrivals_s - at_s)[:, self.counted] <= self.threshold_s
        never = np.zeros((len(soon), len(self.lost_s)), dtype=bool)
        return _share(np.concatenate([soon, never], axis=1))

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        moments = np.concatenate([at_s[self.counted], self.lost_s])
        never = np.full(len(self.lost_s), np.nan)
        values = np.concatenate([_known((arrivals_s - at_s)[self.counted]), never])
        order = np.argsort(moments, kind="stable")
        return moments[order], values[order]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatPass:
    """The shortest interval between two usable looks of the same geometry before and after an instant.

    ``first`` and ``second`` (pairs,) are places of looks by the same satellite with the same geometry,
    at most a threshold apart; a pair covers the instants between its looks.
    """

    instants_s: Floats
    threshold_s: float
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def shares(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> Floats:  # noqa: ARG002
        pairs = (usable[:, self.first] & usable[:, self.second]).astype(np.float64)
        return _share(pairs @ self._covers(at_s).astype(np.float64) > 0.0)

    def values_s(self, at_s: Floats, arrivals_s: Floats, usable: Flags) -> tuple[Floats, Floats]:  # noqa: ARG002
        live = usable[self.first] & usable[self.second]
        apart = np.where(live, at_s[self.second] - at_s[self.first], np.inf)
        best = np.where(self._covers(at_s), apart[:, None], np.inf).min(axis=0, initial=np.inf)
        return self.instants_s, _known(best)

    def _covers(self, at_s: Floats) -> Flags:
        begin, end = at_s[self.first][:, None], at_s[self.second][:, None]
        between: Flags = (begin <= self.instants_s) & (self.instants_s < end)
        return between


def same_geometry(
    at_s: Floats,
    satellite: NDArray[np.int64],
    incidence_deg: Floats,
    right: Flags,
    northbound: Flags,
    *,
    apart_s: float,
    tolerance_deg: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of looks by one satellite from the same side, in the same direction and at the same incidence.

    At most ``apart_s`` apart in time and ``tolerance_deg`` in incidence; the earlier and the later look.
    """
    firsts, seconds = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for one in np.unique(satellite):
        rows = np.flatnonzero(satellite == one)
        later = at_s[rows][None, :] - at_s[rows][:, None]
        near = np.abs(incidence_deg[rows][None, :] - incidence_deg[rows][:, None]) <= tolerance_deg
        alike = (right[rows][None, :] == right[rows][:, None]) & (
            northbound[rows][None, :] == northbound[rows][:, None]
        )
        a, b = np.nonzero((later > 0.0) & (later <= apart_s) & near & alike)
        firsts.append(rows[a])
        seconds.append(rows[b])
    return np.concatenate(firsts), np.concatenate(seconds)


def in_time(at_s: Floats, arrivals_s: Floats, within_s: float) -> Flags:
    """Which looks are in hand within a time of being taken; one that never is, within none."""
    soon: Flags = np.isfinite(arrivals_s) & (arrivals_s - at_s <= within_s)
    return soon


def _share(holds: Flags) -> Floats:
    """The share (losses,) of the last axis that holds; of nothing, none."""
    if not holds.shape[-1]:
        return np.zeros(holds.shape[0])
    return np.asarray(holds.mean(axis=-1), dtype=np.float64)


def _known(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
