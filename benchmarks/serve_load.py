"""How a server bears a day: 200 readers, 20 writers, 200 open streams; p95, errors, nothing lost.

Run: .venv/bin/python -m benchmarks.serve_load [--seconds 300] [--rate 1] [--who members] [--take]
     [--steps 2,3,4] [--keep NAME]      (kept in benchmarks/serve_load.json under that name)
The server is a process of its own (`serai serve` over the reference corridor at a fixed day, SQLite); readers
and writers come with keys of 20 organisations: members of the corridor that ask needs of it (`members`), or
five of its agencies and fifteen that it does not know (`strangers`). Readers ask by open-loop arrivals: each
at moments of its own (exponential, every 2 s on average; ``--rate 2`` twice as often), whether or not earlier
answers have come, and a time is counted from the moment an answer was due to its last byte. MIX says what
they ask. A writer asks, and asks again with the same idempotency key, every 5 s. Each stream must see every
event of the ledger that is its organisation's, in order; every request that was acknowledged must stand once.
``--check`` ends with 1 where anything is lost, refused or told twice, or a question costs too much processor.
With ``--take`` a keeper saves and takes a version in the middle: all is assessed again beside the load.
``--steps`` are rates that are tried one after the other for 20 s each: where it saturates.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serve_client import HOST, Lines, Stream, request
from benchmarks.serve_started import EACH, PEOPLE, PORT, Started, started

KEPT = Path(__file__).with_suffix(".json")
READERS, WRITERS, STREAMS = 200, 20, 200
EVERY_S, WRITES_EVERY_S, STEP_S = 2.0, 5.0, 20.0
MIX: Mapping[str, float] = {  # shares of what readers ask
    "/verdicts": 0.40, "/needs": 0.10, "/single-points": 0.10, "/matrix": 0.05, "/positions": 0.10,
    "/corridor": 0.05, "/corridor/ages": 0.05, "/requests": 0.05, "/record": 0.05, "/what-if/states": 0.05,
}  # fmt: skip
LOSSES = 8  # of each organisation, among the assets that it sees


@dataclass
class Counted:
    """What came back."""

    late_s: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, str] = field(default_factory=dict)
    streams: list[tuple[int, Stream]] = field(default_factory=list)
    bytes: int = 0


@dataclass
class Load:
    """One load: who asks what, and what came of it."""

    lines: Lines
    keys: Mapping[str, list[str]]
    losses: Mapping[str, list[str]]
    run: str
    counted: Counted = field(default_factory=Counted)

    async def reads(self, party: str, key: str, until: float, every_s: float, chance: random.Random) -> None:
        """One reader, whose questions do not wait for answers."""
        loop, due, open_ones = asyncio.get_running_loop(), time.monotonic(), set()
        while (due := due + chance.expovariate(1.0 / every_s)) < until:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            one = loop.create_task(self._reads_once(party, key, due, chance))
            open_ones.add(one)
            one.add_done_callback(open_ones.discard)
        await asyncio.gather(*open_ones)

    async def _reads_once(self, party: str, key: str, due: float, chance: random.Random) -> None:
        (path,) = chance.choices(tuple(MIX), tuple(MIX.values()))
        body = {"losses": [chance.choice(self.losses[party])]} if path.startswith("/what-if") else None
        status, came = await self.ask(path, key, body)
        self.counted.statuses["ok" if status == 200 else f"{status} {path}"] += 1
        self.counted.late_s.setdefault(path, []).append(time.monotonic() - due)
        self.counted.bytes += len(came)

    async def writes(self, party: str, number: int, until: float) -> None:
        """One writer: each request is sent twice with its key, and is one."""
        chance, count, late_s = random.Random(number), 0, self.counted.late_s.setdefault("write", [])
        await asyncio.sleep(chance.uniform(0.0, WRITES_EVERY_S))
        while time.monotonic() < until:
            once = f"w{number}-{count}-{self.run}"
            for _ in range(2):
                began = time.monotonic()
                status, raw = await self.ask(
                    "/requests", self.keys[party][number % EACH], {"party": party, "wanted": once}, once
                )
                late_s.append(time.monotonic() - began)
                self.counted.statuses["ok" if status == 201 else f"{status} write"] += 1
                if status == 201:
                    self.counted.acknowledged[once] = json.loads(raw)["id"]
            count += 1
            await asyncio.sleep(chance.expovariate(1.0 / WRITES_EVERY_S))

    async def listens(self, number: int, party: str) -> None:
        """Open one stream; it stays open till the end."""
        raw = request("/events", PORT, self.keys[party][number // len(self.keys)])
        _, stream = await asyncio.get_running_loop().create_connection(
            lambda: Stream(raw, self._ended), HOST, PORT
        )
        self.counted.streams.append((number, stream))

    def _ended(self) -> None:
        self.counted.statuses["stream ended"] += 1

    async def ask(self, path: str, key: str, body: object = None, once: str = "") -> tuple[int, bytes]:
        """One question, and its answer."""
        try:
            return await self.lines.ask(request(path, PORT, key, body, once))
        except OSError:
            return 0, b""


async def losses_of(lines: Lines, keys: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Some assets that each organisation sees, by names that fit nothing else."""
    found = {}
    for party, (key, *_) in keys.items():
        _, raw = await lines.ask(request("/corridor/assets", PORT, key))
        seen = [f"{one['kind']}:{one['id']}" for one in json.loads(raw)["assets"] if one["usable"]]
        found[party] = random.Random(party).sample(seen, LOSSES)
    return found


