"""Made scenes: a stack's arrays as GeoTIFFs with STAC items, in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import Affine
from rasterio.warp import transform_bounds

CRS, STEP_M, WEST_M, NORTH_M = "EPSG:32643", 10.0, 500_000.0, 4_000_000.0
TIFF = "image/tiff; application=geotiff; profile=cloud-optimized"
CLEAR, CLOUD = 4, 9  # Sentinel-2's scene classification
Item = dict[str, Any]


def written_scenes(
    folder: Path,
    arrays: dict[str, NDArray[Any]],
    *,
    times: Sequence[str],
    cloud: NDArray[Any] | None = None,
    platforms: Sequence[str] = (),
    change: Callable[[int, Item], None] | None = None,
) -> Path:
    """Bands (dates, rows, columns) as whole numbers of 1e-4 and a scene classification; the item file."""
    items = []
    for k, time in enumerate(times):
        assets = {
            name: _asset(folder / f"{k}_{name}.tif", np.round(1e4 * band[k]).astype(np.uint16), 0)
            for name, band in arrays.items()
        }
        for one in assets.values():
            one["bands"] = [{"raster:scale": 1e-4}]
        if cloud is not None:
            scl = np.where(cloud[k], CLOUD, CLEAR).astype(np.uint8)
            assets["scl"] = _asset(folder / f"{k}_scl.tif", scl, 0)
        items.append(_item(k, time, assets, next(iter(arrays.values()))[k].shape, platforms))
        if change is not None:
            change(k, items[-1])
    path = folder / "items.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}), encoding="utf-8")
    return path


def _asset(path: Path, numbers: NDArray[Any], nodata: float) -> Item:
    rows, columns = numbers.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=rows,
        width=columns,
        count=1,
        dtype=numbers.dtype,
        crs=CRS,
        transform=Affine(STEP_M, 0, WEST_M, 0, -STEP_M, NORTH_M),
        nodata=nodata,
        compress="deflate",
    ) as file:
        file.write(numbers, 1)
    return {"href": path.name, "type": TIFF, "roles": ["data"]}


def _item(k: int, time: str, assets: Item, shape: tuple[int, ...], platforms: Sequence[str]) -> Item:
    rows, columns = shape
    box = [
        *transform_bounds(
            CRS, "EPSG:4326", WEST_M, NORTH_M - STEP_M * rows, WEST_M + STEP_M * columns, NORTH_M
        )
    ]
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [
            "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
            "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
        ],
        "id": f"scene-{k}",
        "bbox": box,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "datetime": f"{time}Z",
            "platform": platforms[k] if platforms else "sentinel-2a",
            "proj:code": CRS,
            "proj:shape": [rows, columns],
            "proj:transform": [STEP_M, 0.0, WEST_M, 0.0, -STEP_M, NORTH_M],
        },
        "assets": assets,
        "links": [],
    }
