"""Troposphere delay without weather data: average atmosphere of RTCA DO-229 (UNB3), mapping functions.

Zenith delays: RTCA DO-229F, A.4.2.4 (J. P. Collins, R. B. Langley, UNB technical report 203, 1999): pressure,
temperature, vapour pressure and two lapse rates by latitude and day of year. Height is meant above mean sea
level; height above the ellipsoid, which is what a receiver has, costs about 1 cm per 40 m of geoid. The
residual at the zenith is 0.12 m, one sigma (same source). Mapping: DO-229 for code; Niell's for phases.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

ZENITH_SIGMA_M = 0.12  # RTCA DO-229F, A.4.2.4
# DO-229F, table A-2: latitude deg; mean P mbar, T K, e mbar, beta K/m, lambda; then their yearly amplitudes.
AVERAGE = np.array(
    [
        [15.0, 1013.25, 299.65, 26.31, 6.30e-3, 2.77, 0.00, 0.00, 0.00, 0.00e-3, 0.00],
        [30.0, 1017.25, 294.15, 21.79, 6.05e-3, 3.15, -3.75, 7.00, 8.85, 0.25e-3, 0.33],
        [45.0, 1015.75, 283.15, 11.66, 5.58e-3, 2.57, -2.25, 11.00, 7.24, 0.32e-3, 0.46],
        [60.0, 1011.75, 272.15, 6.78, 5.39e-3, 1.81, -1.75, 15.00, 5.36, 0.81e-3, 0.74],
        [75.0, 1013.00, 263.65, 4.11, 4.53e-3, 1.55, -0.50, 14.50, 3.39, 0.62e-3, 0.30],
    ]
)
COLDEST_NORTH_DAY, COLDEST_SOUTH_DAY = 28.0, 211.0  # DO-229F, A.4.2.4
K1, K2 = 77.604, 382_000.0  # K/mbar, K^2/mbar, the same
R_DRY, GM_MPS2, G_MPS2 = 287.054, 9.784, 9.80665  # J/(kg K), m/s^2, the same
HIGHEST_M = 50_000.0  # no troposphere is modelled above
# A. E. Niell, J. Geophys. Res. 101 (1996) 3227, tables 3 and 4: latitude; hydrostatic a b c (x 1e-3), their
# amplitudes (x 1e-5), wet a b c (x 1e-4, 1e-3, 1e-2).
NIELL = np.array(
    [
        [
            15.0,
            1.2769934e-3,
            2.9153695e-3,
            62.610505e-3,
            0.0,
            0.0,
            0.0,
            5.8021897e-4,
            1.4275268e-3,
            4.3472961e-2,
        ],
        [
            30.0,
            1.2683230e-3,
            2.9152299e-3,
            62.837393e-3,
            1.2709626e-5,
            2.1414979e-5,
            9.0128400e-5,
            5.6794847e-4,
            1.5138625e-3,
            4.6729510e-2,
        ],
        [
            45.0,
            1.2465397e-3,
            2.9288445e-3,
            63.721774e-3,
            2.6523662e-5,
            3.0160779e-5,
            4.3497037e-5,
            5.8118019e-4,
            1.4572752e-3,
            4.3908931e-2,
        ],
        [
            60.0,
            1.2196049e-3,
            2.9022565e-3,
            63.824265e-3,
            3.4000452e-5,
            7.2562722e-5,
            84.795348e-5,
            5.9727542e-4,
            1.5007428e-3,
            4.4626982e-2,
        ],
        [
            75.0,
            1.2045996e-3,
            2.9024912e-3,
            64.258455e-3,
            4.1202191e-5,
            11.723375e-5,
            170.37206e-5,
            6.1641693e-4,
            1.7599082e-3,
            5.4736038e-2,
        ],
    ]
)
NIELL_HEIGHT = (2.53e-5, 5.49e-3, 1.14e-3)  # the same, height correction per km


@compiled
def _between(table: Floats, lat_deg: float, column: int) -> float:
    """A column of a table whose first column is latitude, linear between rows, constant beyond."""
    if lat_deg <= table[0, 0]:
        return float(table[0, column])
    for k in range(1, table.shape[0]):
        if lat_deg <= table[k, 0]:
            w = (lat_deg - table[k - 1, 0]) / (table[k, 0] - table[k - 1, 0])
            return float((1.0 - w) * table[k - 1, column] + w * table[k, column])
    return float(table[table.shape[0] - 1, column])


@compiled
def _season(lat: float, day_of_year: float) -> float:
    coldest = COLDEST_NORTH_DAY if lat >= 0.0 else COLDEST_SOUTH_DAY
    return float(np.cos(2.0 * np.pi * (day_of_year - coldest) / 365.25))


@compiled
def zenith_delays_m(lat: float, height_m: float, day_of_year: float) -> tuple[float, float]:
    """Hydrostatic and wet delay at the zenith, metres, at a latitude (rad), height (m), day of year."""
    if height_m > HIGHEST_M:
        return 0.0, 0.0
    deg, season = abs(lat) * 180.0 / np.pi, _season(lat, day_of_year)
    p = _between(AVERAGE, deg, 1) - _between(AVERAGE, deg, 6) * season
    t = _between(AVERAGE, deg, 2) - _between(AVERAGE, deg, 7) * season
    e = _between(AVERAGE, deg, 3) - _between(AVERAGE, deg, 8) * season
    beta = _between(AVERAGE, deg, 4) - _between(AVERAGE, deg, 9) * season
    lapse = _between(AVERAGE, deg, 5) - _between(AVERAGE, deg, 10) * season
    dry = 1e-6 * K1 * R_DRY * p / GM_MPS2
    wet = 1e-6 * K2 * R_DRY / (GM_MPS2 * (lapse + 1.0) - beta * R_DRY) * e / t
    shrink = max(1.0 - beta * height_m / t, 1e-3)
    power = G_MPS2 / (R_DRY * beta)
    return dry * shrink**power, wet * shrink ** ((lapse + 1.0) * power - 1.0)


@compiled
def mapping(elevation: float) -> float:
    """Mapping function: slant over zenith delay down to 4 deg (DO-229F, A.4.2.4); held below that."""
    s = np.sin(max(elevation, 0.07))
    return float(1.001 / np.sqrt(0.002001 + s * s))


@compiled
def _marini(s: float, a: float, b: float, c: float) -> float:
    return (1.0 + a / (1.0 + b / (1.0 + c))) / (s + a / (s + b / (s + c)))


@compiled
def niell(lat: float, height_m: float, day_of_year: float, elevation: float) -> tuple[float, float]:
    """Hydrostatic and wet mapping functions of Niell (1996) at a latitude and elevation (rad)."""
    deg, season = abs(lat) * 180.0 / np.pi, _season(lat, day_of_year)
    s = np.sin(max(elevation, 0.05))
    a = _between(NIELL, deg, 1) - _between(NIELL, deg, 4) * season
    b = _between(NIELL, deg, 2) - _between(NIELL, deg, 5) * season
    c = _between(NIELL, deg, 3) - _between(NIELL, deg, 6) * season
    dry = _marini(s, a, b, c)
    dry += (1.0 / s - _marini(s, NIELL_HEIGHT[0], NIELL_HEIGHT[1], NIELL_HEIGHT[2])) * height_m / 1000.0
    return dry, _marini(s, _between(NIELL, deg, 7), _between(NIELL, deg, 8), _between(NIELL, deg, 9))
