"""`serai store`: the database itself, and the documents in it that decisions rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import Json
from serai.cli.orders.options import Base, By, Moment, address, desk_at
from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.corridor import Corridor
    from serai.store.documents.keeping import KeptDocument
    from serai.store.documents.taking import DocumentListed

SHORT = 16  # digits of a hash that name a document


class StoreAct(StrEnum):
    """What can be done with a store."""

    INIT = "init"
    UPGRADE = "upgrade"
    BACKUP = "backup"
    RESTORE = "restore"
    EXPORT = "export"
    KEEP = "keep"
    LIST = "list"
    TAKE = "take"


OF_DOCUMENTS = (StoreAct.KEEP, StoreAct.LIST, StoreAct.TAKE)


def store(
    act: Annotated[
        StoreAct,
        typer.Argument(
            help="init: make it; upgrade: bring its tables up to date; backup, restore: one file, from and "
            "into SQLite and PostgreSQL alike; export: a folder that is read without serai; keep, list, "
            "take: documents, put on record by their hash, told, and written out again."
        ),
    ],
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH|NAME",
            help="The file of a backup, the folder of an export, what is to be kept; or a document's name.",
        ),
    ] = None,
    into: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="With take: where it is written.")
    ] = None,
    order: Annotated[
        str, typer.Option("--order", metavar="ORDER", help="With keep: of which order a STAC item is.")
    ] = "",
    database: Base = None,
    by: By = None,
    at: Moment = None,
    json: Json = False,
) -> None:
    """Make the database of requests, holds, orders and the ledger; keep it, move it, read it elsewhere.

    It is one file (SQLite), or a PostgreSQL that several offices share. Each command of the store takes
    --database, or the variable SERAI_DATABASE. What decisions rest on is kept in it: a corridor folder, what
    plan and assess wrote with --json, element sets, and STAC items of what came.

    \b
    Examples:
      serai store init
      serai store backup store.jsonl
      serai store restore store.jsonl --database copy.db
      serai store export record
      serai store keep corridors/belt-and-road
      serai store keep flood.json --order R1-2
      serai store take elements day.csv --at 2026-08-22
    """
    if act in OF_DOCUMENTS:
        _documents(act, path, into, order, (database, by, at), json=json)
        return
    where = address(database)
    from serai.cli.console import echo, print_json
    from serai.store.database import Database
    from serai.store.keep import backup, export, restore
    from serai.store.ledger import head
    from serai.store.migrations.run import schema_of, upgraded

    if path is None and act in (StoreAct.BACKUP, StoreAct.RESTORE, StoreAct.EXPORT):
        raise Refused("store.which_path", act=act.value)
    opened = Database.at(where, new=act in (StoreAct.INIT, StoreAct.RESTORE))
    rows: int | None = None
    if act in (StoreAct.INIT, StoreAct.UPGRADE):
        before, now = upgraded(opened)
        words = f"{opened.name} {'has' if before == now else 'now has'} the schema {now}"
    else:
        does = {StoreAct.BACKUP: backup, StoreAct.RESTORE: restore, StoreAct.EXPORT: export}[act]
        assert path is not None
        rows = does(opened, path).rows
        words = f"{path}: {rows:,} rows"
    with opened.reading() as connection:
        schema, end = schema_of(connection), str(head(connection))
    if json:
        print_json({"database": opened.name, "did": act.value, "schema": schema, "rows": rows, "head": end})
    else:
        echo(f"{words}; its ledger ends with {end}")


def _documents(
    act: StoreAct,
    path: Path | None,
    into: Path | None,
    order: str,
    where: tuple[str | None, str | None, str | None],
    *,
    json: bool,
) -> None:
    """Keep, list or take documents, and tell it."""
    desk = desk_at(*where)
    from serai.cli.console import echo, print_json, show
    from serai.cli.input.parsing import instant
    from serai.store.documents.keeping import kept
    from serai.store.documents.taking import documents, element_set_count, take
    from serai.store.ledger import head
    from serai.store.migrations.run import schema_of

    said: list[str] = []
    if act is StoreAct.KEEP:
        if path is None:
            raise Refused("store.which_path", act=act.value)
        shared = _corridor(path)
        some = kept(desk, corridor=shared, path=path if shared is None else None, order=order)
        said = list(_kept_words(some))
    elif act is StoreAct.TAKE:
        if path is None or into is None:
            raise Refused("store.which_name")
        with desk.database.reading() as connection:
            kind = take(connection, str(path), into, instant(where[2]))
        said = [f"{path} ({kind}) is written to {into}"]
    with desk.database.reading() as connection:
        found, sets = documents(connection), element_set_count(connection)
        schema, end = schema_of(connection), str(head(connection))
    if json:
        about: Mapping[str, object] = {"database": desk.database.name, "did": act.value, "schema": schema}
        print_json({**about, "rows": None, "head": end, "documents": [_plain(one) for one in found]})
        return
    for line in said:
        echo(line)
    missing = {one.corridor for one in found} - {one.sha256 for one in found} - {""}
    if act is StoreAct.KEEP and missing:
        echo(f"the corridor {min(missing)[:SHORT]} that it rests on is not kept: serai store keep FOLDER")
    if act is StoreAct.LIST:
        show(_table(found) if found else "no document is on record")
        if sets[0]:
            echo(f"{sets[0]:,} element sets, the newest of {sets[1]}")


def _corridor(path: Path) -> Corridor | None:
    """The corridor of a folder; None where the path is no folder."""
    if not path.is_dir():
        return None
    from serai.outcome.outcome import open_corridor

    return open_corridor(path)


def _kept_words(some: list[KeptDocument]) -> Iterator[str]:
    for one in some:
        if one.kind == "elements":
            yield f"{one.count:,} element sets are new on record" if one.new else "no element set is new"
        else:
            state = "is on record now" if one.new else "was on record already"
            yield f"{one.kind} {one.name[:SHORT] if one.kind != 'item' else one.name} {state}"


def _plain(one: DocumentListed) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(one)


def _table(found: list[DocumentListed]) -> Table:
    from rich.table import Table

    from serai.wording.times import minute

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("kind", "name", "kept (UTC)", "what", "of"):
        table.add_column(head, no_wrap=head in ("kind", "name"))
    for one in found:
        table.add_row(one.kind, one.name, minute(one.kept_at), one.says, one.order or one.corridor[:SHORT])
    return table
