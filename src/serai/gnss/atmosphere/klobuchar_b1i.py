"""Klobuchar ionosphere model of BeiDou-2 (BDS-SIS-ICD-B1I-3.0, 5.2.4.7): delay on B1I.

Like Klobuchar's, but over geographic latitude, at 375 km, and with a whole cosine: parameters made for one
are wrong in the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.jit import compiled

Floats = NDArray[np.float64]

SHELL_RATIO = 6378.0 / (6378.0 + 375.0)  # Earth over shell radius
SHORTEST_S, LONGEST_S = 72_000.0, 172_800.0  # period of the cosine


@compiled
def pierce_point(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Ionospheric pierce point: where a ray meets the shell at 375 km (rad)."""
    psi = np.pi / 2.0 - elevation - np.arcsin(SHELL_RATIO * np.cos(elevation))
    there = np.arcsin(np.sin(lat) * np.cos(psi) + np.cos(lat) * np.sin(psi) * np.cos(azimuth))
    return there, lon + np.arcsin(np.sin(psi) * np.sin(azimuth) / np.cos(there))


@compiled
def slant_factor(elevation: float) -> float:
    """Mapping function: slant over vertical delay."""
    cosine = SHELL_RATIO * np.cos(elevation)
    return float(1.0 / np.sqrt(1.0 - cosine * cosine))


@compiled
def vertical_delay_m(k: Floats, lat: float, lon: float, second_of_day: float) -> float:
    """Vertical delay on B1I, metres, at a pierce point (rad) and second of the day."""
    phi = abs(lat) / np.pi
    t = (43_200.0 / np.pi * lon + second_of_day) % 86_400.0
    amplitude = k[0] + phi * (k[1] + phi * (k[2] + phi * k[3]))
    period = k[4] + phi * (k[5] + phi * (k[6] + phi * k[7]))
    period = max(SHORTEST_S, min(LONGEST_S, period))
    by_day = 0.0
    if abs(t - 50_400.0) < period / 4.0:
        by_day = max(amplitude, 0.0) * np.cos(2.0 * np.pi * (t - 50_400.0) / period)
    return float(C_MPS * (5e-9 + by_day))
