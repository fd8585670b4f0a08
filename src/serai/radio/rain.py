"""The rain margin of a link: what the rain of its place takes for the share of the year that may be lost.

A first level, and said so on every budget: rain alone, from the place's own rain rate and rain height;
gases, clouds and scintillation are a stated allowance of the budget. Annual by nature, so it is reported
beside an answer for a day and never multiplied into it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.earth import Place
from serai.radio.p618 import HIGHEST_PERCENT, LOWEST_PERCENT, rain_attenuation_db
from serai.radio.p838 import LOWEST_GHZ
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RainHere:
    """The rain of one place, asked for the margin of any link from it; ``rain`` None is *unknown*."""

    rain: Rain | None
    place: Place
    percent: float

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
                height_km=self.place.height_m / 1000.0,
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
