"""The ionosphere grid of SBAS L1: the delay and its variance along a ray, between grid points.

RTCA DO-229F, A.4.4.10: pierce point at 350 km, cells of 5 degrees, else of 10, else triangles of them, that
surround it. A point that says "do not use" rules out the ray; one not monitored leaves the triangle of the
others. Poleward of 75 degrees nothing is told: the cells there are of another kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.formats.sbas.records import Degradation, IonosphereDelays, IonosphereMask
from serai.formats.sbas.tables import SIGMA2_GIVE_M2, grid_points

Floats = NDArray[np.float64]

EARTH_KM, SHELL_KM = 6378.1363, 350.0  # DO-229F, A.4.4.10.1
TIMEOUT_S = 600.0  # message 26, DO-229F, A.4.6
MASK_TIMEOUT_S = 1200.0  # message 18
NOT_MONITORED = 15
POLEWARD_DEG, WIDE_DEG = 75.0, 60.0
BLOCK = 15


@dataclass(frozen=True, slots=True)
class Point:
    """A grid point as last heard: delay on L1 (m; None do not use), GIVEI, TAI second."""

    delay_m: float | None
    givei: int
    time_s: float


@dataclass(frozen=True, slots=True)
class SlantDelay:
    """The delay on L1 along one ray (m) and its variance (m^2); NaN where the grid says nothing."""

    delay_m: float
    variance_m2: float


UNKNOWN = SlantDelay(float("nan"), float("nan"))


class IonosphericGrid:
    """What a sender has said of the ionosphere; it hears messages 18 and 26 and answers for a moment."""

    def __init__(self) -> None:
        self._masks: dict[int, tuple[IonosphereMask, float]] = {}
        self._points: dict[tuple[int, int], Point] = {}
        self._in_mask: frozenset[tuple[int, int]] = frozenset()
        self._known: dict[tuple[int, int], Point] = {}
        self._known_until_s = float("-inf")

    def hear(self, record: object, time_s: float) -> None:
        """Take a message; delays whose issue is not the mask's are not taken."""
        self._known_until_s = float("-inf")
        if isinstance(record, IonosphereMask):
            old = self._masks.get(record.band)
            self._masks[record.band] = (record, time_s)
            if old is None or old[0] != record:
                for place in grid_points(record.band):
                    self._points.pop(place, None)
                self._in_mask = frozenset(
                    grid_points(band)[k] for band, (mask, _) in self._masks.items() for k in mask.points
                )
        elif isinstance(record, IonosphereDelays):
            found = self._masks.get(record.band)
            if found is None or found[0].iodi != record.iodi or time_s - found[1] > MASK_TIMEOUT_S:
                return
            places, listed = grid_points(record.band), found[0].points
            for k, (delay, givei) in enumerate(zip(record.delays_m, record.givei, strict=True)):
                at = BLOCK * record.block + k
                if at < len(listed):
                    self._points[places[listed[at]]] = Point(delay, givei, time_s)

    def known(self, now_s: float) -> dict[tuple[int, int], Point]:
        """The points heard and not timed out; the same table as before while nothing has changed."""
        if now_s > self._known_until_s:
            fresh = {place: p for place, p in self._points.items() if now_s - p.time_s <= TIMEOUT_S}
            self._known = fresh
            self._known_until_s = min((p.time_s for p in fresh.values()), default=now_s) + TIMEOUT_S
        return self._known

    def listed(self) -> frozenset[tuple[int, int]]:
        """The points of the masks heard."""
        return self._in_mask


def pierce_point(lat: float, lon: float, azimuth: float, elevation: float) -> tuple[float, float, float]:
    """Ionospheric pierce point (rad) and obliquity: by what the vertical delay is to be multiplied."""
    share = EARTH_KM / (EARTH_KM + SHELL_KM) * np.cos(elevation)
    turn = np.pi / 2.0 - elevation - np.arcsin(share)
    there = np.arcsin(np.sin(lat) * np.cos(turn) + np.cos(lat) * np.sin(turn) * np.cos(azimuth))
    east = np.arctan2(
        np.sin(turn) * np.sin(azimuth),
        np.cos(turn) * np.cos(lat) - np.sin(turn) * np.sin(lat) * np.cos(azimuth),
    )
    over = (lon + east + np.pi) % (2.0 * np.pi) - np.pi
    return float(there), float(over), float(1.0 / np.sqrt(1.0 - share**2))


