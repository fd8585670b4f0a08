"""The solutions of many cells, each by the Schur complement of its clocks (see normals), compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]

SINGULAR = 1e-9  # determinant of N over (trace / 3)^3 below which the places of the satellites are degenerate
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))  # the six entries kept of a symmetric 3 x 3 matrix


COUNT = 10  # after the ten sums of a clock: how many satellites they are of


@compiled
def _left_of(
    sums: tuple[Floats, Integers],
    seen_from: tuple[Floats, Floats, Bools],
    gone: tuple[Integers, Integers],
    cell: int,
    left: Floats,
) -> None:
    """Put into ``left`` (clocks, 11) the sums of a cell less those of what is gone, and their counts."""
    totals, counts = sums
    direction, weight, seen = seen_from
    rows, clocks = gone
    for clock in range(len(totals)):
        for k in range(11):
            left[clock, k] = 0.0
    for at in range(len(rows)):
        row, own = rows[at], left[clocks[at]]
        if not seen[row, cell]:
            continue
        w = weight[row, cell] if len(weight) else 1.0
        e, n, u = direction[row, 0, cell], direction[row, 1, cell], direction[row, 2, cell]
        we, wn, wu = w * e, w * n, w * u
        own[0] += we * e
        own[1] += we * n
        own[2] += we * u
        own[3] += wn * n
        own[4] += wn * u
        own[5] += wu * u
        own[6] += we
        own[7] += wn
        own[8] += wu
        own[9] += w
        own[COUNT] += 1.0
    for clock in range(len(totals)):
        for k in range(10):
            left[clock, k] = totals[clock, k, cell] - left[clock, k]
        left[clock, COUNT] = counts[clock, cell] - left[clock, COUNT]


@compiled
def _normal(left: Floats, n: Floats) -> int:
    """Put the normal matrix of a cell into ``n`` (6,), the clocks eliminated; how many clocks it has."""
    clocks = 0
    for k in range(6):
        n[k] = 0.0
    for clock in range(len(left)):
        if left[clock, COUNT] > 0.0:
            clocks += 1
            for k in range(6):
                n[k] += left[clock, k]
    for clock in range(len(left)):
        if left[clock, COUNT] > 0.0:
            e, north, u, s = left[clock, 6], left[clock, 7], left[clock, 8], left[clock, 9]
            n[0] -= e * e / s
            n[1] -= e * north / s
            n[2] -= e * u / s
            n[3] -= north * north / s
            n[4] -= north * u / s
            n[5] -= u * u / s
    return clocks


@compiled
def _inverse(n: Floats, q: Floats, cell: int) -> bool:
    """The inverse of a symmetric 3 x 3 matrix by cofactors into ``q`` (6, cells), where there is one."""
    a, b, c, d, e, f = n[0], n[1], n[2], n[3], n[4], n[5]
    ee, en, eu = d * f - e * e, c * e - b * f, b * e - c * d
    determinant = a * ee + b * en + c * eu
    mean = (a + d + f) / 3.0
    scale = mean * mean * mean
    if not (determinant > SINGULAR * scale and scale > 0.0):
        return False
    q[0, cell], q[1, cell], q[2, cell] = ee / determinant, en / determinant, eu / determinant
    q[3, cell] = (a * f - c * c) / determinant
    q[4, cell] = (b * c - a * e) / determinant
    q[5, cell] = (a * d - b * b) / determinant
    return True


@compiled
def _own_clock(own: Floats, q: Floats, cell: int) -> float:
    """The cofactor of a clock, from its sums and the cofactors of the position."""
    s = own[9]
    e, n, u = own[6] / s, own[7] / s, own[8] / s
    reach = e * e * q[0, cell] + 2.0 * e * n * q[1, cell] + 2.0 * e * u * q[2, cell]
    reach += n * n * q[3, cell] + 2.0 * n * u * q[4, cell] + u * u * q[5, cell]
    return float(1.0 / s + reach)


@alone
def solutions(
    sums: tuple[Floats, Integers],
    seen_from: tuple[Floats, Floats, Bools],
    gone: tuple[Integers, Integers],
    cells: Integers,
    work: Floats,
    q: Floats,
    clock: Floats,
    satellites: Integers,
) -> int:
    """The solutions of some cells without satellites that are gone; answers how many cells have one.

    ``sums`` are the totals (clocks, 10, all cells) and counts (clocks, all cells) of `Normals`, ``seen_from``
    its directions, weights (none: all weigh one) and what is seen. ``gone`` are rows of these and the clock
    of each. ``work`` (clocks + 1, 11) is worked in. Given back: ``q`` (6, cells), ``clock`` (clocks, cells)
    and ``satellites`` (cells,), as `Solution` has them.
    """
    solved = 0
    left, normal = work[:-1], work[-1]
    for at in range(len(cells)):
        _left_of(sums, seen_from, gone, cells[at], left)
        many = 0.0
        for one in range(len(left)):
            many += left[one, COUNT]
            clock[one, at] = np.nan
        satellites[at] = int(many)
        for k in range(6):
            q[k, at] = np.nan
        clocks = _normal(left, normal)
        if many - clocks < 3.0 or not _inverse(normal, q, at):
            continue
        solved += 1
        for one in range(len(left)):
            if left[one, COUNT] > 0.0:
                clock[one, at] = _own_clock(left[one], q, at)
    return solved
