"""Rain and clear sky at the places of a corridor, as far as anyone published them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from serai.earth import Place, great_circle_m
from serai.formats.clouds.grid import CloudForecast
from serai.tables import Basis, Provenance
from serai.time import Span

NEAR_M = 150_000.0  # the ITU-R rain map's own cells are 0.125 deg; a need's box is a few degrees wide


@dataclass(frozen=True, slots=True, kw_only=True)
class Rain:
    """Rain at a place: the rate exceeded 0.01 % of an average year, and the rain height.

    ``r001_mm_h`` (ITU-R P.837) and ``rain_height_km`` (ITU-R P.839) are None where nobody gave them.
    """

    place: str
    at: Place
    r001_mm_h: float | None
    rain_height_km: float | None
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearSky:
    """The chance (0 to 1) of a clear look at a need's place, by month (January first)."""

    need: str
    monthly: tuple[float, ...]
    provenance: Provenance = field(default_factory=Provenance)

    def in_month(self, month: int) -> float:
        """The chance in a month (1 to 12)."""
        return self.monthly[month - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkyChance:
    """The chance (0 to 1) of a clear look over a span; None where neither a forecast nor its month tells it.

    ``forecast`` is the share (0 to 1) of place and time that a forecast tells, ``month`` (1 to 12) and
    ``basis`` are those of the figure that tells the rest.
    """

    chance: float | None
    month: int
    basis: Basis | None = None
    forecast: float = 0.0


@dataclass(frozen=True, slots=True)
class Weather:
    """Every figure of rain and clear sky that a corridor carries; a forecast of cloud, where there is one."""

    rain: tuple[Rain, ...] = ()
    clear_sky: tuple[ClearSky, ...] = ()
    forecast: CloudForecast | None = None

    def rain_at(self, place: Place, name: str = "") -> Rain | None:
        """The rain figures of a place by its name (a need's or station's id), else of the nearest
        place within 150 km; None where there are none, which is *unknown*, not dry.
        """
        for row in self.rain:
            if name and row.place == name:
                return row
        if not self.rain:
            return None
        lat = np.array([r.at.lat_deg for r in self.rain])
        lon = np.array([r.at.lon_deg for r in self.rain])
        away_m = great_circle_m(place.lat_deg, place.lon_deg, lat, lon)
        nearest = int(np.argmin(away_m))
        return self.rain[nearest] if away_m[nearest] <= NEAR_M else None

    def sky_over(
        self, need: str, places: Sequence[tuple[float, float, float]], span: Span
    ) -> SkyChance | None:
        """The chance of a clear look at a need's places (latitude, longitude, weight) over a span.

        By the forecast as far as it goes, else by the figure of the month in which the span begins; both are
        of the whole day. None where there is neither.
        """
        row = self.clear_sky_for(need)
        told, clear = (0.0, 0.0) if self.forecast is None else self.forecast.clear_over(places, span)
        if row is None and not told:
            return None
        month = span.start.datetime().month
        monthly = math.nan if row is None else row.in_month(month)
        chance = (told * clear if told else 0.0) + ((1.0 - told) * monthly if told < 1.0 else 0.0)
        return SkyChance(
            chance=None if math.isnan(chance) else chance,
            month=month,
            basis=None if row is None else row.provenance.basis,
            forecast=told,
        )

    def clear_sky_for(self, need: str) -> ClearSky | None:
        """The clear-sky figures of a need's place, or None (unknown)."""
        return next((row for row in self.clear_sky if row.need == need), None)
