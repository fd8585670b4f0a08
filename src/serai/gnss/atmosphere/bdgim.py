"""TEC by BeiDou-3's global ionosphere model (BDGIM): nine coefficients are sent, seventeen predicted.

BDS-SIS-ICD-B1C-1.0 (December 2017), 7.8; the same in BDS-SIS-ICD-B2a-1.0: vertical electron content as
spherical harmonics over geomagnetic latitude and the longitude from the mean Sun. The table was read from two
public implementations, which agree in every figure. The least content is not in the interface document but
in the authors' own program (Aerospace Information Research Institute, CAS, bdgim.c, 2021), which keeps
the sum of a few harmonics from falling below what is physical.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled

Floats = NDArray[np.float64]

SHELL_RATIO = 6378.0 / (6378.0 + 400.0)  # Earth over shell radius, 7.8.2
POLE_LAT_RAD, POLE_LON_RAD = np.radians(80.27), np.radians(-72.58)  # geomagnetic north pole, 7.8.2
# Periods, days, of the predicted coefficients (table 7-10): a constant, then a cosine and a sine of each.
PERIODS_DAYS = np.array(
    [1.0, 0.5, 0.33, 14.6, 27.0, 121.6, 182.51, 365.25, 4028.71, 2014.35, 1342.90, 1007.18]
)
SLOT_DAYS = 2.0 / 24.0  # the predicted coefficients hold for two hours about each odd hour, 7.8.2
SENT, TERMS, MOST_DEGREE = 9, 26, 5
# Degree and order of each term, those sent first; a negative order stands for the sine (tables 7-8, 7-10).
DEGREE = np.array([0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5])
ORDER = np.array([0, 0, 1, -1, 0, 1, -1, 2, -2, 0, 1, -1, 2, -2, 3, -3, 0, 1, -1, 2, -2, 0, 1, -1, 2, -2])
# Table 7-10, hundredths of TECU: a row per predicted term.
FORETOLD = np.array(
    [
        [-61, -51, 23, -6, 2, 1, 0, -1, 0, 0, 1, -19, -9, -18, 15, 109, 50, -34, 0, -13, 5, -6, 3, -3, 4],
        [-131, -43, -20, -5, -8, -3, -2, 0, -2, 0, 0, -2, 7, 6, -31, -14, -8, -9, -11, 7, 3, 13, -2, 8, -2],
        [-200, 34, -31, 6, -6, 1, -3, 1, 1, 3, 0, 12, 3, -55, 13, -21, -38, -122, -22, -37, 7, -7, 4, -1, -4],
        [-3, -1, 16, 17, -11, -1, -5, 0, 0, 1, 1, -10, 6, -2, 5, 52, 36, 5, 1, 5, 2, 3, -1, 4, 0],
        [15, 17, -3, 15, 15, 5, -1, 1, -1, 2, 0, 6, 9, 9, -9, 27, 14, 15, 2, 6, -1, 2, -3, 1, -1],
        [-48, 2, 2, 0, -14, -3, -7, 0, 1, 1, 0, 0, 1, -8, -3, 0, 4, -29, -3, -11, 3, -5, 2, -2, 0],
        [-40, -6, 4, 11, 1, 5, -3, -1, 0, 0, 0, -2, 2, 0, 6, 11, 0, -17, -1, -7, 2, -5, 1, -2, 1],
        [228, 30, 18, -5, 1, -3, -1, -1, -2, -2, 0, -8, 0, 86, -36, 17, 25, 158, 49, 46, -4, 1, 4, -4, 7],
        [-16, 44, 34, -16, 4, -1, 2, 0, 0, 0, 0, -2, -4, -18, 8, 23, 17, -6, -3, 0, -1, 0, 0, 0, 0],
        [-21, -28, 45, 2, -14, 0, -1, 0, 0, 0, 0, -7, -2, -5, 5, 35, 27, -15, -2, -4, -1, 0, 0, 0, 0],
        [-10, -31, 19, 11, -5, -8, 3, 0, 0, 0, 0, 1, -1, -7, 6, -5, -3, 0, 1, 1, 2, 0, 0, 0, 0],
        [-13, -17, -25, 4, 8, -4, -10, 0, 0, 0, 0, 3, 1, 4, -2, 2, -3, 13, 2, 7, 3, 0, 0, 0, 0],
        [21, 4, -12, 12, 8, 0, 1, 0, 0, 0, 0, 15, -10, 14, -5, -60, -32, 28, 4, 9, 2, 0, 0, 0, 0],
        [68, 39, 18, 7, -1, -2, 5, 0, 0, 0, 0, 6, 0, -3, 6, 2, -10, -8, -4, -5, -4, 0, 0, 0, 0],
        [106, -12, 40, 2, 1, -3, -1, 0, 0, 0, 0, -5, -1, 37, -20, 1, 20, 62, 16, 15, -4, 0, 0, 0, 0],
        [0, 12, -9, -14, 11, 0, 4, 0, 0, 0, 0, -3, 2, -11, 4, 27, 10, -1, -2, -1, -1, 0, 0, 0, 0],
        [-12, 0, 21, -14, -12, -3, 0, 0, 0, 0, 0, -10, 5, -12, 7, 32, 30, -4, -1, 1, 0, 0, 0, 0, 0],
    ]
)
# Least vertical content, as a share of the first coefficient, where that is above so many TECU (bdgim.c).
LEAST = ((35.0, 0.1), (20.0, 1.0 / 8.0), (12.0, 1.0 / 6.0), (-np.inf, 0.25))


def predicted(mjd: Floats) -> Floats:
    """The seventeen coefficients that are not broadcast, TECU (n, 17), at moments (modified Julian days)."""
    slot = (np.floor(np.asarray(mjd) / SLOT_DAYS + 1e-9) + 0.5) * SLOT_DAYS
    angle = 2.0 * np.pi * slot[:, None] / PERIODS_DAYS
    waves = np.ones((len(slot), 1 + 2 * len(PERIODS_DAYS)))
    waves[:, 1::2], waves[:, 2::2] = np.cos(angle), np.sin(angle)
    coefficients: Floats = waves @ (FORETOLD.T / 100.0)
    return coefficients


def coefficients_over(messages: Sequence[tuple[float, Sequence[float]]], mjd: Floats) -> Floats:
    """All that is needed from the first to the last of some moments, as one row of numbers for compiled code.

    ``messages`` are (day sent, nine coefficients), of which each moment takes the newest before it, or the
    first of all where none is. The numbers: how many rows, the day each begins, then 26 coefficients a row.
    """
    ordered = sorted(messages, key=lambda message: message[0])
    first, last = float(np.min(mjd)), float(np.max(mjd))
    slots = np.arange(np.floor(first / SLOT_DAYS + 1e-9), np.floor(last / SLOT_DAYS + 1e-9) + 1.0) * SLOT_DAYS
    sent_at = np.array([when for when, _ in ordered])
    inside = sent_at[(sent_at > first) & (sent_at <= last)]
    begins = np.unique(np.concatenate([slots, inside]))
    newest = np.clip(np.searchsorted(sent_at, begins, side="right") - 1, 0, None)
    sent = np.array([row[:SENT] for _, row in ordered])[newest]
    rows = np.concatenate([sent, predicted(begins)], axis=1)
    return np.concatenate([[float(len(begins))], begins, rows.ravel()])


@compiled
def pierce_point(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Ionospheric pierce point: where a ray meets the shell at 400 km (rad; 7.8.2, step 1)."""
    psi = np.pi / 2.0 - elevation - np.arcsin(SHELL_RATIO * np.cos(elevation))
    there = np.arcsin(np.sin(lat) * np.cos(psi) + np.cos(lat) * np.sin(psi) * np.cos(azimuth))
    east = np.sin(psi) * np.sin(azimuth) * np.cos(lat)
    return there, lon + np.arctan2(east, np.cos(psi) - np.sin(lat) * np.sin(there))


