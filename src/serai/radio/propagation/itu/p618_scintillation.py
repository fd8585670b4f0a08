"""Scintillation and low-angle fading: Recommendation ITU-R P.618-14 (08/2023), section 2.4."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.618-14, section 2.4.1",
    quantity=reason("radio.quantity.frequency"),
    low=4.0,
    high=55.0,
    unit="GHz",
)
ELEVATION = ValidityRange(
    of="ITU-R P.618-14, section 2.4.1",
    quantity=reason("radio.quantity.elevation"),
    low=5.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
PERCENT = ValidityRange(
    of="ITU-R P.618-14, section 2.4.1",
    quantity=reason("radio.quantity.share_of_time"),
    low=0.01,
    high=50.0,
    unit="%",
)
TURBULENT_M = 1000.0  # step 4: the height of the turbulence
BORDER_DB = 25.0  # section 2.4.3: where deep fading meets the shallow part
NEAR = 2.35e-4  # step 4: the curvature of the Earth under the path
FLAT = 7.0  # step 6: an aperture so wide that it averages the scintillation away


def scintillation_db(
    *,
    wet_refractivity: ArrayLike,
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    diameter_m: ArrayLike,
    percent: ArrayLike,
    efficiency: ArrayLike = 0.5,
) -> F:
    """The fade depth of scintillation exceeded for a percent of the time, section 2.4.1; inputs broadcast.

    ``wet_refractivity`` is the median wet term of the place (P.453). NaN outside 4 to 55 GHz, 5 to 90
    degrees and 0.01 to 50 %.
    """
    f, theta, p = (np.asarray(v, dtype=float) for v in (frequency_ghz, elevation_deg, percent))
    sin = np.sin(np.radians(np.where(ELEVATION.holds(theta), theta, np.nan)))
    x = _aperture(f, sin, np.asarray(diameter_m, dtype=float), np.asarray(efficiency, dtype=float))
    reference = 3.6e-3 + 1e-4 * np.asarray(wet_refractivity, dtype=float)
    spread = reference * f ** (7.0 / 12.0) * _averaging(x) / sin**1.2
    lg = np.log10(np.where(PERCENT.holds(p), p, np.nan))
    factor = -0.061 * lg**3 + 0.072 * lg**2 - 1.71 * lg + 3.0
    return np.asarray(np.where(FREQUENCY.holds(f), spread * factor, np.nan))


def _aperture(f: F, sin: F, diameter_m: F, efficiency: F) -> F:
    path_m = 2.0 * TURBULENT_M / (np.sqrt(sin**2 + NEAR) + sin)
    return np.asarray(1.22 * efficiency * diameter_m**2 * f / path_m)


def _averaging(x: F) -> F:
    """What a wide antenna averages away, g(x) of step 6."""
    wide = x >= FLAT
    y = np.where(wide, 1.0, x)
    square = 3.86 * (y**2 + 1.0) ** (11.0 / 12.0) * np.sin(11.0 / 6.0 * np.arctan2(1.0, y)) - 7.08 * y ** (
        5.0 / 6.0
    )
    return np.asarray(np.where(wide, 0.0, np.sqrt(np.maximum(square, 0.0))))


def apparent_elevation_deg(free_deg: ArrayLike, height_km: ArrayLike) -> F:
    """The apparent elevation of a free-space one: ITU-R P.834, equations (10) to (12), by its polynomial."""
    t, h = np.asarray(free_deg, dtype=float), np.asarray(height_km, dtype=float)
    inverse = (
        1.728
        + 0.5411 * t
        + 0.03723 * t**2
        + h * (0.1815 + 0.06272 * t + 0.01380 * t**2)
        + h**2 * (0.01727 + 0.008288 * t)
    )
    return np.asarray(t + 1.0 / inverse)


def geoclimatic_factor(gradient_percent: ArrayLike, lat_deg: ArrayLike, terrain_db: ArrayLike) -> F:
    """The factor K_w of section 2.4.2 from the percent of steep refractivity gradients in the worst month.

    ``terrain_db`` is C0: 76, 79, 82 ... by the terrain and the height of the place (table 1).
    """
    lat = np.abs(np.asarray(lat_deg, dtype=float))
    by_latitude = np.clip(lat - 53.0, 0.0, 7.0)
    return np.asarray(
        np.asarray(gradient_percent, dtype=float) ** 1.5
        * 10.0 ** ((np.asarray(terrain_db) + by_latitude) / 10.0)
    )


def _deep_constant(factor: F, lat: F, f: F, p: F) -> F:
    """All of the deep fade but its fall with elevation."""
    swing = np.abs(np.cos(np.radians(2.0 * lat))) ** 0.7
    season = -1.8 - 5.6 * np.log10(1.1 + np.where(np.abs(lat) <= 45.0, swing, -swing))
    return np.asarray(10.0 * np.log10(factor) - season + 9.0 * np.log10(f) - 10.0 * np.log10(p))


def deep_fade_db(
    *,
    geoclimatic: ArrayLike,
    lat_deg: ArrayLike,
    frequency_ghz: ArrayLike,
    apparent_deg: ArrayLike,
    percent: ArrayLike,
) -> F:
    """The deep fade exceeded for a percent of an average year below 5 degrees, section 2.4.2.

    It holds where it is 25 dB or more; ``shallow_fade_db`` goes on from there.
    """
    factor, lat, f, theta, p = (
        np.asarray(v, dtype=float) for v in (geoclimatic, lat_deg, frequency_ghz, apparent_deg, percent)
    )
    mrad = np.radians(theta) * 1e3
    return np.asarray(_deep_constant(factor, lat, f, p) - 59.5 * np.log10(1.0 + mrad))


def shallow_fade_db(
    *,
    geoclimatic: ArrayLike,
    lat_deg: ArrayLike,
    frequency_ghz: ArrayLike,
    apparent_deg: ArrayLike,
    apparent_at_5_deg: ArrayLike,
    percent: ArrayLike,
    at_5_deg_db: ArrayLike,
    diameter_m: ArrayLike,
    efficiency: ArrayLike,
) -> F:
    """The fade between 25 dB and the scintillation of 5 degrees: section 2.4.3; the inputs broadcast.

    ``at_5_deg_db`` is the scintillation of section 2.4.1 at 5 degrees for the same percent;
    ``apparent_at_5_deg`` the apparent elevation there. NaN outside the transition.
    """
    factor, lat, f, theta, last, p, a2 = (
        np.asarray(v, dtype=float)
        for v in (geoclimatic, lat_deg, frequency_ghz, apparent_deg, apparent_at_5_deg, percent, at_5_deg_db)
    )
    first = 10.0 ** ((_deep_constant(factor, lat, f, p) - BORDER_DB) / 59.5) - 1.0
    here, end = np.radians(theta) * 1e3, np.radians(last) * 1e3
    width = end - first
    start_slope = -59.5 * np.log10(np.e) / (1.0 + first)
    end_slope = a2 * _slope_at_5_deg(
        f, np.asarray(diameter_m, dtype=float), np.asarray(efficiency, dtype=float)
    )
    alpha = start_slope / BORDER_DB
    beta = (np.log(a2 / BORDER_DB) - alpha * width) / width**2
    gamma = (end_slope - a2 * (alpha + 2.0 * beta * width)) / (a2 * width**2)
    on = here - first
    fade = BORDER_DB * np.exp(alpha * on + beta * on**2 + gamma * on**2 * (here - end))
    return np.asarray(np.where((on >= 0.0) & (here <= end), fade, np.nan))


def _slope_at_5_deg(f: F, diameter_m: F, efficiency: F) -> F:
    """How the scintillation changes per milliradian at 5 degrees, relative to itself."""
    theta = np.radians(5.0)
    sin, cos = np.sin(theta), np.cos(theta)
    x = _aperture(f, np.asarray(sin), diameter_m, efficiency)
    zeta = 11.0 / 6.0 * np.arctan2(1.0, x)
    square = 3.86 * (x**2 + 1.0) ** (11.0 / 12.0) * np.sin(zeta) - 7.08 * x ** (5.0 / 6.0)
    change = 3.86 * 11.0 / 6.0 * (x**2 + 1.0) ** (-1.0 / 12.0) * (
        x * np.sin(zeta) - np.cos(zeta)
    ) - 5.9 * x ** (-1.0 / 6.0)
    along = (
        1.22
        * efficiency
        * diameter_m**2
        * f
        / (2.0 * TURBULENT_M)
        * (sin / np.sqrt(sin**2 + NEAR) + 1.0)
        * cos
    )
    return np.asarray((change / (2.0 * square) * along - 1.2 / np.tan(theta)) / 1e3)
