"""A ledger of 10^6 events verified: python -m benchmarks.store_ledger sqlite|postgresql [N]

The events are as large as those of a day (`tests/store/played.py`): some 350 bytes. The best of three.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from benchmarks.store_kills import server
from sqlalchemy import insert

from serai.store.chain import EMPTY, ChainHead, event_text, hashed
from serai.store.database import Database
from serai.store.ledger import verify
from serai.store.migrations.run import upgraded
from serai.store.schema import ledger

OUTCOME = Path(__file__).with_name("store_ledger.json")
BLOCK = 5_000


def events(count: int) -> Iterator[dict[str, object]]:
    head = EMPTY
    for number in range(1, count + 1):
        values = {
            "asset": "gaofen-3-02",
            "attempt": 1,
            "fence": number,
            "owner": "China",
            "use": f"R{number}-1/1",
        }
        text = event_text(
            head,
            kind="use.confirmed",
            subject=f"R{number}-1",
            at="2026-08-22T09:00:00Z",
            by="Amina",
            values=values,
        )
        head = ChainHead(number, hashed(text))
        yield {
            "seq": number,
            "kind": "use.confirmed",
            "subject": f"R{number}-1",
            "text": text,
            "hash": head.hash,
        }


def filled(database: Database, count: int) -> None:
    """A new ledger of so many events: in bulk, since an event after another takes an hour on PostgreSQL."""
    upgraded(database)
    with database.writing() as connection:
        if database.kind == "sqlite":
            some = events(count)
            while block := list(islice(some, BLOCK)):
                connection.execute(insert(ledger), block)
            return
        lines = "".join("\t".join(str(v) for v in one.values()) + "\n" for one in events(count))
        raw = connection.connection.cursor()
        raw.execute("COPY ledger FROM STDIN", stream=StringIO(lines))  # type: ignore[call-arg]  # pg8000's


def measured(database: Database, count: int) -> dict[str, object]:
    """How long the whole ledger takes to verify: by the clock, and in this process."""
    wall, cpu = time.monotonic(), time.process_time()
    found = verify(database)
    assert found.sound
    assert found.events == count
    return {
        "events": count,
        "wall_s": round(time.monotonic() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    kind = sys.argv[1]
    known = json.loads(OUTCOME.read_text(encoding="utf-8")) if OUTCOME.is_file() else {}
    with tempfile.TemporaryDirectory() as folder:
        socket, started = ("", None) if kind == "sqlite" else server(folder)
        address = f"postgresql://postgres@/postgres?host={socket}" if started else f"{folder}/serai.db"
        database = Database.at(address, new=True)
        filled(database, count)
        tries = [measured(database, count) for _ in range(3)]
        database.close()
        if started is not None:
            os.kill(started.get_pid(), 3)  # type: ignore[attr-defined]
            time.sleep(2.0)
    known[kind] = min(tries, key=lambda one: float(str(one["wall_s"])))
    OUTCOME.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(tries, indent=2))


if __name__ == "__main__":
    main()
