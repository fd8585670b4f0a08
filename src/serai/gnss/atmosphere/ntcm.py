"""TEC by the ionosphere model NTCM-G, driven by Galileo's broadcast coefficients.

European GNSS (Galileo) Open Service, NTCM-G Ionospheric Model Description, issue 1.0 (May 2022): the
Neustrelitz total electron content model of DLR with the three effective ionisation coefficients that Galileo
sends for NeQuick-G. Equation numbers are those of that document. As good as NeQuick-G (M. M. Hoque, N.
Jakowski, R. Orus-Perez, GPS Solutions 23 (2019) 41), at a hundredth of its cost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

Floats = NDArray[np.float64]

SHELL_RATIO = 6371.0 / (6371.0 + 450.0)  # Earth over shell radius, 2.5.1
K = (0.92519, 0.16951, 0.00443, 0.06626, 0.00899, 0.21289)  # table 1
K7, K8, K9, K10, K11, K12 = -0.15414, -0.38439, 1.14023, 1.20556, 1.41808, 0.13985  # table 1
PEAK_H, ANNUAL_DAY, SEMIANNUAL_DAY = 14.0, 18.0, 6.0  # 2.4: hours of local time, days of the year
CREST_RAD, TROUGH_RAD = np.radians(16.0), np.radians(-10.0)  # magnetic latitudes of the crests, eq. 13, 14
CREST_WIDTH_RAD, TROUGH_WIDTH_RAD = np.radians(12.0), np.radians(13.0)
POLE_LAT_RAD, POLE_LON_RAD = np.radians(79.74), np.radians(-71.78)  # geomagnetic north pole, eq. 31
TECU_ON_L1_M = 40.3e16 / 1575.42e6**2  # eq. 1


@alone
def ionisation(a0: float, a1: float, a2: float) -> float:
    """The one ionisation level that stands for Galileo's three coefficients, solar flux units (eq. 2)."""
    return float(np.sqrt(a0 * a0 + 1633.33 * a1 * a1 + 4_802_000.0 * a2 * a2 + 3266.67 * a0 * a2))


@compiled
def pierce_point(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Ionospheric pierce point: where a ray meets the shell at 450 km (rad; eq. 24 to 26)."""
    psi = np.pi / 2.0 - elevation - np.arcsin(SHELL_RATIO * np.cos(elevation))
    there = np.arcsin(np.sin(lat) * np.cos(psi) + np.cos(lat) * np.sin(psi) * np.cos(azimuth))
    return there, lon + np.arcsin(np.sin(psi) * np.sin(azimuth) / np.cos(there))


@compiled
def vertical_tecu(level: float, lat: float, lon: float, hour: float, day_of_year: float) -> float:
    """Vertical TEC, TECU, at a pierce point (rad), hour (UT) and day of the year (eq. 3)."""
    local = hour + lon * 12.0 / np.pi
    vd = 2.0 * np.pi * (local - PEAK_H) / 24.0
    vsd, vtd = 2.0 * np.pi * local / 12.0, 2.0 * np.pi * local / 8.0
    sun = np.radians(23.44) * np.sin(np.radians(0.9856 * (day_of_year - 80.7)))
    high = np.cos(lat - sun)
    daily = (high + 0.4) + (high - 2.0 / np.pi * lat * np.sin(sun)) * (
        K[0] * np.cos(vd) + K[1] * np.cos(vsd) + K[2] * np.sin(vsd) + K[3] * np.cos(vtd) + K[4] * np.sin(vtd)
    )
    yearly = (
        1.0
        + K[5] * np.cos(2.0 * np.pi * (day_of_year - ANNUAL_DAY) / 365.25)
        + K7 * np.cos(4.0 * np.pi * (day_of_year - SEMIANNUAL_DAY) / 365.25)
    )
    magnetic = np.arcsin(
        np.sin(lat) * np.sin(POLE_LAT_RAD) + np.cos(lat) * np.cos(POLE_LAT_RAD) * np.cos(lon - POLE_LON_RAD)
    )
    crests = (
        1.0
        + K9 * np.exp(-0.5 * ((magnetic - CREST_RAD) / CREST_WIDTH_RAD) ** 2)
        + K10 * np.exp(-0.5 * ((magnetic - TROUGH_RAD) / TROUGH_WIDTH_RAD) ** 2)
    )
    return float(daily * yearly * (1.0 + K8 * np.cos(magnetic)) * crests * (K11 + K12 * level))


@compiled
def slant_factor(elevation: float) -> float:
    """Mapping function: slant over vertical TEC (eq. 32, 33)."""
    sin_z = SHELL_RATIO * np.sin(0.9782 * (np.pi / 2.0 - elevation))
    return float(1.0 / np.sqrt(1.0 - sin_z * sin_z))
