"""Writing a corridor folder: a file is replaced whole or stays as it was, and no cell is lost."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file at once: whoever reads meets the old or the new one, never half.

    The new file is on disk before it takes the old one's name, so that a power cut loses nothing.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            new.chmod(path.stat().st_mode & 0o777)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    _sync_folder(path.parent)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table with its cells as they are spelled; a column that a row lacks stays empty."""
    lines = [list(columns)]
    for row in rows:
        strange = [c for c in row if c not in columns]
        if strange:
            raise ValueError(f"{path.name} has no column {strange[0]!r}; it has {', '.join(columns)}")
        lines.append([row.get(c, "") for c in columns])
    replace_file(path, "".join(",".join(map(_quoted, cells)) + "\n" for cells in lines))


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """A table's columns and its cells as they are spelled, for changing some and writing all back."""
    text = path.read_bytes().decode("utf-8-sig")  # as bytes: no line end inside a cell is touched
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    columns = list(reader.fieldnames or [])
    return columns, [{c: row.get(c) or "" for c in columns} for row in reader]


def _quoted(cell: str) -> str:
    """A cell in quotes where it needs them; Python's own writer forgets a lone carriage return."""
    if cell and not any(c in cell for c in ',"\r\n'):
        return cell
    return '"' + cell.replace('"', '""') + '"' if cell else ""


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
