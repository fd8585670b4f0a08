"""Each kind of limit as one smooth margin in metres with its slope, and where it is zero; compiled.

A margin is at least 0 where its limit holds. Moments are counted in nodes, slopes are per node.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import (
    AT,
    B_M,
    HIGH,
    KIND,
    LIMIT,
    LOW,
    SIGN,
    SITE,
    azimuth_deg,
    locate,
    swing,
    vertical,
)
from serai.access.compiled.profile import floor_sine
from serai.access.limits import AHEAD, DISTANCE, HEIGHT, NADIR, PROFILE, RANGE, SIDE, SUN_PLACE, SUN_SATELLITE
from serai.earth.ellipsoid import A_M, F
from serai.jit import compiled

Floats = NDArray[np.float64]

STRETCH = 1.0 / (1.0 - F)  # along the axis the ellipsoid becomes a sphere
TURN_RADPS = 7.3e-5  # how fast the Sun turns in the sky, rounded up
_FINE = 1e-6  # nodes: where Newton's method stops; its error is then below the square of it
_NEARBY = 1e-4  # nodes: the distance of a numerical slope
_VERTICALS_RAD = 0.01  # geodetic and geocentric verticals differ by at most 0.2 deg at either end; rounded up


@compiled
def _rare_margin(kind: int, limit: float, work: Floats) -> float:
    """Margins in metres whose slope is taken from two moments nearby."""
    x, y, z, vx, vy, vz = work[AT], work[AT + 1], work[AT + 2], work[AT + 3], work[AT + 4], work[AT + 5]
    dx, dy, dz = x - work[SITE], y - work[SITE + 1], z - work[SITE + 2]
    if kind == SIDE:  # how far right of the track, which is that over the turning Earth
        hx, hy, hz = vy * z - vz * y, vz * x - vx * z, vx * y - vy * x
        return -(dx * hx + dy * hy + dz * hz) / math.sqrt(hx * hx + hy * hy + hz * hz) - limit
    if kind >= AHEAD:  # the beam leads by the squint while the place comes nearer, and lags after
        along = (dx * vx + dy * vy + dz * vz) / math.sqrt(vx * vx + vy * vy + vz * vz)
        return limit * math.sqrt(dx * dx + dy * dy + dz * dz) + (along if kind == AHEAD else -along)
    if kind == PROFILE:
        height = dx * work[SITE + 3] + dy * work[SITE + 4] + dz * work[SITE + 5]
        return height - floor_sine(azimuth_deg(work), work) * math.sqrt(dx * dx + dy * dy + dz * dz)
    az = z * STRETCH
    bx, by, bz = work[AT + 6], work[AT + 7], work[AT + 8] * STRETCH
    radius2 = (A_M + limit) ** 2
    horizon = math.sqrt(max(x * x + y * y + az * az - radius2, 0.0))
    if kind == SUN_SATELLITE:  # the Sun's way touches the sphere at the horizon's distance behind it
        return horizon + (x * bx + y * by + az * bz) / math.sqrt(bx * bx + by * by + bz * bz)
    # SIGHT: the straight way is clear while it is shorter than both horizons together
    beyond = math.sqrt(max(bx * bx + by * by + bz * bz - radius2, 0.0))
    return horizon + beyond - math.sqrt((x - bx) ** 2 + (y - by) ** 2 + (az - bz) ** 2)


@compiled
def value(nodes: Floats, work: Floats, x: float) -> tuple[float, float]:
    """The limit's margin and its slope (metres, metres per node) at moment ``x``."""
    kind, sign, limit = int(work[KIND]), work[SIGN], work[LIMIT]
    if kind >= SIDE:
        low, high = max(x - _NEARBY, work[LOW]), min(x + _NEARBY, work[HIGH])
        locate(nodes, work, low)
        before = _rare_margin(kind, limit, work)
        locate(nodes, work, high)
        after = _rare_margin(kind, limit, work)
        locate(nodes, work, x)
        return sign * _rare_margin(kind, limit, work), sign * (after - before) / (high - low)
    locate(nodes, work, x)
    vx, vy, vz = work[AT + 3], work[AT + 4], work[AT + 5]
    ux, uy, uz = work[SITE + 3], work[SITE + 4], work[SITE + 5]
    if kind == SUN_PLACE:
        sine = work[AT + 6] * ux + work[AT + 7] * uy + work[AT + 8] * uz
        slope = work[AT + 9] * ux + work[AT + 10] * uy + work[AT + 11] * uz
        return sign * A_M * (sine - limit), sign * A_M * slope
    if kind == DISTANCE:
        dx, dy, dz = work[AT] - work[AT + 6], work[AT + 1] - work[AT + 7], work[AT + 2] - work[AT + 8]
        vx, vy, vz = vx - work[AT + 9], vy - work[AT + 10], vz - work[AT + 11]
    else:
        dx, dy, dz = work[AT] - work[SITE], work[AT + 1] - work[SITE + 1], work[AT + 2] - work[SITE + 2]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    opening = (dx * vx + dy * vy + dz * vz) / distance
    if kind == HEIGHT:
        f = dx * ux + dy * uy + dz * uz - limit * distance
        return sign * f, sign * (vx * ux + vy * uy + vz * uz - limit * opening)
    if kind == NADIR:
        nx, ny, nz = vertical(work[AT], work[AT + 1], work[AT + 2])
        f = dx * nx + dy * ny + dz * nz - limit * distance
        slope = swing(work, dx, dy, dz) + vx * nx + vy * ny + vz * nz - limit * opening
        return sign * f, sign * slope
    return sign * (limit - distance), -sign * opening  # RANGE, DISTANCE


