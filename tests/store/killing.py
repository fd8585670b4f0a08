"""Kill clients at random instants, and judge what is left: for the tests and for the recorded run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.ledger import last_moment, verify
from serai.store.schema import holds, offers, orders, requests, uses
from serai.time import Instant
from tests.store.conftest import NINE, Clock

ROOT = Path(__file__).resolve().parents[2]
ORDERS = 2  # of a client
COMMITS = 24  # of a client's work, a few more or less


class WarmServer:
    """The process that forks clients, one at a time, and what is said of each."""

    def __init__(self) -> None:
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        words = [sys.executable, "-m", "tests.store.kills"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=env)
        assert self.heard() == "warm"

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def starts(self, address: str, name: str, count: int = ORDERS, die: int = 0) -> int:
        """Begin a client; the number of its process, once it is ready to work."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{address} {name} {count} {die}\n")
        self.process.stdin.flush()
        pid, ready = self.heard(), self.heard()
        assert ready == "ready"
        return int(pid.removeprefix("pid "))

    def ends(self) -> tuple[list[str], int]:
        """What a client said until it ended, and how it ended."""
        told: list[str] = []
        while not (line := self.heard()).startswith("ended"):
            told.append(line)
        return told, int(line.split()[1])

    def works(self, address: str, name: str) -> list[str]:
        """All that a client says that is left alone."""
        self.starts(address, name)
        told, status = self.ends()
        assert status == 0, told
        return told

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@dataclass
class Killer:
    """Kills clients at random instants of their work, and keeps what they were told and where they died."""

    server: WarmServer
    address: str
    chance: random.Random
    takes_s: float = 0.3  # a client's whole work, as it was last measured
    told: list[str] = field(default_factory=list)
    died: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        return sum(self.died.values())

    def kill(self, number: int) -> None:
        """Kill a client, every fifth one between commit and reply; some of the work is repeated."""
        if number % 10 == 0:
            began = time.monotonic()
            self.told += self.server.works(self.address, f"C{number}")  # left alone: how long it takes now
            self.takes_s = time.monotonic() - began
            return
        die = self.chance.randrange(1, COMMITS) if number % 5 == 0 else 0
        pid = self.server.starts(self.address, f"C{number}", ORDERS, die)
        if not die:
            time.sleep(self.chance.uniform(0.0, self.takes_s))
            with suppress(ProcessLookupError):  # it has ended
                os.kill(pid, signal.SIGKILL)
        told, status = self.server.ends()
        if status:
            assert status == -signal.SIGKILL, told
            last = next((line for line in reversed(told) if line.startswith("at ")), "at asking")
            self.died["between commit and reply" if die else last.removeprefix("at ")] += 1
        self.told += told
        if number % 3 == 1:
            self.told += self.server.works(self.address, f"C{number}")  # whoever did not see the end repeats


def faults(database: Database, told: list[str]) -> list[str]:
    """What is wrong with what is left, before what was acknowledged; after somebody else has looked in."""
    with database.reading() as connection:
        last = last_moment(connection)
    clock = Clock(NINE if last is None else Instant.from_utc(last))
    desk = Desk(database, by="auditor", clock=clock)
    desk.post()
    found = faults_now(database, told)
    clock.goes(24 * 60.0)
    desk.post()  # the deadlines and their bounds have passed
    found += faults_after_all(database)
    walked = verify(database)
    return [*found, *([] if walked.sound else [f"the chain: {walked}"])]


def faults_now(database: Database, told: list[str]) -> list[str]:
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


def faults_after_all(database: Database) -> list[str]:
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