def slant(
    points: Mapping[tuple[int, int], Point],
    listed: frozenset[tuple[int, int]],
    by: Degradation,
    now_s: float,
    pierce: tuple[float, float, float],
) -> SlantDelay:
    """Slant ionosphere delay along the ray through a pierce point, from the grid points known."""
    lat, lon, steep = np.degrees(pierce[0]), np.degrees(pierce[1]), pierce[2]
    if abs(lat) > POLEWARD_DEG:
        return UNKNOWN
    for corners, x, y in _cells(float(lat), float(lon)):
        if _weights([corner in listed for corner in corners], x, y) is not None:
            surround = [points.get(c) if c in listed else None for c in corners]
            return _interpolated(surround, x, y, by, now_s, steep)
    return UNKNOWN


def _interpolated(
    surround: Sequence[Point | None], x: float, y: float, by: Degradation, now_s: float, steep: float
) -> SlantDelay:
    """The delay between the grid points around a ray; unknown where one of them is not to be used."""
    heard = [p is not None and p.givei < NOT_MONITORED for p in surround]
    weights = _weights(heard, x, y)
    if weights is None or any(p is not None and p.delay_m is None for p in surround):
        return UNKNOWN
    delay, variance = 0.0, 0.0
    for weight, point in zip(weights, surround, strict=True):
        if weight != 0.0 and point is not None and point.delay_m is not None:
            delay += weight * point.delay_m
            variance += weight * _variance_m2(point, by, now_s)
    return SlantDelay(steep * delay, steep**2 * variance)


def _variance_m2(point: Point, by: Degradation, now_s: float) -> float:
    """A point's variance with what its age adds (A.4.5.2)."""
    age = max(0.0, now_s - point.time_s)
    steps = age // by.i_iono_s if by.i_iono_s else 0.0
    added = by.c_iono_step_m * steps + by.c_iono_ramp_mps * age
    give2 = SIGMA2_GIVE_M2[point.givei]
    return float(give2 + added**2 if by.rss_iono else (np.sqrt(give2) + added) ** 2)


def _cells(lat: float, lon: float) -> list[tuple[list[tuple[int, int]], float, float]]:
    """Cells around a place, best first: corners (SW, NW, SE, NE) and the place's share to the east, north."""
    kinds = [(5, 0, 5)] if abs(lat) <= WIDE_DEG else [(5, 0, 10)]
    kinds += [(10, 5, 10), (10, 0, 10)]  # 10 degrees of latitude: ... 45, 55, 65 ... or ... 40, 50, 60 ...
    cells = []
    for height, shift, width in kinds:
        south = int(np.floor((lat - shift) / height)) * height + shift
        west = int(np.floor(lon / width)) * width
        east = (west + width + 180) % 360 - 180
        corners = [(south, west), (south + height, west), (south, east), (south + height, east)]
        cells.append((corners, (lon - west) / width, (lat - south) / height))
    return cells


def _weights(there: list[bool], x: float, y: float) -> tuple[float, float, float, float] | None:
    """Weights of SW, NW, SE, NE: of all four, or of three whose triangle holds the place (A.4.4.10.3)."""
    if all(there):
        return (1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y
    if sum(there) != 3:
        return None
    missing = there.index(False)
    if missing == 3:
        weights = (1 - x - y, y, x, 0.0)
    elif missing == 2:
        weights = (1 - y, y - x, 0.0, x)
    elif missing == 1:
        weights = (1 - x, 0.0, x - y, y)
    else:
        weights = (0.0, 1 - x, 1 - y, x + y - 1)
    return weights if min(weights) >= 0.0 else None
