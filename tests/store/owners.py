"""A simulator of an owner: prompt, slow, refusing, silent or dying, at a desk of its own by the clock.

An owner looks in when it is called. What it does depends on its manner alone; a dying one is a process that
is killed between the commit of its confirmation and the reply, and does not know what it has done.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import event

from serai.store.database import Database
from serai.store.desk import Desk, NotAsAsked
from tests.store.conftest import Clock


class Manner(Enum):
    """How an owner takes what it is asked."""

    PROMPT = "confirms at once"
    SLOW = "confirms after 20 minutes"
    TOO_SLOW = "confirms after the deadline"
    REFUSING = "says no"
    SILENT = "never answers"
    DYING = "is killed while it confirms, and comes back after 20 minutes"


AFTER_MINUTES = {Manner.SLOW: 20.0, Manner.TOO_SLOW: 40.0, Manner.DYING: 20.0}


@dataclass
class SimulatedOwner:
    """An owner at the database of an address."""

    name: str
    manner: Manner
    address: str
    done: bool = False
    tried: bool = False

    def looks_in(self, order: str, clock: Clock, minutes: float) -> None:
        """What the owner does when so many minutes have passed since it was asked."""
        if self.done or self.manner is Manner.SILENT:
            return
        if self.manner is Manner.DYING and not self.tried:
            self.tried = True
            dies_confirming(self.address, self.name, order, clock)
            return
        if minutes < AFTER_MINUTES.get(self.manner, 0.0):
            return
        self.done = True
        database = Database.at(self.address)
        desk = Desk(database, self.name, clock)
        try:
            if self.manner is Manner.REFUSING:
                desk.declines(order, self.name, "antenna overhaul")
            else:
                desk.confirms(order, self.name)
        except NotAsAsked:  # the order is not what it was: it is told so
            return
        finally:
            database.close()


def dies_confirming(address: str, party: str, order: str, clock: Clock) -> None:
    """A process that is killed after its confirmation is committed, before anybody has heard of it."""
    pid = os.fork()
    if pid:
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        return
    try:
        database = Database.at(address)
        commits = [0]

        def committed(connection: object) -> None:
            commits[0] += 1
            if commits[0] == 2:  # the first looked at the deadlines
                connection.connection.dbapi_connection.commit()  # type: ignore[attr-defined]
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(database.engine, "commit", committed)
        Desk(database, party, clock).confirms(order, party)
    finally:
        os._exit(1)
