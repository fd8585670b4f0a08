"""Windows written as rows, as they are found: CSV, or one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from serai.cli.console import echo, versioned
from serai.wording import csv_cell, harmless_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.table import Table

    from serai.access.sweep import Progress
    from serai.questions.cells import Column
    from serai.questions.columns import Cell
    from serai.questions.sky import BulkSky, Lost
    from serai.questions.windows import WindowSearch

Said = dict[str, object]
NAMES = ("satellite", "station", "point")
LOST_NAMED = 20  # on the screen and beside a CSV table; --json names all


def write_windows(search: WindowSearch, before: Said, *, as_csv: bool, tell: Progress | None) -> None:
    """All windows of a search on standard output, a batch at a time: CSV, or JSON with what was asked."""
    lost: list[Lost] = []

    def batches() -> Iterator[list[Column]]:
        for part in search.parts(tell):
            lost.extend(search.lost(part))
            yield search.held(part)

    names, name = search.names, search.columns.called[1]
    if as_csv:
        write_csv(names, batches(), sys.stdout.write)
        for line in (*element_lines(search.sky), *lost_lines(lost)):
            echo(f"serai: {line}", err=True)
    else:
        rows = (row for columns in batches() for row in zip(*(one.cells() for one in columns), strict=True))
        write_json(before, name, names, rows, lambda: {"without_position": lost}, sys.stdout.write)


def in_time(row: Sequence[Cell]) -> tuple[str, str, str]:
    """The key that puts rows in order of time; what begins at one moment by satellite and place."""
    satellite, place, start, *_ = map(str, row)
    return start, satellite, place


def element_lines(sky: BulkSky) -> list[str]:
    """What is said of the elements behind an answer: their age, what to beware of, who is left out."""
    from serai.questions.cautions import said_ages
    from serai.wording import reason

    ages = said_ages(sky.flights, sky.span)
    lines = [str(one) for one in ((ages, *sky.cautions) if ages else sky.cautions)]
    lines += [str(one.says) for one in sky.left_out[:LOST_NAMED]]
    if len(sky.left_out) > LOST_NAMED:
        lines.append(str(reason("questions.more_left_out", count=len(sky.left_out) - LOST_NAMED)))
    return lines


def said_of_elements(sky: BulkSky) -> Said:
    """The same for programs."""
    from serai.questions.cautions import ages_days

    ages = ages_days(sky.flights, sky.span)
    return {
        "age_days": None if ages is None else [round(days, 2) for days in ages],
        "cautions": [str(one) for one in sky.cautions],
        "left_out": [{"satellite": one.name, "says": str(one.why)} for one in sky.left_out],
    }


def lost_lines(lost: Sequence[Lost]) -> list[str]:
    """What is said of satellites without a position in part of the period: a line each, or how many more."""
    from serai.wording import reason

    lines = [
        str(reason("questions.without_position", name=str(one["satellite"]), why=str(one["says"])))
        for one in lost[:LOST_NAMED]
    ]
    if len(lost) > LOST_NAMED:
        lines.append(str(reason("questions.more_without_position", count=len(lost) - LOST_NAMED)))
    return lines


def sheet_on_demand(search: WindowSearch, rows: Sequence[Sequence[Cell]], clock: ZoneInfo | None) -> Table:
    """Windows in order of time with the columns that were asked for instead of the usual ones."""
    from rich.table import Table

    from serai.cli.console import name_cell
    from serai.report.moments import local
    from serai.time import Instant

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("start (UTC)", no_wrap=True)
    if clock:
        table.add_column("local", no_wrap=True)
    table.add_column("satellite")
    table.add_column(search.columns.place)
    first = len(search.columns.names)
    for k, head in enumerate(search.more.names, start=first):
        widest = max((len(_said_cell(row[k])) for row in rows), default=1)
        table.add_column(head.replace("_", " "), justify="right", min_width=widest)
    for row in rows:
        table.add_row(
            str(row[2])[:19].replace("T", " "),
            *((local(Instant.from_utc(str(row[2])), clock),) if clock else ()),
            name_cell(row[0]),
            name_cell(row[1]),
            *(_said_cell(cell) for cell in row[first:]),
        )
    return table


def _said_cell(cell: Cell) -> str:
    """A figure as a table shows it: grouped by thousands where it is whole and no number of an orbit."""
    if cell is None:
        return "-"
    return f"{cell:,}" if isinstance(cell, int) and abs(cell) >= 100_000 else str(cell)


def write_csv(
    header: Sequence[str],
    batches: Iterable[Sequence[Column | Sequence[Cell]]],
    write: Callable[[str], object],
) -> None:
    """Batches of columns as lines of CSV, a batch at a time; what is unknown stays empty."""
    from serai.cli.rows.csv_lines import csv_lines

    write(",".join(header) + "\n")
    for columns in batches:
        pairs = zip(header, columns, strict=True)
        write(csv_lines([_column(one, is_name=head in NAMES) for head, one in pairs]))


def _column(column: Column | Sequence[Cell], *, is_name: bool) -> Column:
    """A column; names, which come from outside, made harmless, and what stands in the others is ours."""
    from serai.questions.cells import Named, Single

    held = Single(column) if isinstance(column, Sequence) else column
    if is_name and isinstance(held, Named):
        return Named(_harmless(held.labels), held.which)
    if is_name and isinstance(held, Single):
        return Single(_harmless(held.values))
    return held


def _harmless(names: Sequence[Cell]) -> list[Cell]:
    return [str(csv_cell(one)) if isinstance(one, str) else one for one in names]


def write_json(
    before: Said,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    after: Callable[[], Said],
    write: Callable[[str], object],
) -> None:
    """One JSON object with the rows as objects under ``name``, as they come; ``after`` is asked last."""
    write(harmless_json(json.dumps(versioned(before), ensure_ascii=False))[:-1] + f', "{name}": [')
    joint = "\n"
    for row in rows:
        write(joint + harmless_json(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False)))
        joint = ",\n"
    write("], " + harmless_json(json.dumps(after(), ensure_ascii=False))[1:] + "\n")
