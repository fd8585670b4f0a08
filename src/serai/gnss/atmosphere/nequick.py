"""Slant TEC by NeQuick-G: electrons summed along the ray, driven by Galileo's broadcast coefficients.

European GNSS (Galileo) Open Service, Ionospheric Correction Algorithm for Galileo Single Frequency Users,
issue 1.2 (2016). As there, latitude and longitude on the ellipsoid are taken for those on a sphere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serai.earth import A_M, E2
from serai.gnss.atmosphere import nequick_profile, nequick_tables
from serai.gnss.atmosphere.nequick_tables import FO_F2, FO_F2_ORDERS, M3000_ORDERS
from serai.gnss.geometry import place_of
from serai.jit import compiled

Floats = NDArray[np.float64]

EARTH_KM = 6371.2
Cuts = tuple[tuple[float, ...], tuple[float, ...]]
# The heights (km) at which the integral is cut: below the first there is next to nothing, at the second the E
# layer's thickness changes, near the third that of F2. And the shares by which 15 points may differ from 7 of
# them in each part. The document cuts at 1000 and 2000 km alone, with 0.001 and 0.01: that takes three times
# the points and is ten times further from the integral.
CUTS: Cuts = ((90.0, 120.0, 300.0, 1000.0, 2000.0), (0.1, 0.001, 0.001, 0.001, 0.01, 0.01))
HALVINGS = 50
# Kronrod's 15 nodes from the outermost, their weights, and Gauss's for every other (QUADPACK, 1983).
NODES = (
    0.991455371120812639,
    0.949107912342758525,
    0.864864423359769073,
    0.741531185599394440,
    0.586087235467691130,
    0.405845151377397167,
    0.207784955007898468,
    0.0,
)
KRONROD = (
    0.022935322010529225,
    0.063092092629978553,
    0.104790010322250184,
    0.140653259715525919,
    0.169004726639267903,
    0.190350578064785410,
    0.204432940075298892,
    0.209482141084727828,
)
GAUSS = (
    0.0,
    0.129484966168869693,
    0.0,
    0.279705391489276668,
    0.0,
    0.381830050505118945,
    0.0,
    0.417959183673469388,
)
_modip, _of_the_hour, _mapped = (
    nequick_tables.modip_deg,
    nequick_tables.of_the_hour,
    nequick_tables.mapped,
)
_sun, _zenith, _critical_e, _profile, _density = (
    nequick_profile.sun,
    nequick_profile.effective_zenith_deg,
    nequick_profile.critical_e_mhz,
    nequick_profile.profile,
    nequick_profile.density,
)


@compiled
def ionisation(k: Floats, modip_deg: float) -> float:
    """The effective ionisation level at a modified dip latitude, 0 to 400 sfu; 63.7 if all are nought."""
    if k[0] == 0.0 and k[1] == 0.0 and k[2] == 0.0:
        return 63.7
    return float(min(400.0, max(0.0, k[0] + k[1] * modip_deg + k[2] * modip_deg * modip_deg)))


class Ray(NamedTuple):
    """A ray through the maps of an hour: its point nearest to the Earth's centre (km) and its direction."""

    k: Floats
    numbers: Floats
    month: int
    hour: float
    level: float
    sunspots: float
    x: float
    y: float
    z: float
    ux: float
    uy: float
    uz: float
    sun_sine: float
    sun_cosine: float


@compiled
def _density_on(ray: Ray, s: float) -> float:
    """The electron density, 1e11 / m^3, at a distance (km) along a ray."""
    x, y, z = ray.x + s * ray.ux, ray.y + s * ray.uy, ray.z + s * ray.uz
    axis = np.sqrt(x * x + y * y)
    radius = np.sqrt(axis * axis + z * z)
    lat = np.arctan2(z, axis)
    lat_deg, lon_deg = np.degrees(lat), np.degrees(np.arctan2(y, x))
    cos_lon, sin_lon = (x / axis, y / axis) if axis > 0.0 else (1.0, 0.0)
    sin_modip = np.sin(np.radians(_modip(ray.k, lat_deg, lon_deg)))
    fo_f2 = _mapped(ray.numbers, FO_F2_ORDERS, sin_modip, axis / radius, cos_lon, sin_lon)
    m3000 = _mapped(ray.numbers[FO_F2:], M3000_ORDERS, sin_modip, axis / radius, cos_lon, sin_lon)
    zenith = _zenith(lat, ray.hour + lon_deg / 15.0, ray.sun_sine, ray.sun_cosine)
    fo_e = _critical_e(lat_deg, ray.level, zenith, ray.month)
    return float(_density(_profile(fo_e, fo_f2, m3000, ray.month, ray.sunspots), radius - EARTH_KM))


