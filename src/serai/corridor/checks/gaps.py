"""What a folder does not know: empty figures, rows without a source, and what its figures rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serai.corridor.checks.remark import Remark, RemarkKind
from serai.corridor.folder import Folder
from serai.needs import Service
from serai.tables import Basis, Cell
from serai.wording import reason

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# Figures that may be left out without any answer becoming unknown: levels above the threshold, what is only
# compared with elements, and labels that happen to be numbers.
_SPARE = (
    "norad",
    "breakthrough",
    "goal",
    "share_required",
    "priority",
    "declared_lon_deg",
    "declared_altitude_km",
    "declared_inclination_deg",
    "isotherm_0_height_km",
    "topographic_height_km",
    "finest_resolution_m",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A column of figures with empty cells: an answer that needs one of them is unknown."""

    file: str
    column: str
    empty: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """How many rows a table has, and how many rest on each basis."""

    file: str
    rows: int
    by_basis: dict[Basis, int]


def unknowns(folder: Folder, services: Sequence[Service]) -> list[Unknown]:
    """The columns of figures that are not all filled, in the order of the tables.

    A service's own column of needs.csv is counted over the needs of that service.
    """
    found = []
    for name, columns in folder.columns.items():
        for column_name, column in columns.items():
            if column.cell not in (Cell.NUMBER, Cell.COUNT) or column_name in _SPARE:
                continue
            rows = folder.of(name)
            askers = [s.name for s in services if name == "needs" and column_name in s.need_columns]
            if askers:
                rows = [row for row in rows if row.text("service") in askers]
            empty = sum(row.value(column_name) is None for row in rows)
            if empty:
                found.append(Unknown(file=rows[0].file, column=column_name, empty=empty, rows=len(rows)))
    return found


def counts(folder: Folder) -> list[TableCount]:
    """The size of each table that has rows."""
    return [
        TableCount(
            file=rows[0].file,
            rows=len(rows),
            by_basis={b: sum(row.provenance.basis is b for row in rows) for b in Basis},
        )
        for rows in folder.rows.values()
        if rows
    ]


def unsourced(folder: Folder) -> Iterator[Remark]:
    """Rows that do not say where their figures come from, or when they were true."""
    for rows in folder.rows.values():
        silent = tuple(str(row.line) for row in rows if not row.provenance.source)
        if silent:
            says = reason("checks.no_source", count=len(silent), rows=len(rows), lines=silent)
            yield Remark(kind=RemarkKind.UNSOURCED, file=rows[0].file, line=0, says=says)
        undated = tuple(str(r.line) for r in rows if not _DATE.fullmatch(r.provenance.as_of))
        if undated:
            says = reason("checks.no_date", count=len(undated), rows=len(rows), lines=undated)
            yield Remark(kind=RemarkKind.UNSOURCED, file=rows[0].file, line=0, says=says)
