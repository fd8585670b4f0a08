"""`serai store`: the database itself: made, brought up to date, backed up, restored, exported."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from serai.cli.input.options import Json
from serai.cli.orders.options import Base, address
from serai.errors import Refused


class StoreAct(StrEnum):
    """What can be done with a store."""

    INIT = "init"
    UPGRADE = "upgrade"
    BACKUP = "backup"
    RESTORE = "restore"
    EXPORT = "export"


def store(
    act: Annotated[
        StoreAct,
        typer.Argument(
            help="init: make it; upgrade: bring its tables up to date; backup, restore: one file, from and "
            "into SQLite and PostgreSQL alike; export: a folder that is read without serai."
        ),
    ],
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="The file of a backup, or the folder of an export.")
    ] = None,
    database: Base = None,
    json: Json = False,
) -> None:
    """Make the database of requests, holds, orders and the ledger; keep it, move it, read it elsewhere.

    It is one file (SQLite), or a PostgreSQL that several offices share. Each command of the store takes
    --database, or the variable SERAI_DATABASE.

    \b
    Examples:
      serai store init
      serai store backup store.jsonl
      serai store restore store.jsonl --database copy.db
      serai store export record
    """
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
