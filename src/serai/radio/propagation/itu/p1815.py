"""Differential rain attenuation of two paths: Recommendation ITU-R P.1815-1 (10/2009), annex 1."""

from __future__ import annotations

import numpy as np

from serai.radio.propagation.itu.p618_rain import RainFit
from serai.radio.propagation.normal import both_exceeded, exceeded, exceeded_by

NODES = 400  # of the Gauss-Legendre sum over the first attenuation


def correlations(separation_km: float) -> tuple[float, float]:
    """The correlations of rain and of attenuation between two sites, equations (3) and (6)."""
    d = separation_km
    rain = 0.7 * np.exp(-d / 60.0) + 0.3 * np.exp(-((d / 700.0) ** 2))
    fade = 0.94 * np.exp(-d / 30.0) + 0.06 * np.exp(-((d / 500.0) ** 2))
    return float(rain), float(fade)


def both_above_percent(
    one: RainFit, other: RainFit, one_db: float, other_db: float, separation_km: float
) -> float:
    """The percent of the year in which both attenuations are exceeded, equation (1)."""
    rain, fade = correlations(separation_km)
    raining = both_exceeded(
        exceeded_by(one.rain_percent / 100.0), exceeded_by(other.rain_percent / 100.0), rain
    )
    return float(100.0 * raining * both_exceeded(one.threshold(one_db), other.threshold(other_db), fade))


def between_and_below_percent(
    one_above_percent: tuple[float, float],
    one: RainFit,
    other: RainFit,
    one_db: tuple[float, float],
    other_db: float,
    separation_km: float,
) -> float:
    """The percent in which the first lies between two attenuations and the second at or below one.

    ``one_above_percent`` are the percents for which the first exceeds each of its two (P.618).
    """
    low, high = (both_above_percent(one, other, a, other_db, separation_km) for a in one_db)
    return (one_above_percent[0] - one_above_percent[1]) - (low - high)


def between_and_less_percent(
    one_above_percent: tuple[float, float],
    one: RainFit,
    other: RainFit,
    one_db: tuple[float, float],
    less_db: float,
    separation_km: float,
) -> float:
    """The percent in which the first lies between two attenuations and the second is less by so much.

    The complement integrates the second's law given the first, over the first's own log-normal law.
    """
    rain, fade = correlations(separation_km)
    raining = both_exceeded(
        exceeded_by(one.rain_percent / 100.0), exceeded_by(other.rain_percent / 100.0), rain
    )
    start, end = float(one.threshold(one_db[0])), float(one.threshold(one_db[1]))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    u = 0.5 * (end - start) * nodes + 0.5 * (end + start)
    a1 = np.exp(one.mean + one.spread * u)
    limit = np.where(a1 > less_db, other.threshold(np.maximum(a1 - less_db, 1e-12)), -np.inf)
    above = exceeded((limit - fade * u) / np.sqrt(1.0 - fade**2))
    law = np.exp(-0.5 * u**2) / np.sqrt(2.0 * np.pi)
    both = float(np.sum(weights * law * above) * 0.5 * (end - start))
    return (one_above_percent[0] - one_above_percent[1]) - float(100.0 * raining) * both
