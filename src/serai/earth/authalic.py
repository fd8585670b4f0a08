"""Areas on the WGS 84 ellipsoid, exactly: zones, and edges that are straight in longitude and latitude.

J. P. Snyder, Map Projections: A Working Manual (USGS PP 1395, 1987), equations 3-11 to 3-18 (authalic
latitude) and 24-14 to 24-18 (the oblique equal-area projection).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth.ellipsoid import A_M, E2, WGS84

Floats = NDArray[np.float64]
_E = float(np.sqrt(E2))
_AT, _WEIGHT = np.polynomial.legendre.leggauss(8)  # exact to 1e-12 of an edge across a hemisphere


def zone_m2(lat_deg: ArrayLike) -> Floats:
    """Area from the equator to a geodetic latitude, per radian of longitude, m2 (Snyder, eq. 3-12)."""
    s = np.sin(np.radians(lat_deg))
    zone: Floats = WGS84.b_m**2 / 2 * (s / (1 - E2 * s * s) + np.log((1 + _E * s) / (1 - _E * s)) / (2 * _E))
    return zone


POLE_M2 = float(zone_m2(90.0))
SPHERE_M = float(np.sqrt(POLE_M2))  # the radius of the sphere of the same area
EARTH_KM2 = 4.0 * np.pi * POLE_M2 / 1e6


def ring_km2(lon_deg: Floats, lat_deg: Floats) -> float:
    """The area inside a closed ring whose edges are straight in longitude and latitude, km2.

    The ring lies in the plane of longitude and latitude, first vertex repeated at its end; its sense counts
    not. Along an edge the integral of the zone below it is taken by quadrature.
    """
    west, east = lon_deg[:-1], lon_deg[1:]
    lat = lat_deg[:-1, None] + (lat_deg[1:] - lat_deg[:-1])[:, None] * (0.5 + 0.5 * _AT)
    mean = zone_m2(lat) @ (0.5 * _WEIGHT)
    return abs(float(np.radians(east - west) @ mean)) / 1e6


def path_km(path_deg: Floats) -> Floats:
    """The length of each edge (n - 1,) of a path (n, 2) straight in longitude and latitude, km."""
    lon_deg, lat_deg = path_deg[:, 0], path_deg[:, 1]
    rise, run = np.radians(np.diff(lat_deg)), np.radians(np.diff(lon_deg))
    lat = np.radians(lat_deg[:-1, None] + np.diff(lat_deg)[:, None] * (0.5 + 0.5 * _AT))
    w2 = 1.0 - E2 * np.sin(lat) ** 2
    north = A_M * (1.0 - E2) / (w2 * np.sqrt(w2)) * rise[:, None]
    east = A_M / np.sqrt(w2) * np.cos(lat) * run[:, None]
    length: Floats = np.hypot(north, east) @ (0.5 * _WEIGHT) / 1e3
    return length


def authalic_deg(lat_deg: ArrayLike) -> Floats:
    """The authalic latitude of a geodetic one: on the sphere of ``SPHERE_M`` it keeps areas."""
    return np.asarray(np.degrees(np.arcsin(np.clip(zone_m2(lat_deg) / POLE_M2, -1.0, 1.0))))


def geodetic_of_authalic_deg(lat_deg: ArrayLike) -> Floats:
    """The way back (Snyder, eq. 3-18): within 1e-9 deg."""
    b = np.radians(lat_deg)
    found = (
        b
        + (E2 / 3 + 31 * E2**2 / 180 + 517 * E2**3 / 5040) * np.sin(2 * b)
        + (23 * E2**2 / 360 + 251 * E2**3 / 3780) * np.sin(4 * b)
        + 761 * E2**3 / 45360 * np.sin(6 * b)
    )
    return np.asarray(np.degrees(found))


def equal_area_m(
    lon_deg: ArrayLike, lat_deg: ArrayLike, centre: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Places in the plane that keeps areas about a centre (longitude, latitude): east and north, metres."""
    b, b0 = np.radians(authalic_deg(lat_deg)), np.radians(authalic_deg(centre[1]))
    turn = np.radians(np.asarray(lon_deg, dtype=np.float64) - centre[0])
    facing = 1.0 + np.sin(b0) * np.sin(b) + np.cos(b0) * np.cos(b) * np.cos(turn)
    scale = SPHERE_M * np.sqrt(2.0 / np.maximum(facing, 1e-15))
    north = np.cos(b0) * np.sin(b) - np.sin(b0) * np.cos(b) * np.cos(turn)
    return scale * np.cos(b) * np.sin(turn), scale * north


def of_equal_area_deg(x_m: Floats, y_m: Floats, centre: tuple[float, float]) -> tuple[Floats, Floats]:
    """The way back: longitude (-180 ... 180) and geodetic latitude; NaN beyond the far side of the Earth."""
    b0, rho = np.radians(authalic_deg(centre[1])), np.hypot(x_m, y_m)
    with np.errstate(invalid="ignore", divide="ignore"):
        c = 2.0 * np.arcsin(rho / (2.0 * SPHERE_M))
        per_rho = np.where(rho > 0.0, np.sin(c) / rho, 1.0 / SPHERE_M)
        sine = np.cos(c) * np.sin(b0) + y_m * per_rho * np.cos(b0)
        turn = np.arctan2(x_m * per_rho, np.cos(b0) * np.cos(c) - y_m * np.sin(b0) * per_rho)
    lon = (centre[0] + np.degrees(turn) + 180.0) % 360.0 - 180.0
    return lon, geodetic_of_authalic_deg(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))
