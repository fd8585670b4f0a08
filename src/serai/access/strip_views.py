"""How the middle of each strip is seen: from where, by what light, and whether the Sun glints there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.strips import Strips, Sweeping, places_beside_deg
from serai.earth import Orientation, geodetic, sun_ecef_unit
from serai.earth.ellipsoid import places_ecef_m, up_unit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripViews:
    """Of each strip's middle (n,): degrees, and ``stretch`` of a pixel at nadir across and along the track.

    ``glint_deg`` is how far the Sun's mirror image on level water lies from the direction of sight;
    ``azimuth_deg`` is the Sun's, from north by east. A pixel grows with the range over the height along the
    track, and across it by the obliqueness as well (a frame that keeps its angle: no on-board correction).
    """

    lat_deg: Floats
    lon_deg: Floats
    sun_deg: Floats
    azimuth_deg: Floats
    glint_deg: Floats
    across: Floats
    along: Floats


def strip_views(sweep: Sweeping, strips: Strips, orientation: Orientation) -> StripViews:
    """The views of strips of a sweep, each where it lies by itself, at its middle moment."""
    r, v = _states(sweep, strips)
    lon, lat = places_beside_deg(r, v, 0.5 * (strips.low_m + strips.high_m)).T
    place, up = places_ecef_m(lat, lon), up_unit(lat, lon)
    sight = r - place
    reach = np.linalg.norm(sight, axis=1)
    sight /= reach[:, None]
    sun = sun_ecef_unit(strips.at_ns, orientation) if len(strips) else np.empty((0, 3))
    height = np.einsum("ij,ij->i", sun, up)
    mirrored = 2.0 * height[:, None] * up - sun
    east = np.stack([-np.sin(np.radians(lon)), np.cos(np.radians(lon)), np.zeros(len(lon))], axis=1)
    north = np.cross(up, east)
    azimuth = np.arctan2(np.einsum("ij,ij->i", sun, east), np.einsum("ij,ij->i", sun, north))
    incidence = np.clip(np.einsum("ij,ij->i", sight, up), 1e-3, 1.0)
    along = reach / geodetic(r)[2]
    return StripViews(
        lat_deg=lat,
        lon_deg=lon,
        sun_deg=np.degrees(np.arcsin(np.clip(height, -1.0, 1.0))),
        azimuth_deg=np.degrees(azimuth) % 360.0,
        glint_deg=np.degrees(np.arccos(np.clip(np.einsum("ij,ij->i", sight, mirrored), -1.0, 1.0))),
        across=along / incidence,
        along=along,
    )


def _states(sweep: Sweeping, strips: Strips) -> tuple[Floats, Floats]:
    """Where each satellite is at the middle of its strip (n, 3) m, and how it moves; 100 m between rows."""
    fly, p = sweep.flyovers, strips.flyover
    row = (strips.at_ns - fly.start_ns[p]) / fly.step_ns[p]
    last = np.diff(fly.rows)[p] - 2
    k = np.clip(row.astype(np.int64), 0, last)
    t = (row - k)[:, None]
    a, b = fly.ways[fly.rows[p] + k], fly.ways[fly.rows[p] + k + 1]
    state = (1.0 - t) * a + t * b
    return state[:, :3], state[:, 3:6]
