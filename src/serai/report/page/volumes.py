"""Tables that answers show: shared ones once on the page, a need's own where it stands in full."""

from __future__ import annotations

from serai.needs import Answer, Table, TableCell, TableRow
from serai.outcome.outcome import Outcome
from serai.report.drawing.markup import Markup, el, joined
from serai.report.drawing.markup import table as framed
from serai.report.moments import ReaderClocks
from serai.report.readings.tables import cell_text, ranked, shared_tables, tables_of


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
