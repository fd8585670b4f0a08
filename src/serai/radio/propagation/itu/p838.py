"""Specific attenuation of rain: Recommendation ITU-R P.838-3 (03/2005), equations (1) to (5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

F = NDArray[np.float64]

LOWEST_GHZ, HIGHEST_GHZ = 1.0, 1000.0  # the range of the fit

# Each row is one Gaussian of the fit over log10(f): a_j, b_j, c_j (tables 1 to 4); then slope and offset.
K_H = (
    (-5.33980, -0.10008, 1.13098),
    (-0.35351, 1.26970, 0.45400),
    (-0.23789, 0.86036, 0.15354),
    (-0.94158, 0.64552, 0.16817),
)
K_H_LINE = (-0.18961, 0.71147)
K_V = (
    (-3.80595, 0.56934, 0.81061),
    (-3.44965, -0.22911, 0.51059),
    (-0.39902, 0.73042, 0.11899),
    (0.50167, 1.07319, 0.27195),
)
K_V_LINE = (-0.16398, 0.63297)
ALPHA_H = (
    (-0.14318, 1.82442, -0.55187),
    (0.29591, 0.77564, 0.19822),
    (0.32177, 0.63773, 0.13164),
    (-5.37610, -0.96230, 1.47828),
    (16.1721, -3.29980, 3.43990),
)
ALPHA_H_LINE = (0.67849, -1.95537)
ALPHA_V = (
    (-0.07771, 2.33840, -0.76284),
    (0.56727, 0.95545, 0.54039),
    (-0.20238, 1.14520, 0.26809),
    (-48.2991, 0.791669, 0.116226),
    (48.5833, 0.791459, 0.116479),
)
ALPHA_V_LINE = (-0.053739, 0.83433)

Terms = tuple[tuple[float, float, float], ...]


def _fit(log_f: F, terms: Terms, line: tuple[float, float]) -> F:
    total = line[0] * log_f + line[1]
    for a, b, c in terms:
        total = total + a * np.exp(-(((log_f - b) / c) ** 2))
    return total


def coefficients(
    frequency_ghz: ArrayLike, elevation_deg: ArrayLike, tilt_deg: ArrayLike = 45.0
) -> tuple[F, F]:
    """The coefficients k and alpha of the power law gamma = k R^alpha; the inputs broadcast.

    ``tilt_deg`` is the polarisation's tilt from the horizontal: 0 horizontal, 90 vertical, 45 circular.
    Frequencies from 1 to 1000 GHz; NaN outside.
    """
    f_ghz = np.asarray(frequency_ghz, dtype=float)
    log_f = np.log10(np.where((f_ghz >= LOWEST_GHZ) & (f_ghz <= HIGHEST_GHZ), f_ghz, np.nan))
    k_h, k_v = 10.0 ** _fit(log_f, K_H, K_H_LINE), 10.0 ** _fit(log_f, K_V, K_V_LINE)
    a_h, a_v = _fit(log_f, ALPHA_H, ALPHA_H_LINE), _fit(log_f, ALPHA_V, ALPHA_V_LINE)
    slant = np.cos(np.radians(elevation_deg)) ** 2 * np.cos(2.0 * np.radians(tilt_deg))
    k = (k_h + k_v + (k_h - k_v) * slant) / 2.0
    alpha = (k_h * a_h + k_v * a_v + (k_h * a_h - k_v * a_v) * slant) / (2.0 * k)
    return np.asarray(k), np.asarray(alpha)


def specific_attenuation_db_km(
    rate_mm_h: ArrayLike, frequency_ghz: ArrayLike, elevation_deg: ArrayLike, tilt_deg: ArrayLike = 45.0
) -> F:
    """The attenuation of one kilometre of rain at a rate, in dB/km; the inputs broadcast."""
    k, alpha = coefficients(frequency_ghz, elevation_deg, tilt_deg)
    return np.asarray(k * np.asarray(rate_mm_h, dtype=float) ** alpha)
