"""The ledger as others follow it: events after a number, and whose they are."""

from __future__ import annotations

from sqlalchemy import Connection, select

from serai.files import json_of
from serai.store.schema import ledger, offers, requests, uses

Told = dict[str, object]


def events_after(connection: Connection, number: int, *, most: int) -> list[Told]:
    """The first events after a number, in order, ``most`` of them."""
    asked = select(ledger.c.text).where(ledger.c.seq > number).order_by(ledger.c.seq).limit(most)
    return [json_of(text, "ledger") for text in connection.scalars(asked)]


def owners_of(connection: Connection, subject: str) -> frozenset[str]:
    """The parties to a request or an order: who asked, and whose assets are offered for it."""
    name = subject.partition("-")[0]
    asker = connection.scalars(select(requests.c.party).where(requests.c.id == name))
    theirs = (
        select(uses.c.owner)
        .join(offers, offers.c.id == uses.c.offer)
        .where(offers.c.id == subject if "-" in subject else offers.c.request == name)
    )
    return frozenset({*asker, *connection.scalars(theirs)})
