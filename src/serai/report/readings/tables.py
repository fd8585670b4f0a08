"""What the tables of answers say, in whatever form they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from serai.needs import Answer, Assessment, Table, TableCell, TableRow, exhibits_of
from serai.outcome.outcome import Outcome
from serai.report.moments import ReaderClocks


def tables_of(answer: Answer | None) -> tuple[Table, ...]:
    """The tables that an answer shows; none of no answer (out of season)."""
    return () if answer is None else exhibits_of(Table, answer.notes.exhibits)


def shared_tables(outcome: Outcome) -> Mapping[str, tuple[Assessment, Table]]:
    """Each shared table by its key, over the shortest period judged, with the need whose period that is.

    Of tables over periods as short, the one with most rows counts; the first of several alike.
    """
    found: dict[str, tuple[Assessment, Table]] = {}
    for answer in outcome.answers:
        for table in tables_of(answer):
            if table.shared and table.rows:
                one = outcome[answer.need.id]
                if table.key not in found or _turn(one, table) < _turn(*found[table.key]):
                    found[table.key] = (one, table)
    return MappingProxyType(found)


def path_rows(one: Assessment, table: Table) -> tuple[TableRow, ...]:
    """The rows about the assets on a need's path."""
    return table.on(one.path)


def told_tables(one: Assessment, answer: Answer | None) -> list[tuple[str, list[str]]]:
    """What the tables say of the assets on a need's path: their labels, each with a sentence a row."""
    return [
        (str(table.label), [str(row.says) for row in path_rows(one, table)])
        for table in tables_of(answer)
        if str(table.label)
    ]


def cell_text(cell: TableCell, clocks: ReaderClocks) -> str:
    """What a cell says: its text, or its moment by the reader's clocks."""
    return str(cell.text) if cell.moment is None else clocks.says(cell.moment)


def ranked(table: Table) -> list[TableRow]:
    """The rows as they are drawn: the heaviest first, ties by what they are about."""
    return sorted(table.rows, key=lambda row: (tuple(-w for w in row.weight), row.about))


def _turn(one: Assessment, table: Table) -> tuple[float, int]:
    return one.within.duration_s, -len(table.rows)
