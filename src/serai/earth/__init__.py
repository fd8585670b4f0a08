"""The Earth: its ellipsoid, how it is turned, what is seen from it, areas on it, and the Sun over it."""

from serai.earth.area import MEAN_RADIUS_M, Box, great_circle_m
from serai.earth.ellipsoid import (
    A_M,
    CGCS2000,
    E2,
    EARTH_RATE_RADPS,
    WGS84,
    Ellipsoid,
    F,
    Place,
    geodetic,
    geodetic_up,
    places_ecef_m,
    up_unit,
)
from serai.earth.frames import Rotation, gmst_rad, itrf_to_teme, teme_to_itrf
from serai.earth.look import (
    LIGHT_MPS,
    azimuth_elevation_range,
    doppler_hz,
    elevation_above_deg,
    elevation_deg,
    incidence_deg,
    off_nadir_deg,
    off_nadir_from_deg,
    range_rate_mps,
)
from serai.earth.orientation import Orientation, OrientationEnds
from serai.earth.sun import in_sunlight, sun_ecef_unit, sun_elevation_deg, sunlight_margin_m

__all__ = [
    "A_M",
    "CGCS2000",
    "E2",
    "EARTH_RATE_RADPS",
    "LIGHT_MPS",
    "MEAN_RADIUS_M",
    "WGS84",
    "Box",
    "Ellipsoid",
    "F",
    "Orientation",
    "OrientationEnds",
    "Place",
    "Rotation",
    "azimuth_elevation_range",
    "doppler_hz",
    "elevation_above_deg",
    "elevation_deg",
    "geodetic",
    "geodetic_up",
    "gmst_rad",
    "great_circle_m",
    "in_sunlight",
    "incidence_deg",
    "itrf_to_teme",
    "off_nadir_deg",
    "off_nadir_from_deg",
    "places_ecef_m",
    "range_rate_mps",
    "sun_ecef_unit",
    "sun_elevation_deg",
    "sunlight_margin_m",
    "teme_to_itrf",
    "up_unit",
]
