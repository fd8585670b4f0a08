"""Where the Sun stands, and what it lights.

Low-precision solar coordinates of the Astronomical Almanac (page C5; Vallado 2013, algorithm 29), equinox of
date: within 0.01 degrees from 1950 to 2050, which is 2.4 s of a sunrise and 10 km of a shadow's edge.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth.ellipsoid import A_M, F, Place
from serai.earth.frames import DAYS_PER_CENTURY, Rotation
from serai.earth.orientation import Orientation

Floats = NDArray[np.float64]
AU_M = 149_597_870_700.0  # IAU 2012 resolution B2; the Sun's mean distance
Nanoseconds = NDArray[np.int64]


def sun_ecef_unit(tai_ns: Nanoseconds, orientation: Orientation) -> Floats:
    """The direction from the Earth's centre to the Sun, Earth-fixed unit vectors (n, 3)."""
    moments = np.asarray(tai_ns, dtype=np.int64)
    whole, fraction = orientation.ut1_days(moments)
    centuries = (whole + fraction) / DAYS_PER_CENTURY
    anomaly = np.radians(357.5291092 + 35_999.05034 * centuries)
    longitude = np.radians(
        280.460 + 36_000.771 * centuries + 1.914666471 * np.sin(anomaly) + 0.019994643 * np.sin(2 * anomaly)
    )
    obliquity = np.radians(23.439291 - 0.0130042 * centuries)
    of_date = np.stack(
        [np.cos(longitude), np.cos(obliquity) * np.sin(longitude), np.sin(obliquity) * np.sin(longitude)],
        axis=-1,
    )
    return Rotation.at(moments, orientation).to_itrf(of_date, None)[0]


def sun_elevation_deg(place: Place, tai_ns: Nanoseconds, orientation: Orientation) -> Floats:
    """How high the Sun's centre stands above the place's horizon, degrees (n,); no refraction."""
    return np.degrees(np.arcsin(np.clip(sun_ecef_unit(tai_ns, orientation) @ place.up(), -1.0, 1.0)))


def in_sunlight(sat_ecef_m: Floats, tai_ns: Nanoseconds, orientation: Orientation) -> NDArray[np.bool_]:
    """Whether the Sun's centre is seen from Earth-fixed positions (..., n, 3) at moments (n,)."""
    lit: NDArray[np.bool_] = sunlight_margin_m(sat_ecef_m, sun_ecef_unit(tai_ns, orientation)) >= 0.0
    return lit


def sunlight_margin_m(sat_ecef_m: Floats, sun: Floats) -> Floats:
    """How far a position is outside the Earth's shadow, metres across it (negative inside).

    The shadow is that of the ellipsoid, of parallel rays and without refraction; on the day side the margin
    is the distance past the terminator plane when that is larger.
    """
    squash = np.array([1.0, 1.0, 1.0 / (1.0 - F)])  # stretched along the axis the ellipsoid is a sphere
    r, s = sat_ecef_m * squash, sun * squash
    s = s / np.sqrt(np.sum(s * s, axis=-1, keepdims=True))
    along = np.sum(r * s, axis=-1)
    across = np.sqrt(np.maximum(np.sum(r * r, axis=-1) - along * along, 0.0)) - A_M
    return np.asarray(np.maximum(along, across))
