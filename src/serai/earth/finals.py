"""Earth orientation day by day, measured and then predicted, from the files that carry it.

The IERS file ``finals2000A.all`` has fixed columns (IERS ``readme.finals2000A``). Bulletin B values, the
final ones, are taken where they have been issued, else the rapid and predicted ones of Bulletin A.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.files import csv_rows
from serai.wording import reason

Floats = NDArray[np.float64]
T = TypeVar("T")
# column ranges, counted from 0, end excluded (readme.finals2000A: columns 8-15, 17, 19-27, 38-46, 58, 59-68,
# and for Bulletin B 135-144, 145-154, 155-165)
_MJD, _POLE_FLAG, _UT1_FLAG = (7, 15), (16, 17), (57, 58)
_XP, _YP, _UT1 = (18, 27), (37, 46), (58, 68)
_XP_B, _YP_B, _UT1_B = (134, 144), (144, 154), (154, 165)
_NARROWEST = 166
LAST_MJD = 99_999  # 2132-08-31: five digits, as the IERS's columns have them


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DailyOrientation:
    """Daily Earth orientation at 0 h UTC: pole (arcsec), UT1 - UTC (s), and which rows are predictions."""

    mjd: NDArray[np.int64]
    xp_arcsec: Floats
    yp_arcsec: Floats
    ut1_utc_s: Floats
    predicted: NDArray[np.bool_]


def parse_finals(content: bytes, source: str) -> DailyOrientation:
    """Read the content of a finals2000A file; rows that carry no values yet are left out."""
    width = content.find(b"\n") + 1
    if width < _NARROWEST or len(content) % width:
        raise Refused("earth.not_finals", source=source)
    table = np.frombuffer(content, dtype=np.uint8).reshape(-1, width)
    pole, ut1 = _column(table, _POLE_FLAG), _column(table, _UT1_FLAG)
    filled = np.isin(pole, [b"I", b"P"]) & np.isin(ut1, [b"I", b"P"])
    mjd = _numbers(_column(table, _MJD)[filled], source).astype(np.int64)
    xp, yp, ut1_utc = (
        _final(_column(table, rapid)[filled], _column(table, final)[filled], source)
        for rapid, final in ((_XP, _XP_B), (_YP, _YP_B), (_UT1, _UT1_B))
    )
    predicted = (pole[filled] == b"P") | (ut1[filled] == b"P")
    days = DailyOrientation(mjd=mjd, xp_arcsec=xp, yp_arcsec=yp, ut1_utc_s=ut1_utc, predicted=predicted)
    return without_gaps(days, source)


def parse_eop_csv(text: str, source: str) -> DailyOrientation:
    """Read Earth orientation as CelesTrak writes it: CSV with MJD, X, Y, UT1-UTC and DATA_TYPE (O or P)."""
    _, header = next(cells := csv_rows(text, source), (0, []))
    rows = [dict(zip(header, row, strict=False)) for _, row in cells if row]
    mjd = np.array(_read(rows, "MJD", _day, source), dtype=np.int64)
    xp, yp, ut1_utc = (np.array(_read(rows, name, _finite, source)) for name in ("X", "Y", "UT1-UTC"))
    predicted = np.array([kind == "P" for kind in _read(rows, "DATA_TYPE", _filled, source)], dtype=np.bool_)
    days = DailyOrientation(mjd=mjd, xp_arcsec=xp, yp_arcsec=yp, ut1_utc_s=ut1_utc, predicted=predicted)
    return without_gaps(days, source)


def without_gaps(days: DailyOrientation, source: str) -> DailyOrientation:
    """The same days, once it is sure that none is missing between them."""
    if len(days.mjd) < 2 or np.any(np.diff(days.mjd) != 1):
        raise Refused("earth.orientation_gaps", source=source, days=len(days.mjd))
    return days


def _column(table: NDArray[np.uint8], bounds: tuple[int, int]) -> NDArray[np.bytes_]:
    first, last = bounds
    return np.ascontiguousarray(table[:, first:last]).view(f"S{last - first}").ravel()


def _final(rapid: NDArray[np.bytes_], final: NDArray[np.bytes_], source: str) -> Floats:
    """Bulletin B where it has been issued, else Bulletin A."""
    out = _numbers(rapid, source)
    issued = np.char.strip(final) != b""
    out[issued] = _numbers(final[issued], source)
    return out


def _numbers(cells: NDArray[np.bytes_], source: str) -> Floats:
    """Cells of fixed width as numbers; the first that is none is refused."""
    try:
        numbers = cells.astype(np.float64)
    except ValueError:
        numbers = np.full(len(cells), np.nan)
    if not np.isfinite(numbers).all():
        bad = next(cell for cell in cells.tolist() if not _is_number(cell))
        raise Refused("earth.finals_value", source=source, got=bad.decode("latin-1").strip())
    return numbers


def _is_number(cell: bytes) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _day(text: str) -> int:
    """A Modified Julian Date as a table of days has it."""
    if abs(day := int(text)) > LAST_MJD:
        raise ValueError
    return day


def _finite(text: str) -> float:
    """A number that is one."""
    if not math.isfinite(value := float(text)):
        raise ValueError
    return value


def _filled(text: str) -> str:
    """The text of a cell that must not be empty."""
    if not text.strip():
        raise ValueError
    return text.strip()


def _read(
    rows: Sequence[Mapping[str, str | None]], column: str, read: Callable[[str], T], source: str
) -> list[T]:
    """One column of a CSV file; refused where it is missing or a cell cannot be read."""
    found = []
    for row in rows:
        text = row.get(column)
        try:
            found.append(read(text or ""))
        except ValueError:
            came = reason("earth.cell", column=column, text=text or "")
            if text is None:
                came = reason("earth.no_cell", column=column)
            raise Refused("earth.not_eop_csv", source=source, got=came) from None
    return found
