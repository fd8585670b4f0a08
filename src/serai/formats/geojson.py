"""Areas and lines from GeoJSON (RFC 7946) or a CSV of boxes.

Polygon, MultiPolygon, LineString, MultiLineString, and features and collections of them: polygons together
are one area, lines one length. Which way a ring is wound counts not; an edge over more than 180 degrees of
longitude crosses the date line. Not both polygons and lines, and no points.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.files import csv_rows, json_of, text
from serai.formats.refusal import BadFile
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
Polygon = list[Floats]
MOST_VERTICES = 2_000_000  # 64 MB of text hold about as many
BOX_COLUMNS = ("lon_min", "lat_min", "lon_max", "lat_max")
DEEPEST = 32  # collections in collections


def read_outline(path: str | Path) -> Outline:
    """The area or the lines of a file: GeoJSON, or CSV with columns lon_min, lat_min, lon_max, lat_max."""
    name, said = Path(path).name, text(path)
    if said.lstrip()[:1] not in ("{", "["):
        return _boxes(said, name)
    return outline_of(json_of(said, name), name)


def outline_of(found: object, name: str) -> Outline:
    """The area or the lines of a GeoJSON object; ``name`` is said where it is refused."""
    polygons: list[Polygon] = []
    lines: list[Floats] = []
    for kind, coordinates in _shapes(found, name, DEEPEST):
        several = coordinates if kind.startswith("Multi") else [coordinates]
        if kind in ("Polygon", "MultiPolygon"):
            polygons += [_polygon(one, name) for one in _list(several, name)]
        elif kind in ("LineString", "MultiLineString"):
            lines += [_path(one, name, least=2) for one in _list(several, name)]
        else:
            raise _bad(name, reason("formats.expected.area.shape"), reason("formats.came.shape", kind=kind))
    _refuse_amount(polygons, lines, name)
    try:
        return Outline.of_polygons(polygons) if polygons else Outline.of_lines(lines)
    except Refused as why:
        raise Refused("formats.bad_file", file=name, says=why.reason) from None


def _polygon(given: object, name: str) -> Polygon:
    """An outer ring and its holes."""
    rings = [_ring(ring, name) for ring in _list(given, name)]
    if not rings:
        raise _bad(name, reason("formats.expected.area.closed_ring"), reason("formats.came.nothing"))
    return rings


def _refuse_amount(polygons: Sequence[Polygon], lines: Sequence[Floats], name: str) -> None:
    """Refuse nothing, polygons and lines together, and more vertices than anybody needs."""
    vertices = sum(len(ring) for one in polygons for ring in one) + sum(map(len, lines))
    if vertices > MOST_VERTICES:
        came = reason("formats.came.vertices", count=vertices)
        raise _bad(name, reason("formats.expected.area.fewer_vertices"), came)
    if not vertices:
        raise _bad(name, reason("formats.expected.area.shape"), reason("formats.came.nothing"))
    if polygons and lines:
        raise _bad(name, reason("formats.expected.area.one_kind"), reason("formats.came.both"))


def _shapes(found: object, name: str, deepest: int) -> Iterator[tuple[str, Any]]:
    """Every geometry of a GeoJSON object: its type and its coordinates."""
    if not isinstance(found, dict) or not isinstance(found.get("type"), str) or deepest == 0:
        raise _bad(name, reason("formats.expected.area.geojson"), reason("formats.came.no_type"))
    kind = found["type"]
    if kind == "FeatureCollection":
        inner = _list(found.get("features"), name)
    elif kind == "GeometryCollection":
        inner = _list(found.get("geometries"), name)
    elif kind == "Feature":
        inner = [] if found.get("geometry") is None else [found["geometry"]]
    else:
        yield kind, found.get("coordinates")
        return
    for one in inner:
        yield from _shapes(one, name, deepest - 1)


def _ring(given: object, name: str) -> Floats:
    """A closed ring of at least four positions."""
    path = _path(given, name, least=4)
    if (path[0] != path[-1]).any():
        ends = tuple(
            reason("formats.came.position", lon=float(x), lat=float(y)) for x, y in (path[0], path[-1])
        )
        raise _bad(
            name,
            reason("formats.expected.area.closed_ring"),
            reason("formats.came.open_ring", first=ends[0], last=ends[1]),
        )
    return path


def _path(given: object, name: str, *, least: int) -> Floats:
    """Positions (n, 2): longitude and latitude, checked."""
    rows = _list(given, name)
    if len(rows) < least:
        raise _bad(
            name,
            reason("formats.expected.area.positions", least=least),
            reason("formats.came.positions", count=len(rows)),
        )
    try:
        path = np.array([(row[0], row[1]) for row in rows], dtype=np.float64)
    except (TypeError, ValueError, IndexError, KeyError):
        raise _bad(name, reason("formats.expected.area.position"), _first_bad(rows)) from None
    outside = (np.abs(path[:, 1]) > 90.0) | (np.abs(path[:, 0]) > 360.0) | ~np.isfinite(path).all(axis=1)
    if outside.any():
        lon, lat = path[int(np.argmax(outside))]
        raise _bad(
            name,
            reason("formats.expected.area.position"),
            reason("formats.came.position", lon=float(lon), lat=float(lat)),
        )
    return path


def _first_bad(rows: Sequence[Any]) -> Reason:
    """The first position that is none, as it came."""
    for row in rows:
        pair = row[:2] if isinstance(row, list) else []
        if len(pair) < 2 or not all(isinstance(v, int | float) and math.isfinite(v) for v in pair):
            return reason("formats.came.text", text=str(row)[:40])
    return reason("formats.came.nothing")


def _list(given: object, name: str) -> list[Any]:
    if not isinstance(given, list):
        raise _bad(
            name,
            reason("formats.expected.area.coordinates"),
            reason("formats.came.text", text=str(given)[:40]),
        )
    return given


def _bad(name: str, expected: Reason, came: Reason) -> BadFile:
    return BadFile(name, 0, expected, came)


def _boxes(said: str, name: str) -> Outline:
    """The union of the boxes of a CSV text."""
    head, *_ = next(csv.reader(io.StringIO(said)), [""]), None
    columns = [cell.strip() for cell in head]
    if any(column not in columns for column in BOX_COLUMNS):
        expected = reason("formats.expected.area.file", columns=BOX_COLUMNS)
        raise BadFile(name, 1, expected, ",".join(columns)[:60])
    places = [columns.index(column) for column in BOX_COLUMNS]
    boxes = []
    for line, cells in csv_rows(said, name):
        if line == 1 or not any(cell.strip() for cell in cells):
            continue
        try:
            west, south, east, north = (float(cells[k]) for k in places)
            boxes.append(Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north))
        except (ValueError, IndexError) as wrong:
            why = wrong.reason if isinstance(wrong, Refused) else reason("formats.expected.area.numbers")
            raise BadFile(name, line, why, ",".join(cells)[:60]) from None
    if not boxes:
        raise _bad(name, reason("formats.expected.area.shape"), reason("formats.came.nothing"))
    return Outline.of_boxes(boxes)
