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
from pathlib import Path
from types import MappingProxyType

from serai.errors import Refused
from serai.pool.basis import Basis, Provenance


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a corridor folder: where, what was expected and what came.

    ``found`` in brackets says in words what came; when it is empty, ``expected`` is the whole sentence.
    ``hint`` is what was likely meant, such as "did you mean 'kashi'?".
    """

    file: str
    line: int
    column: str
    expected: str
    found: str
    hint: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f", line {self.line}"
        if self.column:
            where += f", column {self.column!r}"
        hint = f"; {self.hint}" if self.hint else ""
        if not self.found:
            return f"{where}: {self.expected}{hint}"
        found = self.found if self.found.startswith("(") else repr(self.found)
        return f"{where}: expected {self.expected}, got {found}{hint}"


class CorridorRefused(Refused):
    """A corridor folder that cannot be read whole; ``problems`` lists everything that was found."""

    key = "corridor-refused"

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        self.folder, self.problems = folder, tuple(problems)
        more = f" (and {len(problems) - 1} more: serai check {folder})" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")


class Expected(ValueError):
    """What a column's reader expected, where that depends on what came, and what was likely meant."""

    def __init__(self, expected: str, hint: str = "") -> None:
        self.expected, self.hint = expected, hint
        super().__init__(expected)


