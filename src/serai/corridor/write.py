"""Writing the tables of a corridor folder: replaced whole, and no cell is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from serai.files import csv_rows, put, text


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table with its cells as they are spelled; a column that a row lacks stays empty."""
    lines = [list(columns)]
    for row in rows:
        strange = [c for c in row if c not in columns]
        if strange:
            raise ValueError(f"{path.name} has no column {strange[0]!r}; it has {', '.join(columns)}")
        lines.append([row.get(c, "") for c in columns])
    put(path, "".join(",".join(map(_quoted, cells)) + "\n" for cells in lines))


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """A table's columns and its cells as they are spelled, for changing some and writing all back."""
    _, columns = next(rows := csv_rows(text(path), path.name, strict=True), (0, []))
    filled = (cells + [""] * (len(columns) - len(cells)) for _, cells in rows if cells)
    return columns, [dict(zip(columns, cells, strict=False)) for cells in filled]


def _quoted(cell: str) -> str:
    """A cell in quotes where it needs them; Python's own writer forgets a lone carriage return."""
    if cell and not any(c in cell for c in ',"\r\n'):
        return cell
    return '"' + cell.replace('"', '""') + '"' if cell else ""
