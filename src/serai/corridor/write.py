"""Writing the tables of a corridor folder: replaced whole, and no cell is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from serai.files import put, text


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
    reader = csv.DictReader(io.StringIO(text(path), newline=""), strict=True)
    columns = list(reader.fieldnames or [])
    return columns, [{c: row.get(c) or "" for c in columns} for row in reader]


def _quoted(cell: str) -> str:
    """A cell in quotes where it needs them; Python's own writer forgets a lone carriage return."""
    if cell and not any(c in cell for c in ',"\r\n'):
        return cell
    return '"' + cell.replace('"', '""') + '"' if cell else ""
