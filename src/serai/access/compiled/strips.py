"""The strips that sensors lay over an area, compiled: where each covers most, and what all cover together."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.flyover import HORIZON, NEVER, SEEN, survey
from serai.jit import alone, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

# A sensor: its limits as cosines, the side (-1 left, 1 right, 0 any), whether on one side only at a time,
# daylight, the width of its strip in metres (0: all within reach)
OFF_NADIR, INCIDENCE_LOW, INCIDENCE_HIGH, SIDE, ONE_SIDE, DAYLIGHT, WIDTH, SENSOR = range(8)
# What is told of a strip: covered, added, first and last moment (rows of the flyover), mean cosines of
# incidence and off nadir, its two edges (m), which sensor; then where it adds most: edges, sensor, moments
COVERED, ADDED, BEGIN, END, INCIDENCE, NADIR, LOW, HIGH, WHICH, LOW_ADDED, HIGH_ADDED, WHICH_ADDED = range(12)
BEGIN_ADDED, END_ADDED, TOLD = 12, 13, 14
BINS = 512


def room(samples: int) -> tuple[Floats, Bytes, Floats]:
    """What the sweeps work in: what each sample is to a flyover, marks, and bins across a strip."""
    return np.empty((samples, SEEN)), np.empty(samples, np.uint8), np.empty(BINS + 1)


@compiled
def within_reach(seen: Floats, sensor: Floats, side: float, marks: Bytes) -> tuple[float, float, int]:
    """Mark the samples that a sensor can see on a side (0: any); the least and most side distance of them."""
    low, high, count = math.inf, -math.inf, 0
    for i in range(seen.shape[0]):
        marks[i] = 0
        cosine = seen[i, 3]
        if cosine < HORIZON or cosine > sensor[INCIDENCE_LOW] or cosine < sensor[INCIDENCE_HIGH]:
            continue
        if seen[i, 2] < sensor[OFF_NADIR] or (sensor[DAYLIGHT] > 0.0 and seen[i, 4] == 0.0):
            continue
        c = seen[i, 0]
        if side * c < 0.0:
            continue
        marks[i] = 1
        count += 1
        low, high = min(low, c), max(high, c)
    return low, high, count


@compiled
def placed(
    seen: Floats, marks: Bytes, weight: Floats, low: float, high: float, width: float, total: Floats
) -> tuple[float, float]:
    """The edges of the strip so wide that covers most of the marked samples; in the middle of all that do."""
    if width <= 0.0 or high - low <= width:
        if width <= 0.0:
            return low, high
        return 0.5 * (low + high - width), 0.5 * (low + high + width)
    bins = min(BINS, max(8, int(64.0 * (high - low) / width)))
    size = (high - low) / bins
    total[: bins + 1] = 0.0
    for i in range(seen.shape[0]):
        if marks[i] == 1:
            total[1 + min(bins - 1, int((seen[i, 0] - low) / size))] += weight[i]
    for k in range(bins):
        total[k + 1] += total[k]
    across = min(bins, max(1, int(width / size)))
    best, first, last = -1.0, 0, 0
    for k in range(bins - across + 1):
        here = total[k + across] - total[k]
        if here > best * (1.0 + 1e-12):
            best, first, last = here, k, k
        elif here >= best * (1.0 - 1e-12) and k == last + 1:
            last = k
    middle = low + size * (0.5 * (first + last + across))
    return middle - 0.5 * width, middle + 0.5 * width


@compiled
def covered(seen: Floats, marks: Bytes, weight: Floats, low: float, high: float) -> float:
    """The weight of the marked samples between two side distances."""
    found = 0.0
    for i in range(seen.shape[0]):
        if marks[i] == 1 and low <= seen[i, 0] <= high:
            found += weight[i]
    return found


@compiled
def strip(
    seen: Floats, sensor: Floats, weight: Floats, marks: Bytes, total: Floats
) -> tuple[float, float, float, float]:
    """The strip of one sensor that covers most: its weight, its edges, and the side it is on (0: any)."""
    best, low, high, on = 0.0, 0.0, 0.0, 0.0
    for turn in range(2):
        side = sensor[SIDE]
        if sensor[ONE_SIDE] > 0.0 and side == 0.0:
            side = 1.0 - 2.0 * turn
        elif turn == 1:
            break
        west, east, count = within_reach(seen, sensor, side, marks)
        if count == 0:
            continue
        a, b = placed(seen, marks, weight, west, east, sensor[WIDTH], total)
        here = covered(seen, marks, weight, a, b)
        if here > best:
            best, low, high, on = here, a, b, side
    return best, low, high, on


@compiled
def best_strip(
    seen: Floats, sensors: Floats, first: int, after: int, weight: Floats, marks: Bytes, total: Floats
) -> tuple[float, float, float, float, int]:
    """The strip of the sensor (``first`` to ``after``) that covers most; of equals the earlier."""
    best, low, high, on, which = 0.0, 0.0, 0.0, 0.0, -1
    for k in range(first, after):
        here, a, b, side = strip(seen, sensors[k], weight, marks, total)
        if here > best * (1.0 + 1e-9):
            best, low, high, on, which = here, a, b, side, k
    return best, low, high, on, which


@alone
def sweep_own(
    ways: Floats,
    rows: Integers,
    sensors: Floats,
    of: Integers,
    sites: Floats,
    ups: Floats,
    weight: Floats,
    suns: Floats,
    high: float,
    begin: int,
    end: int,
    told: Floats,
    bits: Bytes,
    seen: Floats,
    marks: Bytes,
    total: Floats,
) -> None:
    """For flyovers ``begin`` to ``end`` the strip that covers most by itself, told in ``told`` and ``bits``.

    ``rows`` (p + 1,) bounds each flyover's rows in ``ways``, ``of`` (p, 2) its sensors; ``bits`` (p, n / 8)
    has a bit for each sample that its strip covers. The last three are room to work in, as `room` makes it.
    """
    for p in range(begin, end):
        told[p, WHICH] = NEVER
        told[p, WHICH_ADDED] = NEVER
        if survey(ways[rows[p] : rows[p + 1]], sites, ups, suns[p], high, seen) == 0:
            continue
        best, low, top, side, which = best_strip(seen, sensors, of[p, 0], of[p, 1], weight, marks, total)
        if which < 0:
            continue
        within_reach(seen, sensors[which], side, marks)
        told[p, COVERED], told[p, LOW], told[p, HIGH], told[p, WHICH] = best, low, top, which
        _tell(seen, marks, weight, low, top, told[p], bits[p])


@compiled
def _tell(
    seen: Floats, marks: Bytes, weight: Floats, low: float, high: float, told: Floats, bits: Bytes
) -> None:
    """When a strip begins and ends, its mean incidence and off nadir, and a bit for each sample."""
    begin, end, incidence, nadir, total = math.inf, -math.inf, 0.0, 0.0, 0.0
    for i in range(seen.shape[0]):
        if marks[i] == 1 and low <= seen[i, 0] <= high:
            bits[i >> 3] |= np.uint8(1 << (i & 7))
            begin, end = min(begin, seen[i, 1]), max(end, seen[i, 1])
            incidence += weight[i] * seen[i, 3]
            nadir += weight[i] * seen[i, 2]
            total += weight[i]
    told[BEGIN], told[END] = begin, end
    told[INCIDENCE], told[NADIR] = incidence / total, nadir / total


@alone
def sweep_in_turn(
    ways: Floats,
    rows: Integers,
    sensors: Floats,
    of: Integers,
    sites: Floats,
    ups: Floats,
    weight: Floats,
    suns: Floats,
    high: float,
    motion: Integers,
    at_s: Floats,
    before_s: float,
    told: Floats,
    bits: Bytes,
    urgent: Floats,
    seen: Floats,
    marks: Bytes,
    total: Floats,
) -> None:
    """As `sweep_own`, each strip laid where its satellite has not looked for longest.

    A sample counts by its weight times the time since the same motion covered it; before the first flyover
    (``at_s`` (p,), by motion and then in time), that is since ``before_s``. No other satellite matters.
    ``urgent`` (2, n) is room to work in.
    """
    n = sites.shape[0]
    for p in range(motion.shape[0]):
        if p == 0 or motion[p] != motion[p - 1]:
            for i in range(n):
                urgent[1, i] = before_s
        told[p, WHICH] = NEVER
        told[p, WHICH_ADDED] = NEVER
        if survey(ways[rows[p] : rows[p + 1]], sites, ups, suns[p], high, seen) == 0:
            continue
        for i in range(n):
            urgent[0, i] = weight[i] * (at_s[p] - urgent[1, i])
        _, low, top, side, which = best_strip(seen, sensors, of[p, 0], of[p, 1], urgent[0], marks, total)
        if which < 0:
            continue
        within_reach(seen, sensors[which], side, marks)
        told[p, COVERED] = covered(seen, marks, weight, low, top)
        told[p, LOW], told[p, HIGH], told[p, WHICH] = low, top, which
        _tell(seen, marks, weight, low, top, told[p], bits[p])
        for i in range(n):
            if marks[i] == 1 and low <= seen[i, 0] <= top:
                urgent[1, i] = at_s[p]


@alone
def sweep_added(
    ways: Floats,
    rows: Integers,
    sensors: Floats,
    of: Integers,
    sites: Floats,
    ups: Floats,
    suns: Floats,
    high: float,
    order: Integers,
    left: Floats,
    first: Integers,
    told: Floats,
    seen: Floats,
    marks: Bytes,
    total: Floats,
) -> None:
    """For flyovers in an order, each strip laid where it adds most; ``left`` (n,) is not yet covered.

    ``first`` (n,) becomes the place in the order of the flyover that covers each sample first.
    """
    n = sites.shape[0]
    remains = 0.0
    for i in range(n):
        remains += left[i]
    for k in range(order.shape[0]):
        p = order[k]
        told[p, ADDED], told[p, WHICH_ADDED] = 0.0, NEVER
        if remains <= 0.0 or told[p, WHICH] < 0.0:
            continue
        survey(ways[rows[p] : rows[p + 1]], sites, ups, suns[p], high, seen)
        best, low, top, side, which = best_strip(seen, sensors, of[p, 0], of[p, 1], left, marks, total)
        if which < 0:
            continue
        within_reach(seen, sensors[which], side, marks)
        told[p, ADDED], told[p, LOW_ADDED], told[p, HIGH_ADDED], told[p, WHICH_ADDED] = best, low, top, which
        told[p, BEGIN_ADDED], told[p, END_ADDED] = math.inf, -math.inf
        remains = 0.0
        for i in range(n):
            if marks[i] == 1 and low <= seen[i, 0] <= top:
                told[p, BEGIN_ADDED] = min(told[p, BEGIN_ADDED], seen[i, 1])
                told[p, END_ADDED] = max(told[p, END_ADDED], seen[i, 1])
                if left[i] > 0.0:
                    first[i] = k
                left[i] = 0.0
            remains += left[i]
