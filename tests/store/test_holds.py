"""Holds across owners: no double promise in any state that can be come to, and nothing left in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.store import Coordinator, Decision, Grip, Message, Owner, Word
from tests.store.search import searched

TWO = ("china", "pakistan")


def test_all_agree_and_the_order_is_committed_once():
    order = Coordinator("flood", frozenset(TWO))
    owners = {name: Owner(name) for name in TWO}
    for ask in order.says():
        owners[ask.owner] = owners[ask.owner].hears(ask)[0].confirms()
        (vote,) = owners[ask.owner].says()
        order, _ = order.hears(vote)
    assert order.decision is Decision.COMMITTED
    for told in order.says():
        owners[told.owner], (heard,) = owners[told.owner].hears(told)
        order, _ = order.hears(heard)
    assert {o.kept for o in owners.values()} == {("flood", 1, Grip.COMMITTED)}
    assert not order.says()


def test_a_late_confirmation_of_a_released_attempt_is_answered_with_release():
    order = Coordinator("flood", frozenset(TWO)).expires()
    late = Message(Word.CONFIRMED, "flood", 1, "china")
    assert order.hears(late)[1] == [replace(late, word=Word.RELEASE)]
    again = replace(order, acknowledged=frozenset(TWO)).tries_again()
    assert again.attempt == 2
    assert again.hears(late) == (again, [replace(late, word=Word.RELEASE)])


def test_one_use_is_kept_for_one_order_and_a_closed_attempt_never_takes_it_again():
    ask = Message(Word.ASK, "flood", 1, "china")
    kept, _ = Owner("china").hears(ask)
    assert kept.hears(replace(ask, order="fire"))[0] is kept
    closed, _ = kept.hears(replace(ask, word=Word.RELEASE))
    assert closed.hears(ask)[0].kept is None
    assert closed.hears(replace(ask, attempt=2))[0].kept == ("flood", 2, Grip.HELD)


def test_a_hold_runs_out_and_a_confirmed_use_does_not():
    held, _ = Owner("china").hears(Message(Word.ASK, "flood", 1, "china"))
    assert held.expires().kept is None
    assert held.confirms().expires().kept == ("flood", 1, Grip.CONFIRMED)


@pytest.mark.parametrize(
    ("orders", "how"),
    [(("a",), {"attempts": 2, "crashes": 1}), (("a", "b"), {}), (("a",), {"crashes": 1, "breaks": 2})],
)
def test_in_every_state_that_can_be_come_to_nothing_is_promised_twice_or_left_in_doubt(orders, how):
    states, fault = searched(TWO, orders, **how)
    assert not fault
    assert states > 400


def test_a_person_may_take_back_a_confirmed_use_and_the_coordinator_that_commits_learns_of_it():
    ask = Message(Word.ASK, "flood", 1, "china")
    bound = Owner("china").hears(ask)[0].confirms()
    free = bound.breaks()
    assert free.kept is None
    assert free.hears(ask)[0] == free
    assert free.breaks() == free
    commit = replace(ask, word=Word.COMMIT)
    assert free.hears(commit) == (free, [replace(ask, word=Word.BROKEN)])
    assert free.hears(replace(ask, word=Word.RELEASE))[1] == [replace(ask, word=Word.ACKNOWLEDGED)]
    order = Coordinator("flood", frozenset({"china"})).hears(bound.says()[0])[0]
    after, _ = order.hears(replace(ask, word=Word.BROKEN))
    assert after.broken == {"china"}
    assert after.says() == []


class ReleasesByItself(Owner):
    def expires(self) -> Owner:
        return replace(self, kept=None) if self.kept and self.kept[2] is not Grip.COMMITTED else self


class TakesItFromTheOther(Owner):
    def hears(self, message: Message) -> tuple[Owner, list[Message]]:
        free = self if message.word is not Word.ASK else replace(self, kept=None)
        return Owner.hears(free, message)


class CommitsByOneVote(Coordinator):
    def hears(self, message: Message) -> tuple[Coordinator, list[Message]]:
        after, said = Coordinator.hears(self, message)
        one = after.decision is Decision.OPEN and after.confirmed
        return (replace(after, decision=Decision.COMMITTED) if one else after), said


class ForgetsItsDecision(Coordinator):
    def crashes(self) -> Coordinator:
        return replace(Coordinator.crashes(self), decision=Decision.OPEN)


class ChangesItsMind(Coordinator):
    def expires(self) -> Coordinator:
        return replace(self, decision=Decision.RELEASED)


class HidesWhatItBroke(Owner):
    def hears(self, message: Message) -> tuple[Owner, list[Message]]:
        after, said = Owner.hears(self, message)
        return after, [replace(m, word=Word.ACKNOWLEDGED) if m.word is Word.BROKEN else m for m in said]


class TellsItsDecisionOnce(Coordinator):
    def says(self) -> list[Message]:
        return Coordinator.says(self) if self.decision is Decision.OPEN else []


@pytest.mark.parametrize(
    "wrong",
    [
        {"owner": ReleasesByItself},
        {"owner": TakesItFromTheOther},
        {"coordinator": CommitsByOneVote},
        {"coordinator": ForgetsItsDecision, "crashes": 1},
        {"coordinator": ChangesItsMind},
        {"coordinator": TellsItsDecisionOnce},
        {"owner": HidesWhatItBroke, "breaks": 1},
    ],
    ids=lambda w: next(iter(w.values())).__name__,
)
def test_a_protocol_that_is_wrong_somewhere_is_found(wrong):
    assert searched(TWO, ("a", "b"), **wrong)[1]
