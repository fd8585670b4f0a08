"""All of it together: Recommendation ITU-R P.618-14 (08/2023), sections 2.5, 3, 4.1 and 8.

Total attenuation, sky noise behind it, cross-polarisation, and the availability of a satellite that moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

XPD_FREQUENCY = ValidityRange(
    of="ITU-R P.618-14, section 4.1",
    quantity=reason("radio.quantity.frequency"),
    low=4.0,
    high=55.0,
    unit="GHz",
)
PERCENT = ValidityRange(
    of="ITU-R P.618-14, section 2.5",
    quantity=reason("radio.quantity.share_of_year"),
    low=0.001,
    high=50.0,
    unit="%",
)
HELD_PERCENT = 5.0  # section 2.5: gases and clouds are taken at 5 % for anything rarer
COSMIC_K = 2.7  # section 3


def held_percent(percent: ArrayLike) -> F:
    """The percent at which gases and clouds enter the total: AG(p) = AG(5 %), AC(p) = AC(5 %) below 5 %."""
    return np.asarray(np.maximum(np.asarray(percent, dtype=float), HELD_PERCENT))


def total_db(gas: ArrayLike, cloud: ArrayLike, rain: ArrayLike, scintillation: ArrayLike) -> F:
    """The total attenuation of section 2.5, equation (65); unknown where a part is unknown."""
    together = np.asarray(rain) + np.asarray(cloud)
    return np.asarray(np.asarray(gas) + np.sqrt(together**2 + np.asarray(scintillation) ** 2))


def mean_radiating_k(surface_k: ArrayLike) -> F:
    """The mean radiating temperature of the path from that of the ground, section 3, equation (68)."""
    return np.asarray(37.34 + 0.81 * np.asarray(surface_k, dtype=float))


def sky_noise_k(attenuation_db: ArrayLike, mean_radiating: ArrayLike = 275.0) -> F:
    """The noise temperature of the sky behind an attenuation (without scintillation), section 3, eq. (67)."""
    through = 10.0 ** (-np.asarray(attenuation_db, dtype=float) / 10.0)
    return np.asarray(np.asarray(mean_radiating) * (1.0 - through) + COSMIC_K * through)


def cross_polarisation_db(
    rain_db: ArrayLike,
    frequency_ghz: ArrayLike,
    elevation_deg: ArrayLike,
    percent: ArrayLike,
    tilt_deg: ArrayLike,
) -> F:
    """The cross-polarisation discrimination not exceeded for a percent of the year: section 4.1.

    ``rain_db`` is the rain attenuation exceeded for that percent. Between the percents of the table the
    canting angle is linear in the logarithm. From 4 to 6 GHz it is scaled from 6 GHz (section 4.3). NaN
    outside 4 to 55 GHz; above 60 degrees the Recommendation says nothing and the workbook still counts.
    """
    a, f0, theta, p, tau = (
        np.asarray(v, dtype=float) for v in (rain_db, frequency_ghz, elevation_deg, percent, tilt_deg)
    )
    f = np.maximum(f0, 6.0)
    c_f = np.select(
        [f < 9.0, f < 36.0], [60.0 * np.log10(f) - 28.3, 26.0 * np.log10(f) + 4.1], 35.9 * np.log10(f) - 11.3
    )
    v_f = np.select(
        [f < 9.0, f < 20.0, f < 40.0],
        [30.8 * f**-0.21, 12.8 * f**0.19, np.full_like(f, 22.6)],
        13.0 * f**0.15,
    )
    tilt = -10.0 * np.log10(1.0 - 0.484 * (1.0 + np.cos(np.radians(4.0 * tau))))
    slant = -40.0 * np.log10(np.cos(np.radians(theta)))
    canting_deg = np.clip(-5.0 * np.log10(p), 0.0, 15.0)
    rain = c_f - v_f * np.log10(a) + tilt + slant + 0.0053 * canting_deg**2
    ice = rain * (0.3 + 0.1 * np.log10(p)) / 2.0
    xpd = rain - ice - 20.0 * np.log10(np.minimum(f0, 6.0) / 6.0)
    return np.asarray(np.where(XPD_FREQUENCY.holds(f0), xpd, np.nan))


@dataclass(frozen=True, kw_only=True)
class NonGso:
    """A link to one satellite that moves: chances in percent per interval of elevation, and as a whole.

    ``view_percent`` is the share of all time in view, ``used_percent`` that of the time above the lowest
    elevation used. The workbook weighs outages with the first, and so do the sums here.
    """

    elevation_deg: F
    range_km: F
    margin_db: F
    view_percent: F
    used_percent: F
    outage_percent: F

    @property
    def unavailable_percent(self) -> float:
        """The percent of the time in view in which the satellite is used and the margin is used up."""
        return float(np.sum(self.view_percent * self.outage_percent / 100.0))

    @property
    def available_percent(self) -> float:
        """What is left of 100: the availability as the workbook states it."""
        return 100.0 - self.unavailable_percent

    @property
    def available_while_used_percent(self) -> float:
        """The percent of the time above the lowest elevation in which the link closes."""
        return 100.0 - float(np.sum(self.used_percent * self.outage_percent / 100.0))


def non_gso(
    elevation_deg: ArrayLike,
    time_percent: ArrayLike,
    *,
    altitude_km: float,
    zenith_margin_db: float,
    lowest_deg: float,
    outage_percent: Callable[[F, F], F],
    earth_km: float = 6378.137,
) -> NonGso:
    """The availability of a link to a satellite that moves: section 8.

    ``elevation_deg`` middles of intervals and ``time_percent`` of the time in view spent in each; those below
    ``lowest_deg`` are not used. ``outage_percent(elevation, margin)`` is the percent of
    the time in which attenuation at an elevation exceeds a margin.
    """
    theta, share = np.asarray(elevation_deg, dtype=float), np.asarray(time_percent, dtype=float)
    used = theta > lowest_deg
    theta, share = theta[used], share[used]
    sin = np.sin(np.radians(theta))
    away = np.sqrt((earth_km * sin) ** 2 + 2.0 * earth_km * altitude_km + altitude_km**2) - earth_km * sin
    margin = zenith_margin_db - 20.0 * np.log10(away / altitude_km)
    return NonGso(
        elevation_deg=theta,
        range_km=away,
        margin_db=margin,
        view_percent=share,
        used_percent=100.0 * share / share.sum(),
        outage_percent=outage_percent(theta, margin),
    )
