"""A light client that places and confirms orders, and says on its output what was acknowledged to it.

Run as a process of its own, to be killed at any instant: python -m tests.store.kills ADDRESS NAME COUNT [DIE]
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


def acknowledged(what: str) -> None:
    os.write(1, f"{what}\n".encode())


def works(desk: Desk, name: str, count: int) -> None:
    """Requests with offers on the same few assets as everybody's, held and confirmed; all repeatable."""
    for number in range(count):
        request = desk.asks(NewRequest(f"{name}{number}", "Pakistan", "an image"))
        acknowledged(f"asked {name}{number} {request}")
        minute = 60.0 + 4.0 * (number % 3)
        uses = (use_of("China", "gaofen-3-02", minute), use_of("Pakistan", "karachi", minute))
        with desk.database.reading() as connection:
            known = connection.exec_driver_sql(f"SELECT id FROM offers WHERE request = '{request}'").first()
        order = known[0] if known else desk.offers(request, [offer_of(*uses)])[0]
        try:
            desk.places(order)
            acknowledged(f"placed {order}")
            for party in ("China", "Pakistan"):
                desk.confirms(order, party)
            acknowledged(f"confirmed {order}")
        except NotAsAsked:
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


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], *(int(word) for word in sys.argv[3:]))
