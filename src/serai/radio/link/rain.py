"""The rain margin of a link: what the rain of its place takes for the share of the year that may be lost.

Rain comes from the place's own rain rate and rain height. Gases are those of the reference atmosphere of the
latitude (P.676-13 in P.835-6), clouds and scintillation a stated allowance: both assumed, and said so. Both
are annual by nature, so they are reported beside an answer for a day and never multiplied into it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from serai.earth import Place
from serai.radio.link.budget import Stated
from serai.radio.propagation.itu import p676, p676_slant, p835
from serai.radio.propagation.itu.p618 import HIGHEST_PERCENT, LOWEST_PERCENT, rain_attenuation_db
from serai.radio.propagation.itu.p838 import LOWEST_GHZ
from serai.tables import Basis
from serai.world import Rain


@dataclass(frozen=True, slots=True, kw_only=True)
class RainMargin:
    """A margin in dB, the share of an average year it is exceeded (percent), and the figures behind it."""

    margin_db: float
    percent: float
    r001_mm_h: float
    rain_height_km: float

    def says(self) -> str:
        """Where the margin comes from, for the reader of a budget."""
        return (
            f"P.618-14 exceeded {self.percent:g} % of the year, R0.01 {self.r001_mm_h:.0f} mm/h, "
            f"rain to {self.rain_height_km:.1f} km"
        )


def percent_lost(share_required: float | None) -> float:
    """The percent of an average year for which rain may break a link that must hold for a share of it.

    Kept inside what P.618 covers, 0.001 to 5 %; a need that states no share is given 0.1 %.
    """
    lost = 0.1 if share_required is None else 100.0 * (1.0 - share_required)
    return float(np.clip(lost, LOWEST_PERCENT, HIGHEST_PERCENT))


CLOUDS_DB = 0.3  # assumed for clouds and scintillation, where no map of P.840 and P.453 says more
CLOUDS = Stated(value=CLOUDS_DB, basis=Basis.ASSUMED, source="clouds and scintillation, an allowance")


def gases(place: Place, *, elevation_deg: float, frequency_hz: float) -> Stated:
    """What the gases of clear air take from a link, assumed: those of the reference atmosphere.

    ITU-R P.676-13, annex 2, with the summer atmosphere of the latitude in P.835-6 (the wetter one) at the
    place's own height; below 5 degrees as at 5. Nothing below 1 GHz and above 100 GHz, where the method is
    not carried.
    """
    zenith_db = _zenith_gas_db(frequency_hz, p835.of_latitude(place.lat_deg, summer=True), place.height_m)
    slant = 1.0 / np.sin(np.radians(max(elevation_deg, p676_slant.ELEVATION.low)))
    gas_db = 0.0 if np.isnan(zenith_db) else zenith_db * float(slant)
    return Stated(value=gas_db, basis=Basis.ASSUMED, source="P.676-13 in P.835-6")


@cache
def _zenith_gas_db(frequency_hz: float, air: p835.Atmosphere, height_m: float) -> float:
    ground = np.array([max(height_m, 0.0) / 1000.0])
    p, t, rho = air.pressure_hpa(ground), air.temperature_k(ground), air.vapour_g_m3(ground)
    ghz = frequency_hz / 1e9
    oxygen = p676_slant.oxygen_db(ghz, 90.0, pressure_hpa=p, temperature_k=t, vapour_g_m3=rho)
    dry = p - p835.vapour_pressure_hpa(rho, t)
    vapour = p676.specific_attenuation_db_km(ghz, dry, t, rho)[1] * p676_slant.vapour_height_km(ghz)
    return float((oxygen + vapour)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class RainHere:
    """The rain of one place, asked for the margin of any link from it; ``rain`` None is *unknown*."""

    rain: Rain | None
    place: Place
    percent: float

    @property
    def at(self) -> Place:
        """The place, at the height of the ground that its rain is told for where it has none of its own."""
        if self.place.height_m or self.rain is None:
            return self.place
        return replace(self.place, height_m=self.rain.at.height_m)

    def margin(self, *, elevation_deg: float, frequency_hz: float) -> RainMargin | None:
        """The margin at an elevation and a frequency; None where the rain is unknown or P.618 does not reach.

        Below 1 GHz, where P.838 has no coefficients, rain takes nothing that a budget would notice.
        """
        rain = self.rain
        if rain is None or rain.r001_mm_h is None or rain.rain_height_km is None:
            return None
        margin_db = float(
            rain_attenuation_db(
                r001_mm_h=rain.r001_mm_h,
                rain_height_km=rain.rain_height_km,
                height_km=self.at.height_m / 1000.0,
                lat_deg=self.place.lat_deg,
                elevation_deg=elevation_deg,
                frequency_ghz=frequency_hz / 1e9,
                percent=self.percent,
            )
        )
        if frequency_hz < LOWEST_GHZ * 1e9:
            margin_db = 0.0
        if np.isnan(margin_db):
            return None
        return RainMargin(
            margin_db=margin_db,
            percent=self.percent,
            r001_mm_h=rain.r001_mm_h,
            rain_height_km=rain.rain_height_km,
        )
