"""Windows written as rows, as they are found: CSV, or one JSON object."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from serai.cli.console import echo, versioned
from serai.wording import csv_cell, harmless_json

if TYPE_CHECKING:
    from serai.access.sweep import Progress
    from serai.questions.columns import Cell
    from serai.questions.sky import Lost
    from serai.questions.windows import WindowSearch

Said = dict[str, object]
LOST_NAMED = 20  # on the screen and beside a CSV table; --json names all


def write_windows(search: WindowSearch, before: Said, *, as_csv: bool, tell: Progress | None) -> None:
    """All windows of a search on standard output, a batch at a time: CSV, or JSON with what was asked."""
    lost: list[Lost] = []

    def rows() -> Iterator[Sequence[Cell]]:
        for part in search.parts(tell):
            lost.extend(search.lost(part))
            yield from search.rows(part)

    names, name = search.columns.names, search.columns.called[1]
    if as_csv:
        write_csv(names, rows(), sys.stdout.write)
    else:
        write_json(before, name, names, rows(), lambda: {"without_position": lost}, sys.stdout.write)
    if as_csv:
        for line in lost_lines(lost):
            echo(f"serai: {line}", err=True)


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


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], write: Callable[[str], object]) -> None:
    """Rows as CSV, a batch of lines at a time; what is unknown stays empty."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    for row in rows:
        lines.writerow(map(csv_cell, row))
        if text.tell() > 1 << 20:
            write(text.getvalue())
            text.seek(0)
            text.truncate()
    write(text.getvalue())


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
