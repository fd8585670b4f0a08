"""Two states of a corridor's files, compared row by row (a difference by keys, not by lines)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serai.files import csv_rows

TABLE = ".csv"
Cells = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that differs: its key, and the cells that do; all cells of a row that only one state has."""

    key: str
    before: Cells
    after: Cells


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs: ``how`` is added, removed or changed; ``keys`` are the columns that name a row.

    A file that is no table has no rows, and a table of which only the order or the quotes differ none either.
    """

    name: str
    how: str
    keys: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()


def compared(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileChange]:
    """What differs between two states of a corridor's files, by their names; nothing where they are one."""
    names = sorted(before.keys() | after.keys())
    return [
        _file(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _file(name: str, before: bytes | None, after: bytes | None) -> FileChange:
    how = "added" if before is None else "removed" if after is None else "changed"
    if not name.endswith(TABLE):
        return FileChange(name, how)
    (old_columns, old), (new_columns, new) = _table(name, before), _table(name, after)
    keys = _keys([c for c in old_columns or new_columns if c in (new_columns or old_columns)], (old, new))
    return FileChange(
        name,
        how,
        keys,
        tuple(c for c in new_columns if c not in old_columns),
        tuple(c for c in old_columns if c not in new_columns),
        tuple(_rows(keys, old, new)),
    )


def _table(name: str, raw: bytes | None) -> tuple[list[str], list[dict[str, str]]]:
    if raw is None:
        return [], []
    rows = csv_rows(raw.decode("utf-8-sig"), name, strict=True)
    _, columns = next(rows, (0, []))
    return columns, [dict(zip(columns, cells, strict=False)) for _, cells in rows if cells]


def _keys(shared: Sequence[str], tables: Sequence[Sequence[Cells]]) -> tuple[str, ...]:
    """The fewest first columns that name each row of both tables; all of them where none do."""
    for count in range(1, len(shared) + 1):
        keys = tuple(shared[:count])
        if all(len({_key(row, keys) for row in table}) == len(table) for table in tables):
            return keys
    return tuple(shared)


def _key(row: Cells, keys: Sequence[str]) -> Key:
    return tuple(row.get(column, "") for column in keys)


def _rows(keys: Sequence[str], old: Sequence[Cells], new: Sequence[Cells]) -> list[RowChange]:
    """The rows that differ, in the order of the new table, then those that are gone."""
    was, now = {_key(row, keys): row for row in old}, {_key(row, keys): row for row in new}
    found = [
        RowChange(" / ".join(key), *_cells(was.get(key, {}), row))
        for key, row in now.items()
        if was.get(key) != row
    ]
    return [one for one in found if one.before or one.after] + [
        RowChange(" / ".join(key), row, {}) for key, row in was.items() if key not in now
    ]


def _cells(before: Cells, after: Cells) -> tuple[dict[str, str], dict[str, str]]:
    """The cells that differ: of a row that is new, all of them; a cell that is missing is an empty one."""
    columns = [c for c in {**before, **after} if before.get(c, "") != after.get(c, "")]
    if not before:
        return {}, dict(after)
    return {c: before.get(c, "") for c in columns}, {c: after.get(c, "") for c in columns}
