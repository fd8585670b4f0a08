"""Backup, restore and export: the whole store as text, at one moment, the same from SQLite and PostgreSQL.

A backup is lines of JSON: a head (schema, end of the ledger), one line a row, and an end with the number of
rows and the SHA-256 of all lines before. So it restores into either kind of database, and a damaged one is
refused. An export is a folder of CSV tables with moments in UTC beside their nanoseconds, the ledger as it
was hashed, and the documents as the files that they were. Both are made in memory: room for a few million
rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from csv import writer
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from serai.errors import Refused
from serai.files import LARGEST_B, json_of, made_folder, put
from serai.files import text as text_of
from serai.store.chain import ChainHead
from serai.store.database import Database
from serai.store.documents.taking import exported
from serai.store.ledger import head, verify
from serai.store.migrations.run import refuse_other, schema_of, upgraded
from serai.store.schema import META, ledger
from serai.time import Instant
from serai.wording import csv_cell

BLOCK = 1000  # rows an insert
FORMAT = 1
BODIES = frozenset(
    {(t, "body") for t in ("corridors", "plans", "assessments", "items")}
)  # files of their own
HASHES = frozenset(
    {("accounts", "password"), ("invitations", "hash"), ("sessions", "hash"), ("keys", "hash")}
)  # of secrets: in a backup, which is to be kept as safe as the database, and in no export
COUNTED = ("outbox", "audit")  # tables whose numbers the database gives
ABOUT = """This folder is a store of serai, written out to be read without it.
Each .csv is a table; columns that end in _ns are TAI nanoseconds since 1970, the _utc beside them the same in
UTC. ledger.jsonl has an event a line: its SHA-256 (without the line break) is the "previous" of the next.
The last hash is {head}.
The folders corridors, plans, assessments and items hold the documents, each under the first 16 digits of its
SHA-256: of the file, and of a corridor that of what "sha256sum FILES" prints, sorted by name. elements.csv
has all element sets as OMM.
"""


class NoBackup(Refused):
    """A file that is no whole backup, or a database that is not empty."""


@dataclass(frozen=True, slots=True)
class KeptStore:
    """What was written or read: how many rows, and the end of the ledger."""

    rows: int
    head: ChainHead


def backup(database: Database, path: Path) -> KeptStore:
    """Write the whole store to a file, as it is at one moment."""
    with database.reading() as connection:
        refuse_other(connection, database.name)
        end = head(connection)
        lines = [_json({"serai_store": FORMAT, "schema": schema_of(connection), "head": str(end)})]
        lines += [_json({"table": table, "row": row}) for table, row in _rows(connection)]
    whole = "\n".join(lines) + "\n"
    put(path, whole + _json({"rows": len(lines) - 1, "sha256": sha256(whole.encode()).hexdigest()}) + "\n")
    return KeptStore(len(lines) - 1, end)


def restore(database: Database, path: Path) -> KeptStore:
    """Read a backup into an empty database, of the newest schema afterwards; all of it, or nothing."""
    lines, schema, end = _read(path)
    with database.reading() as connection:
        found = schema_of(connection)
        if found is not None and any(_count(connection, name) for name in META.tables):
            raise NoBackup("store.not_empty", name=database.name)
    if found is None:
        upgraded(database, schema)
    with database.writing() as connection:
        _insert(connection, lines)
    upgraded(database)
    walked = verify(database, end)
    if not walked.sound:
        raise NoBackup("store.backup_chain", path=str(path), at=walked.at)
    return KeptStore(len(lines), walked.head)


def export(database: Database, folder: Path) -> KeptStore:
    """Write every table as CSV and the ledger as lines of JSON, to be read without serai."""
    made_folder(folder)
    count = 0
    with database.reading() as connection:
        refuse_other(connection, database.name)
        end = head(connection)
        for name, table in META.tables.items():
            rows = [
                dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            count += len(rows)
            columns = [c.name for c in table.columns if (name, c.name) not in BODIES | HASHES]
            put(folder / f"{name}.csv", _csv(columns, rows))
        exported(connection, folder)
        events = connection.scalars(select(ledger.c.text).order_by(ledger.c.seq)).all()
    put(folder / "ledger.jsonl", "".join(f"{line}\n" for line in events))
    put(folder / "README.txt", ABOUT.format(head=end))
    return KeptStore(count, end)


def _rows(connection: Connection) -> Iterator[tuple[str, dict[str, object]]]:
    for table in META.sorted_tables:
        for row in connection.execute(select(table).order_by(*table.primary_key)):
            yield table.name, dict(row._mapping)


def _read(path: Path) -> tuple[list[tuple[str, dict[str, object]]], str, ChainHead]:
    """The rows of a backup, its schema and the end of its ledger; refused where a line is missing."""
    whole = text_of(path, LARGEST_B)
    body, _, last = whole.rstrip("\n").rpartition("\n")
    found = _object(last, path)
    if found.get("sha256") != sha256(f"{body}\n".encode()).hexdigest():
        raise NoBackup("store.backup_damaged", path=str(path))
    first, *rest = body.split("\n")
    about = _object(first, path)
    if about.get("serai_store") != FORMAT:
        raise NoBackup("store.backup_damaged", path=str(path))
    rows = [(str(one["table"]), one["row"]) for one in (json_of(line, path.name) for line in rest)]
    return rows, str(about["schema"]), ChainHead.read(str(about["head"]))


def _object(line: str, path: Path) -> dict[str, object]:
    try:
        found = json.JSONDecoder().decode(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NoBackup("store.backup_damaged", path=str(path))
    return found


def _insert(connection: Connection, rows: list[tuple[str, dict[str, object]]]) -> None:
    of: dict[str, list[dict[str, object]]] = {}
    for name, row in rows:
        of.setdefault(name, []).append(row)
    for table in META.sorted_tables:
        some = of.get(table.name, [])
        for first in range(0, len(some), BLOCK):
            connection.execute(insert(table), some[first : first + BLOCK])
    if connection.dialect.name == "postgresql":
        for name in COUNTED:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'seq'),"  # noqa: S608 - a name of ours
                    f" (SELECT coalesce(max(seq), 1) FROM {name}))"
                )
            )


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(META.tables[name])) or 0


def _csv(columns: list[str], rows: list[dict[str, object]]) -> str:
    out = StringIO()
    moments = [name for name in columns if name.endswith("_ns")]
    table = writer(out, lineterminator="\n")
    table.writerow([*columns, *(f"{name[:-3]}_utc" for name in moments)])
    for row in rows:
        spelled = [_utc(row[name]) for name in moments]
        table.writerow([*(csv_cell("" if row[c] is None else str(row[c])) for c in columns), *spelled])
    return out.getvalue()


def _utc(ns: object) -> str:
    return Instant(ns).utc() if isinstance(ns, int) else ""


def _json(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
