"""A need's own tables in a terminal: a line a row, in columns as wide as the words in them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from serai.needs import Answer, Table
from serai.report.moments import ReaderClocks
from serai.report.readings.tables import cell_text, ranked, tables_of
from serai.report.terminal.lines import SOFT, TextCell, cut, line, widest, wrapped

INDENT = 2
SHOWN = 6  # rows told; all of them stand in the report
NARROWEST = 8  # of a column that gives way


def own_table_lines(answer: Answer | None, width: int, clocks: ReaderClocks) -> Iterator[Text]:
    """The tables about a need alone, each under its title; the last column gives way."""
    for table in tables_of(answer):
        if table.rows and not table.shared:
            yield Text()
            yield Text(cut(f"  {table.title}, {clocks.named}", width), style=SOFT)
            yield from _rows(table, width, clocks)


def _rows(table: Table, width: int, clocks: ReaderClocks) -> Iterator[Text]:
    said = [[cell_text(c, clocks) for c in row.cells] for row in ranked(table)[:SHOWN]]
    heads = [str(h.text) for h in table.headings]
    columns = zip(heads, *said, strict=True)
    widths = [widest(column, width) for column in columns]
    over = INDENT + sum(widths) + 2 * (len(widths) - 1) - width
    if widths[-1] - over < NARROWEST:
        for row in said:
            yield from wrapped(" | ".join(row), width, indent=INDENT, hang=2 * INDENT)
        return
    widths[-1] -= max(0, over)
    yield Text.assemble(" " * INDENT, line(TextCell(h, w, SOFT) for h, w in zip(heads, widths, strict=True)))
    for row in said:
        cells = (
            TextCell(text, w, right=h.figure) for text, w, h in zip(row, widths, table.headings, strict=True)
        )
        yield Text.assemble(" " * INDENT, line(cells))
    more = len(table.rows) - len(said)
    if more:
        yield Text(f"  and {more} more in the report", style=SOFT)
