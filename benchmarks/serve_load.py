"""How a server bears a day: 200 readers, 20 writers, 200 open streams; p95, errors, nothing lost.

Run: .venv/bin/python -m benchmarks.serve_load [--seconds 300] [--rate 1] [--out benchmarks/serve_load.json]
The server is a process of its own (`serai serve` over the reference corridor at a fixed day, SQLite); readers
and writers come with keys of 20 organisations of the corridor. Readers ask by open-loop arrivals: each at
moments of its own (exponential, every 2 s on average; ``--rate 2`` twice as often), whether or not earlier
answers have come, and a time is counted from the moment an answer was due. MIX says what they ask. A writer
asks, and asks again with the same idempotency key, every 5 s. Each stream must see every event of the ledger
that is its organisation's, in order; every request that was acknowledged must stand once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, first_account, set_password
from serai.serve.trust.caller import KEY_SCOPES, CallerRole
from serai.serve.trust.keys import add_key
from serai.store.database import Database
from serai.store.migrations.run import upgraded
from serai.time.asked import present_second

ROOT = Path(__file__).resolve().parent.parent
CORRIDOR = ROOT / "corridors" / "belt-and-road"
PORT, READERS, WRITERS, STREAMS = 8399, 200, 20, 200
EVERY_S, WRITES_EVERY_S = 2.0, 5.0
PARTIES = (
    *("suparco", "cnsa", "aircas", "ndma-pk", "nasrda"),
    *(f"office-{k:02d}" for k in range(15)),
)
LOSSES = ("kashi", "karachi", "gaofen-3", "cnsa", "suparco")
MIX: Mapping[str, float] = {  # shares of what readers ask
    "/verdicts": 0.40, "/needs": 0.10, "/single-points": 0.10, "/matrix": 0.05, "/positions": 0.10,
    "/corridor": 0.05, "/corridor/ages": 0.05, "/requests": 0.05, "/record": 0.05, "/what-if/states": 0.05,
}  # fmt: skip


@dataclass
class Counted:
    """What came back."""

    late_s: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, str] = field(default_factory=dict)
    seen: dict[int, list[int]] = field(default_factory=dict)


async def asked(path: str, key: str, body: object = None, once: str = "") -> tuple[int, bytes]:
    """One request on a connection of its own, read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    raw = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{'GET' if body is None else 'POST'} /api/v1{path} HTTP/1.1",
        f"Host: 127.0.0.1:{PORT}",
        f"Authorization: Bearer {key}",
        "Connection: close",
        *([f"Content-Length: {len(raw)}", "Content-Type: application/json"] if raw else []),
        *([f"Idempotency-Key: {once}"] if once else []),
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + raw)
    came = await reader.read()
    writer.close()
    head, _, rest = came.partition(b"\r\n\r\n")
    return int(head.split()[1]), rest


async def reads(key: str, until: float, every_s: float, chance: random.Random, counted: Counted) -> None:
    """One reader, whose questions do not wait for answers."""
    loop, due, open_ones = asyncio.get_running_loop(), time.monotonic(), set()
    while (due := due + chance.expovariate(1.0 / every_s)) < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        one = loop.create_task(_reads_once(key, due, chance, counted))
        open_ones.add(one)
        one.add_done_callback(open_ones.discard)
    await asyncio.gather(*open_ones)


async def _reads_once(key: str, due: float, chance: random.Random, counted: Counted) -> None:
    (path,) = chance.choices(tuple(MIX), tuple(MIX.values()))
    body = {"losses": [chance.choice(LOSSES)]} if path.startswith("/what-if") else None
    try:
        status, _ = await asked(path, key, body)
        ok = status == 200 or (body is not None and status == 404)  # a loss that its terms do not show
        counted.statuses["ok" if ok else f"{status} {path}"] += 1
    except (OSError, IndexError) as wrong:
        counted.statuses[f"{type(wrong).__name__} {path}"] += 1
    counted.late_s.append(time.monotonic() - due)


async def writes(key: str, party: str, number: int, until: float, counted: Counted) -> None:
    """One writer: each request is sent twice with its key, and is one."""
    chance, count = random.Random(number), 0
    while time.monotonic() < until:
        once = f"w{number}-{count}"
        for _ in range(2):
            status, raw = await asked("/requests", key, {"party": party, "wanted": once}, once)
            counted.statuses["ok" if status == 201 else f"{status} write"] += 1
            if status == 201:
                counted.acknowledged[once] = json.loads(_body(raw))["id"]
        count += 1
        await asyncio.sleep(chance.expovariate(1.0 / WRITES_EVERY_S))


def _body(raw: bytes) -> bytes:
    return raw[raw.index(b"{") : raw.rindex(b"}") + 1]


