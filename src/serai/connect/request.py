"""What a need asks of connect: which ways will do, between which ends, with which terminal."""

from __future__ import annotations

from dataclasses import dataclass

from serai.connect.fittings import WAYS
from serai.tables import Cell, Column, Columns, Row
from serai.tables.column import POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequest:
    """Connect's own reading of a row of needs.csv.

    ``ways`` are the ways of connecting that will do. ``from_sites`` are the user's ends on the ground when
    they are fixed, else the user stands anywhere in the need's box; ``to_sites`` are the sites that count
    as the other side (any that a gateway reaches when empty), and with ``beyond`` only while a way leads on
    from them to one of those: an exchange whose upstream is cut is no other side. ``terminals`` are what the
    user holds: a service that needs another terminal is a substitute, not an answer; empty leaves every
    service open. ``message_bytes`` is how long each text is, None where nobody said: one message of any
    service then.
    """

    ways: frozenset[str] = frozenset(WAYS)
    from_sites: tuple[str, ...] = ()
    to_sites: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    terminals: tuple[str, ...] = ()
    message_bytes: float | None = None


NEED_COLUMNS: Columns = {
    "access": Column(Cell.LIST, choices=WAYS),
    "from": Column(Cell.LIST, of=("sites",)),
    "to": Column(Cell.LIST, of=("sites",)),
    "beyond": Column(Cell.LIST, of=("sites",)),
    "terminal": Column(Cell.LIST, of=("terminals",)),
    "message_bytes": POSITIVE,
}


def request(row: Row) -> LinkRequest:
    """What a row of needs.csv asks of connect."""
    return LinkRequest(
        ways=frozenset(row.list("access")) or frozenset(WAYS),
        from_sites=row.list("from"),
        to_sites=row.list("to"),
        beyond=row.list("beyond"),
        terminals=row.list("terminal"),
        message_bytes=row.number("message_bytes"),
    )
