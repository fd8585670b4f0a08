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
        says = _of_box(corridor_map, row.text("id"), boxes[row.text("id")])
        if says is not None:
            yield _remark(row, says)
    yield from _weather(boxes, folder)


def _of_box(corridor_map: Box, need: str, box: Box) -> Reason | None:
    """How a need's box lies off the corridor's map; None where it lies on it."""
    centre = box.centre()
    said = {"need": need, "lat": centre.lat_deg, "lon": centre.lon_deg}
    if _swapped(corridor_map, centre.lat_deg, centre.lon_deg):
        return reason("checks.box_off_the_map", **said)
    on_map = [bool(corridor_map.contains(p.lat_deg, p.lon_deg)) for p in box.points()]
    if all(on_map):
        return None
    if any(on_map):
        return reason("checks.box_beyond_the_map", **said)
    return reason("checks.box_outside_the_map", **said)


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
