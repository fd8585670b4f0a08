"""The areas of needs out of GeoJSON files, or CSV files of boxes or of single sites, in their folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import numpy as np

from serai.earth import Box
from serai.earth.samples import AreaSamples
from serai.errors import Refused
from serai.formats.places import NamedPlace, lists_places, read_places
from serai.needs.area import NeedArea
from serai.tables import Problem, Row
from serai.wording import Reason, reason

PLACES = 256  # at which an area is judged: how much a strip covers is then good to a point or two
COLUMN = "area"
SITES = "sites"
MOST_SITES = 64  # each is searched for by itself; what has more is an area
BESIDE_DEG = 0.1  # so far beyond its need's box an area may reach: edges of boxes are rounded


def read_area(folder: Path, row: Row, box: Box, *, judged: bool, wrong: list[Problem]) -> NeedArea | None:
    """The area that a row of needs.csv names; None where it names none, or a problem is added.

    ``judged`` says whether the need's service judges areas.
    """
    name = row.text(COLUMN)
    if not name:
        return None

    def bad(expected: Reason, hint: Reason | str = "") -> None:
        wrong.append(Problem(row.file, row.line, COLUMN, expected, name, hint))

    if not judged:
        bad(reason("corridor.no_area_here", service=row.text("service")))
        return None
    path = PurePosixPath(name)
    inside = (folder / name).resolve().is_relative_to(folder.resolve())
    if path.is_absolute() or ".." in path.parts or not inside:
        bad(reason("corridor.an_area_file"))
        return None
    try:
        area = area_of(folder / name, name)
    except (Refused, OSError) as error:
        bad(reason("corridor.an_area_file"), error.reason if isinstance(error, Refused) else "")
        return None
    if not _within(area, box):
        bad(reason("corridor.area_in_box", need=row.text("id")))
        return None
    return area


def area_of(path: Path, name: str) -> NeedArea:
    """The area of a file, with the places at which it is judged; refused in a sentence where it is none.

    A CSV with columns lat_deg and lon_deg lists single sites.
    """
    if lists_places(path):
        return _sites(read_places(path), name)
    from serai.formats.geojson import read_outline

    outline = read_outline(path)
    geometry = outline.geometry()
    return NeedArea(
        file=name,
        digest=hashlib.sha256(json.dumps(geometry).encode()).hexdigest()[:16],
        size=outline.size,
        unit=outline.unit,
        places=outline.samples(PLACES),
        geometry=MappingProxyType(geometry),
    )


def _sites(places: Sequence[NamedPlace], name: str) -> NeedArea:
    """Single sites, each of which counts as much as any other."""
    if len(places) > MOST_SITES:
        raise Refused("corridor.too_many_sites", most=MOST_SITES, count=len(places))
    lon, lat = (np.array([getattr(one.place, axis) for one in places]) for axis in ("lon_deg", "lat_deg"))
    geometry = {"type": "MultiPoint", "coordinates": np.stack([lon, lat], axis=1).tolist()}
    names = tuple(one.id for one in places)
    return NeedArea(
        file=name,
        digest=hashlib.sha256(json.dumps([geometry, names]).encode()).hexdigest()[:16],
        size=float(len(places)),
        unit=SITES,
        places=AreaSamples.at(lon, lat, np.ones(len(places)), SITES),
        geometry=MappingProxyType(geometry),
        sites=names,
    )


def _within(area: NeedArea, box: Box) -> bool:
    """Whether every place of an area lies in a box, or next to it."""
    lat, east = area.places.lat_deg, (area.places.lon_deg - box.lon_min + BESIDE_DEG) % 360.0
    north = (lat >= box.lat_min - BESIDE_DEG) & (lat <= box.lat_max + BESIDE_DEG)
    return bool((north & (east <= box.width_deg + 2.0 * BESIDE_DEG)).all())
