"""TEC maps (IONEX): vertical and slant TEC between their nodes and between their times.

S. Schaer, W. Gurtner, J. Feltens, IONEX 1.1 (2015): linear in time between two maps, each first turned with
the Sun (its eq. 3), bilinear in latitude and longitude (its eq. 2). Slant over vertical: 1 / cos of the
zenith distance at the maps' own height above their own sphere, which is what their "COSZ" says. A node not
known leaves what lies beside it unknown; nothing is told outside the maps' times.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.ionex import IonosphereMaps
from serai.jit import compiled

Floats = NDArray[np.float64]

DAY_NS = 86_400_000_000_000
MJD_2000 = 51_544.0  # modified Julian day of 2000-01-01
POLAR_RAD = np.radians(85.0)  # a last row as near the pole stands for all beyond it
HEAD = 9  # numbers before the times: counts (3), first and step of latitude and longitude, shell, first row


def packed(maps: IonosphereMaps) -> Floats:
    """The maps as one row of numbers for compiled code; refused where they are not on an even grid."""
    if maps.mapping not in ("COSZ", "NONE"):
        raise Refused("gnss.maps_mapping", mapping=maps.mapping)
    if min(len(maps.tai_ns), len(maps.lat_deg), len(maps.lon_deg)) < 2:
        raise Refused("gnss.maps_too_small")
    lat, lon = np.radians(maps.lat_deg), np.radians(maps.lon_deg)
    days = mjd_of(maps.tai_ns)
    ratio = maps.base_radius_m / (maps.base_radius_m + maps.height_m)
    head = [len(days), len(lat), len(lon), lat[0], lat[1] - lat[0], lon[0], lon[1] - lon[0], ratio]
    return np.concatenate([head, [HEAD + len(days)], days, maps.tecu.ravel()])


def span_of(k: Floats) -> tuple[float, float]:
    """The days (modified Julian) of the first and the last map of `packed` ones."""
    return float(k[HEAD]), float(k[HEAD + int(k[0]) - 1])


def share_unknown(maps: IonosphereMaps, otherwise: float) -> float:
    """What the maps say of their own error over their content (root mean squares), or ``otherwise``."""
    if maps.rms_tecu is None:
        return otherwise
    both = np.isfinite(maps.rms_tecu) & np.isfinite(maps.tecu)
    if not both.any():
        return otherwise
    return float(np.sqrt(np.mean(maps.rms_tecu[both] ** 2) / np.mean(maps.tecu[both] ** 2)))


def mjd_of(tai_ns: NDArray[np.int64]) -> Floats:
    """Moments (TAI nanoseconds since 2000) as modified Julian days of GPS time.

    Maps are asked in the same scale; BDGIM means BDT, whose 14 s turn the Sun by 0.06 deg.
    """
    days: Floats = (np.asarray(tai_ns, np.int64) - 19 * 10**9) / DAY_NS + MJD_2000
    return days


@compiled
def pierce_point(k: Floats, lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float]:
    """Ionospheric pierce point: where a ray meets the maps' shell (rad)."""
    psi = np.pi / 2.0 - elevation - np.arcsin(k[7] * np.cos(elevation))
    there = np.arcsin(np.sin(lat) * np.cos(psi) + np.cos(lat) * np.sin(psi) * np.cos(azimuth))
    east = np.sin(psi) * np.sin(azimuth) * np.cos(lat)
    return there, lon + np.arctan2(east, np.cos(psi) - np.sin(lat) * np.sin(there))


@compiled
def slant_factor(k: Floats, elevation: float) -> float:
    """Mapping function: slant over vertical TEC, one over the cosine of the zenith distance at the shell."""
    sine = k[7] * np.cos(elevation)
    return float(1.0 / np.sqrt(1.0 - sine * sine))


@compiled
def vertical_tecu(k: Floats, lat: float, lon: float, mjd: float) -> float:
    """Vertical TEC, TECU, at a pierce point (rad) and moment; NaN where the maps do not know."""
    times = int(k[0])
    if mjd < k[HEAD] or mjd > k[HEAD + times - 1]:
        return np.nan
    row = 0
    while row + 2 < times and k[HEAD + row + 1] <= mjd:
        row += 1
    before, after = k[HEAD + row], k[HEAD + row + 1]
    w = (mjd - before) / (after - before)
    early = _node(k, row, lat, lon + 2.0 * np.pi * (mjd - before)) if w < 1.0 else 0.0
    late = _node(k, row + 1, lat, lon + 2.0 * np.pi * (mjd - after)) if w > 0.0 else 0.0
    return float((1.0 - w) * early + w * late)


@compiled
def _node(k: Floats, row: int, lat: float, lon: float) -> float:
    """One map between its four nodes; the longitude is taken round the Earth into the map's own span."""
    rows, columns = int(k[1]), int(k[2])
    east = (lon - k[5]) % (2.0 * np.pi) if k[6] > 0.0 else -((k[5] - lon) % (2.0 * np.pi))
    u, v = (lat - k[3]) / k[4], east / k[6]
    if u < 0.0 or u > rows - 1.0:
        edge = k[3] if u < 0.0 else k[3] + k[4] * (rows - 1.0)
        if abs(edge) < POLAR_RAD:
            return np.nan
        u = max(0.0, min(u, rows - 1.0))
    if v > columns - 1.0:
        return np.nan
    i, j = min(int(u), rows - 2), min(int(v), columns - 2)
    p, q = u - i, v - j
    at = int(k[8]) + (row * rows + i) * columns + j
    low = (1.0 - q) * k[at] + q * k[at + 1]
    high = (1.0 - q) * k[at + columns] + q * k[at + columns + 1]
    return float((1.0 - p) * low + p * high)
