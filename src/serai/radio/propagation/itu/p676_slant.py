"""Gases on a slant path, approximate and statistical: Recommendation ITU-R P.676-13 (08/2022), annex 2.

The coefficients of equations (31) and (39) are those of the Recommendation's data files (Part 1 and Part 2),
carried here in steps of 0.5 GHz from 1 to 100 GHz (oxygen) and to 160.5 GHz (vapour), as far as the
validation workbook reaches; the files go on to 350 GHz, and so does the method.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p676 import dry_air_db_km
from serai.radio.propagation.itu.p835 import vapour_pressure_hpa
from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

ELEVATION = ValidityRange(
    of="ITU-R P.676-13, annex 2",
    quantity=reason("radio.quantity.elevation"),
    low=5.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
HEIGHT_LINES = (  # equation (37): line (GHz), amplitude, width
    (22.235080, 2.6846, 2.7649),
    (183.310087, 5.8905, 4.9219),
    (325.152888, 2.9810, 3.0748),
)


def oxygen_height_km(
    frequency_ghz: ArrayLike, pressure_hpa: ArrayLike, temperature_k: ArrayLike, vapour_g_m3: ArrayLike
) -> F:
    """The equivalent height of oxygen, equations (31) and (34), from the total pressure at the ground."""
    a, b, c, d = _coefficients("oxygen", frequency_ghz)
    return np.asarray(
        a + b * np.asarray(temperature_k) + c * np.asarray(pressure_hpa) + d * np.asarray(vapour_g_m3)
    )


def vapour_per_kg_m2(
    frequency_ghz: ArrayLike, pressure_hpa: ArrayLike, temperature_k: ArrayLike, vapour_g_m3: ArrayLike
) -> F:
    """The zenith attenuation of a kilogram of vapour over a square metre, K_v, from the ground's means."""
    a, b, c, d = _coefficients("vapour", frequency_ghz)
    return np.asarray(
        a + b * np.asarray(vapour_g_m3) + c * np.asarray(temperature_k) + d * np.asarray(pressure_hpa)
    )


def oxygen_db(
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    *,
    pressure_hpa: ArrayLike,
    temperature_k: ArrayLike,
    vapour_g_m3: ArrayLike,
    exceeded: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> F:
    """Oxygen on a slant path: the instantaneous method (section 1.1), or the statistical one (section 1.2).

    The three figures at the ground are the instantaneous ones, or the means of the year; ``exceeded`` gives
    the pressure, temperature and vapour exceeded for the percent asked about, and makes it statistical.
    NaN outside 1 to 100 GHz and 5 to 90 degrees.
    """
    p, t, rho = (np.asarray(v, dtype=float) for v in (pressure_hpa, temperature_k, vapour_g_m3))
    gamma = dry_air_db_km(frequency_ghz, p - vapour_pressure_hpa(rho, t), t, rho)
    height = oxygen_height_km(frequency_ghz, *((p, t, rho) if exceeded is None else exceeded))
    return np.asarray(gamma * height / _sine(elevation_deg))


def vapour_db(
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    *,
    pressure_hpa: ArrayLike,
    temperature_k: ArrayLike,
    vapour_g_m3: ArrayLike,
    column_kg_m2: ArrayLike,
) -> F:
    """Water vapour on a slant path from its column: sections 2.2 (instantaneous) and 2.3 (statistical).

    ``column_kg_m2`` is the vapour over a square metre now, or that exceeded for the percent asked about; the
    other figures are those at the ground now, or their means. NaN outside 1 to 160.5 GHz and 5 to 90 degrees.
    """
    k = vapour_per_kg_m2(frequency_ghz, pressure_hpa, temperature_k, vapour_g_m3)
    return np.asarray(k * np.asarray(column_kg_m2) / _sine(elevation_deg))


def vapour_height_km(frequency_ghz: ArrayLike) -> F:
    """The equivalent height of water vapour, equation (37)."""
    f = np.asarray(frequency_ghz, dtype=float)
    return np.asarray(
        5.6585e-5 * f + 1.8348 + sum(a / ((f - line) ** 2 + width) for line, a, width in HEIGHT_LINES)
    )


def weibull_column_kg_m2(percent: ArrayLike, shape: ArrayLike, scale: ArrayLike) -> F:
    """The vapour column exceeded, by the Weibull approximation of section 2.4."""
    share = np.asarray(percent, dtype=float) / 100.0
    return np.asarray(np.asarray(scale) * (-np.log(share)) ** (1.0 / np.asarray(shape)))


def _coefficients(gas: str, frequency_ghz: ArrayLike) -> tuple[F, F, F, F]:
    """The four coefficients of a gas, linear in frequency between those of the files; NaN outside."""
    f = np.asarray(frequency_ghz, dtype=float)
    known, columns = _table(gas)
    a, b, c, d = (np.interp(f, known, column, left=np.nan, right=np.nan) for column in columns)
    return a, b, c, d


@cache
def _table(gas: str) -> tuple[F, tuple[F, ...]]:
    text = (files("serai.radio.propagation.itu") / "tables" / f"p676_{gas}.csv").read_text(encoding="ascii")
    rows = np.array([[float(cell) for cell in line.split(",")] for line in text.split()[1:]])
    return rows[:, 0], tuple(rows[:, k] for k in range(1, 5))


def _sine(elevation_deg: ArrayLike) -> F:
    theta = np.asarray(elevation_deg, dtype=float)
    return np.asarray(np.sin(np.radians(np.where(ELEVATION.holds(theta), theta, np.nan))))
