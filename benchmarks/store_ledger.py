"""A ledger of 10^6 events verified, on both databases: python -m benchmarks.store_ledger [N]

The events are as large as those of a day (`tests/store/played.py`): some 350 bytes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
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


def measured(address: str, count: int) -> dict[str, object]:
    database = Database.at(address, new=True)
    upgraded(database)
    block = []
    for event in events(count):
        block.append(event)
        if len(block) == BLOCK:
            with database.writing() as connection:
                connection.execute(insert(ledger), block)
            block = []
    if block:
        with database.writing() as connection:
            connection.execute(insert(ledger), block)
    wall, cpu = time.monotonic(), time.process_time()
    found = verify(database)
    assert found.sound
    assert found.events == count
    database.close()
    return {
        "events": count,
        "wall_s": round(time.monotonic() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = measured(f"{folder}/serai.db", count)
        print(found, flush=True)
        if "sqlite" not in sys.argv:
            socket, started = server(folder)
            found["postgresql"] = measured(f"postgresql://postgres@/postgres?host={socket}", count)
            os.kill(started.get_pid(), 3)  # type: ignore[attr-defined]
            time.sleep(2.0)
    OUTCOME.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
