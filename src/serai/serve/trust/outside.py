"""Names shown outside: random ones for the store's own, which are counted and so tell how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert, select

from serai.serve.trust.tokens import random_name
from serai.store.database import Database
from serai.store.schema import outside

BLOCK = 500  # names a question: SQLite takes some thousands of values


def outside_names(database: Database, kind: str, inside: Iterable[str]) -> Mapping[str, str]:
    """The outside names of things of a kind (`request`, `order` ...), made for those that have none yet."""
    wanted = sorted(set(inside))
    with database.reading() as connection:
        known = _known(connection, kind, wanted)
    if len(known) == len(wanted):
        return known
    with database.writing() as connection:
        known = _known(connection, kind, wanted)
        new = {name: random_name() for name in wanted if name not in known}
        if new:
            rows = [{"name": shown, "kind": kind, "inside": name} for name, shown in new.items()]
            connection.execute(insert(outside), rows)
    return {**known, **new}


def inside_name(database: Database, kind: str, name: str) -> str | None:
    """What a name shown outside stands for; None for one that was never shown, or is of another kind."""
    of = (outside.c.name == name) & (outside.c.kind == kind)
    with database.reading() as connection:
        return connection.scalar(select(outside.c.inside).where(of))


def _known(connection: Connection, kind: str, wanted: list[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for first in range(0, len(wanted), BLOCK):
        some = outside.c.inside.in_(wanted[first : first + BLOCK])
        asked = select(outside.c.inside, outside.c.name).where(outside.c.kind == kind, some)
        known.update({row.inside: row.name for row in connection.execute(asked)})
    return known
