"""The radio refractive index and its wet term: Recommendation ITU-R P.453-14 (08/2019), sections 1, 2.2."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid

F = NDArray[np.float64]

KELVIN = 273.15


def saturation_hpa(temperature_k: ArrayLike, pressure_hpa: ArrayLike, *, ice: bool = False) -> F:
    """The saturation vapour pressure over water (or ice), section 1.2, equations (9) and (10)."""
    t, p = np.asarray(temperature_k, dtype=float) - KELVIN, np.asarray(pressure_hpa, dtype=float)
    if ice:
        enhanced = 1.0 + 1e-4 * (2.2 + p * (0.0383 + 6.4e-6 * t**2))
        return np.asarray(enhanced * 6.1115 * np.exp((23.036 - t / 333.7) * t / (t + 279.82)))
    enhanced = 1.0 + 1e-4 * (7.2 + p * (0.0320 + 5.9e-6 * t**2))
    return np.asarray(enhanced * 6.1121 * np.exp((18.678 - t / 234.5) * t / (t + 257.14)))


def vapour_hpa(humidity_percent: ArrayLike, temperature_k: ArrayLike, pressure_hpa: ArrayLike) -> F:
    """The partial pressure of water vapour at a relative humidity, equation (8)."""
    return np.asarray(np.asarray(humidity_percent) / 100.0 * saturation_hpa(temperature_k, pressure_hpa))


def refractivity(dry_hpa: ArrayLike, vapour: ArrayLike, temperature_k: ArrayLike) -> F:
    """The refractivity N in N-units, equation (6); the index of refraction is 1 + N 1e-6."""
    e, t = np.asarray(vapour, dtype=float), np.asarray(temperature_k, dtype=float)
    return np.asarray(77.6 * np.asarray(dry_hpa) / t + 72.0 * e / t + 3.75e5 * e / t**2)


def wet_term(vapour: ArrayLike, temperature_k: ArrayLike) -> F:
    """The wet term of the refractivity in N-units, equation (4)."""
    e, t = np.asarray(vapour, dtype=float), np.asarray(temperature_k, dtype=float)
    return np.asarray(72.0 * e / t + 3.75e5 * e / t**2)


def wet_term_at(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> F:
    """The wet term of a place from one of the digital maps of section 2.2, bilinear between its points."""
    return map_.bilinear(lat_deg, lon_deg)
