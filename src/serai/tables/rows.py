"""The tables of a corridor folder: typed columns, rows with provenance, and every problem found.

A table that has a problem yields no rows at all: nothing is half-loaded.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from serai.errors import Refused
from serai.files import TABLE_B, NotRead, NotUnpacked, content
from serai.tables.basis import Basis, Provenance
from serai.tables.column import TEXT, Cell, Column, Columns
from serai.tables.order import row_order
from serai.tables.problem import Expected, Problem
from serai.wording import Reason, reason

BASES: Mapping[str, Basis] = {str(b): b for b in Basis}
PROVENANCE: Columns = MappingProxyType(
    {
        "source": TEXT,
        "as_of": TEXT,
        "basis": Column(required=True, choices=tuple(BASES)),
        "basis_of": TEXT,
        "note": TEXT,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its cells read; ``line`` is the line in the file (the header is 1)."""

    file: str
    line: int
    cells: Mapping[str, object]
    provenance: Provenance = field(default_factory=Provenance)

    def text(self, column: str) -> str:
        """The text of a cell; empty when nothing stands there."""
        value = self.cells.get(column)
        return value if isinstance(value, str) else ""

    def number(self, column: str) -> float | None:
        """The number in a cell, or None when nobody published one."""
        value = self.cells.get(column)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def count(self, column: str) -> int | None:
        """The whole number in a cell, or None."""
        value = self.cells.get(column)
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else None

    def yes(self, column: str) -> bool | None:
        """Whether a cell says yes; None when it is empty."""
        value = self.cells.get(column)
        return value if isinstance(value, bool) else None

    def list(self, column: str) -> tuple[str, ...]:
        """The items of a list cell, in order."""
        value = self.cells.get(column)
        return value if isinstance(value, tuple) else ()

    def value(self, column: str) -> object:
        """What the column's own reader made of the cell; None when it is empty."""
        return self.cells.get(column)


class Role(Enum):
    """What the rows of a table are: things fitted to an asset, assets themselves, or plain facts."""

    FITTING = "fitting"
    ASSET = "asset"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A corridor table that one part of the system declares and understands.

    ``record`` turns a row into the fitting or fact. A FITTING is fitted to the asset named in the
    column ``on``; an ASSET row makes a new asset (from id, name, owner, status, groups) that carries the
    record as its fitting; a FACT is kept in ``Pool.facts``. ``refers`` names columns whose cells must
    be ids of assets; an item may also be a group (``group:...``) or an owner (``owner:...``). In those of
    ``owned`` there must be assets of the party in the column ``owner``. In a column of ``once`` no two rows
    say the same.
    """

    name: str
    columns: Columns
    record: Callable[[Row], object]
    role: Role
    on: str = ""
    refers: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    about: str = field(default="")


def read_table(path: Path, columns: Columns) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV table and the problems in it; with any problem there are no rows.

    The rows come in the order of their ids and cells, whatever their order in the file (`row_order`).
    """
    text = text_of(path)
    if isinstance(text, Problem):
        return [], [text]
    name, wanted = path.name, {**columns, **PROVENANCE}
    problems: list[Problem] = []
    rows: list[tuple[tuple[object, ...], Row]] = []
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="(more)", strict=True)
    try:
        header = list(reader.fieldnames or [])
        problems += _header_problems(name, header, wanted)
        for cells in () if problems else reader:
            row, wrong = _read_row(name, reader.line_num, header, cells, wanted)
            problems += wrong
            rows += [(row_order(cells, wanted), row)] if row is not None else []
    except csv.Error as error:
        problems.append(_unsplit(name, text, reader.line_num, str(error)))
    return ([] if problems else [row for _, row in sorted(rows, key=itemgetter(0))]), problems


def text_of(path: Path, as_utf_8: Reason | None = None) -> str | Problem:
    """The text of a file in UTF-8, or why it cannot be had; ``as_utf_8`` says how it would become that."""
    name = path.name
    try:
        raw, _ = content(path, TABLE_B)
    except (NotRead, NotUnpacked) as refused:
        if refused.reason.values.get("why") == reason("errors.no_such_file"):
            expected = reason("tables.file_there", file=name, folder=str(path.parent))
            return Problem(name, 0, "", expected, reason("tables.no_such_file"))
        why = refused.why if isinstance(refused, NotRead) else refused.reason
        return Problem(name, 0, "", reason("tables.readable"), reason("tables.by_system", says=why))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = as_utf_8 or reason("tables.save_as_utf_8")
        return Problem(name, line, "", reason("tables.utf_8"), reason("tables.not_utf_8"), hint)


def _read_row(
    name: str, line: int, header: Sequence[str], cells: Mapping[str, Any], wanted: Columns
) -> tuple[Row | None, list[Problem]]:
    """The row in a line's cells, None for a spreadsheet's empty one, and what is wrong with it."""
    expected = reason("tables.cells", count=len(header))
    if "(more)" in cells:
        extra = reason("tables.more_cells", cells=",".join(cells["(more)"]))
        return None, [Problem(name, line, "", expected, extra)]
    came = sum(value is not None for value in cells.values())
    if came < len(header):
        return None, [Problem(name, line, "", expected, reason("tables.only_cells", count=came))]
    if not any(value.strip() for value in cells.values()):
        return None, []
    read, wrong = _read_cells(name, line, cells, wanted)
    if wrong:
        return None, wrong
    return Row(name, line, MappingProxyType(read), _provenance(read)), []


