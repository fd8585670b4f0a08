"""Each party of the protocol as a table: its states by number, and what every step does to it and says.

The steps are those of `serai.store.holds` (or of a mutant of them), asked once for each state and each
message that can be meant for it. So a whole world is one 64-bit number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from serai.store import TO_COORDINATOR, Coordinator, Message, Owner, Word

Numbers = NDArray[np.uint64]
Party = Coordinator | Owner
WORDS = (Word.ASK, Word.CONFIRMED, Word.COMMIT, Word.RELEASE, Word.ACKNOWLEDGED)
CHUNK = 10  # bits of the air that are renamed at once


@dataclass
class PartyTable:
    """The states of one party, and its steps: (after, said) by the number of the state before."""

    states: list[Party]
    number: dict[Party, int]
    own: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    crash: tuple[Numbers, Numbers] | None = None
    heard: dict[int, tuple[Numbers, Numbers]] = field(default_factory=dict)

    @property
    def bits(self) -> int:
        return max(1, (len(self.states) - 1).bit_length())


def by_itself(one: Party) -> tuple[Party, ...]:
    """What a party may do without hearing anything: say again what it says, or take a step."""
    if isinstance(one, Coordinator):
        return (one, one.expires())
    return (one, one.confirms(), one.expires())


class Parties:
    """All parties: coordinators first, then owners; a message is a bit by its place in `messages`."""

    def __init__(
        self,
        owners: int,
        orders: int,
        coordinator: type[Coordinator] = Coordinator,
        owner: type[Owner] = Owner,
    ) -> None:
        self.owners, self.orders = owners, orders
        whole = product(range(orders), range(owners), WORDS)
        self.messages = [Message(w, f"o{o}", 1, f"w{n}") for o, n, w in whole]
        self.place = {m: k for k, m in enumerate(self.messages)}
        names = frozenset(f"w{n}" for n in range(owners))
        first: list[Party] = [coordinator(f"o{n}", names) for n in range(orders)]
        first += [owner(f"w{n}") for n in range(owners)]
        self.tables = [self._table(one) for one in first]

    def hearer(self, message: Message) -> int:
        """The number of the party that a message is for."""
        to = message.word in TO_COORDINATOR
        return int(message.order[1:]) if to else self.orders + int(message.owner[1:])

    def _said(self, state: Party, answers: list[Message]) -> int:
        bits = 0
        for m in (*answers, *state.says()):
            bits |= 1 << self.place[m]
        return bits

    def _table(self, first: Party) -> PartyTable:
        """Every state that a party can come to, whatever it hears in whatever order."""
        mine = isinstance(first, Coordinator)
        known = first.order if isinstance(first, Coordinator) else first.name
        meant = [
            (k, m)
            for k, m in enumerate(self.messages)
            if (m.word in TO_COORDINATOR) == mine and known in (m.order, m.owner)
        ]
        made = PartyTable([first], {first: 0})
        rows: list[tuple[list[tuple[int, int]], tuple[int, int], list[tuple[int, int]]]] = []
        while len(rows) < len(made.states):
            one = made.states[len(rows)]
            own = [self._after(made, new, []) for new in by_itself(one)]
            crash = self._after(made, one.crashes(), [])
            rows.append((own, crash, [self._after(made, *one.hears(m)) for _, m in meant]))
        made.own = [columns([own[way] for own, _, _ in rows]) for way in range(len(rows[0][0]))]
        made.crash = columns([crash for _, crash, _ in rows])
        made.heard = {k: columns([heard[at] for _, _, heard in rows]) for at, (k, _) in enumerate(meant)}
        return made

    def _after(self, table: PartyTable, state: Party, answers: list[Message]) -> tuple[int, int]:
        if state not in table.number:
            table.number[state] = len(table.states)
            table.states.append(state)
        return table.number[state], self._said(state, answers)


def columns(pairs: list[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    both = np.array(pairs, dtype=np.uint64)
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])


def renamed(state: Party, order: dict[str, str], owner: dict[str, str]) -> Party:
    """The same party under other names."""
    if isinstance(state, Coordinator):
        sets = {
            name: frozenset(owner[n] for n in getattr(state, name))
            for name in ("owners", "confirmed", "acknowledged", "broken")
        }
        return replace(state, order=order[state.order], **sets)
    kept = None if state.kept is None else (order[state.kept[0]], *state.kept[1:])
    return replace(
        state, name=owner[state.name], kept=kept, closed=frozenset((order[o], a) for o, a in state.closed)
    )


@dataclass
class Naming:
    """One way of giving other names: where each party goes, which of its states is which, and each bit."""

    goes: list[int]
    states: list[Numbers]
    air: list[Numbers]  # by chunks of `CHUNK` bits
    flags: Numbers


def namings(p: Parties) -> list[Naming]:
    """Every way of giving other names to orders and owners, but the first, which changes none."""
    ways = list(product(permutations(range(p.orders)), permutations(range(p.owners))))
    return [_naming(p, order, owner) for order, owner in ways[1:]]


def _naming(p: Parties, order: tuple[int, ...], owner: tuple[int, ...]) -> Naming:
    goes = [*order, *(p.orders + m for m in owner)]
    names = (
        {f"o{n}": f"o{m}" for n, m in enumerate(order)},
        {f"w{n}": f"w{m}" for n, m in enumerate(owner)},
    )
    states = [
        np.array([p.tables[goes[at]].number[renamed(one, *names)] for one in table.states], dtype=np.uint64)
        for at, table in enumerate(p.tables)
    ]
    bit = [p.place[replace(m, order=names[0][m.order], owner=names[1][m.owner])] for m in p.messages]
    air = [_moved(bit[low : low + CHUNK]) for low in range(0, len(bit), CHUNK)]
    return Naming(goes, states, air, _moved(goes))


def _moved(to: list[int]) -> Numbers:
    """What each set of bits becomes when bit k goes to place to[k]."""
    found = np.zeros(1 << len(to), dtype=np.uint64)
    for k, place in enumerate(to):
        found[(np.arange(len(found)) >> k) & 1 == 1] |= np.uint64(1 << place)
    return found
