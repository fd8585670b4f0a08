"""The grid that scenes are read on: a projection, a transform, so many rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.errors import Refused
from serai.observe.catalogue.items import CatalogueItem
from serai.observe.series.bands import assets_of
from serai.observe.series.extra import part

Floats = NDArray[np.float64]
Affine = tuple[float, float, float, float, float, float]
MOST_PIXELS = 1 << 34


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """Pixels of a projection: ``affine`` leads from column and row to x and y (GDAL's order of six)."""

    crs: str
    affine: Affine
    shape: tuple[int, int]

    @property
    def said(self) -> list[object]:
        return [self.crs, *self.affine, *self.shape]

    def rows(self, first: int, after: int) -> PixelGrid:
        """The grid of some of its rows."""
        a, b, c, d, e, f = self.affine
        return PixelGrid(self.crs, (a, b, c + b * first, d, e, f + e * first), (after - first, self.shape[1]))

    def columns_x(self) -> Floats:
        found: Floats = self.affine[2] + self.affine[0] * (np.arange(self.shape[1], dtype=np.float64) + 0.5)
        return found

    def rows_y(self) -> Floats:
        found: Floats = self.affine[5] + self.affine[4] * (np.arange(self.shape[0], dtype=np.float64) + 0.5)
        return found

    def lon_lat(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes of points of the projection, degrees."""
        lon, lat = part("rasterio.warp").transform(self.crs, "EPSG:4326", x.tolist(), y.tolist())
        return np.array(lon), np.array(lat)

    def projected(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Points of the projection from longitudes and latitudes, degrees."""
        x, y = part("rasterio.warp").transform("EPSG:4326", self.crs, lon.tolist(), lat.tolist())
        return np.array(x), np.array(y)

    def geobox(self) -> Any:
        """The grid as odc-geo has it."""
        box = part("odc.geo.geobox")
        return box.GeoBox(self.shape, part("affine").Affine(*self.affine), self.crs)


def grid_of(
    items: Sequence[CatalogueItem], file: str, box: Box | None = None, resolution_m: float | None = None
) -> PixelGrid:
    """The commonest projection and pixel of the scenes, over all of them or a box; pixels stay in place.

    Scenes of other projections are resampled onto it (nearest pixel).
    """
    told = [_told(item, file) for item in items]
    crs = Counter(c for c, _, _ in told).most_common(1)[0][0]
    own = [(affine, shape) for c, affine, shape in told if c == crs]
    step = Counter(affine[0] for affine, _ in own).most_common(1)[0][0]
    anchor = next(affine for affine, _ in own if affine[0] == step)
    size = step if resolution_m is None else resolution_m
    west, north = min(a[2] for a, _ in own), max(a[5] for a, _ in own)
    east = max(a[2] + a[0] * across[1] for a, across in own)
    south = min(a[5] + a[4] * across[0] for a, across in own)
    if box is not None:
        asked = _projected(box, crs)
        if asked[0] >= east or asked[2] <= west or asked[1] >= north or asked[3] <= south:
            raise Refused("series.box_outside", file=file)
        west, south, east, north = asked
    left = anchor[2] + size * np.floor((west - anchor[2]) / size + 1e-6)
    top = anchor[5] + size * np.ceil((north - anchor[5]) / size - 1e-6)
    shape = (int(np.ceil((top - south) / size - 1e-6)), int(np.ceil((east - left) / size - 1e-6)))
    if min(shape) < 1 or shape[0] * shape[1] > MOST_PIXELS:
        raise Refused("series.grid_size", file=file, rows=shape[0], columns=shape[1])
    return PixelGrid(crs, (float(size), 0.0, float(left), 0.0, -float(size), float(top)), shape)


def _told(item: CatalogueItem, file: str) -> tuple[str, Affine, tuple[int, int]]:
    """The projection, the transform and the size of a scene's first band (the projection extension)."""
    bands = sorted(assets_of(item).items())
    if not bands:
        raise Refused("series.no_bands", file=file, item=item.id)
    about = {**item.properties, **item.said["assets"][bands[0][1]]}
    code = about.get("proj:code") or (about.get("proj:epsg") and f"EPSG:{about['proj:epsg']}")
    transform, shape = about.get("proj:transform"), about.get("proj:shape")
    try:
        affine: Affine = tuple(float(v) for v in transform[:6])  # type: ignore[assignment, index]
        size = (int(shape[0]), int(shape[1]))  # type: ignore[index]
    except (TypeError, ValueError, IndexError):
        raise Refused("series.no_projection", file=file, item=item.id) from None
    if not code or len(affine) != 6:
        raise Refused("series.no_projection", file=file, item=item.id)
    if affine[1] or affine[3] or affine[0] <= 0.0 or affine[4] != -affine[0]:
        raise Refused("series.turned_grid", file=file, item=item.id)
    return str(code), affine, size


def _projected(box: Box, crs: str) -> tuple[float, float, float, float]:
    found = part("rasterio.warp").transform_bounds(
        "EPSG:4326", crs, box.lon_min, box.lat_min, box.lon_max, box.lat_max
    )
    west, south, east, north = found
    return float(west), float(south), float(east), float(north)
