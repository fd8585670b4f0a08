"""Tidal displacement of a place on the ground: solid Earth tide, pole tide, ocean loading.

The Sun to 0.01 deg and the Moon to 0.35 deg (Astronomical Almanac): up to 1.6 mm of displacement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import A_M, Orientation, sun_ecef_unit
from serai.earth.frames import DAYS_PER_CENTURY, Rotation
from serai.formats.blq import Loading
from serai.gnss.satellites.attitude import AU_M
from serai.gnss.tides.ocean_loading import ocean_loading_m
from serai.gnss.tides.pole_tide import pole_tide_m
from serai.gnss.tides.solid_tide import solid_tide_m

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def displacement_m(
    place_m: Floats,
    tai_ns: Integers,
    orientation: Orientation | None = None,
    loading: Loading | None = None,
) -> Floats:
    """How far a place (3,) is displaced at moments (n,): Earth-fixed metres (n, 3).

    The pole tide needs the Earth's orientation, the ocean's loading the station's coefficients; without them
    each is left out (UT1 = UTC then, which turns the solid tide by 1e-4 of itself).
    """
    turning = orientation or Orientation.none()
    _, fraction = turning.ut1_days(tai_ns)
    day_s = (fraction + 0.5) % 1.0 * 86_400.0
    sun = sun_ecef_unit(tai_ns, turning) * sun_distance_m(tai_ns, turning)[:, None]
    total = solid_tide_m(place_m, sun, moon_ecef_m(tai_ns, turning), tai_ns, day_s)
    if orientation is not None:
        total = total + pole_tide_m(place_m, tai_ns, orientation)
    if loading is not None:
        total = total + ocean_loading_m(place_m, loading, tai_ns, day_s)
    return total


def sun_distance_m(tai_ns: Integers, orientation: Orientation) -> Floats:
    """How far the Sun is, metres (n,), to 1e-4 of it (Almanac; Vallado 2013, algorithm 29)."""
    whole, fraction = orientation.ut1_days(np.asarray(tai_ns, dtype=np.int64))
    anomaly = np.radians(357.5291092 + 35_999.05034 * (whole + fraction) / DAYS_PER_CENTURY)
    return np.asarray(
        AU_M * (1.000140612 - 0.016708617 * np.cos(anomaly) - 0.000139589 * np.cos(2.0 * anomaly))
    )


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
