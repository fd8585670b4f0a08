"""Holds across owners: no double promise in any state that can be come to, and nothing left in doubt."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from serai.store import Coordinator, Decision, Grip, Message, Owner, Word
from tests.store.parties import Parties, namings
from tests.store.search import searched
from tests.store.whole import Packing, search
from tests.store.wrong import BY_NAME

RECORD = Path(__file__).resolve().parents[2] / "benchmarks" / "holds_search.json"
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
    [(("a",), {"attempts": 2, "crashes": 1}), (("a",), {"crashes": 1, "breaks": 2})],
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


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_protocol_that_is_wrong_somewhere_is_found(name):
    worlds, fault = BY_NAME[name].found()
    assert fault
    assert worlds < 10_000


def test_both_searches_come_to_the_same_worlds():
    """One follows worlds as objects, the other as numbers, with and without names that are alike."""
    count, fault = searched(("w0", "w1"), ("o0", "o1"))
    assert not fault
    each = search(Parties(2, 2), 0, alike=False)
    assert (len(each.seen), each.whole) == (count, True)
    alike = search(Parties(2, 2), 0)
    assert alike.whole
    packing, orbits = Packing.of(Parties(2, 2)), {int(w) for w in alike.seen}
    for way in namings(packing.parties):
        orbits |= {int(w) for w in packing.named(alike.seen, way)}
    assert orbits == {int(w) for w in each.seen}


def test_with_one_crash_of_each_every_world_is_safe_and_ends_without_doubt(tmp_path):
    """Two owners and two orders; three owners are on record, since they take a minute."""
    half = search(Parties(2, 2), 1, tmp_path / "kept.npz", most=9)
    assert len(half.frontier)
    whole = search(Parties(2, 2), 1, tmp_path / "kept.npz")
    assert (whole.whole, whole.fault, len(whole.seen)) == (True, "", 49_505)


def test_what_is_on_record_is_whole_and_of_this_protocol():
    kept = json.loads(RECORD.read_text(encoding="utf-8"))
    three = kept["3 owners, 2 orders, 1 crash of each"]
    assert (three["whole"], three["fault"]) == (True, "")
    assert kept["2 owners, 2 orders, 1 crash of each"]["worlds_up_to_names"] == 49_505
    assert set(kept["planted"]) == set(BY_NAME)
    assert all(one["found"] for one in kept["planted"].values())
