"""Scenes of STAC items as a stack: their cloud-optimised GeoTIFFs on one grid, read by windows.

Needs the extra `images` (pystac, rasterio, odc-stac), loaded when items are opened. A date is one pass of one
sensor: its tiles are laid beside each other, and of two that overlap the first counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.errors import Refused
from serai.files import StoredArray
from serai.observe.catalogue.items import CatalogueItem, read_items
from serai.observe.series.bands import CLOUD_OF, SEEN_OF, assets_of, baselines, calibration, mask_of
from serai.observe.series.extra import part
from serai.observe.series.grid import PixelGrid, grid_of
from serai.time import utc_texts
from serai.wording import Reason

PASS_S = 600.0  # tiles of one sensor within are of one pass
GRID_SAME = 1e-6  # of a pixel's size: as coordinates of GeoTIFF are written
SAME_PLACE = 0.9  # of both footprints together: two scenes of one place
VALID, CLOUD = "valid", "cloud"
TIMES, SENSOR, X, Y = "timestamps", "sensor", "x", "y"


@dataclass(frozen=True, slots=True)
class ImageDate:
    """One pass of one sensor over the place, and its scenes."""

    tai_ns: int
    sensor: str
    items: tuple[CatalogueItem, ...]


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Scenes of STAC items on one grid; bands by their common names, masks from what the scenes tell."""

    path: Path
    arrays: Mapping[str, StoredArray]
    notes: tuple[Reason, ...]
    dates: tuple[ImageDate, ...]
    grid: PixelGrid

    @classmethod
    def of(cls, path: str | Path, box: Box | None = None, resolution_m: float | None = None) -> ItemSource:
        """Open items on the grid of most of them, over their whole extent or that of a box."""
        place = Path(path)
        part("odc.stac")
        items = read_items(place)
        dates = passes(items, place.name)
        grid = grid_of(items, place.name, box, resolution_m)
        shape = (len(dates), *grid.shape)
        names = sorted({name for item in items for name in assets_of(item)} - {VALID, CLOUD})
        arrays = {name: StoredArray(name, shape, np.dtype(np.float32)) for name in names}
        if any(mask_of(item) for item in items):
            arrays |= {name: StoredArray(name, shape, np.dtype(np.bool_)) for name in (VALID, CLOUD)}
        for name, size in ((TIMES, len(dates)), (SENSOR, len(dates)), (X, shape[2]), (Y, shape[1])):
            arrays[name] = StoredArray(name, (size,), np.dtype(np.float64))
        return cls(place, arrays, tuple(baselines(items)), dates, grid)

    def rows(self, name: str, first: int, after: int) -> NDArray[Any]:
        """A band in the unit that its items tell, NaN where there is none; a mask as true and false."""
        found = np.empty((len(self.dates), after - first, self.grid.shape[1]), self.arrays[name].dtype)
        window = self.grid.rows(first, after)
        for k, date in enumerate(self.dates):
            found[k] = _mask(date, name, window) if name in (VALID, CLOUD) else _band(date, name, window)
        return found

    def whole(self, name: str) -> NDArray[Any]:
        if name == TIMES:
            return np.array(utc_texts(np.array([date.tai_ns for date in self.dates])))
        if name == SENSOR:
            return np.array([date.sensor for date in self.dates])
        return self.grid.columns_x() if name == X else self.grid.rows_y()

    def state(self) -> object:
        return [[[item.id for item in date.items] for date in self.dates], self.grid.said]


def passes(items: Sequence[CatalogueItem], file: str) -> tuple[ImageDate, ...]:
    """Scenes (in the order of time) by the pass that they are of; refused where two are of one place."""
    groups: list[list[CatalogueItem]] = []
    latest: dict[object, list[CatalogueItem]] = {}
    for item in items:
        key = (item.platform, tuple(calibration(item, asset) for _, asset in sorted(assets_of(item).items())))
        now = latest.get(key)
        if now is None or item.start.seconds_since(now[0].start) > PASS_S:
            now = latest[key] = []
            groups.append(now)
        now.append(item)
        _refuse_twice(groups, item, file)
    return tuple(ImageDate(one[0].start.tai_ns, one[0].platform, tuple(one)) for one in groups)


def _refuse_twice(groups: Sequence[Sequence[CatalogueItem]], item: CatalogueItem, file: str) -> None:
    """Two scenes of one sensor, one pass and one place are one too many, whatever their processing."""
    for group in groups[-4:]:
        for other in group:
            near = item.start.seconds_since(other.start) <= PASS_S and item.platform == other.platform
            if other is not item and near and _overlap(item.box, other.box) > SAME_PLACE:
                time = item.start.utc(decimals=0)
                raise Refused("series.same_scene", file=file, first=other.id, second=item.id, time=time)


