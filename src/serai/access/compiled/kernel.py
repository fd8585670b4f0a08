"""The compiled search for windows: all limits of all pairs of satellites and places, edges and best moment.

A satellite comes as positions at even moments (nodes). Each limit is one smooth margin in metres, at least 0
where it holds. The scan steps as far as the margin cannot have crossed zero, by how fast it can change at
most; where it comes near zero it goes node by node, finds crossings by Newton's method with the margin's own
slope inside a bracket, and windows (or gaps) between two nodes by the slope's change of sign: the closest
approach. Moments are counted in nodes.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import (
    COUNT,
    FIRST,
    HIGH,
    KIND,
    LAST,
    LIMIT,
    LOADED,
    LOW,
    NODES,
    POINTS,
    SIGN,
    SITE,
    azimuth_deg,
    locate,
)
from serai.access.compiled.extremum import NOTHING, best_of
from serai.access.compiled.margins import TURN_RADPS, crossing, least_sine, reach_of, turning, value
from serai.access.compiled.profile import next_kink
from serai.access.limits import HEIGHT, NADIR, PROFILE
from serai.jit import alone, compiled, fused

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

COLUMNS = 9  # satellite, place, start, end, best, its moment; azimuths at start, best and end
_FASTER = 1.05  # the speed between two nodes against the mean speed between them


@fused
def _heights(x: Floats, y: Floats, z: Floats, site: Floats, sine: float, out: Floats) -> None:
    """Heights over the cone of a mask at all nodes, metres: the loop that most time would go to otherwise."""
    sx, sy, sz, ux, uy, uz = site[0], site[1], site[2], site[3], site[4], site[5]
    for i in range(len(out)):
        dx, dy, dz = x[i] - sx, y[i] - sy, z[i] - sz
        out[i] = dx * ux + dy * uy + dz * uz - sine * math.sqrt(dx * dx + dy * dy + dz * dz)


@compiled
def _near_zero(heights: Floats, first: int, last: int, reach: float) -> int:
    """The first node from which the margin could cross zero before the next, or ``last``."""
    for i in range(first, last):
        if abs(heights[i]) <= reach:
            return i
    return last


@compiled
def _goes_on(heights: Floats, x: float, following: float, f: float, g: float) -> bool:
    """Whether the nodes beside two neighbours show that the margin has no summit or dip between those two."""
    i = int(x)
    if i != x or following != i + 1 or i < 1 or i + 2 >= len(heights):
        return False
    before, after = heights[i - 1], heights[i + 2]
    return before <= f or after <= g if f >= 0.0 else before >= f or after >= g


@compiled
def _guess(heights: Floats, x: float, following: float) -> float:
    """Where the cubic through the four nodes around two neighbours of unlike sign crosses zero, or NaN."""
    i = int(x)
    if i != x or following != i + 1 or i < 1 or i + 2 >= len(heights):
        return np.nan
    a, b, c, d = heights[i - 1], heights[i], heights[i + 1], heights[i + 2]
    first, second, third = c - b, (a - 2.0 * b + c) / 2.0, (d - 3.0 * c + 3.0 * b - a) / 6.0
    y = b / (b - c)
    for _ in range(2):  # b + y (first + (y - 1) (second + (y + 1) third)), by Newton's method
        bend = second + (y + 1.0) * third
        f = b + y * (first + (y - 1.0) * bend)
        y -= f / (first + (2.0 * y - 1.0) * bend + y * (y - 1.0) * third)
    return x + y


@compiled
def _hidden(
    nodes: Floats,
    work: Floats,
    x: float,
    following: float,
    f: float,
    g: float,
    opened: float,
    edges: Floats,
    found: int,
) -> tuple[float, int]:
    """A window (or a gap in one) between two neighbours of one sign, if there is one."""
    top = turning(nodes, work, x, following)
    if top < 0.0:
        return opened, found
    h, _ = value(nodes, work, top)
    first = crossing(nodes, work, x, top, f, h, np.nan)
    last = crossing(nodes, work, top, following, h, g, np.nan)
    if h >= 0.0:
        edges[0, found], edges[1, found] = first, last
        return opened, found + 1
    edges[0, found], edges[1, found] = opened, first
    return last, found + 1


@compiled
def _following(
    nodes: Floats, work: Floats, x: float, f: float, per_reach: float, stride: float, end: float
) -> tuple[float, float]:
    """Until when the margin cannot have crossed zero, and the moment at which it is looked at again."""
    free = x + abs(f) * per_reach
    following = float(math.floor(free))
    if following <= x:
        following = (math.floor(x / stride + 1e-9) + 1.0) * stride
    following = min(following, end)
    if work[KIND] == PROFILE:
        following = next_kink(nodes, work, x, following)
        work[LOW], work[HIGH] = x, following
    return free, following


@compiled
def _held(
    nodes: Floats,
    work: Floats,
    begin: float,
    end: float,
    reach: float,
    stride: float,
    heights: Floats,
    edges: Floats,
    found: int,
) -> int:
    """Append the windows in which the limit holds between two moments; answers how many there are then.

    ``reach`` is the most the margin changes in one node, infinite where that is not known. ``heights`` are
    the margins at all nodes, or nothing.
    """
    x = begin
    work[LOW], work[HIGH] = work[FIRST], work[LAST]
    f, _ = value(nodes, work, x)
    opened = x if f >= 0.0 else -1.0
    per_reach = 1.0 / reach
    sampled = len(heights) > 0
    while x < end:
        if sampled and abs(f) > reach and x == math.floor(x):
            whole = _near_zero(heights, int(x), int(end), reach)
            if whole > x:
                x, f = float(whole), heights[whole]
                continue
        free, following = _following(nodes, work, x, f, per_reach, stride, end)
        whole = int(following)
        if sampled and whole == following:
            g = heights[whole]
        else:
            g, _ = value(nodes, work, following)
        if free < following:
            if (f >= 0.0) != (g >= 0.0):
                edge = crossing(nodes, work, x, following, f, g, _guess(heights, x, following))
                if g >= 0.0:
                    opened = edge
                else:
                    edges[0, found], edges[1, found] = opened, edge
                    found += 1
                    opened = -1.0
            elif abs(f) + abs(g) < reach * (following - x) and not _goes_on(heights, x, following, f, g):
                opened, found = _hidden(nodes, work, x, following, f, g, opened, edges, found)
        x, f = following, g
    if opened >= 0.0 and end > opened:
        edges[0, found], edges[1, found] = opened, end
        found += 1
    return found


@compiled
def _extent(nodes: Floats, row: int, first: int, last: int) -> tuple[float, float, float]:
    """The most metres between two nodes, the least and the greatest distance from the Earth's centre."""
    step2, low2, high2 = 0.0, math.inf, 0.0
    px, py, pz = nodes[row, first], nodes[row + 1, first], nodes[row + 2, first]
    for i in range(first, last + 1):
        x, y, z = nodes[row, i], nodes[row + 1, i], nodes[row + 2, i]
        r2 = x * x + y * y + z * z
        low2, high2 = min(low2, r2), max(high2, r2)
        step2 = max(step2, (x - px) * (x - px) + (y - py) * (y - py) + (z - pz) * (z - pz))
        px, py, pz = x, y, z
    return math.sqrt(step2) * _FASTER, math.sqrt(low2), math.sqrt(high2)


