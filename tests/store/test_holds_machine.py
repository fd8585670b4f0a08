"""The protocol as anything may happen to it: three orders over three owners, as many steps as the law likes.

Attempts are made anew, each party may crash once, a person may break a use: what is searched to the end only
for smaller worlds is tried here at random. benchmarks/holds_search.py records 100,000 runs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from serai.store import TO_COORDINATOR, Coordinator, Grip, Message, Owner
from tests.store.search import World, unfinished, unsafe

NAMES = ("w0", "w1", "w2")
ATTEMPTS = 3


class AnyRun(RuleBasedStateMachine):
    """One run of a world: what happens next is drawn, eight steps at once.

    What was found out about a party once (what a message does to it, whether some parties are safe) is kept
    by numbers over all runs: so a run takes a few milliseconds.
    """

    known: ClassVar[dict[object, int]] = {}
    heard: ClassVar[dict[tuple[int, int], tuple[bool, frozenset[Message]]]] = {}
    safe: ClassVar[set[tuple[int, ...]]] = set()

    def __init__(self) -> None:
        super().__init__()
        orders = tuple(Coordinator(f"o{n}", frozenset(NAMES)) for n in range(3))
        world = World(orders, tuple(Owner(n) for n in NAMES), breaks=1)
        self.world = replace(world, air=frozenset(m for c in orders for m in c.says()))
        self.said: list[tuple[Message, int, int]] = []
        self.says(self.world.air)
        self.at = tuple(self.number(one) for one in (*self.world.coordinators, *self.world.owners))
        self.crashed: set[int] = set()

    def number(self, one: object) -> int:
        return self.known.setdefault(one, len(self.known))

    def says(self, new: frozenset[Message]) -> None:
        """Keep messages with their numbers, and those of the parties they are for."""
        for m in sorted(new, key=str):
            to = int(m.order[1:]) if m.word in TO_COORDINATOR else 3 + int(m.owner[1:])
            self.said.append((m, self.number(m), to))

    def now(self, after: World) -> None:
        self.says(after.air - self.world.air)
        self.world = after
        self.at = tuple(self.number(one) for one in (*after.coordinators, *after.owners))

    @rule(steps=st.binary(min_size=16, max_size=16))
    def some_things_happen(self, steps: bytes) -> None:
        """Mostly a message arrives or an owner confirms; at times a deadline, a crash, a person's break."""
        for kind, which in zip(steps[::2], steps[1::2], strict=True):
            does = next(does for below, does in self.ways if kind * 100 < below * 256)
            does(self, which)
            if self.at not in self.safe:
                assert unsafe(self.world) == ""
                assert unfinished(self.world) == ""
                self.safe.add(self.at)

    def arrives(self, which: int) -> None:
        """A message that changes anything, from a random one on; where none does, one arrives once more."""
        at = which * 7 % len(self.said)
        for one in self.said[at:] + self.said[:at]:
            if self.changes(*one):
                self.now(self.world.heard(one[0]))
                return

    def changes(self, message: Message, number: int, to: int) -> bool:
        """Whether a message brings its party to another state, or makes it say what was not said before."""
        key = (self.at[to], number)
        if key not in self.heard:
            party = (*self.world.coordinators, *self.world.owners)[to]
            after, said = party.hears(message)
            self.heard[key] = (after == party, frozenset(said))
        same, said_to_it = self.heard[key]
        return not same or not said_to_it <= self.world.air

    def confirms(self, which: int) -> None:
        for at in (which % 3, (which + 1) % 3, (which + 2) % 3):
            one = self.world.owners[at]
            if one.kept is not None and one.kept[2] is Grip.HELD:
                self.now(self.world.with_owner(at, one.confirms(), []))
                return

    def hold_runs_out(self, which: int) -> None:
        at = which % 3
        self.now(self.world.with_owner(at, self.world.owners[at].expires(), []))

    def deadline_passes(self, which: int) -> None:
        at = which % 3
        self.now(self.world.with_coordinator(at, self.world.coordinators[at].expires(), []))

    def is_tried_again(self, which: int) -> None:
        for at in (which % 3, (which + 1) % 3, (which + 2) % 3):
            one = self.world.coordinators[at]
            if one.attempt < ATTEMPTS and one.tries_again() is not one:
                self.now(self.world.with_coordinator(at, one.tries_again(), []))
                return

    def crashes(self, which: int) -> None:
        """Each party once."""
        party, at = which % 6, which % 3
        if party in self.crashed:
            return
        self.crashed.add(party)
        if party < 3:
            self.now(self.world.with_coordinator(at, self.world.coordinators[at].crashes(), []))
        else:
            self.now(self.world.with_owner(at, self.world.owners[at].crashes(), []))

    def is_broken(self, which: int) -> None:
        one = self.world.owners[which % 3]
        if self.world.breaks and one.breaks() is not one:
            self.now(self.world.with_owner(which % 3, one.breaks(), [], 0, 1))

    ways = (
        (62, arrives),
        (84, confirms),
        (86, hold_runs_out),
        (89, deadline_passes),
        (95, is_tried_again),
        (99, crashes),
        (100, is_broken),
    )

    def teardown(self) -> None:
        """In the end messages flow and deadlines pass: nothing is left held or in doubt."""
        assert self.at in self.safe or unfinished(self.world) == ""


AnyRun.TestCase.settings = settings(max_examples=100, stateful_step_count=8)
TestAnyRun = AnyRun.TestCase
