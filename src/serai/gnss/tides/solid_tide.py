"""Solid Earth tide under the Moon and the Sun: IERS Conventions (2010), 7.1.1, both steps.

Step 1: degrees 2 and 3 in phase, with the latitude's part of the Love numbers; what lags, daily and
half-daily; the latitude's daily and half-daily part. Step 2: the daily and long-period tides whose Love
numbers depend on the frequency. The frame stays conventional tide free, as the ITRF is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.tides.doodson import arguments_deg

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RADIUS_M = 6_378_136.6  # IERS Conventions (2010), table 1.1, as for the rest here
SUN_OVER_EARTH, MOON_OVER_EARTH = 332_946.0482, 0.0123000371  # masses
H2, L2, H3, L3 = 0.6078, 0.0847, 0.292, 0.015  # table 7.2 and eq. 7.6
H2_LAT, L2_LAT = -0.0006, 0.0002  # the same: times (3 sin^2 lat - 1) / 2
DAILY_H, DAILY_L = -0.0025, -0.0007  # what lags, daily: eq. 7.10
HALF_H, HALF_L = -0.0022, -0.0007  # half-daily: eq. 7.11
DAILY_L1, HALF_L1 = 0.0012, 0.0024  # the latitude's part: eq. 7.8, 7.9
# Table 7.3a: multiples of s, h, p, N', ps beside tau; radial in and out of phase, transverse the same, mm.
DAILY = np.array(
    [
        [-3, 0, 2, 0, 0, -0.01, 0.0, 0.0, 0.0],
        [-3, 2, 0, 0, 0, -0.01, 0.0, 0.0, 0.0],
        [-2, 0, 1, -1, 0, -0.02, 0.0, 0.0, 0.0],
        [-2, 0, 1, 0, 0, -0.08, 0.0, -0.01, 0.01],
        [-2, 2, -1, 0, 0, -0.02, 0.0, 0.0, 0.0],
        [-1, 0, 0, -1, 0, -0.10, 0.0, 0.0, 0.0],
        [-1, 0, 0, 0, 0, -0.51, 0.0, -0.02, 0.03],
        [-1, 2, 0, 0, 0, 0.01, 0.0, 0.0, 0.0],
        [0, -2, 1, 0, 0, 0.01, 0.0, 0.0, 0.0],
        [0, 0, -1, 0, 0, 0.02, 0.0, 0.0, 0.0],
        [0, 0, 1, 0, 0, 0.06, 0.0, 0.0, 0.0],
        [0, 0, 1, 1, 0, 0.01, 0.0, 0.0, 0.0],
        [0, 2, -1, 0, 0, 0.01, 0.0, 0.0, 0.0],
        [1, -3, 0, 0, 1, -0.06, 0.0, 0.0, 0.0],
        [1, -2, 0, -1, 0, 0.01, 0.0, 0.0, 0.0],
        [1, -2, 0, 0, 0, -1.23, -0.07, 0.06, 0.01],
        [1, -1, 0, 0, -1, 0.02, 0.0, 0.0, 0.0],
        [1, -1, 0, 0, 1, 0.04, 0.0, 0.0, 0.0],
        [1, 0, 0, -1, 0, -0.22, 0.01, 0.01, 0.0],
        [1, 0, 0, 0, 0, 12.00, -0.80, -0.67, -0.03],
        [1, 0, 0, 1, 0, 1.73, -0.12, -0.10, 0.0],
        [1, 0, 0, 2, 0, -0.04, 0.0, 0.0, 0.0],
        [1, 1, 0, 0, -1, -0.50, -0.01, 0.03, 0.0],
        [1, 1, 0, 0, 1, 0.01, 0.0, 0.0, 0.0],
        [0, 1, 0, 1, -1, -0.01, 0.0, 0.0, 0.0],
        [1, 2, -2, 0, 0, -0.01, 0.0, 0.0, 0.0],
        [1, 2, 0, 0, 0, -0.11, 0.01, 0.01, 0.0],
        [2, -2, 1, 0, 0, -0.01, 0.0, 0.0, 0.0],
        [2, 0, -1, 0, 0, -0.02, 0.0, 0.0, 0.0],
    ]
)
# Table 7.3b: multiples of s, h, p, N', ps; radial in phase, transverse in phase, both out of phase, mm.
LONG = np.array(
    [
        [0, 0, 0, 1, 0, 0.47, 0.23, 0.16, 0.07],
        [0, 2, 0, 0, 0, -0.20, -0.12, -0.11, -0.05],
        [1, 0, -1, 0, 0, -0.11, -0.08, -0.09, -0.04],
        [2, 0, 0, 0, 0, -0.13, -0.11, -0.15, -0.07],
        [2, 0, 0, 1, 0, -0.05, -0.05, -0.06, -0.03],
    ]
)


def solid_tide_m(
    place_m: Floats, sun_m: Floats, moon_m: Floats, tai_ns: Integers, utc_day_s: Floats
) -> Floats:
    """How far a place (3,) is displaced, Earth-fixed metres (n, 3), by bodies at (n, 3) m at moments (n,)."""
    r = float(np.linalg.norm(place_m))
    sin_lat, cos_lat = place_m[2] / r, float(np.hypot(place_m[0], place_m[1])) / r
    sin_lon, cos_lon = place_m[1] / (r * cos_lat), place_m[0] / (r * cos_lat)
    axes = np.array(
        [
            [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            [-sin_lon, cos_lon, 0.0],
        ]
    )
    up_north_east = np.zeros((len(sun_m), 3))
    total = np.zeros((len(sun_m), 3))
    for body, mass in ((sun_m, SUN_OVER_EARTH), (moon_m, MOON_OVER_EARTH)):
        total += _in_phase(axes[0], sin_lat, body, mass)
        up_north_east += _lagging(sin_lat, cos_lat, np.arctan2(sin_lon, cos_lon), body, mass)
    angles = np.radians(arguments_deg(tai_ns, utc_day_s))
    up_north_east += _by_frequency(sin_lat, cos_lat, np.arctan2(sin_lon, cos_lon), angles)
    return np.asarray(total + up_north_east @ axes)


def _in_phase(up: Floats, sin_lat: float, body: Floats, mass: float) -> Floats:
    p2 = (3.0 * sin_lat**2 - 1.0) / 2.0
    h, low = H2 + H2_LAT * p2, L2 + L2_LAT * p2
    far = np.linalg.norm(body, axis=1)
    unit = body / far[:, None]
    c = unit @ up
    along = unit - c[:, None] * up
    second, third = mass * RADIUS_M**4 / far**3, mass * RADIUS_M**5 / far**4
    radial = second * h * (1.5 * c**2 - 0.5) + third * H3 * (2.5 * c**3 - 1.5 * c)
    sideways = second * low * 3.0 * c + third * L3 * (7.5 * c**2 - 1.5)
    return np.asarray(radial[:, None] * up + sideways[:, None] * along)


def _lagging(sin_lat: float, cos_lat: float, lon: float, body: Floats, mass: float) -> Floats:
    """Up, north, east of what lags behind and of the latitude's part, daily and half-daily."""
    far = np.linalg.norm(body, axis=1)
    scale = mass * RADIUS_M**4 / far**3
    s, c = body[:, 2] / far, np.hypot(body[:, 0], body[:, 1]) / far
    turn = lon - np.arctan2(body[:, 1], body[:, 0])
    sin_2, cos_2 = 2.0 * sin_lat * cos_lat, cos_lat**2 - sin_lat**2
    daily, half = 2.0 * s * c * scale, c * c * scale
    up = -0.75 * DAILY_H * daily * sin_2 * np.sin(turn)
    up -= 0.75 * HALF_H * half * cos_lat**2 * np.sin(2.0 * turn)
    north = -1.5 * DAILY_L * daily * cos_2 * np.sin(turn)
    north += 0.75 * HALF_L * half * sin_2 * np.sin(2.0 * turn)
    east = -1.5 * DAILY_L * daily * sin_lat * np.cos(turn)
    east -= 1.5 * HALF_L * half * cos_lat * np.cos(2.0 * turn)
    north -= 1.5 * DAILY_L1 * daily * sin_lat**2 * np.cos(turn)
    north -= 0.75 * HALF_L1 * half * sin_2 * np.cos(2.0 * turn)
    east += 1.5 * DAILY_L1 * daily * sin_lat * cos_2 * np.sin(turn)
    east -= 1.5 * HALF_L1 * half * sin_lat**2 * cos_lat * np.sin(2.0 * turn)
    return np.column_stack([up, north, east])


def _by_frequency(sin_lat: float, cos_lat: float, lon: float, angles: Floats) -> Floats:
    """Up, north, east of step 2."""
    sin_2, cos_2 = 2.0 * sin_lat * cos_lat, cos_lat**2 - sin_lat**2
    turn = angles[:, 1:] @ DAILY[:, :5].T + angles[:, :1] + lon
    sine, cosine = np.sin(turn), np.cos(turn)
    radial, lag, transverse, transverse_lag = DAILY[:, 5:].T
    up = sin_2 * (sine @ radial + cosine @ lag)
    north = cos_2 * (sine @ transverse + cosine @ transverse_lag)
    east = sin_lat * (cosine @ transverse - sine @ transverse_lag)
    turn = angles[:, 1:] @ LONG[:, :5].T
    sine, cosine = np.sin(turn), np.cos(turn)
    radial, transverse, lag, transverse_lag = LONG[:, 5:].T
    up = up + (1.5 * sin_lat**2 - 0.5) * (cosine @ radial + sine @ lag)
    north = north + sin_2 * (cosine @ transverse + sine @ transverse_lag)
    return np.column_stack([up, north, east]) * 1e-3
