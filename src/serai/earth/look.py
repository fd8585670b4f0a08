"""What a place sees of the sky, and what a satellite sees of the ground: angles, range, Doppler.

All vectors are Earth-fixed (ITRF / WGS 84), metres, shape (..., 3); arguments broadcast over leading axes.
No refraction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth.ellipsoid import geodetic_up, up_unit

Floats = NDArray[np.float64]
LIGHT_MPS = 299_792_458.0  # SI, exact


def azimuth_elevation_range(
    site_ecef_m: Floats, site_lat_deg: ArrayLike, site_lon_deg: ArrayLike, target_ecef_m: Floats
) -> tuple[Floats, Floats, Floats]:
    """Where the target stands in the site's sky: azimuth (0 ... 360, north by east), elevation, range (m)."""
    lat, lon = np.radians(site_lat_deg), np.radians(site_lon_deg)
    d = target_ecef_m - site_ecef_m
    dx, dy, dz = d[..., 0], d[..., 1], d[..., 2]
    outward = np.cos(lon) * dx + np.sin(lon) * dy
    east = np.cos(lon) * dy - np.sin(lon) * dx
    north = np.cos(lat) * dz - np.sin(lat) * outward
    up = np.sin(lat) * dz + np.cos(lat) * outward
    level = np.hypot(east, north)
    azimuth = np.degrees(np.arctan2(east, north)) % 360.0
    return azimuth, np.degrees(np.arctan2(up, level)), np.hypot(level, up)


def elevation_deg(
    site_ecef_m: Floats, site_lat_deg: ArrayLike, site_lon_deg: ArrayLike, target_ecef_m: Floats
) -> Floats:
    """How high the target stands above the site's geodetic horizon, degrees."""
    return elevation_above_deg(site_ecef_m, up_unit(site_lat_deg, site_lon_deg), target_ecef_m)


def elevation_above_deg(site_ecef_m: Floats, site_up: Floats, target_ecef_m: Floats) -> Floats:
    """The same with the site's up vector at hand (one arcsine per value: for bulk scans)."""
    d = target_ecef_m - site_ecef_m
    return _degrees_of_sine(_dot(d, site_up), _dot(d, d))


def incidence_deg(
    target_ecef_m: Floats, target_lat_deg: ArrayLike, target_lon_deg: ArrayLike, sat_ecef_m: Floats
) -> Floats:
    """The angle at the target between its local vertical and the way to the satellite (90 - elevation)."""
    return 90.0 - elevation_deg(target_ecef_m, target_lat_deg, target_lon_deg, sat_ecef_m)


def off_nadir_deg(sat_ecef_m: Floats, target_ecef_m: Floats) -> Floats:
    """The angle at the satellite between its geodetic nadir and the target, degrees (0 ... 180)."""
    return off_nadir_from_deg(sat_ecef_m, geodetic_up(sat_ecef_m), target_ecef_m)


def off_nadir_from_deg(sat_ecef_m: Floats, sat_up: Floats, target_ecef_m: Floats) -> Floats:
    """The same with the satellite's geodetic up vector at hand (for bulk scans)."""
    d = sat_ecef_m - target_ecef_m
    return 90.0 - _degrees_of_sine(_dot(d, sat_up), _dot(d, d))


def range_rate_mps(site_ecef_m: Floats, sat_ecef_m: Floats, sat_v_mps: Floats) -> Floats:
    """How fast the range from a fixed site grows, m/s (negative while the satellite comes nearer)."""
    d = sat_ecef_m - site_ecef_m
    rate: Floats = _dot(d, sat_v_mps) / np.sqrt(_dot(d, d))
    return rate


def doppler_hz(range_rate: ArrayLike, frequency_hz: ArrayLike) -> Floats:
    """The shift of a received carrier, Hz (positive while the satellite comes nearer); first order in v/c."""
    shift: Floats = (
        -np.asarray(range_rate, dtype=np.float64) * np.asarray(frequency_hz, dtype=np.float64) / LIGHT_MPS
    )
    return shift


def _dot(a: Floats, b: Floats) -> Floats:
    product: Floats = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]
    return product


def _degrees_of_sine(side: Floats, hypotenuse2: Floats) -> Floats:
    """The angle whose sine is side / hypotenuse; near 90 degrees by the cosine, where the sine is flat."""
    other = np.sqrt(np.maximum(hypotenuse2 - side * side, 0.0))
    return np.degrees(np.arctan2(side, other))
