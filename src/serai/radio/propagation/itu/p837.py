"""Rain rate and the chance of rain: Recommendation ITU-R P.837-7 (06/2017), annex 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid
from serai.radio.propagation.limits import ValidityRange
from serai.radio.propagation.normal import exceeded
from serai.wording import reason

F = NDArray[np.float64]

PERCENT = ValidityRange(
    of="ITU-R P.837-7, annex 1",
    quantity=reason("radio.quantity.share_of_year"),
    low=1e-4,
    high=100.0,
    unit="%",
)
DAYS = np.array([31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0])  # step 1
YEAR_DAYS = 365.25
MOST_PERCENT = 70.0  # step 6b: a month is never wetter
STEPS = 60  # halvings from 1e-3 to 1e4 mm/h: rounding


def monthly_rain(total_mm: ArrayLike, temperature_k: ArrayLike) -> tuple[F, F]:
    """The chance of rain (percent) and the rate r (mm/h) of each month: steps 4 to 6.

    ``total_mm`` mean monthly rain and ``temperature_k`` mean surface temperature, (..., 12).
    """
    total, t = np.asarray(total_mm, dtype=float), np.asarray(temperature_k, dtype=float) - 273.15
    rate = np.where(t >= 0.0, 0.5874 * np.exp(0.0883 * t), 0.5874)
    chance = 100.0 * total / (24.0 * DAYS * rate)
    wet = chance > MOST_PERCENT
    rate = np.where(wet, 100.0 / MOST_PERCENT * total / (24.0 * DAYS), rate)
    return np.where(wet, MOST_PERCENT, chance), rate


def chance_of_rain_percent(total_mm: ArrayLike, temperature_k: ArrayLike) -> F:
    """The percent of an average year in which it rains: step 7."""
    chance, _ = monthly_rain(total_mm, temperature_k)
    return np.asarray(chance @ DAYS / YEAR_DAYS)


def percent_above(rate_mm_h: ArrayLike, total_mm: ArrayLike, temperature_k: ArrayLike) -> F:
    """The percent of an average year in which a rain rate is exceeded: step 8."""
    chance, r = monthly_rain(total_mm, temperature_k)
    above = exceeded((np.log(np.asarray(rate_mm_h, dtype=float)[..., None]) + 0.7938 - np.log(r)) / 1.26)
    return np.asarray((chance * above) @ DAYS / YEAR_DAYS)


def rain_rate_mm_h(percent: ArrayLike, total_mm: ArrayLike, temperature_k: ArrayLike) -> F:
    """The rain rate exceeded for a percent of an average year: step 8, halving to rounding.

    ``percent`` (...) broadcasts with the months' (..., 12); zero where it rains more rarely than asked.
    """
    total, t = np.asarray(total_mm, dtype=float), np.asarray(temperature_k, dtype=float)
    p, _ = np.broadcast_arrays(np.asarray(percent, dtype=float), np.empty(total.shape[:-1]))
    low, high = np.full(p.shape, np.log(1e-3)), np.full(p.shape, np.log(1e4))
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        more = percent_above(np.exp(middle), total, t) > p
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    wet = p <= chance_of_rain_percent(total, t)
    return np.asarray(np.where(wet, np.exp(0.5 * (low + high)), 0.0))


def r001_at_mm_h(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> F:
    """The rain rate exceeded for 0.01 % of the year from the map of annex 1, section 2, bilinear."""
    return map_.bilinear(lat_deg, lon_deg)