class Cell(Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    NUMBER = "a number"
    COUNT = "a whole number"
    YES_NO = "yes or no"
    LIST = "a list separated by ';'"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column may hold; ``required`` cells may not be empty.

    ``low`` and ``high`` bound numbers; ``choices`` bounds text and lists; ``read`` turns the text into
    something else and may raise ValueError (or Refused) with what it expected. ``of`` names the tables
    whose ids the cell's item or items must be: ("members",), or ("stations", "sites") for either.
    """

    cell: Cell = Cell.TEXT
    required: bool = False
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    read: Callable[[str], object] | None = None
    expected: str = ""
    of: tuple[str, ...] = ()

    def says(self) -> str:
        """What is expected, for the reader of a problem."""
        if self.expected:
            return self.expected
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.cell in (Cell.NUMBER, Cell.COUNT) and self.low > -math.inf and self.high == math.inf:
            return f"{self.cell.value} of at least {self.low:g}"
        if self.cell in (Cell.NUMBER, Cell.COUNT) and (self.low > -math.inf or self.high < math.inf):
            return f"{self.cell.value} from {self.low:g} to {self.high:g}"
        return self.cell.value


Columns = Mapping[str, Column]
SAVE_AS_UTF_8 = "save it from the spreadsheet as CSV UTF-8"


def latitude(raw: str) -> float:
    """Degrees of latitude; beyond 90 the cell next to it is likely the latitude."""
    value = float(raw)
    if not -90.0 <= value <= 90.0:
        swapped = "are latitude and longitude swapped?" if abs(value) <= 180.0 else ""
        raise Expected("a latitude from -90 to 90 degrees", swapped)
    return value


TEXT = Column()
ID = Column(required=True, expected="an id (lower-case letters, digits and '-')")
NAME = Column(required=True)
NUMBER = Column(Cell.NUMBER)
COUNT = Column(Cell.COUNT, low=0)
POSITIVE = Column(Cell.NUMBER, low=0.0)
FRACTION = Column(Cell.NUMBER, low=0.0, high=1.0)
YES_NO = Column(Cell.YES_NO)
LIST = Column(Cell.LIST)
LATITUDE = Column(
    Cell.NUMBER, required=True, low=-90, high=90, read=latitude, expected="a latitude from -90 to 90 degrees"
)
LONGITUDE = Column(
    Cell.NUMBER, required=True, low=-180, high=180, expected="a longitude from -180 to 180 degrees"
)

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
    be ids of assets; an item may also be a group (``group:...``) or an owner (``owner:...``).
    """

    name: str
    columns: Columns
    record: Callable[[Row], object]
    role: Role
    on: str = ""
    refers: tuple[str, ...] = ()
    about: str = field(default="")


def read_table(path: Path, columns: Columns) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV table and the problems in it; with any problem there are no rows."""
    wanted = {**columns, **PROVENANCE}
    problems: list[Problem] = []
    rows: list[Row] = []
    name = path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [Problem(name, 0, "", f"the file {name} in {path.parent}", "(no such file)")]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [], [Problem(name, line, "", "UTF-8 text", "(bytes that are not UTF-8)", SAVE_AS_UTF_8)]
    except OSError as error:
        return [], [Problem(name, 0, "", "a readable file", f"({error.strerror})")]
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="(more)", strict=True)
    try:
        header = list(reader.fieldnames or [])
        wrong_header = _header_problems(name, header, wanted)
        if wrong_header:
            return [], wrong_header
        for cells in reader:
            if "(more)" in cells:
                extra = ",".join(cells["(more)"])
                problems.append(
                    Problem(name, reader.line_num, "", f"{len(header)} cells", f"(more: {extra})")
                )
                continue
            came = sum(value is not None for value in cells.values())
            if came < len(header):
                problems.append(Problem(name, reader.line_num, "", f"{len(header)} cells", f"(only {came})"))
                continue
            if not any(value.strip() for value in cells.values()):
                continue  # a spreadsheet's empty row
            read, wrong = _read_cells(name, reader.line_num, cells, wanted)
            problems += wrong
            if not wrong:
                rows.append(Row(name, reader.line_num, MappingProxyType(read), _provenance(read)))
    except csv.Error as error:
        problems.append(_unsplit(name, text, reader.line_num, str(error)))
    return ([] if problems else rows), problems


def _unsplit(name: str, text: str, last: int, error: str) -> Problem:
    """The row after line ``last``, which cannot be split into cells: told where it begins."""
    lines = text.splitlines()
    line = next((at for at in range(last, len(lines)) if lines[at]), last) + 1
    hint = 'write a quote that belongs to the text twice: ""'
    if "end of data" in error:
        return Problem(name, line, "", "every quote to be closed", "(one that stays open to the end)", hint)
    if "expected after" in error:
        return Problem(name, line, "", "a comma after a closing quote", "(other text)", hint)
    return Problem(name, line, "", "cells separated by commas", "(a row that cannot be split)")


def _header_problems(name: str, header: Sequence[str], wanted: Columns) -> list[Problem]:
    """Columns that come twice, that are missing, and that nobody knows."""
    for mark, words in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            hint = "save it from the spreadsheet as CSV with commas"
            return [Problem(name, 1, "", "columns separated by commas", f"({words})", hint)]
    problems = [
        Problem(name, 1, c, "this column once", "(the column twice)")
        for c in sorted({c for c in header if header.count(c) > 1})
    ]
    problems += [
        Problem(name, 1, c, "this column", "(no such column)")
        for c in wanted
        if wanted[c].required and c not in header
    ]
    for strange in (c for c in header if c not in wanted):
        known = f"one of the columns {', '.join(wanted)}"
        hint = _did_you_mean(strange, wanted)
        problems.append(Problem(name, 1, strange or "(empty)", known, strange or "(empty)", hint))
    return problems


def _did_you_mean(came: str, known: Iterable[str]) -> str:
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(came.casefold(), list(by_fold), n=1)
    return f"did you mean {by_fold[near[0]]!r}?" if near else ""


def _decimal_point(came: str, column: Column) -> str:
    """A hint at a decimal comma in the place of a point; empty for anything else."""
    if column.cell is not Cell.NUMBER or not re.fullmatch(r"[+-]?\d+,\d+", came):
        return ""
    return f"a decimal point is wanted: {came.replace(',', '.')}"


def _read_cells(
    name: str, line: int, cells: Mapping[str, str | None], wanted: Columns
) -> tuple[dict[str, object], list[Problem]]:
    read: dict[str, object] = {}
    wrong: list[Problem] = []
    for key, column in wanted.items():
        raw = (cells.get(key) or "").strip()
        if not raw:
            if column.required:
                wrong.append(Problem(name, line, key, column.says(), "(empty)"))
            continue
        try:
            read[key] = _cell(raw, column)
        except ValueError as error:
            reason = str(error) if column.read is not None and str(error) else column.says()
            if isinstance(error, Expected):
                wrong.append(Problem(name, line, key, error.expected, raw, error.hint))
            else:
                hint = _decimal_point(raw, column) or _did_you_mean(raw, column.choices)
                wrong.append(Problem(name, line, key, column.expected or reason, raw, hint))
    for part in str(read.get("basis_of", "")).split(";"):
        key, _, basis = (p.strip() for p in part.partition("="))
        if part.strip() and (key not in wanted or basis not in BASES):
            expected = f"column=basis with a column of this table and one of {', '.join(BASES)}"
            wrong.append(Problem(name, line, "basis_of", expected, part.strip()))
    return read, wrong


def _cell(raw: str, column: Column) -> object:
    if column.read is not None:
        return column.read(raw)
    if column.cell is Cell.NUMBER or column.cell is Cell.COUNT:
        if "_" in raw:
            raise ValueError  # Python reads 1_000; a spreadsheet does not
        number = int(raw) if column.cell is Cell.COUNT else float(raw)
        if not math.isfinite(number) or not column.low <= number <= column.high:
            raise ValueError
        return number
    if column.cell is Cell.YES_NO:
        if raw.casefold() not in ("yes", "no"):
            raise ValueError
        return raw.casefold() == "yes"
    if column.cell is Cell.LIST:
        items = tuple(i for i in (part.strip() for part in raw.split(";")) if i)
        if column.choices and any(i not in column.choices for i in items):
            raise ValueError
        return items
    if column.choices and raw not in column.choices:
        raise ValueError
    return raw


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
