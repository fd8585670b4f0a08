"""Where a satellite that stands still is seen from a place, and what the place's air is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from serai.earth import Place
from serai.earth.look import azimuth_elevation_range
from serai.radio.link.link import Aim
from serai.radio.propagation.attenuation import Ground

GEO_RADIUS_M = 42_164_172.0  # of a satellite whose day is the Earth's (IERS 2010 rotation, GM of WGS 84)
TILTS: Mapping[str, float] = {"horizontal": 0.0, "vertical": 90.0, "circular": 45.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundEnd:
    """The ground end of a leg: its place, its air, and where its satellite stands (range None: unsaid)."""

    ground: Ground
    lat_deg: float
    elevation_deg: float
    lon_deg: float | None = None
    range_m: float | None = None
    tilt_deg: float = 45.0
    aim: Aim | None = None
    where: str = ""


def aim_at(place: Place, satellite_lon_deg: float) -> tuple[Aim, float]:
    """How a place looks at a geostationary satellite over a longitude, and its distance (m).

    The skew is that of a polarisation parallel to the equator: atan(sin dlon / tan lat), positive where the
    satellite stands west of a place north of the equator.
    """
    east = math.radians(satellite_lon_deg)
    there = np.array([GEO_RADIUS_M * math.cos(east), GEO_RADIUS_M * math.sin(east), 0.0])
    azimuth, elevation, away = azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, there)
    turn = math.radians(place.lon_deg - satellite_lon_deg)
    skew = math.degrees(math.atan2(math.sin(turn), math.tan(math.radians(place.lat_deg))))
    if skew > 90.0 or skew < -90.0:  # a polarisation has no sign: 180 degrees are none
        skew -= math.copysign(180.0, skew)
    return Aim(azimuth_deg=float(azimuth), elevation_deg=float(elevation), skew_deg=skew), float(away)


def tilt_of(polarisation: str, skew_deg: float | None) -> float:
    """The tilt of a polarisation against the site's horizon (degrees), as P.838 takes it.

    ``horizontal`` and ``vertical`` are parallel and square to the equator, as satellites are.
    """
    if polarisation == "circular" or skew_deg is None:
        return TILTS[polarisation]
    return TILTS[polarisation] + skew_deg
