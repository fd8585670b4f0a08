"""Pole tide, the crust's motion with the pole: IERS Conventions (2010), 7.1.4, with the secular pole of 2018.

Up to 2.5 cm in height over years, nearly still within a day. The ocean's answer to it (millimetres) is left
out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ARCSEC_PER_RAD = 180.0 * 3600.0 / np.pi
YEAR_NS = 365.25 * 86_400e9
X_MAS, Y_MAS = (
    (55.0, 1.677),
    (320.5, 3.460),
)  # secular pole at 2000.0, its yearly rate: eq. 7.21
RADIAL_M, SIDEWAYS_M = 0.033, 0.009  # per arcsecond, eq. 7.26


def pole_tide_m(place_m: Floats, tai_ns: Integers, orientation: Orientation) -> Floats:
    """How far a place (3,) is displaced at moments (n,): Earth-fixed metres (n, 3)."""
    moments = np.asarray(tai_ns, dtype=np.int64)
    xp, yp = (angle * ARCSEC_PER_RAD for angle in orientation.polar_motion_rad(moments))
    years = moments / YEAR_NS
    m1 = xp - (X_MAS[0] + X_MAS[1] * years) / 1e3
    m2 = -(yp - (Y_MAS[0] + Y_MAS[1] * years) / 1e3)
    r = float(np.linalg.norm(place_m))
    lon, colat = np.arctan2(place_m[1], place_m[0]), np.arccos(place_m[2] / r)
    there, across = m1 * np.cos(lon) + m2 * np.sin(lon), m1 * np.sin(lon) - m2 * np.cos(lon)
    up = -RADIAL_M * np.sin(2.0 * colat) * there
    south = -SIDEWAYS_M * np.cos(2.0 * colat) * there
    east = SIDEWAYS_M * np.cos(colat) * across
    axes = np.array(
        [
            [np.sin(colat) * np.cos(lon), np.sin(colat) * np.sin(lon), np.cos(colat)],
            [np.cos(colat) * np.cos(lon), np.cos(colat) * np.sin(lon), -np.sin(colat)],
            [-np.sin(lon), np.cos(lon), 0.0],
        ]
    )
    return np.asarray(np.column_stack([up, south, east]) @ axes)
