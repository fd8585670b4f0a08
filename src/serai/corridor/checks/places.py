"""Places of a folder that look wrong: outside the corridor's map, and inside it with their axes swapped."""

from __future__ import annotations

from collections.abc import Iterator

from serai.corridor.checks.remark import Remark, RemarkKind
from serai.corridor.folder import Folder
from serai.corridor.tables import CLEAR_SKY, given
from serai.earth import Box
from serai.tables import Row
from serai.wording import Reason, reason

AWAY_DEG = 1.0  # beside the box of its need: a place named after a town at the box's edge may lie so far off


def places(corridor_map: Box, folder: Folder) -> Iterator[Remark]:
    """Rows with a latitude and longitude, or a need's box, that lie off the map."""
    for name, columns in folder.columns.items():
        if "lat_deg" in columns and columns is not CLEAR_SKY:
            yield from _off_the_map(corridor_map, folder.of(name))
    boxes = {row.text("id"): _box(row) for row in folder.of("needs")}
    for row in folder.of("needs"):
        centre = boxes[row.text("id")].centre()
        lat, lon = centre.lat_deg, centre.lon_deg
        if _swapped(corridor_map, lat, lon):
            yield _remark(row, reason("checks.box_off_the_map", need=row.text("id"), lat=lat, lon=lon))
    yield from _weather(boxes, folder)


def _off_the_map(corridor_map: Box, rows: list[Row]) -> Iterator[Remark]:
    for row in rows:
        lat, lon = row.number("lat_deg"), row.number("lon_deg")
        if lat is not None and lon is not None and _swapped(corridor_map, lat, lon):
            named = row.text("name") or row.text("id")
            yield _remark(row, reason("checks.off_the_map", name=named, lat=lat, lon=lon))


def _box(row: Row) -> Box:
    west, south, east, north = (given(row, c) for c in ("lon_min", "lat_min", "lon_max", "lat_max"))
    return Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)


def _swapped(corridor_map: Box, lat: float, lon: float) -> bool:
    inside = bool(corridor_map.contains(lat, lon))
    return not inside and abs(lon) <= 90.0 and bool(corridor_map.contains(lon, lat))


def _remark(row: Row, says: Reason) -> Remark:
    return Remark(kind=RemarkKind.PLACE, file=row.file, line=row.line, says=says)


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
                yield _remark(
                    row, reason("checks.elsewhere_than_its_need", need=row.text(column), lat=lat, lon=lon)
                )
