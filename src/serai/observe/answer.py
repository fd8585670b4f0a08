"""What a need gets from observation, and what of it holds after a loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.needs import Need, Notes
from serai.observe.delivery import Deliveries
from serai.observe.requests import Judge

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CELLS_AT_ONCE = 4_000_000  # losses x looks (or instants) held at a time: 32 MB an array


@dataclass(frozen=True, kw_only=True)
class ObserveAnswer:
    """An answer over cached looks and contacts; ``judges`` belong to the figures, None if one is missing."""

    need: Need
    notes: Notes
    judges: tuple[Judge | None, ...]
    deliveries: Deliveries
    rests_on: Flags

    def held(self, alive: Flags) -> Floats:
        """Shares (losses, figures) of the judged instants or looks for which each threshold holds."""
        mine = np.flatnonzero(self.rests_on)
        distinct, back = np.unique(alive[:, mine], axis=0, return_inverse=True)
        whole = np.ones((len(distinct), alive.shape[1]), dtype=bool)
        whole[:, mine] = distinct
        return shares(self.judges, self.deliveries, whole)[back.reshape(-1)]


def shares(judges: tuple[Judge | None, ...], by: Deliveries, alive: Flags) -> Floats:
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
