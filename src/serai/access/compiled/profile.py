"""A mask over azimuth, compiled: how high it stands, and where the satellite passes one of its points.

Between two points the mask is a straight line and the margin over it smooth; at a point it has a kink. A
search that steps from kink to kink sees what no step of seconds does: a tower of a degree hides for a second.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import COUNT, POINTS, azimuth_deg, locate
from serai.jit import compiled

Floats = NDArray[np.float64]

WIDEST_DEG = 20.0  # of a step: in it an azimuth goes one way (it turns back once in a pass, and slowly)
_SHORTEST = 1e-5  # nodes: of a step near the zenith, where the azimuth turns round within it
_PAST_DEG, _AT_DEG = 1e-6, 1e-8  # a point so near is passed; how near a point is met


@compiled
def floor_sine(azimuth: float, work: Floats) -> float:
    """The sine of the mask's elevation at an azimuth: straight lines between its points."""
    count = int(work[COUNT])
    elevations = POINTS + count
    after = 0
    while after < count and work[POINTS + after] <= azimuth:
        after += 1
    before, after = (after - 1) % count, after % count
    width = (work[POINTS + after] - work[POINTS + before]) % 360.0
    share = ((azimuth - work[POINTS + before]) % 360.0) / width
    rise = work[elevations + after] - work[elevations + before]
    return math.sin(math.radians(work[elevations + before] + share * rise))


@compiled
def _nearest_point(azimuth: float, swing: float, work: Floats) -> float:
    """How far along a swing (degrees, signed) the first point of the mask lies, or 0 where none does."""
    found, way = 0.0, abs(swing)
    for k in range(int(work[COUNT])):
        ahead = (work[POINTS + k] - azimuth if swing > 0.0 else azimuth - work[POINTS + k]) % 360.0
        if _PAST_DEG < ahead < way:
            found, way = ahead, ahead
    return math.copysign(found, swing)


@compiled
def _met(nodes: Floats, work: Floats, x: float, end: float, azimuth: float, swing: float, at: float) -> float:
    """The moment between two at which the azimuth has swung so far, by false position with bisection."""
    low, high, f_low, f_high = x, end, -abs(at), abs(swing) - abs(at)
    sign, y = math.copysign(1.0, swing), x
    for turn in range(100):
        y = low + (high - low) * f_low / (f_low - f_high) if turn % 3 < 2 else 0.5 * (low + high)
        locate(nodes, work, y)
        f = ((sign * (azimuth_deg(work) - azimuth) + 180.0) % 360.0) - 180.0 - abs(at)
        if abs(f) < _AT_DEG or high - low < 1e-12:
            return y
        if f < 0.0:
            low, f_low = y, f
        else:
            high, f_high = y, f
    return y


@compiled
def next_kink(nodes: Floats, work: Floats, x: float, end: float) -> float:
    """The first moment after ``x`` at which the mask may have a kink, ``end`` at the latest.

    Where the azimuth turns fast the answer is a shorter step without a kink.
    """
    locate(nodes, work, x)
    azimuth = azimuth_deg(work)
    while True:
        locate(nodes, work, end)
        swing = (azimuth_deg(work) - azimuth + 180.0) % 360.0 - 180.0
        if abs(swing) <= WIDEST_DEG or end - x <= _SHORTEST:
            break
        end = x + 0.5 * (end - x)
    at = _nearest_point(azimuth, swing, work)
    return end if at == 0.0 else _met(nodes, work, x, end, azimuth, swing, at)
