"""Holds across owners: what a coordinator and an owner do with each message. Pure steps; nothing is sent.

An order asks several owners for one exclusive use each. An owner that is asked holds its use (a hold may
expire), and confirms when a person or a rule agrees: from then on it is bound and releases only when told.
The coordinator decides each attempt once: commit when all have confirmed, else release at its deadline. The
decision is told until it is acknowledged. Every message names order and attempt, so that every step may be
repeated: what comes twice, late or in another order changes nothing that stands.

What survives a crash: a coordinator's attempt and decision, an owner's bound or committed use and the
attempts it has closed. What does not: votes and acknowledgements counted so far (both are told again), and
holds not confirmed. docs/decisions/0011.

A person may break a confirmed use whose decision does not come. Safety is given up by it, knowingly: the
coordinator that has committed meanwhile is answered *broken*, and so learns of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum


class Word(Enum):
    """What a message says."""

    ASK = "ask"
    CONFIRMED = "confirmed"
    COMMIT = "commit"
    RELEASE = "release"
    ACKNOWLEDGED = "acknowledged"
    BROKEN = "broken"


TO_COORDINATOR = frozenset({Word.CONFIRMED, Word.ACKNOWLEDGED, Word.BROKEN})


@dataclass(frozen=True, slots=True)
class Message:
    """A word between the coordinator of an order and one owner; attempts are numbered from 1."""

    word: Word
    order: str
    attempt: int
    owner: str


class Decision(Enum):
    """How an attempt stands with its coordinator."""

    OPEN = "open"
    COMMITTED = "committed"
    RELEASED = "released"


class Grip(Enum):
    """How firmly an owner keeps a use for an attempt."""

    HELD = "held"
    CONFIRMED = "confirmed"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Coordinator:
    """One order: the attempt that runs, what was decided of it, and who has answered."""

    order: str
    owners: frozenset[str]
    attempt: int = 1
    decision: Decision = Decision.OPEN
    confirmed: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()  # those that have taken back what they had confirmed

    def says(self) -> list[Message]:
        """What is told now, and again until it is answered."""
        if self.decision is Decision.OPEN:
            return self._to(self.owners - self.confirmed, Word.ASK)
        return self._to(self.owners - self.acknowledged, self._decided())

    def hears(self, message: Message) -> tuple[Coordinator, list[Message]]:
        """The state after a message, and what is answered at once."""
        if message.attempt < self.attempt:  # decided long ago, and not for it
            late = message.word is Word.CONFIRMED
            return self, [replace(message, word=Word.RELEASE)] if late else []
        if message.word in (Word.ACKNOWLEDGED, Word.BROKEN) and self.decision is not Decision.OPEN:
            broken = self.broken | {message.owner} if message.word is Word.BROKEN else self.broken
            return replace(self, acknowledged=self.acknowledged | {message.owner}, broken=broken), []
        if message.word is not Word.CONFIRMED:
            return self, []
        if self.decision is not Decision.OPEN:
            return self, self._to(frozenset({message.owner}), self._decided())
        after = replace(self, confirmed=self.confirmed | {message.owner})
        return replace(after, decision=Decision.COMMITTED) if after.confirmed == self.owners else after, []

    def expires(self) -> Coordinator:
        """The state once the deadline of an attempt has passed: an open one is released."""
        return replace(self, decision=Decision.RELEASED) if self.decision is Decision.OPEN else self

    def tries_again(self) -> Coordinator:
        """The next attempt, once a release is acknowledged by all; itself before that."""
        if self.decision is not Decision.RELEASED or self.acknowledged != self.owners:
            return self
        again = replace(self, attempt=self.attempt + 1, decision=Decision.OPEN)
        return again.crashes()  # nothing that was answered before counts for it

    def crashes(self) -> Coordinator:
        """What is left after a crash: what was written down before it was told."""
        return replace(self, confirmed=frozenset(), acknowledged=frozenset(), broken=frozenset())

    def _decided(self) -> Word:
        return Word.COMMIT if self.decision is Decision.COMMITTED else Word.RELEASE

    def _to(self, owners: frozenset[str], word: Word) -> list[Message]:
        return [Message(word, self.order, self.attempt, one) for one in sorted(owners)]


@dataclass(frozen=True, slots=True)
class Owner:
    """One exclusive use of one owner: for which attempt it is kept, and which attempts are closed."""

    name: str
    kept: tuple[str, int, Grip] | None = None
    closed: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    broken: frozenset[tuple[str, int]] = field(default_factory=frozenset)  # of the closed ones

    def keeps(self, message: Message) -> Grip | None:
        """How firmly the use is kept for a message's attempt; None where it is free or kept for another."""
        if self.kept is None or self.kept[:2] != (message.order, message.attempt):
            return None
        return self.kept[2]

    def hears(self, message: Message) -> tuple[Owner, list[Message]]:
        """The state after a message, and what is answered at once."""
        grip, of = self.keeps(message), (message.order, message.attempt)
        if message.word is Word.ASK:
            free = self.kept is None and of not in self.closed
            return (replace(self, kept=(*of, Grip.HELD)) if free else self), []
        told = [replace(message, word=Word.ACKNOWLEDGED)]
        if message.word is Word.COMMIT and grip is Grip.CONFIRMED:
            return replace(self, kept=(*of, Grip.COMMITTED)), told
        if message.word is Word.COMMIT and grip is Grip.COMMITTED:
            return self, told
        if message.word is Word.COMMIT and of in self.broken:
            return self, [replace(message, word=Word.BROKEN)]
        if message.word is Word.RELEASE and grip is not Grip.COMMITTED:
            return replace(self, kept=None if grip else self.kept, closed=self.closed | {of}), told
        return self, []

    def says(self) -> list[Message]:
        """What is told now and again: a confirmed use asks for its decision."""
        if self.kept is None or self.kept[2] is not Grip.CONFIRMED:
            return []
        return [Message(Word.CONFIRMED, self.kept[0], self.kept[1], self.name)]

    def confirms(self) -> Owner:
        """The state once the owner has agreed to what it holds: bound from then on."""
        if self.kept is None or self.kept[2] is not Grip.HELD:
            return self
        return replace(self, kept=(*self.kept[:2], Grip.CONFIRMED))

    def expires(self) -> Owner:
        """The state once a hold has run out: only one that was not confirmed."""
        return replace(self, kept=None) if self.kept is not None and self.kept[2] is Grip.HELD else self

    def breaks(self) -> Owner:
        """The state once a person has taken back a confirmed use: safety is given up, and that is kept."""
        if self.kept is None or self.kept[2] is not Grip.CONFIRMED:
            return self
        of = self.kept[:2]
        return replace(self, kept=None, closed=self.closed | {of}, broken=self.broken | {of})

    def crashes(self) -> Owner:
        """What is left after a crash: a hold not confirmed is gone."""
        return self.expires()
