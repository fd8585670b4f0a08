"""How much ionospheric delay is left after a broadcast model, by place and local time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import Place

Floats = NDArray[np.float64]

EARTH_KM = 6371.0  # mean radius, as the thin shell model wants it
SHELL_KM = 350.0  # height of the shell (IS-GPS-200N, 20.3.3.5.2.5, and DO-229)
POLE_LON_DEG = 291.0  # IS-GPS-200N fig. 20-4: 1.617 semicircles; the dipole pole's longitude
POLE_TILT_DEG = 11.52  # the same: 0.064 semicircles
PEAK_H = 14.0  # the same: the daily half-cosine peaks at 14 h local time (50,400 s)
SHORTEST_PERIOD_H = 20.0  # the same: the half-cosine's period is 72,000 s or more
CREST_TO_DEG = 20.0  # the crests lie at 10 to 20 deg geomagnetic (range_errors.csv); full figure up to there
MIDDLE_FROM_DEG = 30.0  # mid-latitude figure from here; linear between, a choice of this project


def geomagnetic_latitude_deg(place: Place) -> float:
    """Latitude from the magnetic dipole's equator, degrees (IS-GPS-200N, fig. 20-4)."""
    return float(place.lat_deg + POLE_TILT_DEG * np.cos(np.radians(place.lon_deg - POLE_LON_DEG)))


def slant(elevation_deg: ArrayLike) -> Floats:
    """Slant delay over vertical delay for a thin shell at 350 km (one at the zenith)."""
    grazing = EARTH_KM / (EARTH_KM + SHELL_KM) * np.cos(np.radians(elevation_deg))
    factor: Floats = 1.0 / np.sqrt(1.0 - grazing * grazing)
    return factor


def local_hour(tai_ns: NDArray[np.int64], lon_deg: float) -> Floats:
    """Mean solar time, hours (TAI stands in for UTC: 37 s do not matter here)."""
    hours: Floats = (tai_ns / 3.6e12 + lon_deg / 15.0) % 24.0
    return hours


def zenith_residual_m(
    place: Place, tai_ns: NDArray[np.int64], *, middle_m: float, crest_m: float, night_m: float
) -> Floats:
    """One-sigma vertical delay (n,) left after Klobuchar's model, metres.

    By day a half-cosine between the night's figure and a peak, with the shape and hours of the model
    itself; the peak is ``crest_m`` up to 20 deg geomagnetic, ``middle_m`` beyond 30 deg, linear between.
    """
    away = abs(geomagnetic_latitude_deg(place))
    middle = float(np.clip((away - CREST_TO_DEG) / (MIDDLE_FROM_DEG - CREST_TO_DEG), 0.0, 1.0))
    peak_m = middle * middle_m + (1.0 - middle) * crest_m
    phase = 2.0 * np.pi * (local_hour(tai_ns, place.lon_deg) - PEAK_H) / SHORTEST_PERIOD_H
    by_day = np.where(np.abs(phase) < np.pi / 2.0, np.cos(phase), 0.0)
    residual: Floats = night_m + max(peak_m - night_m, 0.0) * by_day
    return residual