async def listens(key: str, number: int, until: float, counted: Counted) -> None:
    """One open stream; the numbers of the events that it was told."""
    seen = counted.seen.setdefault(number, [])
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nAuthorization: Bearer {key}\r\n\r\n"
    writer.write(head.encode())
    while (left := until - time.monotonic()) > 0.0:
        try:
            line = await asyncio.wait_for(reader.readline(), left)
        except TimeoutError:
            break
        if not line:
            counted.statuses["stream ended"] += 1
            break
        if line.startswith(b"id: "):
            seen.append(int(line[4:]))
    writer.close()


async def load(keys: Mapping[str, str], seconds: float, rate: float) -> dict[str, object]:
    """The whole load for some time, and what came of it."""
    counted, chance = Counted(), random.Random(20260822)
    parties = list(keys)
    until = time.monotonic() + seconds
    streams = [
        asyncio.create_task(listens(keys[parties[k % len(parties)]], k, until + 4.0, counted))
        for k in range(STREAMS)
    ]
    await asyncio.sleep(2.0)
    readers = [
        reads(keys[parties[k % len(parties)]], until, EVERY_S / rate, random.Random(chance.random()), counted)
        for k in range(READERS)
    ]
    writers = [
        writes(keys[parties[k % len(parties)]], parties[k % len(parties)], k, until, counted)
        for k in range(WRITERS)
    ]
    await asyncio.gather(*readers, *writers)
    await asyncio.gather(*streams)
    return await _told(keys, counted, seconds, rate)


async def _told(keys: Mapping[str, str], counted: Counted, seconds: float, rate: float) -> dict[str, object]:
    standing: list[str] = []
    for key in keys.values():
        _, raw = await asked("/requests", key)
        standing += [one["wanted"] for one in json.loads(_body(raw))["requests"]]
    late = sorted(counted.late_s)
    lost = sorted(set(counted.acknowledged) - set(standing))
    twice = [name for name, n in Counter(standing).items() if n > 1]
    parties = len(keys)
    alike = {k: {tuple(counted.seen[j]) for j in range(k, STREAMS, parties)} for k in range(parties)}
    return {
        "seconds": seconds, "readers": READERS, "every_s": EVERY_S / rate, "writers": WRITERS,
        "streams": STREAMS, "questions": len(late), "per_second": round(len(late) / seconds, 1),
        "p50_ms": round(1e3 * late[len(late) // 2]), "p95_ms": round(1e3 * late[int(0.95 * len(late))]),
        "p99_ms": round(1e3 * late[int(0.99 * len(late))]), "longest_ms": round(1e3 * late[-1]),
        "statuses": dict(counted.statuses), "acknowledged": len(counted.acknowledged), "lost": lost,
        "twice": twice, "events_told": sum(map(len, counted.seen.values())),
        "streams_that_differ": sum(len(found) > 1 for found in alike.values()),
        "load_1min": os.getloadavg()[0],
    }  # fmt: skip


def people(database: Database) -> dict[str, str]:
    """A key of an officer of each organisation; a cheap hash, for passwords are not what is tried here."""
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    now, words, keys = present_second(), "correct horse battery staple", {}
    set_password(database, first_account(database, "host", "root", now), words, now)
    for party in PARTIES:
        token = add_account(database, CONSOLE, party, "officer", CallerRole.OFFICER, now)
        set_password(database, token, words, now)
        keys[party] = add_key(database, CONSOLE, party, "officer", "load", KEY_SCOPES, now)[1]
    passwords.COST = kept
    return keys


def served(place: Path) -> tuple[subprocess.Popen[bytes], dict[str, str]]:
    """A server that has its first assessment, and the keys of who may come in."""
    database = Database.at(str(place / "serai.db"), new=True)
    upgraded(database)
    keys = people(database)
    database.close()
    command = ("-P", "-m", "serai", "serve", str(CORRIDOR), "--port", str(PORT), "--at", "2026-08-22")
    process = subprocess.Popen(
        [sys.executable, *command, "--database", str(place / "serai.db")], stderr=subprocess.DEVNULL
    )
    key = next(iter(keys.values()))
    while True:
        try:
            if asyncio.run(asked("/verdicts", key))[0] == 200:
                return process, keys
        except OSError:
            assert process.poll() is None
        time.sleep(0.5)


def main() -> None:
    """Run the load and keep what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--rate", type=float, default=1.0)
    options.add_argument("--out", type=Path)
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        process, keys = served(Path(made))
        try:
            found = asyncio.run(load(keys, said.seconds, said.rate))
        finally:
            process.terminate()
            process.wait(30)
    text = json.dumps(found, indent=1) + "\n"
    print(text)
    if said.out is not None:
        said.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
