"""The cheapest way over a grid of cells (E. W. Dijkstra 1959), compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# To the neighbours of a cell, half of them (each also leads back), with knight's moves for easier angles.
MOVES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))
PLACE, HEAP = 0, 1  # rows of what is worked in: where a cell stands in the heap, the cells of the heap
AWAY = -1  # of a cell that is not in the heap


def cheapest(cost: Floats, start: int, end: int) -> list[int] | None:
    """The cells (row x width + column) from one to another that cost least, both included; None for no way.

    A step costs its length in cells times the mean of ``cost`` (rows, columns) at its ends.
    """
    cells = cost.size
    best, before = np.full(cells, np.inf), np.full(cells, -1, dtype=np.int64)
    work = np.full((2, cells), AWAY, dtype=np.int64)
    if not _cheapest(np.ascontiguousarray(cost), start, end, _moves(), best, before, work):
        return None
    found = [end]
    while found[-1] != start:
        found.append(int(before[found[-1]]))
    return found[::-1]


def _moves() -> Floats:
    """(moves, 3) rows, columns and the length of each move, there and back."""
    return np.array([(y * s, x * s, np.hypot(y, x)) for y, x in MOVES for s in (1, -1)], dtype=float)


@compiled
def _sooner(best: Floats, one: int, other: int) -> bool:
    """Which of two cells goes first: the cheaper to reach, of equals the one of the lower number."""
    return best[one] < best[other] or (best[one] == best[other] and one < other)


@compiled
def _rise(best: Floats, work: Integers, at: int, cell: int) -> None:
    """Put a cell where it belongs in the heap, from a place upwards."""
    while at > 0 and _sooner(best, cell, work[HEAP, (at - 1) // 2]):
        above = work[HEAP, (at - 1) // 2]
        work[HEAP, at], work[PLACE, above] = above, at
        at = (at - 1) // 2
    work[HEAP, at], work[PLACE, cell] = cell, at


@compiled
def _first(best: Floats, work: Integers, size: int) -> int:
    """Take the first cell off a heap of ``size`` cells."""
    top, cell, at = work[HEAP, 0], work[HEAP, size - 1], 0
    work[PLACE, top] = AWAY
    while 2 * at + 1 < size - 1:
        child = 2 * at + 1
        if child + 1 < size - 1 and _sooner(best, work[HEAP, child + 1], work[HEAP, child]):
            child += 1
        if not _sooner(best, work[HEAP, child], cell):
            break
        below = work[HEAP, child]
        work[HEAP, at], work[PLACE, below] = below, at
        at = child
    if size > 1:
        work[HEAP, at], work[PLACE, cell] = cell, at
    return int(top)


@alone
def _cheapest(
    cost: Floats, start: int, end: int, moves: Floats, best: Floats, before: Integers, work: Integers
) -> int:
    """1 where ``end`` is reached; of each cell looked at (cells,) its ``best`` and the one ``before`` it."""
    height, width = cost.shape
    best[start] = 0.0
    _rise(best, work, 0, start)
    size = 1
    while size > 0:
        here = _first(best, work, size)
        size -= 1
        if here == end:
            return 1
        row, column = here // width, here % width
        for move in range(len(moves)):
            y, x = row + int(moves[move, 0]), column + int(moves[move, 1])
            if y < 0 or y >= height or x < 0 or x >= width:
                continue
            there = y * width + x
            reached = best[here] + moves[move, 2] * (cost[row, column] + cost[y, x]) / 2.0
            if reached < best[there]:
                best[there], before[there] = reached, here
                at = work[PLACE, there]
                if at == AWAY:
                    at, size = size, size + 1
                _rise(best, work, at, there)
    return 0
