"""Made items: what a provider's catalogue tells of a scene."""

from __future__ import annotations

from typing import Any

EXTENSIONS = [
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("eo/v2.0.0", "sat/v1.2.0", "view/v1.1.0", "processing/v1.2.0")
]


def item(name: str, at: str, box: tuple[float, float, float, float], **told: Any) -> dict[str, Any]:
    """A scene of one moment over a box, with more properties where they are given (cloud, gsd ...)."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    about = {
        "datetime": at,
        "platform": told.pop("platform", "sentinel-1a"),
        "sat:orbit_state": "ascending",
        "view:off_nadir": 30.0,
        "processing:level": "L1",
        **({"eo:cloud_cover": told.pop("cloud")} if "cloud" in told else {}),
        **told,
    }
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": EXTENSIONS if "eo:cloud_cover" in about else EXTENSIONS[1:],
        "id": name,
        "collection": "made",
        "bbox": list(box),
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": about,
        "links": [{"rel": "collection", "href": "./collection.json"}],
        "assets": {
            "data": {"href": f"{name}.tif", "type": "image/tiff; application=geotiff", "roles": ["data"]}
        },
    }