@compiled
def slant_factor(elevation: float) -> float:
    """Mapping function: slant over vertical TEC (7.8.2, step 4)."""
    cosine = SHELL_RATIO * np.cos(elevation)
    return float(1.0 / np.sqrt(1.0 - cosine * cosine))


@compiled
def vertical_tecu(k: Floats, lat: float, lon: float, mjd: float) -> float:
    """Vertical TEC, TECU, at a pierce point (rad) and moment, by `coefficients_over`."""
    rows = int(k[0])
    row = 0
    while row + 1 < rows and k[2 + row] <= mjd:
        row += 1
    begins = 1 + rows + TERMS * row
    sin_lat = np.sin(POLE_LAT_RAD) * np.sin(lat) + np.cos(POLE_LAT_RAD) * np.cos(lat) * np.cos(
        lon - POLE_LON_RAD
    )
    magnetic = np.arctan2(
        np.cos(lat) * np.sin(lon - POLE_LON_RAD) * np.cos(POLE_LAT_RAD),
        np.sin(POLE_LAT_RAD) * sin_lat - np.sin(lat),
    )
    sun = np.pi * (1.0 - 2.0 * (mjd - np.floor(mjd))) - POLE_LON_RAD
    turn = magnetic - np.arctan2(np.sin(sun), np.sin(POLE_LAT_RAD) * np.cos(sun))
    content = 0.0
    for term in range(TERMS):
        m = abs(ORDER[term])
        wave = np.cos(m * turn) if ORDER[term] >= 0 else np.sin(m * turn)
        content += k[begins + term] * _legendre(DEGREE[term], m, sin_lat) * wave
    for above, share in LEAST:
        if k[begins] > above:
            content = max(content, share * k[begins])
            break
    return float(content)


@compiled
def _legendre(n: int, m: int, x: float) -> float:
    """The associated Legendre function, fully normalised, without the sign of Condon and Shortley."""
    low, scale = 1.0, 2.0 * n + 1.0
    for k in range(1, m + 1):
        low *= (2.0 * k - 1.0) * np.sqrt(1.0 - x * x)
    if m > 0:
        scale *= 2.0
    for k in range(n - m + 1, n + m + 1):
        scale /= k
    high = x * (2.0 * m + 1.0) * low
    if n == m:
        high = low
    for k in range(m + 2, n + 1):
        low, high = high, (x * (2.0 * k - 1.0) * high - (k + m - 1.0) * low) / (k - m)
    return float(np.sqrt(scale) * high)
