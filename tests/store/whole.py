"""Every world that the protocol can come to, by breadth first, as sorted arrays of 64-bit numbers.

A world is each party's state, what was ever said (a bit a message), and who may still crash (a bit a party).
Safety and liveness hang on the parties alone, not on what is in the air, and are judged by
`tests/store/search.py` once for each set of parties that is come to. Worlds that differ by the names of
owners and orders are alike, since nothing in the protocol looks at a name: the least of them is followed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from serai.store import Coordinator, Owner
from tests.store.parties import CHUNK, Naming, Numbers, Parties, Party, namings
from tests.store.search import World, unfinished, unsafe

BLOCK = 40_000  # worlds whose next ones are made at once: some 20 MB an array


@dataclass(frozen=True)
class Packing:
    """Where each part of a world stands in its 64 bits: parties above, then the air, then who may crash."""

    parties: Parties
    shift: tuple[int, ...]
    air: int
    count: int

    @classmethod
    def of(cls, p: Parties) -> Packing:
        count = len(p.tables)
        shift, at = [], count + len(p.messages)
        for table in p.tables:
            shift.append(at)
            at += table.bits
        assert at <= 64, f"a world needs {at} bits"
        return cls(p, tuple(shift), count, count)

    def state(self, worlds: Numbers, party: int) -> Numbers:
        mask = np.uint64((1 << self.parties.tables[party].bits) - 1)
        return (worlds >> np.uint64(self.shift[party])) & mask

    def start(self, crashes: int) -> Numbers:
        return np.array([(1 << self.count) - 1 if crashes else 0], dtype=np.uint64)

    def sets(self, worlds: Numbers) -> Numbers:
        """The parties alone, without what is in the air and who may crash."""
        low = np.uint64(self.shift[0])
        return np.unique(worlds >> low) << low

    def unpacked(self, world: int) -> World:
        some: list[Party] = []
        for table, shift in zip(self.parties.tables, self.shift, strict=True):
            some.append(table.states[world >> shift & ((1 << table.bits) - 1)])
        return World(
            tuple(s for s in some if isinstance(s, Coordinator)),
            tuple(s for s in some if isinstance(s, Owner)),
        )

    def nexts(self, worlds: Numbers) -> Iterator[Numbers]:
        """Every world one step on: a party by itself, a crash, or a message that arrives."""
        for party, table in enumerate(self.parties.tables):
            shift = np.uint64(self.shift[party])
            away = ~np.uint64(((1 << table.bits) - 1) << self.shift[party])
            state, rest = self.state(worlds, party), worlds & away
            for after, said in table.own:
                yield rest | after[state] << shift | said[state] << np.uint64(self.air)
            able = (worlds >> np.uint64(party)) & np.uint64(1) == 1
            assert table.crash is not None
            after, said = table.crash
            left = rest[able] & ~np.uint64(1 << party)
            yield left | after[state[able]] << shift | said[state[able]] << np.uint64(self.air)
            for message, (after, said) in table.heard.items():
                there = (worlds >> np.uint64(self.air + message)) & np.uint64(1) == 1
                at = state[there]
                yield rest[there] | after[at] << shift | said[at] << np.uint64(self.air)

    def named(self, worlds: Numbers, way: Naming) -> Numbers:
        """The same worlds under other names."""
        other = way.flags[worlds & np.uint64((1 << self.count) - 1)]
        for number, table in enumerate(way.air):
            part = (worlds >> np.uint64(self.air + number * CHUNK)) & np.uint64(len(table) - 1)
            other |= table[part] << np.uint64(self.air)
        for party, to in enumerate(way.goes):
            other |= way.states[party][self.state(worlds, party)] << np.uint64(self.shift[to])
        return other

    def least(self, worlds: Numbers, ways: list[Naming]) -> Numbers:
        """Of all worlds that differ by names alone, the one with the least number."""
        best = worlds
        for way in ways:
            best = np.minimum(best, self.named(worlds, way))
        return best


@dataclass
class Searched:
    """How far a search has come, and the first fault with the number of steps that lead to it."""

    seen: Numbers
    frontier: Numbers
    judged: Numbers
    depth: int = 0
    fault: str = ""

    @property
    def whole(self) -> bool:
        return not len(self.frontier) and not self.fault


def search(
    p: Parties, crashes: int, keep: Path | None = None, most: int = 10**9, *, alike: bool = True
) -> Searched:
    """Search to the end, a fault, or a number of steps; from what a file keeps on, where there is one."""
    packing, ways = Packing.of(p), namings(p) if alike else []
    start = packing.start(crashes)
    found = Searched(start, start, packing.sets(start))
    if keep is not None and keep.is_file():
        with np.load(keep) as kept:
            found = Searched(kept["seen"], kept["frontier"], kept["judged"], int(kept["depth"]))
    while len(found.frontier) and not found.fault and found.depth < most:
        advance(found, packing, ways)
        if keep is not None:
            print(f"{found.depth}: {len(found.seen):,} worlds", file=sys.stderr, flush=True)
            np.savez(keep, seen=found.seen, frontier=found.frontier, judged=found.judged, depth=found.depth)
    return found


def advance(found: Searched, packing: Packing, ways: list[Naming]) -> None:
    """One step on from every world of the last step."""
    some = [np.zeros(0, dtype=np.uint64)]
    for low in range(0, len(found.frontier), BLOCK):
        worlds = found.frontier[low : low + BLOCK]
        after = np.unique(np.concatenate(list(packing.nexts(worlds))))
        least = np.unique(packing.least(after, ways))
        some.append(least[~among(least, found.seen)])
    new = np.unique(np.concatenate(some))
    sets = packing.sets(new)
    sets = sets[~among(sets, found.judged)]
    for one in sets:
        world = packing.unpacked(int(one))
        found.fault = found.fault or unsafe(world) or unfinished(world)
    found.judged = np.union1d(found.judged, sets)
    found.seen = np.union1d(found.seen, new)
    found.frontier, found.depth = new, found.depth + 1


def among(some: Numbers, sorted_ones: Numbers) -> np.ndarray:
    at = np.minimum(np.searchsorted(sorted_ones, some), len(sorted_ones) - 1)
    return np.asarray(sorted_ones[at] == some)
