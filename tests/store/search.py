"""Every state that coordinators and owners can come to, whatever is lost, doubled or late.

What was once said stays in the air for good and may be heard at any time, once, often or never: that is loss,
doubling and every order at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from serai.store import TO_COORDINATOR, Coordinator, Decision, Grip, Message, Owner


@dataclass(frozen=True)
class World:
    """Coordinators, owners, all that was ever said, and how many crashes and breaks may still come."""

    coordinators: tuple[Coordinator, ...]
    owners: tuple[Owner, ...]
    air: frozenset[Message] = frozenset()
    crashes: int = 0
    breaks: int = 0

    def with_coordinator(self, at: int, new: Coordinator, said: list[Message], crashes: int = 0) -> World:
        some = (*self.coordinators[:at], new, *self.coordinators[at + 1 :])
        air = self.air.union(said, new.says())
        return World(some, self.owners, air, self.crashes - crashes, self.breaks)

    def with_owner(
        self, at: int, new: Owner, said: list[Message], crashes: int = 0, breaks: int = 0
    ) -> World:
        some = (*self.owners[:at], new, *self.owners[at + 1 :])
        air = self.air.union(said, new.says())
        return World(self.coordinators, some, air, self.crashes - crashes, self.breaks - breaks)

    def heard(self, message: Message) -> World:
        """The world after a message has arrived."""
        if message.word in TO_COORDINATOR:
            at = next(k for k, c in enumerate(self.coordinators) if c.order == message.order)
            return self.with_coordinator(at, *self.coordinators[at].hears(message))
        at = next(k for k, o in enumerate(self.owners) if o.name == message.owner)
        return self.with_owner(at, *self.owners[at].hears(message))

    def nexts(self, attempts: int) -> Iterator[World]:
        """Every world one step on."""
        for at, one in enumerate(self.coordinators):
            yield self.with_coordinator(at, one, [])
            yield self.with_coordinator(at, one.expires(), [])
            if one.attempt < attempts:
                yield self.with_coordinator(at, one.tries_again(), [])
            if self.crashes:
                yield self.with_coordinator(at, one.crashes(), [], 1)
        for at, own in enumerate(self.owners):
            yield self.with_owner(at, own.confirms(), [])
            yield self.with_owner(at, own.expires(), [])
            if self.crashes:
                yield self.with_owner(at, own.crashes(), [], 1)
            if self.breaks:
                yield self.with_owner(at, own.breaks(), [], 0, 1)
        for message in self.air:
            yield self.heard(message)


def unsafe(world: World) -> str:
    """What must never be; empty where all is well. What a person has broken is nobody's promise any more."""
    taken_back = frozenset[tuple[str, int]]().union(*(own.broken for own in world.owners))
    agreed = [
        c
        for c in world.coordinators
        if c.decision is Decision.COMMITTED and (c.order, c.attempt) not in taken_back
    ]
    if len(agreed) > 1:
        return "two orders were promised one use"
    for one in agreed:
        for own in world.owners:
            if own.kept is None or own.kept[:2] != (one.order, one.attempt) or own.kept[2] is Grip.HELD:
                return f"committed without {own.name}"
    promised = {(c.order, c.attempt) for c in world.coordinators if c.decision is Decision.COMMITTED}
    for own in world.owners:
        if own.kept is not None and own.kept[2] is Grip.COMMITTED and own.kept[:2] not in promised:
            return f"{own.name} committed to what was not decided"
    return ""


def unfinished(world: World) -> str:
    """What is still held or in doubt once deadlines have passed and messages flow; empty where nothing is."""
    some = list(world.coordinators)
    owners = list(world.owners)
    for _ in range(6):
        some = [c.expires() for c in some]
        owners = [o.expires() for o in owners]
        said = [m for one in (*some, *owners) for m in one.says()]
        while said:
            message = said.pop()
            if message.word in TO_COORDINATOR:
                at = next(k for k, c in enumerate(some) if c.order == message.order)
                some[at], answers = some[at].hears(message)
            else:
                at = next(k for k, o in enumerate(owners) if o.name == message.owner)
                owners[at], answers = owners[at].hears(message)
            said += answers
    doubt = [o.name for o in owners if o.kept is not None and o.kept[2] is not Grip.COMMITTED]
    waits = [c.order for c in some if c.acknowledged != c.owners]
    for one in some:
        told = {o.name for o in owners if (one.order, one.attempt) in o.broken}
        if one.decision is Decision.COMMITTED and told != one.broken:
            waits.append(f"{one.order} does not know of what was broken")
    return f"in doubt: {doubt}, not acknowledged: {waits}" if doubt or waits else ""


def searched(
    names: tuple[str, ...],
    orders: tuple[str, ...],
    *,
    attempts: int = 1,
    crashes: int = 0,
    breaks: int = 0,
    coordinator: type[Coordinator] = Coordinator,
    owner: type[Owner] = Owner,
) -> tuple[int, str]:
    """How many worlds can be come to, and the first fault found in one."""
    some = tuple(coordinator(o, frozenset(names)) for o in orders)
    start = World(some, tuple(owner(n) for n in names), crashes=crashes, breaks=breaks)
    seen, waiting = {start}, deque([start])
    while waiting:
        for world in waiting.popleft().nexts(attempts):
            if world in seen:
                continue
            if fault := unsafe(world) or unfinished(replace(world, crashes=0, breaks=0)):
                return len(seen), fault
            seen.add(world)
            waiting.append(world)
    return len(seen), ""
