"""When a condition holds, for all its pairs: windows of smooth margins, joined by and, or, not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.access.best import best_margins
from serai.access.condition import Condition
from serai.access.search import Rows, Search, nothing
from serai.errors import Refused
from serai.time.table import WindowTable
from serai.time.windows import Span


def windows(
    condition: Condition, within: Span, tolerance_s: float = 1e-3, *, best: bool = True
) -> WindowTable:
    """Find when each pair's condition holds within a span; edges to ``tolerance_s``, on the side that holds.

    Holds and gaps shorter than the condition's ``shortest_s`` are found where its margin has one summit or
    dip in that time. Large searches of the ready conditions go through the compiled kernel, which finds
    edges to microseconds, on either side. ``best=False`` saves the search for each window's best margin (the
    columns are then NaN and the start).
    """
    if not tolerance_s > 0.0:
        raise Refused("access.tolerance", tolerance_s=tolerance_s)
    pair, start_ns, end_ns = _held(condition, within, tolerance_s)
    margin: NDArray[np.float64] = np.full(len(pair), np.nan)
    at_ns = start_ns.copy()
    if best:
        margin, at_ns = best_margins(condition, pair, start_ns, end_ns)
    return WindowTable(
        pair=pair,
        start_ns=start_ns,
        end_ns=end_ns,
        cut_start=start_ns == within.start.tai_ns,
        cut_end=end_ns == within.end.tai_ns,
        best=margin,
        best_ns=at_ns,
    )


def _held(condition: Condition, within: Span, tolerance_s: float) -> Rows:
    if condition.shape is not None and condition.shape.is_large(within):
        from serai.access.nodes import held

        rows = held(condition.shape, within)
        if rows is not None:
            return rows
    if condition.joined:
        parts = [_held(part, within, tolerance_s) for part in condition.parts]
        return _overlap(parts, len(parts) if condition.joined == "all" else 1)
    if within.duration_s == 0.0 or condition.pairs == 0:
        return nothing()
    return Search(condition, within, tolerance_s).rows()


def _overlap(parts: list[Rows], needed: int) -> Rows:
    """When at least ``needed`` of the parts hold, pair by pair."""
    pair = np.concatenate([column for rows in parts for column in (rows[0], rows[0])])
    at = np.concatenate([column for rows in parts for column in (rows[1], rows[2])])
    change = np.concatenate([np.full(len(rows[0]), step) for rows in parts for step in (1, -1)])
    order = np.lexsort((-change, at, pair))  # a start before an end at the same moment: touching windows join
    pair, at, change = pair[order], at[order], change[order]
    count = np.cumsum(change)  # every pair's changes add up to nothing, so the count starts afresh at each
    rises, falls = (count == needed) & (change == 1), (count == needed - 1) & (change == -1)
    lasting = at[falls] > at[rises]
    return pair[rises][lasting], at[rises][lasting], at[falls][lasting]
