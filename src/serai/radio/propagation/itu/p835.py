"""Reference standard atmospheres: Recommendation ITU-R P.835-6 (12/2017), annexes 1 to 3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

F = NDArray[np.float64]

TOP_KM = 100.0
GEOPOTENTIAL_KM = 6356.766  # equation (1a): radius of the conversion to geopotential height
HYDROSTATIC = 34.1632  # K/km, equations (3)
VAPOUR_SCALE_KM = 2.0  # equation (6)
VAPOUR_GROUND_G_M3 = 7.5  # the same, at the ground
VAPOUR_PER_K = 216.7  # equation (8): e = rho T / 216.7, hPa
SMALLEST_MIXING = 2e-6  # note of section 1.2: the mixing ratio e/P is constant from there upwards


def temperature_k(height_km: ArrayLike) -> F:
    """The temperature of the mean annual global atmosphere, 0 to 100 km above sea level; NaN outside."""
    h = np.asarray(height_km, dtype=float)
    g = GEOPOTENTIAL_KM * h / (GEOPOTENTIAL_KM + h)
    low = np.interp(
        g,
        (0.0, 11.0, 20.0, 32.0, 47.0, 51.0, 71.0, 84.852),
        (288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65, 214.65 - 2.0 * 13.852),
    )
    high = np.where(
        h <= 91.0,
        186.8673,
        263.1905 - 76.3232 * np.sqrt(np.clip(1.0 - ((h - 91.0) / 19.9429) ** 2, 0.0, 1.0)),
    )
    return _inside(h, np.where(h < 86.0, low, high))


def pressure_hpa(height_km: ArrayLike) -> F:
    """The total pressure of the mean annual global atmosphere, 0 to 100 km; NaN outside."""
    h = np.asarray(height_km, dtype=float)
    g = GEOPOTENTIAL_KM * h / (GEOPOTENTIAL_KM + h)

    def slope(ground: float, k: float, rate: float, start: float) -> F:
        warm = np.maximum(k + rate * (g - start), 1.0)
        return np.asarray(ground * (k / warm) ** (HYDROSTATIC / rate))

    def flat(ground: float, k: float, start: float) -> F:
        return np.asarray(ground * np.exp(-HYDROSTATIC * (g - start) / k))

    layers = [
        slope(1013.25, 288.15, -6.5, 0.0),
        flat(226.3226, 216.65, 11.0),
        slope(54.74980, 216.65, 1.0, 20.0),
        slope(8.680422, 228.65, 2.8, 32.0),
        flat(1.109106, 270.65, 47.0),
        slope(0.6694167, 270.65, -2.8, 51.0),
        slope(0.03956649, 214.65, -2.0, 71.0),
    ]
    tops = (11.0, 20.0, 32.0, 47.0, 51.0, 71.0)
    low = np.select([g <= top for top in tops], layers[:-1], layers[-1])
    c = (95.571899, -4.011801, 6.424731e-2, -4.789660e-4, 1.340543e-6)
    high = np.exp(sum(a * h**n for n, a in enumerate(c)))
    return _inside(h, np.where(h < 86.0, low, high))


def vapour_density_g_m3(height_km: ArrayLike, ground_g_m3: ArrayLike = VAPOUR_GROUND_G_M3) -> F:
    """The water vapour density of the mean annual global atmosphere, 0 to 100 km; NaN outside."""
    h = np.asarray(height_km, dtype=float)
    falling = np.asarray(ground_g_m3) * np.exp(-h / VAPOUR_SCALE_KM)
    floor = SMALLEST_MIXING * pressure_hpa(h) * VAPOUR_PER_K / temperature_k(h)
    return _inside(h, np.maximum(falling, floor))


def vapour_pressure_hpa(density_g_m3: ArrayLike, temperature: ArrayLike) -> F:
    """The partial pressure of water vapour, equation (8)."""
    return np.asarray(np.asarray(density_g_m3) * np.asarray(temperature) / VAPOUR_PER_K)


def _inside(h: F, values: F) -> F:
    return np.asarray(np.where((h >= 0.0) & (h <= TOP_KM), values, np.nan))


Profile = Callable[[F], F]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atmosphere:
    """One reference atmosphere of annex 2: what it is for, and its three profiles of the height in km."""

    name: str
    temperature_k: Profile
    pressure_hpa: Profile
    vapour_g_m3: Profile


def _pressure(a: float, b: float, c: float, at_10: float, fall: float, at_72: float, high: float) -> Profile:
    def profile(h: F) -> F:
        low = a + b * h + c * h**2
        middle = at_10 * np.exp(-fall * (h - 10.0))
        return _inside(
            h, np.where(h <= 10.0, low, np.where(h <= 72.0, middle, at_72 * np.exp(-high * (h - 72.0))))
        )

    return profile


def _vapour(ground: float, powers: tuple[float, ...], top_km: float) -> Profile:
    def profile(h: F) -> F:
        exponent = sum(c * h ** (n + 1) for n, c in enumerate(powers))
        return _inside(h, np.where(h <= top_km, ground * np.exp(exponent), 0.0))

    return profile


def _warmth(*parts: tuple[float, Profile]) -> Profile:
    """Pieces of a profile, each with the height at which it ends."""

    def profile(h: F) -> F:
        return _inside(
            h, np.select([h < end for end, _ in parts[:-1]], [p(h) for _, p in parts[:-1]], parts[-1][1](h))
        )

    return profile


def _constant(k: float) -> Profile:
    return lambda h: np.full_like(h, k)


LOW_LATITUDE = Atmosphere(  # annex 2, section 1: below 22 degrees
    name="low latitude, annual",
    temperature_k=_warmth(
        (17.0, lambda h: 300.4222 - 6.3533 * h + 0.005886 * h**2),
        (47.0, lambda h: 194.0 + (h - 17.0) * 2.533),
        (52.0, _constant(270.0)),
        (80.0, lambda h: 270.0 - (h - 52.0) * 3.0714),
        (TOP_KM, _constant(184.0)),
    ),
    pressure_hpa=_pressure(1012.0306, -109.0338, 3.6316, 284.8526, 0.147, 0.0313660, 0.165),
    vapour_g_m3=_vapour(19.6542, (-0.2313, -0.1122, 0.01351, -0.0005923), 15.0),
)
MID_LATITUDE_SUMMER = Atmosphere(  # annex 2, section 2.1: 22 to 45 degrees
    name="mid latitude, summer",
    temperature_k=_warmth(
        (13.0, lambda h: 294.9838 - 5.2159 * h - 0.07109 * h**2),
        (17.0, _constant(215.15)),
        (47.0, lambda h: 215.15 * np.exp((h - 17.0) * 0.008128)),
        (53.0, _constant(275.0)),
        (80.0, lambda h: 275.0 + 20.0 * (1.0 - np.exp((h - 53.0) * 0.06))),
        (TOP_KM, _constant(175.0)),
    ),
    pressure_hpa=_pressure(1012.8186, -111.5569, 3.8646, 283.7096, 0.147, 0.03124022, 0.165),
    vapour_g_m3=_vapour(14.3542, (-0.4174, -0.02290, 0.001007), 15.0),
)
MID_LATITUDE_WINTER = Atmosphere(  # annex 2, section 2.2
    name="mid latitude, winter",
    temperature_k=_warmth(
        (10.0, lambda h: 272.7241 - 3.6217 * h - 0.1759 * h**2),
        (33.0, _constant(218.0)),
        (47.0, lambda h: 218.0 + (h - 33.0) * 3.3571),
        (53.0, _constant(265.0)),
        (80.0, lambda h: 265.0 - (h - 53.0) * 2.0370),
        (TOP_KM, _constant(210.0)),
    ),
    pressure_hpa=_pressure(1018.8627, -124.2954, 4.8307, 258.9787, 0.147, 0.02851702, 0.155),
    vapour_g_m3=_vapour(3.4742, (-0.2697, -0.03604, 0.0004489), 10.0),
)
HIGH_LATITUDE_SUMMER = Atmosphere(  # annex 2, section 3.1: above 45 degrees
    name="high latitude, summer",
    temperature_k=_warmth(
        (10.0, lambda h: 286.8374 - 4.7805 * h - 0.1402 * h**2),
        (23.0, _constant(225.0)),
        (48.0, lambda h: 225.0 * np.exp((h - 23.0) * 0.008317)),
        (53.0, _constant(277.0)),
        (79.0, lambda h: 277.0 - (h - 53.0) * 4.0769),
        (TOP_KM, _constant(171.0)),
    ),
    pressure_hpa=_pressure(1008.0278, -113.2494, 3.9408, 269.6138, 0.140, 0.04582115, 0.165),
    vapour_g_m3=_vapour(8.988, (-0.3614, -0.005402, -0.001955), 15.0),
)
HIGH_LATITUDE_WINTER = Atmosphere(  # annex 2, section 3.2
    name="high latitude, winter",
    temperature_k=_warmth(
        (8.5, lambda h: 257.4345 + 2.3474 * h - 1.5479 * h**2 + 0.08473 * h**3),
        (30.0, _constant(217.5)),
        (50.0, lambda h: 217.5 + (h - 30.0) * 2.125),
        (54.0, _constant(260.0)),
        (TOP_KM, lambda h: 260.0 - (h - 54.0) * 1.667),
    ),
    pressure_hpa=_pressure(1010.8828, -122.2411, 4.554, 243.8718, 0.147, 0.02685355, 0.150),
    vapour_g_m3=_vapour(1.2319, (0.07481, -0.0981, 0.00281), 10.0),
)


def of_latitude(lat_deg: float, *, summer: bool) -> Atmosphere:
    """The reference atmosphere of a latitude and a season."""
    if abs(lat_deg) < 22.0:
        return LOW_LATITUDE
    if abs(lat_deg) < 45.0:
        return MID_LATITUDE_SUMMER if summer else MID_LATITUDE_WINTER
    return HIGH_LATITUDE_SUMMER if summer else HIGH_LATITUDE_WINTER
