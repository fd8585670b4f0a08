"""A light client that places and confirms orders, and says on its output what was acknowledged to it.

A warm server forks a client for each line of its input, `ADDRESS NAME COUNT DIE`, so that nothing but a
client's work runs while it waits to be killed: python -m tests.store.kills. What is said of a client is
`pid N`, then its own lines, and when it has ended `ended STATUS` (below zero: the signal that killed it).
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import event

from serai.store.asked import NewRequest
from serai.store.database import Database
from serai.store.desk import Desk, NotAsAsked
from tests.store.conftest import Clock, offer_of, use_of

SHARED = 3  # every so many orders of a client ask for what all others ask for


def acknowledged(what: str) -> None:
    os.write(1, f"{what}\n".encode())


def works(desk: Desk, name: str, count: int) -> None:
    """Requests with offers, held and confirmed by two owners; all repeatable, and told when acknowledged.

    The first of each `SHARED` asks for a time of the same satellite and antenna as everybody's; the others
    have an hour of their own by the client's name (C7 has the seventh).
    """
    for number in range(count):
        acknowledged("at asking")
        request = desk.asks(NewRequest(f"{name}-{number}", "Pakistan", "an image"))
        acknowledged(f"asked {name}-{number} {request}")
        acknowledged("at offering")
        minute = 6.0 * number if number % SHARED == 0 else 60.0 * (1 + int(name[1:] or 0)) + 6.0 * number
        uses = (use_of("China", "gaofen-3-02", minute), use_of("Pakistan", "karachi", minute))
        (order,) = desk.offers(request, [offer_of(*uses)])
        try:
            acknowledged("at placing")
            desk.places(order)
            acknowledged(f"placed {order}")
            for party in ("China", "Pakistan"):
                acknowledged("at confirming")
                desk.confirms(order, party)
            acknowledged(f"confirmed {order}")
        except NotAsAsked:
            acknowledged("at releasing")
            desk.releases(order)
            acknowledged(f"released {order}")


def dies_at_commit(database: Database, number: int) -> None:
    """Die after a commit has reached the database, before anybody has heard of it."""
    left = [number]

    def committed(connection: object) -> None:
        left[0] -= 1
        if not left[0]:
            raw = connection.connection.dbapi_connection  # type: ignore[attr-defined]
            raw.commit()
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "commit", committed)


def run(address: str, name: str, count: int, die: int = 0) -> None:
    """Work at a database, and die after a number of commits where one is given."""
    opened = Database.at(address)
    if die:
        dies_at_commit(opened, die)
    acknowledged("ready")
    works(Desk(opened, by=name, clock=Clock()), name, count)
    acknowledged("done")


def serves() -> None:
    """Fork a client for each line, and tell how it ended."""
    acknowledged("warm")
    for line in sys.stdin:
        address, name, count, die = line.split()
        pid = os.fork()
        if not pid:
            acknowledged(f"pid {os.getpid()}")
            try:
                run(address, name, int(count), int(die))
            finally:
                os._exit(0)
        acknowledged(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


if __name__ == "__main__":
    serves()
