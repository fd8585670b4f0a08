"""Rain and clear sky at the places of a corridor, as far as anyone published them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from serai.earth import Place, great_circle_m
from serai.tables import Provenance

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


@dataclass(frozen=True, slots=True)
class Weather:
    """Every figure of rain and clear sky that a corridor carries."""

    rain: tuple[Rain, ...] = ()
    clear_sky: tuple[ClearSky, ...] = ()

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

    def clear_sky_for(self, need: str) -> ClearSky | None:
        """The clear-sky figures of a need's place, or None (unknown)."""
        return next((row for row in self.clear_sky if row.need == need), None)