@compiled
def _pair(
    nodes: Floats,
    work: Floats,
    extent: Floats,
    begin: float,
    end: float,
    kinds: Integers,
    signs: Floats,
    limits: Floats,
    place: int,
    heights: Floats,
    edges: Floats,
) -> tuple[int, int]:
    """Windows in which all limits hold: how many, and in which half of ``edges`` (2, 2, ...) they stand."""
    first, last = int(work[FIRST]), int(work[LAST])
    now, found = 0, 1
    edges[0, 0, 0], edges[0, 1, 0] = max(begin, float(first)), min(end, float(last))
    if edges[0, 0, 0] >= edges[0, 1, 0]:
        return 0, 0
    whole = True
    for k in range(len(kinds)):
        kind, limit = kinds[k], limits[k, place]
        if kind == PROFILE and work[COUNT] < 2.0:
            continue
        work[KIND], work[SIGN], work[LIMIT] = kind, signs[k], limit
        reach = reach_of(kind, limit, extent[0], extent[1], extent[2], extent[3])
        sampled = heights[:0]
        if kind == HEIGHT and signs[k] > 0.0 and whole:
            for other in range(k + 1, len(kinds)):
                if kinds[other] == NADIR and signs[other] > 0.0:
                    limit = max(limit, least_sine(limits[other, place], extent[2]))
            work[LIMIT] = limit
            reach = reach_of(kind, limit, extent[0], extent[1], extent[2], extent[3])
            sampled = heights[: last + 1]
            _heights(nodes[0, : last + 1], nodes[1], nodes[2], work[SITE:], limit, sampled)
        whole = False
        stride = extent[4] if kind == PROFILE else 1.0
        kept = 0
        for w in range(found):
            kept = _held(
                nodes, work, edges[now, 0, w], edges[now, 1, w], reach, stride, sampled, edges[1 - now], kept
            )
        now, found = 1 - now, kept
        if found == 0:
            break
    return found, now


