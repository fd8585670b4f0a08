"""A box as GeoJSON (RFC 7946)."""

from __future__ import annotations

from serai.earth.area import Box


def box_geometry(box: Box) -> dict[str, object]:
    """A box as a polygon; one that crosses the date line is cut in two there (RFC 7946, section 3.1.9)."""
    if box.lon_min <= box.lon_max:
        return {"type": "Polygon", "coordinates": [_ring(box.lon_min, box.lat_min, box.lon_max, box.lat_max)]}
    halves = ((box.lon_min, 180.0), (-180.0, box.lon_max))
    return {
        "type": "MultiPolygon",
        "coordinates": [[_ring(west, box.lat_min, east, box.lat_max)] for west, east in halves],
    }


def _ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
