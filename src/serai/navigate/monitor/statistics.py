"""What one file, or many, say of a service: counts and histograms, so that memory does not grow with time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BIN_M = 0.01  # errors are counted by the centimetre
LARGEST_M = 1000.0  # and all larger ones in one bin
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A service over some epochs: how many, with a position, available (position and PDOP), and errors.

    ``h`` and ``v`` count epochs by whole centimetres of horizontal and vertical error, of available epochs.
    ``watched`` hours in all, ``hours`` of them available; ``breaks`` how often the service then ceased while
    the station went on (not between files). ``seen`` is the share of its satellites' observations that have
    the service's codes, ``tracked`` (the median of the epochs) that of
    the satellites above the mask which were tracked.
    """

    epochs: int = 0
    solved: int = 0
    available: int = 0
    watched: float = 0.0
    hours: float = 0.0
    breaks: int = 0
    seen: float = 1.0
    tracked: float = 1.0
    h: Mapping[int, int] = field(default_factory=dict)
    v: Mapping[int, int] = field(default_factory=dict)

    @property
    def availability(self) -> float:
        """The share of epochs available; NaN without any."""
        return self.available / self.epochs if self.epochs else float("nan")

    @property
    def continuity(self) -> float:
        """The chance that the service, once there, holds for an hour: exp(-breaks per hour); NaN without it.

        As for breaks that come at random, one after another, at the rate counted.
        """
        return math.exp(-self.breaks / self.hours) if self.hours else float("nan")

    @property
    def h95_m(self) -> float:
        return percentile(self.h, 0.95)

    @property
    def v95_m(self) -> float:
        return percentile(self.v, 0.95)


def tally(
    interval_s: float,
    solved: NDArray[np.bool_],
    available: NDArray[np.bool_],
    enu_m: Floats,
    seen: float,
    counted: NDArray[np.bool_],
    tracked: float = 1.0,
) -> Tally:
    """Count one file's epochs that are ``counted``; the errors (e, 3) are to the east, north and up."""
    ceased = available[:-1] & ~available[1:] & counted[:-1] & counted[1:]
    available = available & counted
    return Tally(
        epochs=int(counted.sum()),
        solved=int((solved & counted).sum()),
        available=int(available.sum()),
        watched=float(counted.sum()) * interval_s / HOUR_S,
        hours=float(available.sum()) * interval_s / HOUR_S,
        breaks=int(np.count_nonzero(ceased)),
        seen=seen,
        tracked=tracked,
        h=_counts(np.hypot(enu_m[available, 0], enu_m[available, 1])),
        v=_counts(np.abs(enu_m[available, 2])),
    )


def total(tallies: Iterable[Tally]) -> Tally:
    """Several files together."""
    every = list(tallies)
    h: Counter[int] = Counter()
    v: Counter[int] = Counter()
    for one in every:
        h.update(one.h)
        v.update(one.v)
    sums = {
        name: sum(getattr(one, name) for one in every)
        for name in ("epochs", "solved", "available", "watched", "hours", "breaks")
    }
    seen, tracked = (
        sum(getattr(one, name) * one.epochs for one in every) / max(sums["epochs"], 1)
        for name in ("seen", "tracked")
    )
    return Tally(**sums, seen=seen, tracked=tracked, h=dict(h), v=dict(v))


def percentile(counts: Mapping[int, int], share: float) -> float:
    """The error that a share of the epochs does not exceed, to a centimetre; NaN of none."""
    whole = sum(counts.values())
    if not whole:
        return float("nan")
    below = 0
    for place in sorted(counts):
        below += counts[place]
        if below >= share * whole:
            return (place + 0.5) * BIN_M
    raise AssertionError("the counts add up to their sum")


def _counts(errors_m: Floats) -> dict[int, int]:
    bins = np.minimum(errors_m, LARGEST_M) / BIN_M
    place, count = np.unique(bins.astype(np.int64), return_counts=True)
    return {int(p): int(c) for p, c in zip(place, count, strict=True)}