async def load(of: Started, seconds: float, rate: float, *, take: bool) -> dict[str, object]:
    """The whole load for some time, and what came of it."""
    lines, chance, keys = Lines(PORT), random.Random(20260822), of.keys
    one = Load(lines, keys, await losses_of(lines, keys), run=f"{rate:g}")
    parties = list(keys)
    for k in range(STREAMS):
        await one.listens(k, parties[k % len(parties)])
    await asyncio.sleep(2.0)
    before, used, until = of.cpu_s(), _own_s(), time.monotonic() + seconds
    who = [(parties[k % len(parties)], k // len(parties)) for k in range(READERS)]
    chances = [random.Random(chance.random()) for _ in who]
    work = [
        one.reads(p, keys[p][k], until, EVERY_S / rate, c) for (p, k), c in zip(who, chances, strict=True)
    ]
    work += [one.writes(parties[k % len(parties)], k, until) for k in range(WRITERS)]
    if take:
        work.append(_takes(one, of.keeper, seconds / 2.0))
    gc.collect()
    gc.freeze()
    await asyncio.gather(*work)
    spent, own = of.cpu_s() - before, _own_s() - used
    await asyncio.sleep(3.0)  # an event is told within a second or two
    told = await _told(one, seconds, rate, common=TAKEN if take else 0)
    told |= {"server_cpu_s": round(spent, 1), "generator_cpu_s": round(own, 1)}
    for _, stream in one.counted.streams:
        stream.close()
    lines.close()
    return told | {"taken_in_the_middle": take, "rss_mb": of.rss_mb(), "load_1min": os.getloadavg()[0]}


async def _takes(one: Load, key: str, after_s: float) -> None:
    """A keeper saves a version and takes it: everything is assessed again."""
    await asyncio.sleep(after_s)
    _, table = await one.ask("/corridor/files/members.csv", key)
    changed = {"members.csv": table.decode().replace("China National Space Administration", "CNSA", 1)}
    status, raw = await one.ask("/corridor/versions", key, {"files": changed}, "save-1")
    if status == 201:
        name = json.loads(raw)["version"]
        status, raw = await one.ask(f"/corridor/versions/{name}/take", key, {}, "take-1")
    one.counted.statuses["taken" if status == 200 else f"{status} take {raw[:200]!r}"] += 1


async def _told(one: Load, seconds: float, rate: float, *, common: int) -> dict[str, object]:
    """What came of a load; ``common`` events are everybody's."""
    standing: list[str] = []
    for key, *_ in one.keys.values():
        _, raw = await one.ask("/requests", key)
        names = [each["wanted"] for each in json.loads(raw)["requests"]]
        standing += [name for name in names if name.endswith(f"-{one.run}")]
    counted, parties = one.counted, len(one.keys)
    events = sum(len(s.seen) for _, s in counted.streams)
    late = sorted(s for path, some in counted.late_s.items() for s in some if path != "write")
    seen = {k: {tuple(s.seen) for n, s in counted.streams if n % parties == k} for k in range(parties)}
    return {
        "seconds": seconds, "readers": READERS, "every_s": EVERY_S / rate, "writers": WRITERS,
        "streams": STREAMS, "questions": len(late), "per_second": round(len(late) / seconds, 1),
        **{name: _ms(late, share) for name, share in SHARES.items()},
        "p95_ms_of": {path: _ms(sorted(some), 0.95) for path, some in counted.late_s.items()},
        "statuses": dict(counted.statuses), "mb_per_s": round(counted.bytes / seconds / 1e6, 2),
        "connections": one.lines.made, "acknowledged": len(counted.acknowledged),
        "lost": sorted(set(counted.acknowledged) - set(standing)),
        "twice": [name for name, n in Counter(standing).items() if n > 1],
        "events_told": events,
        "events_lost": STREAMS // parties * len(standing) + STREAMS * common - events,
        "streams_that_differ": sum(len(found) > 1 for found in seen.values()),
        "streams_out_of_order": sum(s.seen != sorted(set(s.seen)) for _, s in counted.streams),
    }  # fmt: skip


def faults(found: Mapping[str, object]) -> list[str]:
    """What of a load is not as promised; times hang on the machine, so that work is bounded in its stead."""
    wrong = [f"{name}: {found[name]}" for name in NOTHING if found[name]]
    statuses = found["statuses"]
    assert isinstance(statuses, dict)
    wrong += [f"{n} answers: {name}" for name, n in statuses.items() if name not in ("ok", "taken")]
    each_ms = 1e3 * float(str(found["server_cpu_s"])) / max(1, int(str(found["questions"])))
    if each_ms > MOST_CPU_MS:
        wrong.append(f"{each_ms:.1f} ms of processor a question, {MOST_CPU_MS:g} at most")
    return wrong


TAKEN = 3  # events of a version that is saved and taken: its files kept, itself saved, and taken
NOTHING = ("lost", "twice", "events_lost", "streams_that_differ", "streams_out_of_order")
MOST_CPU_MS = 15.0  # 4 to 5 measured over 20 s with all that is worked out for the first time
SHARES: Mapping[str, float] = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "longest_ms": 1.0}


def _ms(late: list[float], share: float) -> float:
    return round(1e3 * late[min(len(late) - 1, int(share * len(late)))], 1) if late else 0.0


def _own_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the load and keep what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=300.0)
    options.add_argument("--rate", type=float, default=1.0)
    options.add_argument("--who", choices=tuple(PEOPLE), default="members")
    options.add_argument("--take", action="store_true")
    options.add_argument("--steps", default="")
    options.add_argument("--keep", default="")
    options.add_argument("--check", action="store_true", help="Fail where it is not as promised.")
    said = options.parse_args()
    with started(said.who) as of:
        found = asyncio.run(load(of, said.seconds, said.rate, take=said.take))
        steps = [asyncio.run(load(of, STEP_S, float(r), take=False)) for r in said.steps.split(",") if r]
    found |= {"steps": steps} if steps else {}
    print(json.dumps(found, indent=1))
    if said.check and (wrong := faults(found)):
        raise SystemExit("\n".join(wrong))
    if said.keep:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        KEPT.write_text(json.dumps(kept | {said.keep: found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