@compiled
def _panel(ray: Ray, left: float, step: float) -> tuple[float, float]:
    """The integral over one panel by 15 points, and by 7 of them."""
    fine, coarse = 0.0, 0.0
    for n in range(15):
        i = min(n, 14 - n)
        node = NODES[i] if n > 7 else -NODES[i]
        value = _density_on(ray, left + 0.5 * step * (1.0 + node))
        fine += KRONROD[i] * value
        coarse += GAUSS[i] * value
    return 0.5 * step * fine, 0.5 * step * coarse


@compiled
def _integral(ray: Ray, begin: float, end: float, tolerance: float) -> float:
    """The electrons between two distances; a panel where both rules disagree by more is halved."""
    total, step, depth, at = 0.0, end - begin, 0, 0
    while depth > 0 or at == 0:
        fine, coarse = _panel(ray, begin + at * step, step)
        if abs(fine - coarse) > tolerance * abs(fine) and depth < HALVINGS:
            step, depth, at = 0.5 * step, depth + 1, 2 * at
            continue
        total += fine
        at += 1
        while depth > 0 and at % 2 == 0:
            step, depth, at = 2.0 * step, depth - 1, at // 2
    return total


@compiled
def slant_tecu(
    k: Floats,
    month: int,
    hour: float,
    lat: float,
    lon: float,
    height_km: float,
    sat_lat: float,
    sat_lon: float,
    sat_km: float,
    numbers: Floats,
    cuts: Cuts = CUTS,
) -> float:
    """Slant TEC, TECU, from a receiver to a satellite (rad, km); NaN through the Earth.

    ``k`` is as `nequick_tables.packed` has it; the month is 1 to 12, the hour UT;
    ``numbers`` is room for those of the hour (`nequick_tables.room`).
    """
    level = ionisation(k, _modip(k, np.degrees(lat), np.degrees(lon)))
    sunspots = np.sqrt(167_273.0 + (level - 63.7) * 1123.6) - 408.99
    _of_the_hour(k, month, hour, sunspots, numbers)
    r, q = EARTH_KM + height_km, EARTH_KM + sat_km
    x, y, z = r * np.cos(lat) * np.cos(lon), r * np.cos(lat) * np.sin(lon), r * np.sin(lat)
    ux = q * np.cos(sat_lat) * np.cos(sat_lon) - x
    uy = q * np.cos(sat_lat) * np.sin(sat_lon) - y
    uz = q * np.sin(sat_lat) - z
    far = np.sqrt(ux * ux + uy * uy + uz * uz)
    ux, uy, uz = ux / far, uy / far, uz / far
    along = x * ux + y * uy + z * uz
    nearest2 = max(0.0, r * r - along * along)
    if along < 0.0 and nearest2 < EARTH_KM * EARTH_KM:
        return np.nan
    x, y, z = x - along * ux, y - along * uy, z - along * uz
    sine, cosine = _sun(month, hour)
    ray = Ray(k, numbers, month, hour, level, sunspots, x, y, z, ux, uy, uz, sine, cosine)
    last = along + far
    begin = along if height_km >= 0.0 else np.sqrt(EARTH_KM * EARTH_KM - nearest2)
    total = 0.0
    heights, shares = cuts
    for part in range(len(shares)):
        end = last
        if part < len(heights):
            end = min(last, np.sqrt(max(0.0, (EARTH_KM + heights[part]) ** 2 - nearest2)))
        if end > begin:
            total += _integral(ray, begin, end, shares[part])
            begin = end
    return total * 0.01  # 1e11 km / m^3 are 1e14 / m^2


@compiled
def tecu_towards(
    k: Floats,
    lat: float,
    lon: float,
    height_m: float,
    azimuth: float,
    elevation: float,
    range_m: float,
    hour: float,
    mjd: float,
    numbers: Floats,
) -> float:
    """Slant TEC, TECU, from a place (rad, m above WGS 84) to what is seen there at a range."""
    up, north, east = np.sin(elevation), np.cos(elevation), np.cos(elevation)
    north, east = north * np.cos(azimuth), east * np.sin(azimuth)
    sl, cl, so, co = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    normal = A_M / np.sqrt(1.0 - E2 * sl * sl)
    x = (normal + height_m) * cl * co + range_m * (cl * co * up - sl * co * north - so * east)
    y = (normal + height_m) * cl * so + range_m * (cl * so * up - sl * so * north + co * east)
    z = (normal * (1.0 - E2) + height_m) * sl + range_m * (sl * up + cl * north)
    there, over, high = place_of(x, y, z)
    month, km = month_of(mjd), height_m / 1000.0
    return slant_tecu(k, month, hour, lat, lon, km, there, over, high / 1000.0, numbers)


@compiled
def month_of(mjd: float) -> int:
    """The month, 1 to 12, of a modified Julian day (from 1900-03-01 to 2100-02-28)."""
    of_cycle = (
        int(np.floor(mjd)) - 15_079
    ) % 1461  # 15079 is 1900-03-01: cycles of four years end in February
    of_year = 365 if of_cycle == 1460 else of_cycle % 365
    return ((5 * of_year + 2) // 153 + 2) % 12 + 1
