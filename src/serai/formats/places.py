"""Stations and points from a CSV file: id, lat_deg, lon_deg, and where given height_m and a mask."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serai.earth import Place
from serai.errors import Refused
from serai.files import TABLE_B, content
from serai.formats.refusal import BadFile
from serai.wording import reason

if TYPE_CHECKING:
    from _csv import Reader

NEEDED = ("lat_deg", "lon_deg")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with the name it has in its file, and its mask as written there (empty: none)."""

    id: str
    place: Place
    mask: str = ""


def lists_places(path: str | Path) -> bool:
    """Whether a file is a table with the columns of places, and no other form."""
    raw, _ = content(path, TABLE_B)
    head = raw.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    return set(NEEDED) <= {column.strip() for column in head.split(",")}


def read_places(path: str | Path) -> list[NamedPlace]:
    """Read a table of places: degrees, metres above the ellipsoid (0 where left out).

    ``mask`` (or ``mask_deg``) is an elevation or 'azimuth:elevation' pairs. Other columns are passed over. A
    row that cannot be read is refused with its line.
    """
    name = Path(path).name
    raw, _ = content(path, TABLE_B)
    try:
        rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError:
        raise BadFile(name, 0, reason("formats.expected.utf_8"), reason("formats.came.other_bytes")) from None
    try:
        return _places(rows, name)
    except csv.Error as wrong:
        raise BadFile(name, rows.line_num, reason("formats.expected.cells"), str(wrong)) from None


def _places(rows: Reader, name: str) -> list[NamedPlace]:
    """The places in the rows of a table, by their ids."""
    head = [column.strip() for column in next(rows, [])]
    for column in NEEDED:
        if column not in head:
            expected = reason("formats.expected.columns", columns=("id", *NEEDED))
            raise BadFile(name, 1, expected, ",".join(head))
    found: dict[str, NamedPlace] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        one = _place(cells, name, rows.line_num, len(found))
        if one.id in found:
            raise BadFile(name, rows.line_num, reason("formats.expected.id_once"), one.id)
        found[one.id] = one
    if not found:
        raise BadFile(name, 0, reason("formats.expected.a_place"), reason("formats.came.none"))
    return list(found.values())


def _place(cells: dict[str, str], file: str, line: int, before: int) -> NamedPlace:
    numbers = {}
    for column in (*NEEDED, "height_m"):
        text = cells.get(column, "")
        if not text and column not in NEEDED:
            text = "0"
        try:
            numbers[column] = float(text)
        except ValueError:
            expected = reason("formats.expected.number_in_column", column=column)
            raise BadFile(file, line, expected, text) from None
    try:
        place = Place(**numbers)
    except Refused as wrong:
        raise Refused("formats.bad_line", file=file, line=line, says=wrong.reason) from None
    called = cells.get("id") or cells.get("name") or str(before + 1)
    return NamedPlace(called, place, cells.get("mask") or cells.get("mask_deg") or "")
