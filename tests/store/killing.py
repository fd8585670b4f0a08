"""Kill clients at random instants, and judge what is left: for the tests and for the recorded run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import select

from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.ledger import last_moment, verify
from serai.store.schema import holds, offers, orders, requests, uses
from serai.time import Instant
from tests.store.conftest import NINE, Clock

ROOT = Path(__file__).resolve().parents[2]
ORDERS = 4  # of a client


class Client(Protocol):
    """A process that works, and what it says."""

    pid: int
    stdout: IO[str] | None

    def wait(self) -> int: ...


def client(address: str, name: str, die: int = 0) -> subprocess.Popen[str]:
    words = [
        sys.executable,
        "-m",
        "tests.store.kills",
        address,
        name,
        str(ORDERS),
        *([str(die)] if die else []),
    ]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env = os.environ | {"PYTHONPATH": paths}
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)


def killed(
    address: str, chance: random.Random, number: int, start: Callable[[str, str, int], Client] = client
) -> list[str]:
    """Run a client and kill it at a random instant, or between commit and reply; what it was told."""
    die = chance.randrange(1, 120) if number % 5 == 0 else 0
    one = start(address, f"C{number}-", die)
    assert one.stdout is not None
    told = [one.stdout.readline().strip()]
    assert told == ["ready"]
    if not die:
        time.sleep(chance.uniform(0.0, 0.7))
        os.kill(one.pid, signal.SIGKILL)
    told += [line.strip() for line in one.stdout]
    one.wait()
    return told[1:]


def faults(database: Database, told: list[str]) -> list[str]:
    """What is wrong with what is left, before what was acknowledged; after somebody else has looked in."""
    with database.reading() as connection:
        last = last_moment(connection)
    clock = Clock(NINE if last is None else Instant.from_utc(last))
    desk = Desk(database, by="auditor", clock=clock)
    desk.post()
    found = _now(database, told)
    clock.goes(24 * 60.0)
    desk.post()  # the deadlines and their bounds have passed
    found += _afterwards(database)
    walked = verify(database)
    return [*found, *([] if walked.sound else [f"the chain: {walked}"])]


def _now(database: Database, told: list[str]) -> list[str]:
    with database.reading() as connection:
        keys = Counter(connection.scalars(select(requests.c.key)))
        ids = set(connection.scalars(select(requests.c.id)))
        decided = {o.id: o.decision for o in connection.execute(select(orders))}
        held = connection.execute(select(holds)).all()
        whole = set(connection.scalars(select(offers.c.id)))
        pairs = Counter(connection.scalars(select(uses.c.offer)))
    found = [f"{key} is there {count} times" for key, count in keys.items() if count != 1]
    for line in told:
        what, *words = line.split()
        if what == "asked" and (words[0] not in keys or words[1] not in ids):
            found.append(f"lost: {line}")
        if what == "placed" and words[0] not in decided:
            found.append(f"lost: {line}")
        if what == "confirmed" and decided.get(words[0]) != "committed":
            found.append(f"lost: {line}")
    found += [f"half an offer: {one}" for one in whole if pairs[one] != 2]
    for at, one in enumerate(held):
        found += [
            f"held twice: {one.use} and {other.use}"
            for other in held[:at]
            if one.asset == other.asset and one.start_ns < other.end_ns and other.start_ns < one.end_ns
        ]
    return found


def _afterwards(database: Database) -> list[str]:
    """Nothing is held that is not committed, and every committed order has all of its assets."""
    with database.reading() as connection:
        decided = {o.id: o.decision for o in connection.execute(select(orders))}
        held = connection.execute(select(holds)).all()
    found = [
        f"orphan: {h.use} {h.grip}" for h in held if h.grip != "committed" or decided[h.order] != "committed"
    ]
    kept = Counter(h.order for h in held)
    found += [
        f"{o} is {d} with {kept[o]} assets" for o, d in decided.items() if d == "committed" and kept[o] != 2
    ]
    return found + [f"{o} is still open" for o, d in decided.items() if d == "open"]