@compiled
def crossing(
    nodes: Floats, work: Floats, low: float, high: float, f_low: float, f_high: float, guess: float
) -> float:
    """Where the margin changes its sign between two moments; ``guess`` is where to look first, or NaN."""
    rises = f_high >= 0.0
    x = low + (high - low) * f_low / (f_low - f_high)
    if low < guess < high:
        x = guess
    for turn in range(80):
        if not low < x < high or turn % 8 == 7:
            x = 0.5 * (low + high)
        f, slope = value(nodes, work, x)
        if (f >= 0.0) == rises:
            high = x
        else:
            low = x
        step = f / slope
        if abs(step) < _FINE or high - low < _FINE * _FINE:
            return min(max(x - step, low), high)
        x -= step
    return x


@compiled
def turning(nodes: Floats, work: Floats, low: float, high: float) -> float:
    """A moment between two at which the margin has the other sign, or -1: the slope's zero is sought."""
    f_low, s_low = value(nodes, work, low)
    f_high, s_high = value(nodes, work, high)
    holds = f_low >= 0.0
    if holds != (f_high >= 0.0) or (s_low > 0.0) == holds or (s_high > 0.0) != holds:
        return -1.0
    # where the two tangents meet, and as far again beyond the nearer end: no summit or dip reaches farther
    meet = f_low + s_low * (f_high - f_low - s_high * (high - low)) / (s_low - s_high)
    smooth = work[KIND] < SIDE
    if smooth and (2.0 * meet > min(f_low, f_high) if holds else 2.0 * meet < max(f_low, f_high)):
        return -1.0
    for turn in range(60):
        x = low + (high - low) * s_low / (s_low - s_high)
        if turn % 3 == 2 or not low < x < high:
            x = 0.5 * (low + high)
        f, slope = value(nodes, work, x)
        if (f >= 0.0) != holds:
            return x
        if (slope > 0.0) == (s_low > 0.0):
            low, s_low = x, slope
        else:
            high, s_high = x, slope
        if high - low < 1e-7 or slope == 0.0:
            break
    return -1.0


@compiled
def reach_of(kind: int, limit: float, step: float, low: float, high: float, turn: float) -> float:
    """The most that a margin can change in one node, metres; infinite where it is not known."""
    if kind == HEIGHT:
        return step * (1.0 + abs(limit))
    if kind in (RANGE, DISTANCE):
        return step
    if kind == NADIR:
        return step * (1.0 + limit + (high + A_M) / low)
    return A_M * turn if kind == SUN_PLACE else math.inf


@compiled
def least_sine(cosine: float, high: float) -> float:
    """The sine of an elevation below which no place lies within an angle of nadir, at ``high`` m or lower.

    By the law of sines on the smallest sphere; 0 (the horizon) where the angle reaches past the limb.
    """
    ratio = high / B_M * math.sqrt(1.0 - cosine * cosine)
    return 0.0 if ratio >= 1.0 else math.sin(max(math.acos(ratio) - _VERTICALS_RAD, 0.0))
