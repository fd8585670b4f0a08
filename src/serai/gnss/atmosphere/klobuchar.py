"""Klobuchar ionosphere model, eight parameters (IS-GPS-200N, 20.3.3.5.2.5): delay on L1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.jit import compiled

Floats = NDArray[np.float64]


@compiled
def pierce_point(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Ionospheric pierce point: latitude and longitude (rad) at 350 km, as the ICD has it."""
    e = elevation / np.pi
    psi = 0.0137 / (e + 0.11) - 0.022
    phi = lat / np.pi + psi * np.cos(azimuth)
    phi = max(-0.416, min(0.416, phi))
    return phi * np.pi, lon + psi * np.pi * np.sin(azimuth) / np.cos(phi * np.pi)


@compiled
def obliquity(elevation: float) -> float:
    """Slant over vertical delay (the ICD's F)."""
    return 1.0 + 16.0 * (0.53 - elevation / np.pi) ** 3


@compiled
def vertical_delay_m(k: Floats, lat: float, lon: float, second_of_day: float) -> float:
    """Vertical delay on L1, metres, at a pierce point (rad) and GPS second of the day."""
    phi = lat / np.pi + 0.064 * np.cos(lon - 1.617 * np.pi)
    t = (43_200.0 / np.pi * lon + second_of_day) % 86_400.0
    amplitude = k[0] + phi * (k[1] + phi * (k[2] + phi * k[3]))
    period = k[4] + phi * (k[5] + phi * (k[6] + phi * k[7]))
    x = 2.0 * np.pi * (t - 50_400.0) / max(period, 72_000.0)
    by_day = max(amplitude, 0.0) * (1.0 - x * x / 2.0 + x**4 / 24.0) if abs(x) < 1.57 else 0.0
    return C_MPS * (5e-9 + by_day)
