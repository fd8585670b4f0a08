"""Protocols that are wrong somewhere: each must be found by the search, and is, with how it is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from serai.store import Coordinator, Decision, Grip, Message, Owner, Word
from tests.store.parties import Parties
from tests.store.search import searched
from tests.store.whole import Packing, search

NAMES = ("w0", "w1")
Answer = tuple[Owner, list[Message]]
Heard = tuple[Coordinator, list[Message]]


class CommitsByOneVote(Coordinator):
    def hears(self, message: Message) -> Heard:
        after, said = Coordinator.hears(self, message)
        one = after.confirmed and after.decision is Decision.OPEN
        return (replace(after, decision=Decision.COMMITTED) if one else after), said


class ForgetsItsDecision(Coordinator):
    def crashes(self) -> Coordinator:
        return replace(Coordinator.crashes(self), decision=Decision.OPEN)


class TakesALostDecisionForARelease(Coordinator):
    def crashes(self) -> Coordinator:
        lost = self.decision is Decision.COMMITTED
        return replace(Coordinator.crashes(self), decision=Decision.RELEASED if lost else self.decision)


class ChangesItsMind(Coordinator):
    def expires(self) -> Coordinator:
        return replace(self, decision=Decision.RELEASED)


class CommitsAtTheDeadline(Coordinator):
    def expires(self) -> Coordinator:
        some = self.decision is Decision.OPEN and self.confirmed
        return replace(self, decision=Decision.COMMITTED) if some else Coordinator.expires(self)


class CommitsWhatItReleased(Coordinator):
    def hears(self, message: Message) -> Heard:
        if message.word is not Word.CONFIRMED or self.decision is not Decision.RELEASED:
            return Coordinator.hears(self, message)
        after = replace(self, confirmed=self.confirmed | {message.owner})
        late = after.confirmed == self.owners
        return (replace(after, decision=Decision.COMMITTED, acknowledged=frozenset()) if late else after), []


class NeverExpires(Coordinator):
    def expires(self) -> Coordinator:
        return self


class TellsItsDecisionToNobody(Coordinator):
    def says(self) -> list[Message]:
        return Coordinator.says(self) if self.decision is Decision.OPEN else []


class CountsTheVotesOfTheAttemptBefore(Coordinator):
    def tries_again(self) -> Coordinator:
        after = Coordinator.tries_again(self)
        return self if after is self else replace(after, confirmed=self.confirmed)


class HearsWhatWasSaidToAnEarlierAttempt(Coordinator):
    def hears(self, message: Message) -> Heard:
        return Coordinator.hears(self, replace(message, attempt=self.attempt))


class AsksAgainUnderTheSameNumber(Coordinator):
    def tries_again(self) -> Coordinator:
        after = Coordinator.tries_again(self)
        return self if after is self else replace(after, attempt=self.attempt)


class TakesABrokenUseForAnAcknowledgement(Coordinator):
    def hears(self, message: Message) -> Heard:
        broken = message.word is Word.BROKEN
        return Coordinator.hears(self, replace(message, word=Word.ACKNOWLEDGED) if broken else message)


class ReleasesByItself(Owner):
    def expires(self) -> Owner:
        return replace(self, kept=None) if self.kept and self.kept[2] is not Grip.COMMITTED else self


class TakesItFromTheOther(Owner):
    def hears(self, message: Message) -> Answer:
        if message.word is Word.ASK and self.kept and self.kept[0] != message.order:
            return replace(self, kept=(message.order, message.attempt, Grip.HELD)), []
        return Owner.hears(self, message)


class VotesBeforeItIsBound(Owner):
    def says(self) -> list[Message]:
        if self.kept is None or self.kept[2] is Grip.COMMITTED:
            return []
        return [Message(Word.CONFIRMED, self.kept[0], self.kept[1], self.name)]


class ForgetsItsVote(Owner):
    def crashes(self) -> Owner:
        return replace(self, kept=None) if self.kept and self.kept[2] is not Grip.COMMITTED else self


class ForgetsItsCommitment(Owner):
    def crashes(self) -> Owner:
        return replace(self, kept=None)


class ReleasesWhomeverItKeepsItFor(Owner):
    def hears(self, message: Message) -> Answer:
        after, said = Owner.hears(self, message)
        return (replace(after, kept=None) if message.word is Word.RELEASE else after), said


class KeepsWhatItSaysItReleased(Owner):
    def hears(self, message: Message) -> Answer:
        after, said = Owner.hears(self, message)
        return (replace(after, kept=self.kept) if message.word is Word.RELEASE else after), said


class SaysItHasCommittedAndHasNot(Owner):
    def hears(self, message: Message) -> Answer:
        after, said = Owner.hears(self, message)
        return (replace(after, kept=None) if message.word is Word.COMMIT and said else after), said


class IsDeafOnceItHasConfirmed(Owner):
    def hears(self, message: Message) -> Answer:
        if message.word is Word.RELEASE and self.keeps(message) is Grip.CONFIRMED:
            return self, []
        return Owner.hears(self, message)


class NeverTellsItsVote(Owner):
    def says(self) -> list[Message]:
        return []


class HidesWhatItBroke(Owner):
    def hears(self, message: Message) -> Answer:
        after, said = Owner.hears(self, message)
        return after, [replace(m, word=Word.ACKNOWLEDGED) if m.word is Word.BROKEN else m for m in said]


class MayBeAskedAgainForWhatItBroke(Owner):
    def breaks(self) -> Owner:
        return replace(Owner.breaks(self), closed=self.closed)


@dataclass(frozen=True)
class Planted:
    """A wrong protocol, and what its search must allow for: crashes, a second attempt, breaks by a person."""

    wrong: type[Coordinator] | type[Owner]
    crashes: int = 0
    attempts: int = 1
    breaks: int = 0

    @property
    def name(self) -> str:
        return self.wrong.__name__

    def found(self) -> tuple[int, str]:
        """How many worlds were searched until it was found, and what was found; empty where nothing was."""
        a_coordinator = issubclass(self.wrong, Coordinator)
        how: dict[str, type] = {"coordinator" if a_coordinator else "owner": self.wrong}
        if self.attempts > 1 or self.breaks:
            return searched(
                NAMES, ("o0",), attempts=self.attempts, crashes=self.crashes, breaks=self.breaks, **how
            )
        p = Parties(2, 2, **how)
        end = search(p, self.crashes)
        return len(end.seen), end.fault or useless(p, end.judged)


def useless(p: Parties, judged: np.ndarray) -> str:
    """A protocol in which no order is ever committed keeps its promises too; that is a fault."""
    packing = Packing.of(p)
    for one in judged:
        if any(c.decision is Decision.COMMITTED for c in packing.unpacked(int(one)).coordinators):
            return ""
    return "no order is ever committed"


PLANTED: tuple[Planted, ...] = (
    Planted(CommitsByOneVote),
    Planted(ForgetsItsDecision, crashes=1),
    Planted(TakesALostDecisionForARelease, crashes=1),
    Planted(ChangesItsMind),
    Planted(CommitsAtTheDeadline),
    Planted(CommitsWhatItReleased),
    Planted(NeverExpires),
    Planted(TellsItsDecisionToNobody),
    Planted(CountsTheVotesOfTheAttemptBefore, attempts=2),
    Planted(HearsWhatWasSaidToAnEarlierAttempt, attempts=2),
    Planted(AsksAgainUnderTheSameNumber, attempts=2),
    Planted(TakesABrokenUseForAnAcknowledgement, breaks=1),
    Planted(ReleasesByItself),
    Planted(TakesItFromTheOther),
    Planted(VotesBeforeItIsBound),
    Planted(ForgetsItsVote, crashes=1),
    Planted(ForgetsItsCommitment, crashes=1),
    Planted(ReleasesWhomeverItKeepsItFor),
    Planted(KeepsWhatItSaysItReleased),
    Planted(SaysItHasCommittedAndHasNot),
    Planted(IsDeafOnceItHasConfirmed),
    Planted(NeverTellsItsVote),
    Planted(HidesWhatItBroke, breaks=1),
    Planted(MayBeAskedAgainForWhatItBroke, breaks=1),
)
BY_NAME: Mapping[str, Planted] = {one.name: one for one in PLANTED}
