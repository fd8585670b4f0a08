"""How long fades last and how fast they grow: Recommendation ITU-R P.1623-1 (03/2005), annex 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.radio.propagation.normal import exceeded
from serai.wording import reason

F = NDArray[np.float64]

FREQUENCY = ValidityRange(
    of="ITU-R P.1623-1, annex 1, section 2.2",
    quantity=reason("radio.quantity.frequency"),
    low=10.0,
    high=50.0,
    unit="GHz",
)
ELEVATION = ValidityRange(
    of="ITU-R P.1623-1, annex 1, section 2.2",
    quantity=reason("radio.quantity.elevation"),
    low=5.0,
    high=60.0,
    unit=reason("radio.degrees"),
)
DURATION = ValidityRange(
    of="ITU-R P.1623-1, annex 1, section 2.2",
    quantity=reason("radio.quantity.duration"),
    low=1.0,
    high=86400.0,
    unit="s",
)
SLOPE = 0.01  # section 3.2: overall average in Europe and the United States at 10 to 50 degrees
SHAPE = 2.3  # equation (18)


@dataclass(frozen=True, kw_only=True)
class Fades:
    """Fades longer than a duration at a threshold: their share by number and by time, number and time (s)."""

    share_of_number: F
    share_of_time: F
    number: F
    time_s: F


def fades_longer(
    duration_s: ArrayLike,
    *,
    attenuation_db: ArrayLike,
    elevation_deg: ArrayLike,
    frequency_ghz: ArrayLike,
    total_s: ArrayLike,
) -> Fades:
    """The fades that last longer than a duration: section 2.2, steps 1 to 9; the inputs broadcast.

    ``total_s`` is how long the attenuation is exceeded in the period. NaN outside 10 to 50 GHz, 5 to 60
    degrees and for fades under a second.
    """
    d, a, theta, f, total = (
        np.asarray(v, dtype=float)
        for v in (duration_s, attenuation_db, elevation_deg, frequency_ghz, total_s)
    )
    mean = 80.0 * theta**-0.4 * f**1.4 * a**-0.39
    spread = 1.85 * f**-0.05 * a**-0.027
    power = 0.055 * f**0.65 * a**-0.003
    p1 = 0.885 * power - 0.814
    p2 = -1.05 * power**2 + 2.23 * power - 1.61
    border = mean * np.exp(p1 * spread**2 + p2 * spread - 0.39)
    by_number = mean * np.exp(-(spread**2))
    q1, q2 = exceeded(np.log(border / mean) / spread), exceeded(np.log(border / by_number) / spread)
    k = 1.0 / (1.0 + np.sqrt(mean * by_number) * (1.0 - power) * q1 / (border * power * q2))
    short = d <= border
    share = np.where(short, d**-power, border**-power * exceeded(np.log(d / by_number) / spread) / q2)
    time = np.where(
        short, 1.0 - k * (d / border) ** (1.0 - power), (1.0 - k) * exceeded(np.log(d / mean) / spread) / q1
    )
    count = total * k / power * (1.0 - power) / border ** (1.0 - power)
    inside = FREQUENCY.holds(f) & ELEVATION.holds(theta) & DURATION.holds(d)
    share, time = np.where(inside, share, np.nan), np.where(inside, time, np.nan)
    return Fades(share_of_number=share, share_of_time=time, number=count * share, time_s=total * time)


@dataclass(frozen=True, kw_only=True)
class Slopes:
    """The chance of fade slopes: the density at a slope, that it is exceeded, that its size is exceeded."""

    density: F
    exceeded: F
    size_exceeded: F
    spread_db_s: F


def fade_slopes(
    slope_db_s: ArrayLike, *, attenuation_db: ArrayLike, cut_off_hz: ArrayLike, over_s: ArrayLike
) -> Slopes:
    """The fade slope at an attenuation: section 3.2, equations (18) to (22); the inputs broadcast.

    ``cut_off_hz`` of the low-pass filter that removes scintillation; ``over_s`` between the samples.
    """
    z, a, cut, over = (np.asarray(v, dtype=float) for v in (slope_db_s, attenuation_db, cut_off_hz, over_s))
    f = np.sqrt((2.0 * np.pi) ** 2 / (cut**-SHAPE + (2.0 * over) ** SHAPE) ** (1.0 / SHAPE))
    spread = SLOPE * f * a
    x = z / spread
    size = np.abs(x)
    return Slopes(
        density=2.0 / (np.pi * spread * (1.0 + x**2) ** 2),
        exceeded=0.5 - x / (np.pi * (1.0 + x**2)) - np.arctan(x) / np.pi,
        size_exceeded=1.0 - 2.0 * size / (np.pi * (1.0 + size**2)) - 2.0 * np.arctan(size) / np.pi,
        spread_db_s=spread,
    )
