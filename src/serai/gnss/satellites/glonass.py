"""Broadcast orbits as state vectors: GLONASS (integrated by Runge-Kutta) and SBAS (a parabola).

ICD GLONASS 5.1, appendix A.3.1.2: motion in the turning frame of PZ-90 under the central force, J2 and the
acceleration of Sun and Moon as sent. SBAS: RTCA DO-229, A.4.4.11.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import EARTH_RADIUS_GLONASS_M, EARTH_RATE_GLONASS_RADPS, GM_GLONASS, J2_GLONASS
from serai.jit import compiled

Floats = NDArray[np.float64]

STATE = ("x", "y", "z", "vx", "vy", "vz", "ax", "ay", "az", "minus_tau", "gamma")
STEP_S = 60.0  # the ICD's own step
W, GM, AE, J2 = EARTH_RATE_GLONASS_RADPS, GM_GLONASS, EARTH_RADIUS_GLONASS_M, J2_GLONASS


Six = tuple[float, float, float, float, float, float]  # position (m) and velocity (m/s), or their rates


@compiled
def _slope(k: Floats, s: Six) -> Six:
    """The rates of a position and velocity, under the acceleration of Sun and Moon as sent."""
    r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2]
    r = np.sqrt(r2)
    pull = -GM / (r2 * r)
    bulge = 1.5 * J2 * GM * AE * AE / (r2 * r2 * r)
    z2 = 5.0 * s[2] * s[2] / r2
    return (
        s[3],
        s[4],
        s[5],
        (pull - bulge * (1.0 - z2) + W * W) * s[0] + 2.0 * W * s[4] + k[6],
        (pull - bulge * (1.0 - z2) + W * W) * s[1] - 2.0 * W * s[3] + k[7],
        (pull - bulge * (3.0 - z2)) * s[2] + k[8],
    )


@compiled
def _moved(s: Six, h: float, rate: Six) -> Six:
    """A position and velocity after some seconds at these rates."""
    return (
        s[0] + h * rate[0],
        s[1] + h * rate[1],
        s[2] + h * rate[2],
        s[3] + h * rate[3],
        s[4] + h * rate[4],
        s[5] + h * rate[5],
    )


@compiled
def glonass_state(
    k: Floats, after_toe_s: float
) -> tuple[float, float, float, float, float, float, float, float]:
    """Position (m), velocity (m/s), clock (s) and clock rate of a row of `STATE`, some time after its toe.

    The clock carries no further relativity: tau and gamma include it (ICD GLONASS 5.1, 3.3.3).
    """
    s = (k[0], k[1], k[2], k[3], k[4], k[5])
    left = after_toe_s
    while abs(left) > 1e-9:
        h = max(-STEP_S, min(STEP_S, left))
        a = _slope(k, s)
        b = _slope(k, _moved(s, 0.5 * h, a))
        c = _slope(k, _moved(s, 0.5 * h, b))
        d = _slope(k, _moved(s, h, c))
        mean = (
            a[0] + 2.0 * b[0] + 2.0 * c[0] + d[0],
            a[1] + 2.0 * b[1] + 2.0 * c[1] + d[1],
            a[2] + 2.0 * b[2] + 2.0 * c[2] + d[2],
            a[3] + 2.0 * b[3] + 2.0 * c[3] + d[3],
            a[4] + 2.0 * b[4] + 2.0 * c[4] + d[4],
            a[5] + 2.0 * b[5] + 2.0 * c[5] + d[5],
        )
        s = _moved(s, h / 6.0, mean)
        left -= h
    return s[0], s[1], s[2], s[3], s[4], s[5], k[9] + k[10] * after_toe_s, k[10]


@compiled
def sbas_state(
    k: Floats, after_toe_s: float
) -> tuple[float, float, float, float, float, float, float, float]:
    """The same for an SBAS satellite: position, velocity and acceleration at t0 make a parabola."""
    t = after_toe_s
    return (
        k[0] + (k[3] + 0.5 * k[6] * t) * t,
        k[1] + (k[4] + 0.5 * k[7] * t) * t,
        k[2] + (k[5] + 0.5 * k[8] * t) * t,
        k[3] + k[6] * t,
        k[4] + k[7] * t,
        k[5] + k[8] * t,
        k[9] + k[10] * t,
        k[10],
    )