def _unsplit(name: str, text: str, last: int, error: str) -> Problem:
    """The row after line ``last``, which cannot be split into cells: told where it begins."""
    lines = text.splitlines()
    line = next((at for at in range(last, len(lines)) if lines[at]), last) + 1
    hint = reason("tables.quote_twice")
    if "end of data" in error:
        return Problem(name, line, "", reason("tables.quotes_closed"), reason("tables.stays_open"), hint)
    if "expected after" in error:
        return Problem(name, line, "", reason("tables.comma_after_quote"), reason("tables.other_text"), hint)
    return Problem(name, line, "", reason("tables.commas_between_cells"), reason("tables.cannot_be_split"))


def _header_problems(name: str, header: Sequence[str], wanted: Columns) -> list[Problem]:
    """Columns that come twice, that are missing, and that nobody knows."""
    for mark, words in ((";", reason("tables.semicolons")), ("\t", reason("tables.tabs"))):
        if len(header) == 1 and mark in header[0]:
            hint = reason("tables.save_with_commas")
            return [Problem(name, 1, "", reason("tables.commas_between_columns"), words, hint)]
    problems = [
        Problem(name, 1, c, reason("tables.column_once"), reason("tables.column_twice"))
        for c in sorted({c for c in header if header.count(c) > 1})
    ]
    problems += [
        Problem(name, 1, c, reason("tables.this_column"), reason("tables.no_such_column"))
        for c in wanted
        if wanted[c].required and c not in header
    ]
    for strange in (c for c in header if c not in wanted):
        known = reason("tables.one_of_the_columns", columns=tuple(wanted))
        if strange:
            problems.append(Problem(name, 1, strange, known, strange, did_you_mean(strange, wanted)))
        else:
            problems.append(Problem(name, 1, "", known, reason("tables.nameless")))
    return problems


def nearest(came: str, known: Iterable[str]) -> str:
    """The name that was likely meant, without regard to case; empty when none is near."""
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(came.casefold(), list(by_fold), n=1)
    return by_fold[near[0]] if near else ""


def did_you_mean(came: str, known: Iterable[str]) -> Reason | str:
    """A hint at the name that was likely meant; empty when none is near."""
    near = nearest(came, known)
    return reason("tables.did_you_mean", name=near) if near else ""


def _decimal_point(came: str, column: Column) -> Reason | str:
    """A hint at a decimal comma in the place of a point; empty for anything else."""
    if column.cell is not Cell.NUMBER or not re.fullmatch(r"[+-]?\d+,\d+", came):
        return ""
    return reason("tables.decimal_point", number=came.replace(",", "."))


def _read_cells(
    name: str, line: int, cells: Mapping[str, str | None], wanted: Columns
) -> tuple[dict[str, object], list[Problem]]:
    read: dict[str, object] = {}
    wrong: list[Problem] = []
    for key, column in wanted.items():
        raw = (cells.get(key) or "").strip()
        if not raw and column.required:
            wrong.append(Problem(name, line, key, column.says(), reason("tables.empty")))
        if not raw:
            continue
        try:
            read[key] = _cell(raw, column)
        except ValueError as error:
            wrong.append(Problem(name, line, key, *_wrong_cell(raw, column, error)))
    return read, wrong + _wrong_bases(name, line, str(read.get("basis_of", "")), wanted)


def _wrong_cell(raw: str, column: Column, error: ValueError) -> tuple[Reason | str, str, Reason | str]:
    """What a cell was expected to hold, what it holds, and what was likely meant."""
    if isinstance(error, Expected):
        return error.expected, raw, error.hint
    hint = _decimal_point(raw, column) or did_you_mean(raw, column.choices)
    if column.expected or column.read is None:
        return column.says(), raw, hint
    return said_by(error) or column.says(), raw, hint


def said_by(error: ValueError) -> Reason | str:
    """What a refusal says; of any other error its text."""
    return error.reason if isinstance(error, Refused) else str(error)


def _wrong_bases(name: str, line: int, basis_of: str, wanted: Columns) -> list[Problem]:
    """The parts of a cell of basis_of that are not a column of the table and a basis."""
    wrong = []
    for part in filter(None, (p.strip() for p in basis_of.split(";"))):
        key, _, basis = (p.strip() for p in part.partition("="))
        if key not in wanted or basis not in BASES:
            expected = reason("tables.basis_of", bases=tuple(BASES))
            wrong.append(Problem(name, line, "basis_of", expected, part))
    return wrong


def _cell(raw: str, column: Column) -> object:
    """What a cell holds, read as its column says; raises ValueError when it cannot be."""
    if column.read is not None:
        return column.read(raw)
    if column.cell in (Cell.NUMBER, Cell.COUNT):
        return _bounded(raw, column)
    if column.cell is Cell.YES_NO:
        return ("no", "yes").index(raw.casefold()) == 1
    items = tuple(i for i in (part.strip() for part in raw.split(";")) if i)
    items = items if column.cell is Cell.LIST else (raw,)
    if column.choices and not set(items) <= set(column.choices):
        raise ValueError
    return items if column.cell is Cell.LIST else raw


def _bounded(raw: str, column: Column) -> float:
    """The number in a cell, whole where its column counts, within the column's bounds."""
    if "_" in raw:
        raise ValueError  # Python reads 1_000; a spreadsheet does not
    number = int(raw) if column.cell is Cell.COUNT else float(raw)
    if not math.isfinite(number) or not column.low <= number <= column.high:
        raise ValueError
    return number


def _provenance(cells: Mapping[str, object]) -> Provenance:
    of_column = {}
    for part in str(cells.get("basis_of", "")).split(";"):
        column, _, basis = part.partition("=")
        if basis.strip() in BASES:
            of_column[column.strip()] = BASES[basis.strip()]
    return Provenance(
        source=str(cells.get("source", "")),
        as_of=str(cells.get("as_of", "")),
        basis=BASES[str(cells["basis"])],
        of_column=MappingProxyType(of_column),
    )
