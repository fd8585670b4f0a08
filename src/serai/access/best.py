"""The best margin of each window, and when it is reached."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.access.condition import Condition
from serai.access.refine import summits

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FEWEST_SAMPLES = 5
_SAMPLES_AT_ONCE = 500_000
_TOLERANCE_S = 0.05  # of the moment; a margin is flat at its summit, so its value is far better than that


def best_margins(
    condition: Condition, pair: Integers, start_ns: Integers, end_ns: Integers
) -> tuple[Floats, Integers]:
    """The greatest margin in each window (rows of pair, start, end) and its moment, TAI ns."""
    if not len(pair):
        return np.empty(0), np.empty(0, np.int64)
    seconds = (end_ns - start_ns) / 1e9
    counts = np.maximum(FEWEST_SAMPLES, np.ceil(seconds / condition.shortest_s).astype(np.int64) + 1)
    cuts = np.searchsorted(np.cumsum(counts), np.arange(_SAMPLES_AT_ONCE, counts.sum(), _SAMPLES_AT_ONCE)) + 1
    parts = [
        slice(int(a), int(b))
        for a, b in zip(np.append(0, cuts), np.append(cuts, len(pair)), strict=True)
        if b > a
    ]
    found = [_best(condition, pair[rows], start_ns[rows], seconds[rows], counts[rows]) for rows in parts]
    value, at_s = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return value, start_ns + np.rint(at_s * 1e9).astype(np.int64)


def _best(
    condition: Condition, pair: Integers, start_ns: Integers, seconds: Floats, counts: Integers
) -> tuple[Floats, Floats]:
    window = np.repeat(np.arange(len(pair)), counts)
    first = np.cumsum(counts) - counts
    order = np.arange(len(window)) - first[window]
    t = seconds[window] * order / (counts[window] - 1)

    def margin(which: Integers, at: Floats) -> Floats:
        return condition.margin(pair[which], start_ns[which] + np.rint(at * 1e9).astype(np.int64))

    samples = margin(window, t)
    height = np.where(np.isnan(samples), -np.inf, samples)
    top = np.maximum.reduceat(height, first)
    is_top = np.flatnonzero(height == top[window])
    k = is_top[np.unique(window[is_top], return_index=True)[1]]
    left, right = np.maximum(k - 1, first), np.minimum(k + 1, first + counts - 1)
    at, value = summits(margin, t[left], t[right], height[left], height[right], t[k], height[k], _TOLERANCE_S)
    return value, at
