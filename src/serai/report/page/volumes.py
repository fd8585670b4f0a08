"""Tables that answers show: shared ones once on the page, a need's own where it stands in full."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from serai.needs import Answer, Assessment, Table, TableCell, TableRow, exhibits_of
from serai.outcome.outcome import Outcome
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.markup import table as framed
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


def table_sections(outcome: Outcome, clocks: ReaderClocks) -> list[Markup]:
    """A part of the page for each shared table."""
    return [
        el("section", el("h2", table.title), _lede(table), _drawn(table, clocks), id=anchor(table))
        for _, table in shared_tables(outcome).values()
    ]


def own_tables(answer: Answer | None, clocks: ReaderClocks) -> list[Markup]:
    """The tables that are about a need alone, whole."""
    return [
        joined((el("h4", table.title), _lede(table), _drawn(table, clocks)))
        for table in tables_of(answer)
        if table.rows and not table.shared
    ]


def anchor(table: Table) -> str:
    """Where on the page a shared table stands."""
    return table.key.replace("_", "-")


def _turn(one: Assessment, table: Table) -> tuple[float, int]:
    return one.within.duration_s, -len(table.rows)


def _lede(table: Table) -> Markup | None:
    return el("p", table.about, class_="lede") if str(table.about) else None


def _drawn(table: Table, clocks: ReaderClocks) -> Markup:
    """The table, heaviest rows first."""
    head = joined(
        el("th", h.text, scope="col", class_="number" if h.figure else None) for h in table.headings
    )
    body = joined(_row(table, row, clocks) for row in ranked(table))
    return framed(el("thead", el("tr", head)), el("tbody", body), class_="exhibit")


def _row(table: Table, row: TableRow, clocks: ReaderClocks) -> Markup:
    cells = (_cell(table, k, cell, clocks) for k, cell in enumerate(row.cells))
    return el("tr", joined(cells), class_=None if all(c.known for c in row.cells) else "unknown")


def _cell(table: Table, k: int, cell: TableCell, clocks: ReaderClocks) -> Markup:
    """A cell with its heading for narrow screens; the first of a row is what the row is about."""
    text, heading = cell_text(cell, clocks), str(table.headings[k].text)
    classes = ("number" if table.headings[k].figure else "", "" if cell.known else "unknown")
    return el(
        "td",
        el("strong", text) if k == 0 else text,
        el("small", cell.under) if str(cell.under) else None,
        title=str(cell.source) or None,
        class_=" ".join(filter(None, classes)) or None,
        data_label=heading[:1].lower() + heading[1:] if k else None,
    )
