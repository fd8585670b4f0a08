"""Boxes and distances on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth.authalic import zone_m2
from serai.earth.ellipsoid import Place
from serai.errors import Refused

Floats = NDArray[np.float64]
MEAN_RADIUS_M = 6_371_008.7714  # IUGG mean radius R1 of GRS 80 (H. Moritz, J. Geodesy 74 (2000) 128)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box in latitude and longitude (degrees), across the date line if ``lon_min`` exceeds ``lon_max``."""

    lon_min: float
    lat_min: float
    lon_max: float
    lat_max: float

    def __post_init__(self) -> None:
        if not -90.0 <= self.lat_min <= self.lat_max <= 90.0:
            raise Refused("earth.box_latitudes", south=self.lat_min, north=self.lat_max)
        if not (-180.0 <= self.lon_min <= 180.0 and -180.0 <= self.lon_max <= 180.0):
            raise Refused("earth.box_longitudes", west=self.lon_min, east=self.lon_max)

    @classmethod
    def read(cls, text: str) -> Box:
        """Read 'lon_min,lat_min,lon_max,lat_max' in degrees, for instance '66.5,23.6,71.2,28.5'."""
        try:
            west, south, east, north = (float(part) for part in text.replace(",", " ").split())
        except ValueError:
            raise Refused("earth.box_unreadable", text=text) from None
        return cls(lon_min=west, lat_min=south, lon_max=east, lat_max=north)

    @property
    def width_deg(self) -> float:
        """How many degrees of longitude it spans."""
        width = self.lon_max - self.lon_min
        return width if width >= 0.0 else width + 360.0

    def centre(self) -> Place:
        """The middle of its latitudes and longitudes."""
        lon = self.lon_min + self.width_deg / 2
        return Place(lat_deg=(self.lat_min + self.lat_max) / 2, lon_deg=lon - 360.0 if lon > 180.0 else lon)

    def points(self) -> list[Place]:
        """Its centre and its corners (south-west, then south-east and around); one place for a point."""
        corners = [
            (self.lat_min, self.lon_min),
            (self.lat_min, self.lon_max),
            (self.lat_max, self.lon_max),
            (self.lat_max, self.lon_min),
        ]
        if len(set(corners)) == 1:
            return [self.centre()]
        return [self.centre(), *(Place(lat_deg=lat, lon_deg=lon) for lat, lon in corners)]

    def contains(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.bool_]:
        """Whether places lie in it, edges included."""
        lat, lon = np.asarray(lat_deg, dtype=np.float64), np.asarray(lon_deg, dtype=np.float64)
        east_of_edge = (lon - self.lon_min) % 360.0
        inside: NDArray[np.bool_] = (
            (lat >= self.lat_min) & (lat <= self.lat_max) & (east_of_edge <= self.width_deg)
        )
        return inside

    def area_km2(self) -> float:
        """Its area on the WGS 84 ellipsoid, km2 (exact: authalic latitude, Snyder 1987, eq. 3-12)."""
        zone = zone_m2(self.lat_max) - zone_m2(self.lat_min)
        return float(np.radians(self.width_deg) * zone / 1e6)


def great_circle_m(
    lat1_deg: ArrayLike, lon1_deg: ArrayLike, lat2_deg: ArrayLike, lon2_deg: ArrayLike
) -> Floats:
    """Distance over a sphere of the Earth's mean radius, metres: within 0.56 % of the ellipsoid's."""
    lat1, lon1, lat2, lon2 = (np.radians(angle) for angle in (lat1_deg, lon1_deg, lat2_deg, lon2_deg))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
