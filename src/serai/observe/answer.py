"""What a need gets from observation, and what of it holds after a loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.needs import Measure, Need, Notes, Shares, distinct
from serai.observe.delivery import Deliveries
from serai.observe.measures import MeasureJudge

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CELLS_AT_ONCE = 4_000_000  # losses x looks (or instants) held at a time: 32 MB an array


@dataclass(frozen=True, kw_only=True)
class ObserveAnswer:
    """An answer over cached looks and contacts; ``judges`` belong to the figures, None for one unheard of.

    ``hopeful`` are the judges and looks with every figure that nobody published at its best, None where
    all that matter are known.
    """

    need: Need
    measures: tuple[Measure, ...]
    tell: Callable[[], Notes]
    judges: tuple[MeasureJudge | None, ...]
    deliveries: Deliveries
    hopeful: tuple[tuple[MeasureJudge | None, ...], Deliveries] | None
    rests_on: Flags

    @cached_property
    def notes(self) -> Notes:
        """The figures and the words."""
        return self.tell()

    def held(self, alive: Flags) -> Shares:
        """Shares (losses, figures) of the judged instants or looks for which each threshold holds."""
        return distinct(alive, self.rests_on, self._held)

    def _held(self, alive: Flags) -> Shares:
        known = (self.judges, self.deliveries)
        return both(shares(*known, alive), shares(*(self.hopeful or known), alive))


def both(certain: Floats, hopeful: Floats) -> Shares:
    """Shares by known figures beside those by figures at their best; NaN where a measure is unheard of."""
    sure = np.nan_to_num(certain, nan=0.0)
    return Shares(sure, np.maximum(sure, np.nan_to_num(hopeful, nan=1.0)))


def shares(judges: tuple[MeasureJudge | None, ...], by: Deliveries, alive: Flags) -> Floats:
    """Shares (losses, judges) under some losses; NaN for a judge that is missing."""
    out = np.full((len(alive), len(judges)), np.nan)
    chunk = max(1, CELLS_AT_ONCE // max(len(by.at_s), 2016))
    for first in range(0, len(alive), chunk):
        rows = alive[first : first + chunk]
        arrivals_s = by.arrivals_s(rows)
        usable = by.usable(rows, arrivals_s)
        for column, judge in enumerate(judges):
            if judge is not None:
                out[first : first + chunk, column] = judge.shares(by.at_s, arrivals_s, usable)
    return out
