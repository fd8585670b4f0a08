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


@compiled
def _slope(s: Floats, acceleration: Floats, out: Floats) -> None:
    r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2]
    r = np.sqrt(r2)
    pull = -GM / (r2 * r)
    bulge = 1.5 * J2 * GM * AE * AE / (r2 * r2 * r)
    z2 = 5.0 * s[2] * s[2] / r2
    out[0], out[1], out[2] = s[3], s[4], s[5]
    out[3] = (pull - bulge * (1.0 - z2) + W * W) * s[0] + 2.0 * W * s[4] + acceleration[0]
    out[4] = (pull - bulge * (1.0 - z2) + W * W) * s[1] - 2.0 * W * s[3] + acceleration[1]
    out[5] = (pull - bulge * (3.0 - z2)) * s[2] + acceleration[2]


@compiled
def glonass_state(
    k: Floats, after_toe_s: float
) -> tuple[float, float, float, float, float, float, float, float]:
    """Position (m), velocity (m/s), clock (s) and clock rate of a row of `STATE`, some time after its toe.

    The clock carries no further relativity: tau and gamma include it (ICD GLONASS 5.1, 3.3.3).
    """
    s = k[:6].copy()
    acceleration = k[6:9]
    k1, k2, k3, k4 = np.empty(6), np.empty(6), np.empty(6), np.empty(6)
    left = after_toe_s
    while abs(left) > 1e-9:
        h = max(-STEP_S, min(STEP_S, left))
        _slope(s, acceleration, k1)
        _slope(s + 0.5 * h * k1, acceleration, k2)
        _slope(s + 0.5 * h * k2, acceleration, k3)
        _slope(s + h * k3, acceleration, k4)
        for i in range(6):
            s[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
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