def _overlap(one: Box, other: Box) -> float:
    """The share of two boxes together that both cover."""
    wide = min(one.lon_max, other.lon_max) - max(one.lon_min, other.lon_min)
    high = min(one.lat_max, other.lat_max) - max(one.lat_min, other.lat_min)
    both = max(wide, 0.0) * max(high, 0.0)
    sizes = [(b.lon_max - b.lon_min) * (b.lat_max - b.lat_min) for b in (one, other)]
    whole = sum(sizes) - both
    return both / whole if whole > 0.0 else float(one == other)


def _band(date: ImageDate, name: str, window: PixelGrid) -> NDArray[np.float32]:
    """The values of a band on some rows: the first scene of the pass that has one."""
    found = np.full(window.shape, np.nan, np.float32)
    for item in date.items:
        key = assets_of(item).get(name)
        if key is not None:
            numbers, there = _read(item, key, window)
            told = calibration(item, key)
            values = (numbers * told.scale + told.offset).astype(np.float32)
            found = np.where(np.isnan(found) & there, values, found)
    return found


def _mask(date: ImageDate, name: str, window: PixelGrid) -> NDArray[np.bool_]:
    """Where the ground is seen (or cloud hides it), by the first scene of the pass that covers a pixel."""
    found, told = np.zeros(window.shape, np.bool_), np.zeros(window.shape, np.bool_)
    for item in date.items:
        asset = mask_of(item)
        if asset is None:
            there, said = ~told, np.full(window.shape, name == VALID)
        else:
            numbers, there = _read(item, asset[0], window)
            said = (SEEN_OF if name == VALID else CLOUD_OF)[asset[1]](numbers)
        found = np.where(there & ~told, said, found)
        told |= there
    return found


def _read(item: CatalogueItem, key: str, window: PixelGrid) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The numbers of an asset on some rows and where it has any; refused where its file is cut."""
    rasterio, errors = part("rasterio"), part("rasterio.errors")
    try:
        with rasterio.open(item.href(key)) as file:
            _refuse_other_projection(item, key, file)
            at = _offset(file, window)
            if at is not None:
                return _cut(file, at, window)
            nodata = 0 if file.nodata is None else file.nodata
        found = part("odc.stac").load(
            [_pystac(item)], bands=[key], geobox=window.geobox(), nodata=nodata, resampling="nearest"
        )
    except (errors.RasterioError, OSError) as wrong:
        said = " ".join(str(wrong).split())[-160:]
        raise Refused("series.asset_unread", item=item.id, asset=key, said=said) from None
    numbers = found[key].values[0]
    return numbers, np.isfinite(numbers) & (numbers != nodata)


def _offset(file: Any, window: PixelGrid) -> tuple[int, int] | None:
    """Row and column of a file at which a grid begins; None where its pixels lie otherwise."""
    own, asked = file.transform, window.affine
    if file.crs != part("rasterio.crs").CRS.from_user_input(window.crs) or own.b or own.d:
        return None
    if abs(own.a - asked[0]) > GRID_SAME * asked[0] or abs(own.e - asked[4]) > GRID_SAME * asked[0]:
        return None
    column, row = (asked[2] - own.c) / own.a, (asked[5] - own.f) / own.e
    off = abs(column - round(column)) + abs(row - round(row))
    return None if off > GRID_SAME * 1e3 else (round(row), round(column))


def _cut(file: Any, at: tuple[int, int], window: PixelGrid) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """A window of a file, which may reach beyond it."""
    (row, column), (rows, columns) = at, window.shape
    numbers = np.zeros(window.shape, file.dtypes[0])
    there = np.zeros(window.shape, np.bool_)
    top, left = max(row, 0), max(column, 0)
    bottom, right = min(row + rows, file.height), min(column + columns, file.width)
    if top < bottom and left < right:
        some = file.read(1, window=((top, bottom), (left, right)))
        inside = (slice(top - row, bottom - row), slice(left - column, right - column))
        numbers[inside] = some
        known = np.isfinite(some) if some.dtype.kind == "f" else np.ones(some.shape, np.bool_)
        there[inside] = known if file.nodata is None else known & (some != file.nodata)
    return numbers, there


def _refuse_other_projection(item: CatalogueItem, key: str, file: Any) -> None:
    """An item that tells another projection than its file would be laid in the wrong place."""
    about = {**item.properties, **item.said["assets"][key]}
    code = about.get("proj:code") or (about.get("proj:epsg") and f"EPSG:{about['proj:epsg']}")
    if code and file.crs and file.crs != part("rasterio.crs").CRS.from_user_input(code):
        own = file.crs.to_string()
        raise Refused("series.other_projection", item=item.id, asset=key, told=str(code), came=own)


def _pystac(item: CatalogueItem) -> Any:
    """The item as pystac has it, its assets by whole paths."""
    assets = {key: {**one, "href": item.href(key)} for key, one in item.said["assets"].items()}
    return part("pystac").Item.from_dict({**item.said, "assets": assets, "links": []})
