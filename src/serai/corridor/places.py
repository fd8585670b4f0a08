"""Places of a folder that look wrong: outside the corridor's map, and inside it with their axes swapped."""

from __future__ import annotations

from collections.abc import Iterator

from serai.corridor.folder import Folder
from serai.corridor.remark import Kind, Remark
from serai.corridor.tables import CLEAR_SKY
from serai.earth import Box
from serai.pool import Row

AWAY_DEG = 1.0  # beside the box of its need: a place named after a town at the box's edge may lie so far off


def places(corridor_map: Box, folder: Folder) -> Iterator[Remark]:
    """Rows with a latitude and longitude, or a need's box, that lie off the map."""
    for name, columns in folder.columns.items():
        if "lat_deg" not in columns or columns is CLEAR_SKY:
            continue
        for row in folder.of(name):
            lat, lon = row.number("lat_deg"), row.number("lon_deg")
            if lat is not None and lon is not None and _swapped(corridor_map, lat, lon):
                yield _remark(
                    row, f"{row.text('name') or row.text('id')} stands at {lat:g}, {lon:g}", lat, lon
                )
    boxes = {}
    for row in folder.of("needs"):
        corners = [row.number(c) for c in ("lat_min", "lat_max", "lon_min", "lon_max")]
        south, north, west, east = (c if c is not None else 0.0 for c in corners)
        boxes[row.text("id")] = Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)
        centre = boxes[row.text("id")].centre()
        if _swapped(corridor_map, centre.lat_deg, centre.lon_deg):
            says = f"the box of {row.text('id')} lies around {centre.lat_deg:g}, {centre.lon_deg:g}"
            yield _remark(row, says, centre.lat_deg, centre.lon_deg)
    yield from _weather(boxes, folder)


def _swapped(corridor_map: Box, lat: float, lon: float) -> bool:
    inside = bool(corridor_map.contains(lat, lon))
    return not inside and abs(lon) <= 90.0 and bool(corridor_map.contains(lon, lat))


def _remark(row: Row, says: str, lat: float, lon: float) -> Remark:
    hint = f"; off the corridor's map, but on it with latitude and longitude swapped ({lon:g}, {lat:g})"
    return Remark(kind=Kind.PLACE, file=row.file, line=row.line, says=says + hint)


def _weather(boxes: dict[str, Box], folder: Folder) -> Iterator[Remark]:
    """Figures of rain and clear sky that belong to a need but to another place."""
    for table, column in (("rain", "place"), ("clear_sky", "need")):
        for row in folder.of(table):
            box, lat, lon = boxes.get(row.text(column)), row.number("lat_deg"), row.number("lon_deg")
            if box is None or lat is None or lon is None:
                continue
            near = box.lat_min - AWAY_DEG <= lat <= box.lat_max + AWAY_DEG
            east = (lon - box.lon_min + AWAY_DEG) % 360.0
            if not (near and east <= box.width_deg + 2 * AWAY_DEG):
                says = f"{row.text(column)} is asked elsewhere: {lat:g}, {lon:g} lies outside its box"
                yield Remark(kind=Kind.PLACE, file=row.file, line=row.line, says=says)
