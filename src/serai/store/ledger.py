"""The ledger in its table: appended to inside the step it tells of, verified without an ORM in the loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, or_, select

from serai.files import json_of
from serai.store.chain import EMPTY, ChainHead, Link, Verified, event_text, hashed, verified
from serai.store.schema import ledger

if TYPE_CHECKING:
    from serai.store.database import Database

BLOCK = 10_000  # events a fetch: a few MB
SEPARATOR = "\x1f"  # between the columns of a link; JSON has it escaped, and a plain text has none


def head(connection: Connection) -> ChainHead:
    """The last event; number 0 in an empty ledger."""
    row = connection.execute(
        select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)
    ).first()
    return EMPTY if row is None else ChainHead(row.seq, row.hash)


def last_moment(connection: Connection) -> str | None:
    """When the last event was, in UTC; None in an empty ledger."""
    said = connection.scalar(select(ledger.c.text).order_by(ledger.c.seq.desc()).limit(1))
    return None if said is None else str(json_of(said, "ledger")["at"])


def append(
    connection: Connection, *, kind: str, subject: str, at: str, by: str, values: Mapping[str, object]
) -> ChainHead:
    """Add an event, in the writing transaction of what it tells of; the new head."""
    after = head(connection)
    text = event_text(after, kind=kind, subject=subject, at=at, by=by, values=values)
    new = ChainHead(after.seq + 1, hashed(text))
    connection.execute(
        insert(ledger).values(seq=new.seq, kind=kind, subject=subject, text=text, hash=new.hash)
    )
    return new


def told(
    connection: Connection, subject: str | None = None, *, most: int | None = None
) -> list[dict[str, object]]:
    """Events in order: all, or those of a request with its orders, or of one order; the last ``most``."""
    asked = select(ledger.c.text, ledger.c.hash).order_by(ledger.c.seq.desc())
    if subject is not None:
        of = ledger.c.subject
        asked = asked.where(or_(of == subject, of.startswith(f"{subject}-", autoescape=True)))
    rows = connection.execute(asked if most is None else asked.limit(most)).all()
    return [{**json_of(row.text, "ledger"), "hash": row.hash} for row in reversed(rows)]


def verify(database: Database, told_head: ChainHead | None = None) -> Verified:
    """Walk along the whole ledger as it stands in the database, before a head that was told."""
    with database.reading() as connection:
        return verified(links(connection), told_head)


def links(connection: Connection) -> Iterator[Link]:
    """Every event as it is stored, in its order, by blocks straight from the driver."""
    raw = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            raw.execute("SELECT seq, kind, subject, text, hash FROM ledger ORDER BY seq")
            while block := raw.fetchmany(BLOCK):
                yield from block
        else:
            yield from _in_one_text(raw)
    finally:
        raw.close()


def _in_one_text(raw: object) -> Iterator[Link]:
    """PostgreSQL's events, a block in one text: the driver reads a text faster than rows of five columns."""
    first = -(2**62)
    while True:
        raw.execute(  # type: ignore[attr-defined]  # a cursor of the driver
            "SELECT max(seq), string_agg(concat_ws(chr(31), seq, kind, subject, text, hash), chr(30)"
            " ORDER BY seq)"
            " FROM (SELECT * FROM ledger WHERE seq > %s ORDER BY seq LIMIT %s) AS block",
            (first, BLOCK),
        )
        ((last, joined),) = raw.fetchall()  # type: ignore[attr-defined]
        if last is None:
            return
        for line in joined.split("\x1e"):
            seq, kind, subject, text, kept = line.split(SEPARATOR)
            yield int(seq), kind, subject, text, kept
        first = last
