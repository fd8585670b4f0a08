"""How the solid Earth moves under the Moon and the Sun: IERS Conventions (2010), 7.1.1, step 1.

Degree 2 with the latitude's part of the Love numbers, degree 3 of the Moon; step 2 (frequency dependence,
millimetres to 2 cm of height) and ocean loading are left out. The frame stays conventional tide free, as the
ITRF is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import A_M, Orientation, sun_ecef_unit
from serai.earth.frames import DAYS_PER_CENTURY, Rotation

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SUN_OVER_EARTH = 332_946.0482  # masses, IERS Conventions (2010), table 1.1
MOON_OVER_EARTH = 0.0123000371  # the same
AU_M = 149_597_870_700.0  # IAU 2012 resolution B2
H2, L2, H3, L3 = 0.6078, 0.0847, 0.292, 0.015  # IERS Conventions (2010), table 7.2 and eq. 7.6
H2_LAT, L2_LAT = -0.0006, 0.0002  # the same: times (3 sin^2 lat - 1) / 2


def displacement_m(place_m: Floats, tai_ns: Integers) -> Floats:
    """How far a place (3,) is displaced at moments (n,): Earth-fixed metres (n, 3)."""
    orientation = Orientation.none()  # a second of Earth rotation turns the tide by 1e-4 of itself
    sun = sun_ecef_unit(tai_ns, orientation) * AU_M
    moon = moon_ecef_m(tai_ns, orientation)
    up = place_m / np.linalg.norm(place_m)
    p2 = (3.0 * up[2] ** 2 - 1.0) / 2.0
    h, low = H2 + H2_LAT * p2, L2 + L2_LAT * p2
    total = np.zeros((len(tai_ns), 3))
    for body, mass, third in ((sun, SUN_OVER_EARTH, False), (moon, MOON_OVER_EARTH, True)):
        far = np.linalg.norm(body, axis=1)
        unit = body / far[:, None]
        c = unit @ up
        along = (unit - c[:, None] * up) * 3.0
        scale = mass * A_M**4 / far**3
        total += scale[:, None] * (h * (1.5 * c**2 - 0.5)[:, None] * up + low * c[:, None] * along)
        if third:
            scale = mass * A_M**5 / far**4
            total += scale[:, None] * (
                H3 * (2.5 * c**3 - 1.5 * c)[:, None] * up + L3 * (7.5 * c**2 - 1.5)[:, None] * along / 3.0
            )
    return total


def moon_ecef_m(tai_ns: Integers, orientation: Orientation) -> Floats:
    """The Moon's centre, Earth-fixed metres (n, 3), to 0.3 deg (Almanac; Vallado 2013, algorithm 31)."""
    moments = np.asarray(tai_ns, dtype=np.int64)
    whole, fraction = orientation.ut1_days(moments)
    t = (whole + fraction) / DAYS_PER_CENTURY

    def s(angle: float, rate: float) -> Floats:
        return np.asarray(np.radians(angle + rate * t))

    lon = np.radians(218.32 + 481_267.8813 * t) + np.radians(
        6.29 * np.sin(s(134.9, 477_198.85))
        - 1.27 * np.sin(s(259.2, -413_335.38))
        + 0.66 * np.sin(s(235.7, 890_534.23))
        + 0.21 * np.sin(s(269.9, 954_397.70))
        - 0.19 * np.sin(s(357.5, 35_999.05))
        - 0.11 * np.sin(s(186.6, 966_404.05))
    )
    lat = np.radians(
        5.13 * np.sin(s(93.3, 483_202.03))
        + 0.28 * np.sin(s(228.2, 960_400.87))
        - 0.28 * np.sin(s(318.3, 6_003.18))
        - 0.17 * np.sin(s(217.6, -407_332.20))
    )
    parallax = np.radians(
        0.9508
        + 0.0518 * np.cos(s(134.9, 477_198.85))
        + 0.0095 * np.cos(s(259.2, -413_335.38))
        + 0.0078 * np.cos(s(235.7, 890_534.23))
        + 0.0028 * np.cos(s(269.9, 954_397.70))
    )
    tilt = np.radians(23.439291 - 0.0130042 * t)
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    of_date = np.stack(
        [
            cos_lat * np.cos(lon),
            np.cos(tilt) * cos_lat * np.sin(lon) - np.sin(tilt) * sin_lat,
            np.sin(tilt) * cos_lat * np.sin(lon) + np.cos(tilt) * sin_lat,
        ],
        axis=-1,
    )
    fixed, _ = Rotation.at(moments, orientation).to_itrf(of_date, None)
    return np.asarray(fixed * (A_M / np.sin(parallax))[:, None])
