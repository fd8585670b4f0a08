"""STAC items (specification 1.0 and 1.1) of a file, a catalogue or a folder, with what is asked of them."""

from __future__ import annotations

import math
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serai.earth import Box
from serai.errors import Refused
from serai.files import json_of, text
from serai.time import Instant

MOST_ITEMS = 100_000
DEEPEST = 16  # catalogues within catalogues
NEEDED = ("id", "type", "stac_version", "geometry", "properties", "assets")
INDEX = ("catalog.json", "collection.json")  # what stands for a folder, in this order
WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A scene as its catalogue tells it; ``said`` is the item as it was read, ``base`` the folder it lay in.

    ``start`` and ``end`` are its moments (one where it has one); ``cloud`` and ``gsd_m`` are NaN and
    ``platform`` empty where it does not say.
    """

    said: Mapping[str, Any]
    base: Path
    id: str
    start: Instant
    end: Instant
    box: Box
    platform: str
    cloud: float
    gsd_m: float

    @property
    def properties(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.said["properties"]
        return found

    def href(self, asset: str) -> str:
        """Where an asset lies: a path beside the item, or an address of the web."""
        return located(str(self.said["assets"][asset].get("href", "")), self.base)


def read_items(path: str | Path) -> tuple[CatalogueItem, ...]:
    """The items of an item, a collection of items, a catalogue or a folder, by time and then by id.

    Links are followed to files beside it and below; none leads to the web. Refused where there is none.
    """
    place = Path(path)
    found = [_item(said, base, name) for said, base, name in _walked(place, 0)]
    if not found:
        raise Refused("catalogue.no_items", file=place.name)
    if len(found) > MOST_ITEMS:
        raise Refused("catalogue.many_items", file=place.name, most=MOST_ITEMS)
    return tuple(sorted(found, key=lambda one: (one.start.tai_ns, one.id)))


def located(href: str, base: Path) -> str:
    """An address of the web as it is, a path from the folder of its item; other kinds are refused."""
    scheme = urllib.parse.urlsplit(href).scheme
    if scheme in WEB:
        return href
    if scheme == "file":
        return urllib.parse.unquote(urllib.parse.urlsplit(href).path)
    if scheme or not href or href.startswith("/vsi"):
        raise Refused("catalogue.href", href=href)
    return str(base / href)


def _walked(place: Path, depth: int) -> Iterator[tuple[Mapping[str, Any], Path, str]]:
    """The items below a file or a folder, each with the folder that it lies in and its file's name."""
    if depth > DEEPEST:
        raise Refused("catalogue.too_deep", file=place.name, most=DEEPEST)
    if place.is_dir():
        index = next((place / name for name in INDEX if (place / name).is_file()), None)
        for file in [index] if index else sorted(place.glob("*.json")):
            yield from _walked(file, depth + 1)
        return
    said = json_of(text(place), place.name)
    kind = said.get("type") if isinstance(said, dict) else None
    if kind == "Feature":
        yield said, place.parent, place.name
    elif kind == "FeatureCollection" and isinstance(said.get("features"), list):
        for one in said["features"]:
            yield one, place.parent, place.name
    elif kind in ("Catalog", "Collection"):
        for link in said.get("links", []):
            if link.get("rel") in ("item", "child"):
                yield from _walked(Path(located(str(link.get("href", "")), place.parent)), depth + 1)


def _item(said: Any, base: Path, file: str) -> CatalogueItem:
    lacking = tuple(key for key in NEEDED if not isinstance(said, dict) or key not in said)
    if lacking or not isinstance(said["properties"], dict) or not isinstance(said["assets"], dict):
        name = str(said.get("id", "?")) if isinstance(said, dict) else "?"
        raise Refused("catalogue.lacks", file=file, item=name, fields=lacking or ("properties", "assets"))
    about, name = said["properties"], str(said["id"])
    start = _moment(about, name, file, "datetime", "start_datetime")
    end = _moment(about, name, file, "end_datetime", "datetime", "start_datetime")
    return CatalogueItem(
        said=said,
        base=base,
        id=name,
        start=min(start, end) if about.get("datetime") is None else start,
        end=end,
        box=_box(said, name, file),
        platform=str(about.get("platform") or ""),
        cloud=_number(about.get("eo:cloud_cover")) / 100.0,
        gsd_m=_number(about.get("gsd")),
    )


def _moment(about: Mapping[str, Any], item: str, file: str, *names: str) -> Instant:
    value = next((about[name] for name in names if about.get(name)), None)
    try:
        return Instant.from_utc(str(value))
    except Refused:
        raise Refused("catalogue.time", file=file, item=item, came=str(value)) from None


def _box(said: Mapping[str, Any], item: str, file: str) -> Box:
    """The box of an item, that of its geometry where it tells none."""
    flat = said.get("bbox")
    try:
        if not flat:
            points = list(_points((said["geometry"] or {})["coordinates"]))
            lons, lats = [p[0] for p in points], [p[1] for p in points]
            flat = [min(lons), min(lats), max(lons), max(lats)]
        west, south, east, north = (
            float(flat[k]) for k in ((0, 1, 2, 3) if len(flat) == 4 else (0, 1, 3, 4))
        )
        return Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)
    except (KeyError, TypeError, ValueError, IndexError, Refused):
        raise Refused("catalogue.place", file=file, item=item) from None


def _points(some: Any) -> Iterator[tuple[float, float]]:
    if some and isinstance(some[0], int | float):
        yield float(some[0]), float(some[1])
        return
    for one in some:
        yield from _points(one)


def _number(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if known and isinstance(value, int | float) else math.nan
