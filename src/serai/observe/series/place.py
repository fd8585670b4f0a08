"""Where on the Earth what changed lies: the box of the changed pixels, in degrees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.errors import Refused
from serai.observe.series.record import Monitoring
from serai.observe.series.stack import ImageStack

BOX = "bbox"  # an array of an archive: west, south, east, north, degrees
WITHIN = (0.02, 0.98)  # of the changed rows and columns: single pixels far away move no satellite


def changed_box(found: Monitoring, by: str) -> Box | None:
    """The box of what was confirmed as changed by a moment; of the whole stack where nothing was.

    None where the stack tells no place. Of rows and columns the outermost two per cent are left out.
    """
    at = found.maps["confirmed"]
    mask = (at >= 0) & (np.array([*found.stack.times, ""])[at] <= by)
    rows, columns = np.nonzero(mask if mask.any() else np.ones(at.shape, np.bool_))
    top, bottom = _span(rows)
    left, right = _span(columns)
    return pixel_box(found.stack, (top, bottom), (left, right))


def _span(at: NDArray[np.intp]) -> tuple[int, int]:
    first, last = np.quantile(at, WITHIN, method="nearest").tolist()
    return int(first), int(last) + 1


def pixel_box(stack: ImageStack, rows: tuple[int, int], columns: tuple[int, int]) -> Box | None:
    """The box in degrees of rows and columns, from a first one to before another; None where unknown."""
    grid = stack.source.grid
    if grid is not None:
        step_x, step_y, x0, y0 = grid.affine[0], grid.affine[4], grid.affine[2], grid.affine[5]
        x = np.array([x0 + step_x * c for c in columns for _ in rows])
        y = np.array([y0 + step_y * r for _ in columns for r in rows])
        lon, lat = grid.lon_lat(x, y)
        return _box(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    if BOX not in stack.arrays:
        return None
    whole = stack.source.whole(BOX).astype(np.float64).ravel()
    if len(whole) != 4 or not np.isfinite(whole).all():
        raise Refused("series.bad_box", file=stack.path.name)
    west, south, east, north = whole.tolist()
    height, width = stack.shape
    lons = [west + (east - west) * c / width for c in columns]
    lats = [north + (south - north) * r / height for r in rows]
    return _box(lons[0], lats[1], lons[1], lats[0])


def _box(west: float, south: float, east: float, north: float) -> Box:
    return Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)
