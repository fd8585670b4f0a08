"""The slow, obvious way: every second of a span, and plain trigonometry of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation, Place
from serai.orbit import Motion
from serai.time import Span, grid

Floats = NDArray[np.float64]
A_M, B_M = 6_378_137.0, 6_356_752.314_245


def seconds(span: Span) -> NDArray[np.int64]:
    """Every second of a span."""
    return grid(span, 1.0)


def up_of(lat_deg: float, lon_deg: float) -> Floats:
    """The ellipsoid's normal."""
    lat, lon = np.radians([lat_deg, lon_deg])
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def point_of(place: Place) -> Floats:
    """A place by the parametric form of the ellipse, not by the radius of curvature."""
    up = up_of(place.lat_deg, place.lon_deg)
    axes = np.array([A_M**2, A_M**2, B_M**2])
    return axes * up / np.sqrt(np.sum(axes * up * up)) + place.height_m * up


def elevation(motion: Motion, place: Place, tai_ns: NDArray[np.int64], orientation: Orientation) -> Floats:
    """Degrees above the horizon, by the angle to the zenith."""
    d = motion.state(tai_ns, orientation)[0] - point_of(place)
    along = d @ up_of(place.lat_deg, place.lon_deg)
    return 90.0 - np.degrees(np.arccos(along / np.linalg.norm(d, axis=1)))


def off_nadir(motion: Motion, place: Place, tai_ns: NDArray[np.int64], orientation: Orientation) -> Floats:
    """Degrees from the geodetic nadir, which is found as the nearest point of the ellipsoid (Newton)."""
    r = motion.state(tai_ns, orientation)[0]
    axes = np.array([A_M**2, A_M**2, B_M**2])
    k = np.linalg.norm(r, axis=1) * 1e-14  # the foot is axes r / (axes + k), with sum (foot^2 / axes) = 1
    for _ in range(30):
        scaled = r / (axes + k[:, None])
        value = np.sum(axes * scaled**2, axis=1) - 1.0
        slope = -2.0 * np.sum(axes * scaled**2 / (axes + k[:, None]), axis=1)
        k = k - value / slope
    nadir = axes * r / (axes + k[:, None]) - r
    d = point_of(place) - r
    cosine = np.sum(nadir * d, axis=1) / np.linalg.norm(nadir, axis=1) / np.linalg.norm(d, axis=1)
    return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


def runs(holds: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last second of each run in which it holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], holds.astype(np.int8), [0]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
