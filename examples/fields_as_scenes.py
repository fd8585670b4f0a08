"""Fields of wheat as scenes of a catalogue: STAC items with GeoTIFFs; a part is ploughed, and found."""

import json
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import Affine
from rasterio.warp import transform_bounds

import serai

CRS, STEP_M, WEST_M, NORTH_M = "EPSG:32641", 20.0, 500_000.0, 5_700_000.0
SIDE, DATES = 24, 70
folder = Path("fields")
folder.mkdir(exist_ok=True)
rng = np.random.default_rng(3)
days = 15.0 * np.arange(DATES)
ndvi = (0.45 + 0.25 * np.sin(2.0 * np.pi * (days - 100.0) / 365.25))[:, None, None] * np.ones((1, SIDE, SIDE))
ndvi[56:, 4:14, 6:18] -= 0.35  # ploughed from the 57th date on
ndvi += 0.02 * rng.standard_normal(ndvi.shape)
red = 0.06 * np.ones_like(ndvi)
bands = {"red": red, "nir": red * (1.0 + ndvi) / (1.0 - ndvi)}
cloud = rng.random((DATES, 1, 1)) < 0.3
start = np.datetime64("2023-01-01T06:30:00")
east_m, south_m = WEST_M + STEP_M * SIDE, NORTH_M - STEP_M * SIDE
west, south, east, north = transform_bounds(CRS, "EPSG:4326", WEST_M, south_m, east_m, NORTH_M)
grid = {"crs": CRS, "transform": Affine(STEP_M, 0, WEST_M, 0, -STEP_M, NORTH_M)}
items = []
for k, day in enumerate(days):
    scl = np.where(cloud[k], 9, 4) * np.ones((SIDE, SIDE))
    images = {**{name: 1e4 * band[k] for name, band in bands.items()}, "scl": scl}
    for name, numbers in images.items():
        with rasterio.open(
            folder / f"{k}_{name}.tif", "w", driver="GTiff", count=1, dtype="uint16", nodata=0,
            height=SIDE, width=SIDE, **grid,
        ) as file:  # fmt: skip
            file.write(numbers.round().astype("uint16"), 1)
    told = {"type": "image/tiff; application=geotiff", "roles": ["data"], "bands": [{"raster:scale": 1e-4}]}
    items.append(
        {
            "type": "Feature",
            "stac_version": "1.1.0",
            "id": f"fields-{k}",
            "bbox": [west, south, east, north],
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
            },
            "properties": {
                "datetime": f"{start + np.timedelta64(int(day), 'D')}Z",
                "platform": "sentinel-2b",
                "proj:code": CRS,
                "proj:shape": [SIDE, SIDE],
                "proj:transform": [STEP_M, 0.0, WEST_M, 0.0, -STEP_M, NORTH_M],
            },
            "assets": {name: {**told, "href": f"{k}_{name}.tif"} for name in images},
            "links": [],
        }
    )
(folder / "items.json").write_text(json.dumps({"type": "FeatureCollection", "features": items}), "utf-8")
found = serai.monitor(folder / "items.json", layer="ndvi", alarm_share=0.1)
rows, columns = found.stack.shape
print(f"{found.stack.dates} scenes of {rows} x {columns} pixels, {found.valid_share:.0%} valid")
for alarm in found.alarms:
    print(alarm.why)
