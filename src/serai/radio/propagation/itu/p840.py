"""Attenuation of clouds and fog: Recommendation ITU-R P.840-9 (08/2023), annex 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.radio.propagation.normal import exceeded_by
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.840-9, annex 1, section 3",
    quantity=reason("radio.quantity.frequency"),
    low=1.0,
    high=200.0,
    unit="GHz",
)
ELEVATION = ValidityRange(
    of="ITU-R P.840-9, annex 1, section 3",
    quantity=reason("radio.quantity.elevation"),
    low=5.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
CLOUD_K = 273.75  # equation (12): the temperature at which the mass absorption is taken
LAYERS = (  # equation (12): amplitude, centre (GHz), width (GHz^2), and the constant behind them
    (0.1522, -23.9589, 3.2991e3),
    (11.51, 219.2096, 2.7595e6),
)
OFFSET = -10.4912


def permittivity(frequency_ghz: ArrayLike, temperature_k: ArrayLike) -> tuple[F, F]:
    """The real and imaginary permittivity of water, equations (4) to (11)."""
    f, inverse = np.asarray(frequency_ghz, dtype=float), 300.0 / np.asarray(temperature_k, dtype=float) - 1.0
    still = 77.66 + 103.3 * inverse
    middle, fast = 0.0671 * still, 3.52
    first = 20.2 - 146.0 * inverse + 316.0 * inverse**2
    second = 39.8 * first
    a, b = 1.0 + (f / first) ** 2, 1.0 + (f / second) ** 2
    real = (still - middle) / a + (middle - fast) / b + fast
    imaginary = f * (still - middle) / (first * a) + f * (middle - fast) / (second * b)
    return np.asarray(real), np.asarray(imaginary)


def droplets_db_km_per_g_m3(frequency_ghz: ArrayLike, temperature_k: ArrayLike) -> F:
    """The specific attenuation of a gram of droplets in a cubic metre, K_l of equation (2)."""
    real, imaginary = permittivity(frequency_ghz, temperature_k)
    eta = (2.0 + real) / imaginary
    return np.asarray(0.819 * np.asarray(frequency_ghz, dtype=float) / (imaginary * (1.0 + eta**2)))


def liquid_db_per_kg_m2(frequency_ghz: ArrayLike) -> F:
    """The attenuation of a kilogram of cloud water over a square metre, K_L of equation (12)."""
    f = np.asarray(frequency_ghz, dtype=float)
    shape = sum((a * np.exp(-((f - centre) ** 2) / width) for a, centre, width in LAYERS), OFFSET)
    return np.asarray(np.where(FREQUENCY.holds(f), droplets_db_km_per_g_m3(f, CLOUD_K) * shape, np.nan))


def cloud_attenuation_db(liquid_kg_m2: ArrayLike, frequency_ghz: ArrayLike, elevation_deg: ArrayLike) -> F:
    """The attenuation of clouds on a slant path, equation (13); NaN outside 1 to 200 GHz or 5 to 90 degrees.

    ``liquid_kg_m2`` is the integrated cloud liquid water exceeded for the percent of the time asked about.
    """
    theta = np.asarray(elevation_deg, dtype=float)
    sin = np.sin(np.radians(np.where(ELEVATION.holds(theta), theta, np.nan)))
    return np.asarray(np.asarray(liquid_kg_m2) * liquid_db_per_kg_m2(frequency_ghz) / sin)


def log_normal_liquid_kg_m2(
    mean: ArrayLike, spread: ArrayLike, cloudy_percent: ArrayLike, percent: ArrayLike
) -> F:
    """The liquid water exceeded, from the log-normal approximation of section 3.3; zero where none is."""
    share = np.asarray(percent, dtype=float) / np.asarray(cloudy_percent, dtype=float)
    cloudy = share < 1.0
    at = exceeded_by(np.where(cloudy, share, 0.5))
    return np.asarray(np.where(cloudy, np.exp(np.asarray(mean) + np.asarray(spread) * at), 0.0))
