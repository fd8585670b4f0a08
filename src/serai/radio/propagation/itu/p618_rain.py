"""What else P.618 says of rain: Recommendation ITU-R P.618-14 (08/2023), sections 2.2.1.2, 2.2.1.3 and 2.2.4.

The chance that rain attenuates at all, two frequencies side by side, and two sites that help each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.radio.propagation.normal import both_exceeded, exceeded, exceeded_by, log_normal_fit
from serai.wording import reason

F = NDArray[np.float64]

DIVERSITY_KM = ValidityRange(
    of="ITU-R P.618-14, section 2.2.4.2",
    quantity=reason("radio.quantity.separation"),
    low=0.0,
    high=20.0,
    unit="km",
)
FIT_PERCENTS = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)


def chance_percent(rain_percent: ArrayLike, slant_km: ArrayLike, elevation_deg: ArrayLike) -> F:
    """The percent of the year in which rain attenuates a slant path: section 2.2.1.2; the inputs broadcast.

    ``rain_percent`` is the chance of rain on the ground (P.837), ``slant_km`` the path below the rain height.
    """
    p0 = np.asarray(rain_percent, dtype=float) / 100.0
    d = np.asarray(slant_km, dtype=float) * np.cos(np.radians(elevation_deg))
    correlation = 0.59 * np.exp(-np.abs(d) / 31.0) + 0.41 * np.exp(-np.abs(d) / 800.0)
    at = exceeded_by(p0)
    both = both_exceeded(at, at, correlation)
    return np.asarray(100.0 * (1.0 - (1.0 - p0) * ((both - p0**2) / (p0 * (1.0 - p0))) ** p0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RainFit:
    """The log-normal law of rain attenuation at one site: its chance (percent), mean and spread of ln A."""

    rain_percent: float
    mean: float
    spread: float

    @classmethod
    def of(cls, rain_percent: float, percents: ArrayLike, attenuations_db: ArrayLike) -> RainFit:
        """The law through attenuations at percents: those from 0.01 % to the chance of rain count."""
        p, a = np.asarray(percents, dtype=float), np.asarray(attenuations_db, dtype=float)
        rarer = (p <= rain_percent) & (p >= FIT_PERCENTS[0] * (1.0 - 1e-9))
        mean, spread = log_normal_fit(p[rarer] / rain_percent, a[rarer])
        return cls(rain_percent=rain_percent, mean=mean, spread=spread)

    def threshold(self, attenuation_db: ArrayLike) -> F:
        """How many spreads an attenuation lies above the mean, in the logarithm."""
        return np.asarray((np.log(np.asarray(attenuation_db, dtype=float)) - self.mean) / self.spread)


def both_sites_percent(
    one: RainFit, other: RainFit, one_db: ArrayLike, other_db: ArrayLike, separation_km: ArrayLike
) -> F:
    """The percent of the year in which two sites both exceed their attenuation: section 2.2.4.1."""
    d = np.asarray(separation_km, dtype=float)
    raining = 0.7 * np.exp(-d / 60.0) + 0.3 * np.exp(-((d / 700.0) ** 2))
    fading = 0.94 * np.exp(-d / 30.0) + 0.06 * np.exp(-((d / 500.0) ** 2))
    rain = both_exceeded(
        exceeded_by(one.rain_percent / 100.0), exceeded_by(other.rain_percent / 100.0), raining
    )
    fade = both_exceeded(one.threshold(one_db), other.threshold(other_db), fading)
    return np.asarray(100.0 * rain * fade)


def diversity_gain_db(
    separation_km: ArrayLike,
    attenuation_db: ArrayLike,
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    baseline_deg: ArrayLike,
) -> F:
    """The gain of a second site within 20 km, section 2.2.4.2; NaN farther apart. The inputs broadcast.

    ``baseline_deg`` is the angle between the path and the line of the sites, 0 to 90.
    """
    d, a = np.asarray(separation_km, dtype=float), np.asarray(attenuation_db, dtype=float)
    most = 0.78 * a - 1.94 * (1.0 - np.exp(-0.11 * a))
    fast = 0.59 * (1.0 - np.exp(-0.1 * a))
    gain = (
        most
        * (1.0 - np.exp(-fast * d))
        * np.exp(-0.025 * np.asarray(frequency_ghz))
        * (1.0 + 0.006 * np.asarray(elevation_deg))
        * (1.0 + 0.002 * np.asarray(baseline_deg))
    )
    return np.asarray(np.where(DIVERSITY_KM.holds(d), gain, np.nan))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """The law of the attenuation at a second frequency, given that at a first: section 2.2.1.3.1."""

    first: RainFit
    second: RainFit
    unlike: float

    @classmethod
    def between(cls, first_ghz: float, second_ghz: float, first: RainFit, second: RainFit) -> Scaling:
        """The law between two frequencies, the first the lower."""
        return cls(first=first, second=second, unlike=0.19 * (second_ghz / first_ghz - 1.0) ** 0.57)

    @property
    def spread(self) -> float:
        """The spread of ln A2 once A1 is known."""
        return self.second.spread * self.unlike

    def mean(self, first_db: ArrayLike) -> F:
        """The mean of ln A2 once A1 is known."""
        lean = self.second.spread * np.sqrt(1.0 - self.unlike**2)
        return np.asarray(self.second.mean + lean * self.first.threshold(first_db))

    def chance_above(self, second_db: ArrayLike, first_db: ArrayLike) -> F:
        """The chance that the second exceeds an attenuation while the first is at another."""
        return exceeded((np.log(np.asarray(second_db, dtype=float)) - self.mean(first_db)) / self.spread)

    def exceeded_db(self, chance: ArrayLike, first_db: ArrayLike) -> F:
        """The attenuation at the second frequency that is exceeded with a chance."""
        return np.asarray(np.exp(self.mean(first_db) + self.spread * exceeded_by(chance)))
