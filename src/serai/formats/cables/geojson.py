"""Cables from GeoJSON (RFC 7946): a feature with a line, or several that meet end to end, is one cable.

Of its properties are read `name` (or `id`), `kind`, `capacity_bps`, `length_km`, `owner`, `a` and `b` (names
of the ends); the length is else that of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np

from serai.earth import great_circle_m
from serai.files import json_of, text
from serai.formats.cables.drawn import MOST, DrawnCable, End, kind_of, positive, refused
from serai.formats.refusal import BadFile
from serai.wording import reason


def read_geojson_cables(path: str | Path) -> tuple[DrawnCable, ...]:
    """The cables of a file, in its order; a line that is no feature is a cable without a name."""
    file = Path(path).name
    found = json_of(text(path), file)
    cables = [
        cable for k, one in enumerate(_features(found, file), start=1) for cable in _cables(one, file, k)
    ]
    if not cables or len(cables) > MOST:
        expected = reason("formats.expected.cable.some", most=MOST)
        raise BadFile(file, 0, expected, reason("formats.came.cables", count=len(cables)))
    return tuple(cables)


def _features(found: object, file: str) -> list[Mapping[str, object]]:
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if isinstance(features, list) and all(isinstance(one, dict) for one in features):
            return features
    elif isinstance(found, dict) and found.get("type") == "Feature":
        return [found]
    elif isinstance(found, dict) and found.get("type") in ("LineString", "MultiLineString"):
        return [{"geometry": found}]
    raise BadFile(file, 0, reason("formats.expected.cable.geojson"), str(found)[:40])


def _cables(feature: Mapping[str, object], file: str, number: int) -> Iterator[DrawnCable]:
    """The cable of a feature; of a MultiLineString whose parts do not meet one for each part."""
    said = feature.get("properties")
    about: Mapping[str, object] = said if isinstance(said, dict) else {}
    name = str(about.get("name") or about.get("id") or f"cable {number}")
    shape = feature.get("geometry")
    geometry: Mapping[str, object] = shape if isinstance(shape, dict) else {}
    lines = {"LineString": [geometry.get("coordinates")], "MultiLineString": geometry.get("coordinates")}.get(
        str(geometry.get("type"))
    )
    if not isinstance(lines, list) or not lines:
        came = str(geometry.get("type") or shape)[:40]
        raise refused(file, name, reason("formats.expected.cable.line"), came)
    parts = [_line(line, file, name) for line in lines]
    whole = all((a[-1] == b[0]).all() for a, b in pairwise(parts))
    if whole:
        parts = [np.concatenate(parts)]
    for k, line in enumerate(parts, start=1):
        yield _cable(line, about, file, name if len(parts) == 1 else f"{name} ({k})")


def _line(given: object, file: str, name: str) -> np.ndarray:
    """Positions (n, 2), longitude and latitude, of a line with two ends."""
    rows = given if isinstance(given, list) else []
    try:
        line = np.array([row[:2] for row in rows], dtype=np.float64).reshape(len(rows), 2)
    except (TypeError, ValueError):
        raise refused(file, name, reason("formats.expected.area.position"), str(given)[:40]) from None
    if len(line) < 2:
        raise refused(
            file,
            name,
            reason("formats.expected.cable.ends"),
            reason("formats.came.positions", count=len(line)),
        )
    if not np.isfinite(line).all() or (np.abs(line) > (360.0, 90.0)).any():
        raise refused(file, name, reason("formats.expected.area.position"), str(given)[:40])
    return line


def _cable(line: np.ndarray, about: Mapping[str, object], file: str, name: str) -> DrawnCable:
    lon, lat = line.T
    drawn_km = float(np.sum(great_circle_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))) / 1e3
    length_km = positive(file, name, "length_km", about.get("length_km")) or drawn_km
    if length_km <= 0.0:
        raise refused(file, name, reason("formats.expected.cable.two_ends"), reason("formats.came.nothing"))
    return DrawnCable(
        name=name,
        kind=kind_of(file, name, about.get("kind"), "submarine"),
        a=_end(line[0], about.get("a")),
        b=_end(line[-1], about.get("b")),
        length_km=length_km,
        capacity_bps=positive(file, name, "capacity_bps", about.get("capacity_bps")),
        owner=str(about.get("owner") or ""),
    )


def _end(position: np.ndarray, name: object) -> End:
    lon = (float(position[0]) + 180.0) % 360.0 - 180.0
    return End(lat_deg=float(position[1]), lon_deg=lon, name=str(name or ""))
