"""Protection levels of an SBAS user on a precision approach, from typical broadcast sigmas.

A first honest level: the equations are the standard's, the correction sigmas are typical ones, not those of
the day; a receiver on the spot computes its own from what is broadcast. Outside the area in which a service
monitors the ionosphere there is no protection level at all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.navigate.geometry import Solution
from serai.navigate.ionosphere import slant
from serai.navigate.range_errors import mapping

Floats = NDArray[np.float64]

K_HORIZONTAL = 6.0  # RTCA DO-229, app. J: K_H for precision approach modes
K_VERTICAL = 5.33  # RTCA DO-229, app. J: K_V
TYPICAL_UDREI = 6  # median of GAGAN's monitored GPS satellites, 2023-11-04 (docs/accuracy-navigate.md)
TYPICAL_GIVEI = 12  # GAGAN's grid at 35 N 70-80 E that morning; 10 to 11 over the Indian mainland


def sigma_m(
    elevation_deg: Floats,
    *,
    fast_m: float,
    vertical_ionosphere_m: float,
    troposphere_m: float,
    noise_m: float,
) -> Floats:
    """One sigma of a corrected range for integrity (DO-229, app. J): fast and long-term correction residual,
    ionosphere grid by slant, airborne multipath and noise, troposphere; metres.
    """
    multipath = 0.13 + 0.53 * np.exp(-elevation_deg / 10.0)  # RTCA DO-229, app. J.2.4, elevation in degrees
    sigma: Floats = np.sqrt(
        fast_m**2
        + (vertical_ionosphere_m * slant(elevation_deg)) ** 2
        + multipath**2
        + noise_m**2
        + (troposphere_m * mapping(elevation_deg)) ** 2
    )
    return sigma


def horizontal_protection_m(solution: Solution) -> Floats:
    """K_H times the semi-major axis of the horizontal error ellipse (DO-229, app. J), metres."""
    ee, en, _, nn, _, _ = solution.q
    level: Floats = K_HORIZONTAL * np.sqrt((ee + nn) / 2.0 + np.hypot((ee - nn) / 2.0, en))
    return level


def vertical_protection_m(solution: Solution) -> Floats:
    """K_V times the vertical sigma (DO-229, app. J), metres."""
    level: Floats = K_VERTICAL * np.sqrt(solution.q[5])
    return level
