"""The best of a window and its moment, compiled: highest elevation, least off nadir, nearest approach."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import AT, SITE, locate, swing, vertical
from serai.jit import compiled

Floats = NDArray[np.float64]

NOTHING, ELEVATION, OFF_NADIR, NEAREST, ABEAM = 0, 1, 2, 3, 4  # what is best in a window


@compiled
def _merit(best: int, work: Floats) -> tuple[float, float]:
    """What is best where it is greatest (a sine, or minus metres) and its slope."""
    x, y, z, vx, vy, vz = work[AT], work[AT + 1], work[AT + 2], work[AT + 3], work[AT + 4], work[AT + 5]
    if best == NEAREST:
        dx, dy, dz = x - work[AT + 6], y - work[AT + 7], z - work[AT + 8]
        vx, vy, vz = vx - work[AT + 9], vy - work[AT + 10], vz - work[AT + 11]
        distance = math.sqrt(dx * dx + dy * dy + dz * dz)
        return -distance, -(dx * vx + dy * vy + dz * vz) / distance
    dx, dy, dz = x - work[SITE], y - work[SITE + 1], z - work[SITE + 2]
    if best == ABEAM:
        distance = math.sqrt(dx * dx + dy * dy + dz * dz)
        return -distance, -(dx * vx + dy * vy + dz * vz) / distance
    if best == OFF_NADIR:
        nx, ny, nz = vertical(x, y, z)
        turn = swing(work, dx, dy, dz) + vx * nx + vy * ny + vz * nz
    else:
        nx, ny, nz = work[SITE + 3], work[SITE + 4], work[SITE + 5]
        turn = vx * nx + vy * ny + vz * nz
    up, square = dx * nx + dy * ny + dz * nz, dx * dx + dy * dy + dz * dz
    per_distance = 1.0 / math.sqrt(square)
    slope = (turn * square - up * (dx * vx + dy * vy + dz * vz)) * per_distance * per_distance * per_distance
    return up * per_distance, slope


@compiled
def _said(best: int, work: Floats) -> float:
    """The best as it is said: degrees of elevation or off nadir, or metres."""
    dx, dy, dz = work[AT] - work[SITE], work[AT + 1] - work[SITE + 1], work[AT + 2] - work[SITE + 2]
    if best == NEAREST:
        return -_merit(best, work)[0]
    looks = best in (OFF_NADIR, ABEAM)
    if looks:
        ux, uy, uz = vertical(work[AT], work[AT + 1], work[AT + 2])
    else:
        ux, uy, uz = work[SITE + 3], work[SITE + 4], work[SITE + 5]
    up = dx * ux + dy * uy + dz * uz
    across = math.sqrt(max(dx * dx + dy * dy + dz * dz - up * up, 0.0))
    return math.degrees(math.atan2(across, up) if looks else math.atan2(up, across))


@compiled
def _summit(
    nodes: Floats, work: Floats, low: float, high: float, s_low: float, s_high: float, best: int
) -> float:
    """Where the slope of what is best falls through zero between two moments, by secants in a bracket.

    Slopes that are not known yet come as NaN.
    """
    a, b, s_a, s_b = low, high, s_low, s_high
    if np.isnan(s_a):
        locate(nodes, work, a)
        _, s_a = _merit(best, work)
    if np.isnan(s_b):
        locate(nodes, work, b)
        _, s_b = _merit(best, work)
    for turn in range(60):
        x = b - s_b * (b - a) / (s_b - s_a)
        if not low < x < high or turn % 6 == 5:
            x = 0.5 * (low + high)
        if abs(x - b) < 1e-5 or high - low < 1e-6:  # a millisecond beside a flat top
            return x
        a, s_a, b = b, s_b, x
        locate(nodes, work, x)
        _, s_b = _merit(best, work)
        if s_b > 0.0:
            low = x
        else:
            high = x
    return b


@compiled
def best_of(nodes: Floats, work: Floats, begin: float, end: float, best: int) -> tuple[float, float]:
    """The best of a window and its moment: between the samples beside the best one the slope is zero."""
    locate(nodes, work, begin)
    top, s_low = _merit(best, work)
    low = high = begin
    first, last = int(begin) + 1, -int(-end // 1) - 1  # the nodes inside it
    here = -1
    for k in range(first, last + 1):
        for axis in range(3):
            work[AT + axis] = nodes[axis, k]
            if nodes.shape[0] > 3:
                work[AT + 6 + axis] = nodes[3 + axis, k]
        merit, _ = _merit(best, work)
        if merit > top:
            top, here = merit, k
    locate(nodes, work, end)
    merit, s_high = _merit(best, work)
    if merit > top:
        low = max(float(last), begin) if s_high < 0.0 else end
        high, s_low = end, s_low if low == begin else np.nan
    elif here < 0:
        high = (float(first) if first <= last else end) if s_low > 0.0 else begin
        s_high = s_high if high == end else np.nan
    else:
        locate(nodes, work, float(here))
        _, slope = _merit(best, work)
        if slope > 0.0:
            low, high, s_low = float(here), min(here + 1.0, end), slope
            s_high = s_high if high == end else np.nan
        else:
            low, high, s_high = max(here - 1.0, begin), float(here), slope
            s_low = s_low if low == begin else np.nan
    x = low
    if high > low:
        x = _summit(nodes, work, low, high, s_low, s_high, best)
    locate(nodes, work, x)
    return x, _said(best, work)
