"""Rain attenuation of a slant path: Recommendation ITU-R P.618-14 (08/2023), section 2.2.1.1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p838 import specific_attenuation_db_km

F = NDArray[np.float64]

EARTH_KM = 8500.0  # effective Earth radius (step 2)
LOWEST_PERCENT, HIGHEST_PERCENT = 0.001, 5.0  # of an average year: the range of step 10
HIGHEST_GHZ = 55.0


def rain_attenuation_db(
    *,
    r001_mm_h: ArrayLike,
    rain_height_km: ArrayLike,
    height_km: ArrayLike,
    lat_deg: ArrayLike,
    elevation_deg: ArrayLike,
    frequency_ghz: ArrayLike,
    percent: ArrayLike,
    tilt_deg: ArrayLike = 45.0,
) -> F:
    """The rain attenuation exceeded for ``percent`` of an average year, in dB; the inputs broadcast.

    ``r001_mm_h`` is the rain rate exceeded for 0.01 % of the year (ITU-R P.837), ``rain_height_km`` the
    mean rain height above sea level (P.839), ``height_km`` the antenna's. Zero where there is no rain or
    the antenna stands above it; NaN outside 1 to 55 GHz, 0.001 to 5 %, or below the horizon.
    """
    r001, percent_, f_ghz, lat, theta_deg = (
        np.asarray(x, dtype=float) for x in (r001_mm_h, percent, frequency_ghz, lat_deg, elevation_deg)
    )
    rise_km = np.asarray(rain_height_km, dtype=float) - np.asarray(height_km, dtype=float)
    dry = (r001 <= 0.0) | (rise_km <= 0.0)
    rise_km = np.where(dry, 1.0, rise_km)  # a stand-in that keeps the arithmetic quiet
    theta = np.radians(theta_deg)
    sin = np.sin(theta)
    low_km = 2.0 * rise_km / (np.sqrt(sin**2 + 2.0 * rise_km / EARTH_KM) + sin)
    slant_km = np.where(theta_deg >= 5.0, rise_km / np.maximum(sin, 1e-9), low_km)
    ground_km = slant_km * np.cos(theta)
    gamma = specific_attenuation_db_km(np.where(dry, 1.0, r001), f_ghz, theta_deg, tilt_deg)
    a001 = gamma * _effective_path_km(rise_km, ground_km, gamma, theta, lat, f_ghz)
    attenuation = _at_percent(a001, percent_, lat, theta_deg)
    valid = (
        (f_ghz <= HIGHEST_GHZ)
        & (theta_deg > 0.0)
        & (percent_ >= LOWEST_PERCENT)
        & (percent_ <= HIGHEST_PERCENT)
    )
    return np.asarray(np.where(valid, np.where(dry, 0.0, attenuation), np.nan))


def _effective_path_km(rise_km: F, ground_km: F, gamma: F, theta: F, lat_deg: F, f_ghz: F) -> F:
    """Steps 6 to 8: the horizontal and vertical adjustment of the path at 0.01 %."""
    r001 = 1.0 / (1.0 + 0.78 * np.sqrt(ground_km * gamma / f_ghz) - 0.38 * (1.0 - np.exp(-2.0 * ground_km)))
    reach_km = np.maximum(ground_km * r001, 1e-9)
    zeta = np.arctan2(rise_km, reach_km)
    rain_km = np.where(
        zeta > theta, reach_km / np.maximum(np.cos(theta), 1e-9), rise_km / np.maximum(np.sin(theta), 1e-9)
    )
    chi_deg = np.maximum(36.0 - np.abs(lat_deg), 0.0)
    v001 = 1.0 / (
        1.0
        + np.sqrt(np.abs(np.sin(theta)))
        * (
            31.0 * (1.0 - np.exp(-np.degrees(theta) / (1.0 + chi_deg))) * np.sqrt(rain_km * gamma) / f_ghz**2
            - 0.45
        )
    )
    return np.asarray(rain_km * v001)


def _at_percent(a001: F, percent: F, lat_deg: F, theta_deg: F) -> F:
    """Step 10: from 0.01 % to another share of the year."""
    south = -0.005 * (np.abs(lat_deg) - 36.0)
    beta = np.where(theta_deg >= 25.0, south, south + 1.8 - 4.25 * np.sin(np.radians(theta_deg)))
    beta = np.where((percent >= 1.0) | (np.abs(lat_deg) >= 36.0), 0.0, beta)
    with np.errstate(invalid="ignore", divide="ignore"):
        power = -(
            0.655
            + 0.033 * np.log(percent)
            - 0.045 * np.log(a001)
            - beta * (1.0 - percent) * np.sin(np.radians(theta_deg))
        )
        return np.asarray(a001 * (percent / 0.01) ** power)