@compiled
def _begin_pair(work: Floats, site: Floats, points: Floats, count: int, first: int, last: int) -> None:
    for k in range(6):
        work[SITE + k] = site[k]
    work[FIRST], work[LAST], work[LOADED], work[COUNT] = first, last, -99.0, count
    for k in range(count):
        work[POINTS + k], work[POINTS + count + k] = points[0, k], points[1, k]


@compiled
def _run(nodes: Floats, start: int, rows: int) -> tuple[int, int]:
    """The first nodes in a row from ``start`` on that have positions: the first and the last of them."""
    first, n = start, nodes.shape[1]
    while first < n and (np.isnan(nodes[0, first]) or np.isnan(nodes[rows - 3, first])):
        first += 1
    last = first
    while last + 1 < n and not (np.isnan(nodes[0, last + 1]) or np.isnan(nodes[rows - 3, last + 1])):
        last += 1
    return first, last


@compiled
def _describe(nodes: Floats, work: Floats, best: int, azimuths: bool, row: Floats) -> None:
    """Put a window's best and its azimuths into the row that holds its edges."""
    row[4], row[5], row[6], row[7], row[8] = np.nan, row[2], np.nan, np.nan, np.nan
    if best != NOTHING:
        row[5], row[4] = best_of(nodes, work, row[2], row[3], best)
    if azimuths:
        for column, x in ((6, row[2]), (7, row[5]), (8, row[3])):
            locate(nodes, work, x)
            row[column] = azimuth_deg(work)


def room(
    nodes: Floats, profiles: Floats, step_s: float, *, links: bool
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """What `search` works in: edges, the numbers of a pair, heights, both ends of a link, the extent."""
    n, points = nodes.shape[2], profiles.shape[2]
    # four edges in each stride, and two at each point of a mask each quarter of an hour: more than are found
    masked = int(points * (4.0 + n * step_s / 450.0)) if points > 1 else 0
    return (
        np.empty((2, 2, 16 * n + 64 + masked)),
        np.zeros(POINTS + 2 * points),
        np.empty(n),
        np.empty((6, n if links else 1)),
        np.zeros(5),
    )


@alone
def search(
    nodes: Floats,
    rows: int,
    theirs: Integers,
    which: Integers,
    place_of: Integers,
    step_s: float,
    begin: float,
    end: float,
    sites: Floats,
    profiles: Floats,
    counts: Integers,
    kinds: Integers,
    signs: Floats,
    limits: Floats,
    best: int,
    azimuths: bool,
    out: Floats,
    edges: Floats,
    work: Floats,
    heights: Floats,
    both: Floats,
    extent: Floats,
) -> tuple[int, int]:
    """Windows of pairs (``which`` satellite, ``place_of``) in which all limits hold.

    ``nodes`` (satellites, 3 or 6, n) of which the first ``rows`` count; rows 3 to 5 are the direction of the
    Sun. Where places are satellites too (links), ``theirs`` says which of ``nodes`` each is (else empty).
    ``sites`` (places, 6) are positions and up vectors; ``profiles`` (places, 2, k) and ``counts`` masks over
    azimuth, of which places with fewer than two points have none; ``kinds`` and ``signs`` (m,) and ``limits``
    (m, places) say what must hold. Rows of ``COLUMNS`` go to ``out``. Answers how many, and how many pairs
    were done: fewer than asked where ``out`` is full. The last five are room to work in, as `room`
    makes it: what allocates nothing is called without numba.
    """
    n = nodes.shape[2]
    extent[3], extent[4] = TURN_RADPS * step_s, min(1.0, 10.0 / step_s)
    written, before, first, last = 0, -1, -1, -1
    for pair in range(len(which)):
        sat, place = which[pair], place_of[pair]
        mine = nodes[sat, :rows]
        if len(theirs):
            for axis in range(3):
                for i in range(n):
                    both[axis, i], both[3 + axis, i] = nodes[sat, axis, i], nodes[theirs[place], axis, i]
            mine = both
        filled, start = written, 0
        while start < n:
            if before != sat or start > 0 or len(theirs):
                first, last = _run(mine, start, rows)
                if last - first + 1 >= NODES:
                    extent[0], extent[1], extent[2] = _extent(mine, 0, first, last)
                    if len(theirs):
                        extent[0] += _extent(mine, 3, first, last)[0]
                before = sat if start == 0 else -1
            start = last + 1
            if last - first + 1 < NODES:
                continue
            _begin_pair(work, sites[place], profiles[place], counts[place], first, last)
            found, half = _pair(mine, work, extent, begin, end, kinds, signs, limits, place, heights, edges)
            if written + found > len(out):
                return filled, pair
            for w in range(found):
                row = out[written]
                row[0], row[1], row[2], row[3] = sat, place, edges[half, 0, w], edges[half, 1, w]
                _describe(mine, work, best, azimuths, row)
                written += 1
    return written, len(which)
