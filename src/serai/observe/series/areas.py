"""Polygons of a watched place: which pixels lie in each, and what the record says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import json_of, text
from serai.observe.series.charts import NEVER
from serai.observe.series.record import Monitoring
from serai.observe.series.stack import ImageStack
from serai.wording import harmless_name

X, Y = "x", "y"


@dataclass(frozen=True, slots=True)
class PolygonRecord:
    """One polygon: its pixels, the shares valid and changed, and when most were first disturbed ("": none).

    A pixel belongs to a polygon in which its centre lies; ``trend`` is the median by year.
    """

    name: str
    pixels: int
    watched: int
    valid: float
    changed: float
    first: str
    trend: float


def polygon_records(found: Monitoring, path: str | Path) -> tuple[PolygonRecord, ...]:
    """What the record says of each polygon of a GeoJSON file, in the coordinates of the stack's x and y."""
    file = Path(path).name
    x, y = _centres(found.stack)
    return tuple(
        _record(found, name, _inside(_on_grid(found.stack, rings), x, y), file)
        for name, rings in _polygons(json_of(text(path), file), file)
    )


def _record(found: Monitoring, name: str, mask: NDArray[np.bool_], file: str) -> PolygonRecord:
    pixels = int(mask.sum())
    if not pixels:
        raise Refused("series.polygon_outside", file=file, name=name)
    watched = int((mask & found.maps["watched"]).sum())
    first = found.maps["first_disturbed"][mask]
    broken = first[first != NEVER]
    trend = found.maps["trend_per_year"][mask]
    known = trend[np.isfinite(trend)]
    return PolygonRecord(
        name=name,
        pixels=pixels,
        watched=watched,
        valid=float(found.maps["valid_count"][mask].mean()) / found.stack.dates,
        changed=len(broken) / max(watched, 1),
        first=found.stack.times[int(np.bincount(broken).argmax())] if len(broken) else "",
        trend=float(np.median(known)) if len(known) else float("nan"),
    )


def _centres(stack: ImageStack) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coordinates of the pixels' centres by column and by row."""
    rows, columns = stack.shape
    found = {}
    for name, size in ((X, columns), (Y, rows)):
        if name not in stack.arrays or stack.arrays[name].shape != (size,):
            raise Refused("series.no_coordinates", file=stack.path.name, columns=columns, rows=rows)
        found[name] = stack.source.whole(name).astype(np.float64)
    return found[X], found[Y]


def _polygons(data: Any, file: str) -> Iterator[tuple[str, list[NDArray[np.float64]]]]:
    """The names and rings of each feature that is a polygon or several (RFC 7946)."""
    features = data.get("features", [data]) if isinstance(data, dict) else []
    if not features:
        raise Refused("series.no_polygon", file=file)
    for number, feature in enumerate(features, 1):
        shape = feature.get("geometry", feature) if isinstance(feature, dict) else {}
        told = feature.get("properties") or {} if isinstance(feature, dict) else {}
        name = harmless_name(str(told.get("name") or told.get("id") or number))
        yield name, _rings(shape, file)


def _on_grid(stack: ImageStack, rings: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Rings in the coordinates of the pixels: where a projection is known they come in degrees."""
    grid = stack.source.grid
    if grid is None:
        return rings
    return [np.column_stack(grid.projected(ring[:, 0], ring[:, 1])) for ring in rings]


def _rings(shape: Any, file: str) -> list[NDArray[np.float64]]:
    kinds = {"Polygon": 1, "MultiPolygon": 2}
    try:
        depth = kinds[shape["type"]]
        polygons = [shape["coordinates"]] if depth == 1 else shape["coordinates"]
        found = [
            np.array([point[:2] for point in ring], dtype=np.float64) for one in polygons for ring in one
        ]
    except (KeyError, TypeError, ValueError, IndexError):
        raise Refused("series.no_polygon", file=file) from None
    if not found or any(ring.ndim != 2 or len(ring) < 4 or not np.isfinite(ring).all() for ring in found):
        raise Refused("series.no_polygon", file=file)
    return found


def _inside(
    rings: list[NDArray[np.float64]], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which centres lie inside by the even-odd rule: rows of y by columns of x."""
    inside = np.zeros((len(y), len(x)), dtype=np.bool_)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
            if y1 == y2:
                continue
            rows = (y1 <= y) != (y2 <= y)
            crossing = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            inside ^= rows[:, None] & (x[None, :] < crossing[:, None])
    return inside
