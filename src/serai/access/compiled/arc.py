"""Where a satellite is between its nodes, compiled: a polynomial through eight of them, and angles from it.

Within 3 mm of the motion itself for steps of up to 0.15 rad along the orbit. What one pair of satellite and
place needs stands in one array of numbers, `work`: passing it costs a tenth of passing ten arrays. Only what
is called in bulk imports this module (see `serai.orbit.kernel`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import A_M, E2, F
from serai.jit import compiled, fused

Floats = NDArray[np.float64]

NODES = 8  # of a polynomial
# Where things stand in `work`: two polynomials (3, 8) of the satellite and of what else moves; their state;
# the place and its up vector; first and last node with a position, and the node the polynomials begin at; the
# limit; from when until when its margin is smooth; its mask over azimuth (azimuths, then elevations)
OTHER, AT, SITE, FIRST, LAST, LOADED, KIND, SIGN, LIMIT, LOW, HIGH, COUNT, POINTS = (
    24, 48, 60, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75,
)  # fmt: skip
B_M = A_M * (1.0 - F)
_BULGE_Z, _BULGE_P = (A_M * A_M - B_M * B_M) / B_M, A_M * E2


@fused
def load(nodes: Floats, row: int, first: int, work: Floats, to: int) -> None:
    """The polynomial through eight nodes from ``first`` on: forward differences over their factorials."""
    for axis in range(3):
        a, k = nodes[row + axis], first
        a0, a1, a2, a3, a4, a5, a6, a7 = (
            a[k], a[k + 1], a[k + 2], a[k + 3], a[k + 4], a[k + 5], a[k + 6], a[k + 7],
        )  # fmt: skip
        a1, a2, a3, a4, a5, a6, a7 = a1 - a0, a2 - a1, a3 - a2, a4 - a3, a5 - a4, a6 - a5, a7 - a6
        a2, a3, a4, a5, a6, a7 = a2 - a1, a3 - a2, a4 - a3, a5 - a4, a6 - a5, a7 - a6
        a3, a4, a5, a6, a7 = a3 - a2, a4 - a3, a5 - a4, a6 - a5, a7 - a6
        a4, a5, a6, a7 = a4 - a3, a5 - a4, a6 - a5, a7 - a6
        a5, a6, a7 = a5 - a4, a6 - a5, a7 - a6
        a6, a7 = a6 - a5, a7 - a6
        d = to + NODES * axis
        work[d], work[d + 1], work[d + 2], work[d + 3] = a0, a1, a2 * (1 / 2), a3 * (1 / 6)
        work[d + 4], work[d + 5], work[d + 6] = a4 * (1 / 24), a5 * (1 / 120), a6 * (1 / 720)
        work[d + 7] = (a7 - a6) * (1 / 5_040)


@fused
def state(work: Floats, poly: int, y: float, to: int) -> None:
    """Position and velocity (per node) ``y`` nodes after the polynomial's first."""
    for axis in range(3):
        d = poly + NODES * axis
        v = work[d + 7]
        p = v * (y - 6.0) + work[d + 6]
        v, p = v * (y - 5.0) + p, p * (y - 5.0) + work[d + 5]
        v, p = v * (y - 4.0) + p, p * (y - 4.0) + work[d + 4]
        v, p = v * (y - 3.0) + p, p * (y - 3.0) + work[d + 3]
        v, p = v * (y - 2.0) + p, p * (y - 2.0) + work[d + 2]
        v, p = v * (y - 1.0) + p, p * (y - 1.0) + work[d + 1]
        v, p = v * y + p, p * y + work[d]
        work[to + axis] = p
        work[to + 3 + axis] = v


@compiled
def locate(nodes: Floats, work: Floats, x: float) -> None:
    """The state at moment ``x`` of the satellite and of what else moves (rows 3 to 5 of ``nodes``)."""
    y = x - work[LOADED]
    if not 3.0 <= y <= 4.0:  # between the two nodes in its middle the polynomial at hand will do
        first = min(max(int(x) - 3, int(work[FIRST])), int(work[LAST]) - NODES + 1)
        if work[LOADED] != first:
            load(nodes, 0, first, work, 0)
            if nodes.shape[0] > 3:
                load(nodes, 3, first, work, OTHER)
            work[LOADED] = first
        y = x - first
    state(work, 0, y, AT)
    if nodes.shape[0] > 3:
        state(work, OTHER, y, AT + 6)


@compiled
def vertical(x: float, y: float, z: float) -> tuple[float, float, float]:
    """The ellipsoid's outward normal through a point, within 1e-8 rad (one round of Bowring's formula)."""
    p = math.sqrt(x * x + y * y)
    up, across = z * A_M, p * B_M
    scale = 1.0 / math.sqrt(up * up + across * across)
    sine, cosine = up * scale, across * scale
    num, den = z + _BULGE_Z * sine * sine * sine, p - _BULGE_P * cosine * cosine * cosine
    length = 1.0 / math.sqrt(num * num + den * den)
    per_p = den * length / p if p > 0.0 else 0.0
    return x * per_p, y * per_p, num * length


@compiled
def swing(work: Floats, dx: float, dy: float, dz: float) -> float:
    """How fast the satellite's vertical turns towards a direction, as on a sphere: to a part in 150."""
    x, y, z, vx, vy, vz = work[AT], work[AT + 1], work[AT + 2], work[AT + 3], work[AT + 4], work[AT + 5]
    per_r2 = 1.0 / (x * x + y * y + z * z)
    climb = (x * vx + y * vy + z * vz) * per_r2
    return (dx * (vx - climb * x) + dy * (vy - climb * y) + dz * (vz - climb * z)) * math.sqrt(per_r2)


@compiled
def azimuth_deg(work: Floats) -> float:
    """Azimuth of the satellite at the place, degrees 0 ... 360 from north by east."""
    ux, uy, uz = work[SITE + 3], work[SITE + 4], work[SITE + 5]
    dx, dy, dz = work[AT] - work[SITE], work[AT + 1] - work[SITE + 1], work[AT + 2] - work[SITE + 2]
    level = math.sqrt(ux * ux + uy * uy)  # of the order of 1e-17 at a pole, and still tells the longitude
    east = (ux * dy - uy * dx) / level
    north = level * dz - uz * (ux * dx + uy * dy) / level
    return math.degrees(math.atan2(east, north)) % 360.0
