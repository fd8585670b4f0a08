"""Every state of the protocol of holds, by breadth first, or random runs.

    python -m benchmarks.holds_search [OWNERS] [ORDERS] [CRASHES] [SECONDS]
    python -m benchmarks.holds_search walks [RUNS]

The transitions are those of `serai.store.holds`; what each does to one party is asked once and kept, so that
a world is a few small numbers: each coordinator, each owner, what was ever said (a bit a message), and who
may still crash: each coordinator and each owner CRASHES times (0 or 1). Safety and liveness hang on the
parties alone, not on what is in the air, and are judged by `tests/store/search.py` once for each set of
parties that is come to. Worlds that differ by the names of owners and orders are alike, since nothing in the
protocol looks at a name: one of them is followed.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from itertools import permutations, product
from pathlib import Path

from tests.store.search import World, unfinished, unsafe

from serai.store.holds import TO_COORDINATOR, Coordinator, Message, Owner, Word

OUTCOME = Path(__file__).with_name("holds_search.json")
WORDS = (Word.ASK, Word.CONFIRMED, Word.COMMIT, Word.RELEASE, Word.ACKNOWLEDGED)


@dataclass
class Parties:
    """The states that parties can be in, by number, and what each step does to them: (after, bits said)."""

    owners: int
    orders: int
    states: list[Coordinator | Owner] = field(default_factory=list)
    number: dict[Coordinator | Owner, int] = field(default_factory=dict)
    own: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    heard: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    crashed: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = product(range(self.orders), range(self.owners), WORDS)
        self.messages = [Message(w, f"o{o}", 1, f"w{n}") for o, n, w in whole]
        self.bit = {m: 1 << k for k, m in enumerate(self.messages)}

    def of(self, state: Coordinator | Owner) -> int:
        if state not in self.number:
            self.number[state] = len(self.states)
            self.states.append(state)
        return self.number[state]

    def step(self, state: Coordinator | Owner, said: list[Message]) -> tuple[int, int]:
        bits = 0
        for m in (*said, *state.says()):
            bits |= self.bit[m]
        return self.of(state), bits

    def by_itself(self, at: int) -> list[tuple[int, int]]:
        if at not in self.own:
            one = self.states[at]
            after = (
                (one, one.expires()) if isinstance(one, Coordinator) else (one, one.confirms(), one.expires())
            )
            self.own[at] = list(dict.fromkeys(self.step(each, []) for each in after))
        return self.own[at]

    def hears(self, at: int, message: int) -> tuple[int, int]:
        if (at, message) not in self.heard:
            self.heard[at, message] = self.step(*self.states[at].hears(self.messages[message]))
        return self.heard[at, message]

    def crashes(self, at: int) -> tuple[int, int]:
        if at not in self.crashed:
            self.crashed[at] = self.step(self.states[at].crashes(), [])
        return self.crashed[at]


def renamed(state: Coordinator | Owner, order: dict[str, str], owner: dict[str, str]) -> Coordinator | Owner:
    """The same party under other names."""
    if isinstance(state, Coordinator):
        sets = (frozenset(owner[n] for n in s) for s in (state.owners, state.confirmed, state.acknowledged))
        owners, confirmed, acknowledged = sets
        return Coordinator(order[state.order], owners, state.attempt, state.decision, confirmed, acknowledged)
    kept = None if state.kept is None else (order[state.kept[0]], *state.kept[1:])
    return Owner(owner[state.name], kept, frozenset((order[o], a) for o, a in state.closed))


class Alike:
    """The least of all worlds that differ by names alone."""

    def __init__(self, parties: Parties) -> None:
        self.p = parties
        self.ways = [
            (o, w) for o in permutations(range(parties.orders)) for w in permutations(range(parties.owners))
        ]
        self.state: list[dict[int, int]] = [{} for _ in self.ways]
        self.chunk: list[dict[tuple[int, int], int]] = [{} for _ in self.ways]

    def _state(self, k: int, at: int) -> int:
        if at not in self.state[k]:
            order, owner = self.ways[k]
            names = (
                {f"o{n}": f"o{m}" for n, m in enumerate(order)},
                {f"w{n}": f"w{m}" for n, m in enumerate(owner)},
            )
            self.state[k][at] = self.p.of(renamed(self.p.states[at], *names))
        return self.state[k][at]

    def _air(self, k: int, air: int) -> int:
        found, shift = 0, 0
        while air:
            part = air & 0x3FF
            if part:
                key = (shift, part)
                if key not in self.chunk[k]:
                    self.chunk[k][key] = self._bits(k, part << shift)
                found |= self.chunk[k][key]
            air >>= 10
            shift += 10
        return found

    def _bits(self, k: int, air: int) -> int:
        order, owner = self.ways[k]
        bits = 0
        for n, m in enumerate(self.p.messages):
            if air >> n & 1:
                to = Message(m.word, f"o{order[int(m.order[1:])]}", 1, f"w{owner[int(m.owner[1:])]}")
                bits |= self.p.bit[to]
        return bits

    def least(self, world: tuple[int, ...]) -> tuple[int, ...]:
        some, each = self.p.orders, self.p.owners
        best = world
        for k, (order, owner) in enumerate(self.ways[1:], start=1):
            moved = [0] * (some + each)
            flags = world[-1]
            crash = 0
            for n, m in enumerate(order):
                moved[m] = self._state(k, world[n])
                crash |= (flags >> n & 1) << m
            for n, m in enumerate(owner):
                moved[some + m] = self._state(k, world[some + n])
                crash |= (flags >> (some + n) & 1) << (some + m)
            if tuple(moved) > best[:-2]:
                continue
            other = (*moved, self._air(k, world[-2]), crash)
            best = min(best, other)
        return best


def search(owners: int, orders: int, crashes: int, limit_s: float = 1e9) -> dict[str, object]:
    parties = Parties(owners, orders)
    names = frozenset(f"w{n}" for n in range(owners))
    first = [*(Coordinator(f"o{n}", names) for n in range(orders)), *(Owner(n) for n in sorted(names))]
    start = (*(parties.of(s) for s in first), 0, (1 << (owners + orders)) - 1 if crashes else 0)
    alike, count, began = Alike(parties), owners + orders, time.monotonic()
    to = [
        int(m.order[1:]) if m.word in TO_COORDINATOR else orders + int(m.owner[1:]) for m in parties.messages
    ]
    seen, frontier, judged, depth, fault = {start}, [start], set[tuple[int, ...]](), 0, ""
    while frontier and not fault and time.monotonic() - began < limit_s:
        after = []
        for world in frontier:
            for new in successors(world, parties, to, count):
                found = alike.least(new)
                if found in seen:
                    continue
                seen.add(found)
                after.append(found)
                if found[:count] not in judged:
                    judged.add(found[:count])
                    fault = fault or judge(found, parties)
        frontier, depth = after, depth + 1
        print(f"{depth}: {len(seen):,} worlds, {len(judged):,} sets of parties", file=sys.stderr, flush=True)
    return {
        "owners": owners, "orders": orders, "crashes_each": crashes, "worlds_up_to_names": len(seen),
        "sets_of_parties": len(judged), "steps": depth, "whole": not frontier, "fault": fault,
        "seconds": round(time.monotonic() - began),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }  # fmt: skip


def successors(world: tuple[int, ...], p: Parties, to: list[int], count: int) -> set[tuple[int, ...]]:
    air, flags = world[-2], world[-1]
    found = set()
    for at in range(count):
        for after, said in p.by_itself(world[at]):
            found.add((*world[:at], after, *world[at + 1 : count], air | said, flags))
        if flags >> at & 1:
            after, said = p.crashes(world[at])
            found.add((*world[:at], after, *world[at + 1 : count], air | said, flags & ~(1 << at)))
    left, message = air, 0
    while left:
        if left & 1:
            at = to[message]
            after, said = p.hears(world[at], message)
            found.add((*world[:at], after, *world[at + 1 : count], air | said, flags))
        left >>= 1
        message += 1
    found.discard(world)
    return found


def judge(world: tuple[int, ...], p: Parties) -> str:
    some = [p.states[n] for n in world[:-2]]
    whole = World(
        tuple(s for s in some if isinstance(s, Coordinator)), tuple(s for s in some if isinstance(s, Owner))
    )
    return unsafe(whole) or unfinished(whole)


def walks(runs: int, owners: int = 3, orders: int = 3, steps: int = 120) -> dict[str, object]:
    """Random runs of three orders over three owners, each of whom may crash once."""
    parties, count, began = Parties(owners, orders), owners + orders, time.monotonic()
    names = frozenset(f"w{n}" for n in range(owners))
    first = [*(Coordinator(f"o{n}", names) for n in range(orders)), *(Owner(n) for n in sorted(names))]
    start = (*(parties.of(s) for s in first), 0, (1 << count) - 1)
    to = [
        int(m.order[1:]) if m.word in TO_COORDINATOR else orders + int(m.owner[1:]) for m in parties.messages
    ]
    judged, fault, chance, taken = set[tuple[int, ...]](), "", random.Random(20), 0
    for run in range(runs):
        world = start
        for _ in range(steps):
            world = one_step(world, parties, to, count, chance)
            taken += 1
            if world[:count] not in judged:
                judged.add(world[:count])
                fault = fault or judge(world, parties)
        if run % 10_000 == 9_999:
            print(f"{run + 1:,} runs, {len(judged):,} sets of parties", file=sys.stderr, flush=True)
    return {
        "runs": runs, "owners": owners, "orders": orders, "steps": taken, "sets_of_parties": len(judged),
        "fault": fault, "seconds": round(time.monotonic() - began),
    }  # fmt: skip


def one_step(
    world: tuple[int, ...], p: Parties, to: list[int], count: int, chance: random.Random
) -> tuple[int, ...]:
    """A step of a random run: mostly a message, in any order, at times a party by itself or a crash."""
    air, flags, at = world[-2], world[-1], chance.randrange(count)
    if air and chance.random() < 0.7:
        message = chance.choice([n for n in range(len(to)) if air >> n & 1])
        at = to[message]
        after, said = p.hears(world[at], message)
    elif flags >> at & 1 and chance.random() < 0.05:
        (after, said), flags = p.crashes(world[at]), flags & ~(1 << at)
    else:
        ways = p.by_itself(world[at])
        quiet = at < count // 2 and chance.random() < 0.9  # a deadline passes seldom
        after, said = ways[0] if quiet else chance.choice(ways)
    return (*world[:at], after, *world[at + 1 : count], air | said, flags)


def kept(name: str, found: dict[str, object]) -> None:
    known = json.loads(OUTCOME.read_text(encoding="utf-8")) if OUTCOME.is_file() else {}
    known[name] = found
    OUTCOME.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


def main() -> None:
    if sys.argv[1:2] == ["walks"]:
        kept("random runs", walks(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000))
        return
    owners, orders, crashes = (int(w) for w in (*sys.argv[1:4], *("3", "2", "1")[len(sys.argv) - 1 :]))
    limit = float(sys.argv[4]) if len(sys.argv) > 4 else 1e9
    found = search(owners, orders, crashes, limit)
    kept(f"{owners} owners, {orders} orders, {crashes} crash of each", found)


if __name__ == "__main__":
    main()
