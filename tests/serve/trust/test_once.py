"""Idempotency: a key with its body is done once and answered alike; what dies between is done again, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.serve.trust.caller import ALL_SCOPES, Caller, CallerRole, Via
from serai.serve.trust.once import (
    KEPT_S,
    LEASE_S,
    KeptAnswer,
    NoOnceKey,
    OtherBody,
    StillRunning,
    asked_hash,
    forget,
    once,
    store_key,
)
from serai.serve.trust.outside import inside_name, outside_names
from serai.store.asked import NewRequest
from serai.store.desk import Desk
from serai.store.told import standings

AMINA = Caller("Pakistan", "amina", CallerRole.OFFICER, ALL_SCOPES, Via.SESSION)
ASKED = asked_hash("POST", "/v1/requests", b'{"wanted": "an image"}')
OTHER = asked_hash("POST", "/v1/requests", b'{"wanted": "two images"}')


class Dies(BaseException):
    """A process that is killed: nothing after it runs, no handler of errors either."""


class Counted:
    """An act that counts how often it was done."""

    def __init__(self, status: int = 201, wrong: BaseException | None = None) -> None:
        self.times, self.status, self.wrong = 0, status, wrong

    def __call__(self) -> KeptAnswer:
        self.times += 1
        if self.wrong is not None:
            raise self.wrong
        return KeptAnswer(self.status, f"answer {self.times}")


def test_the_same_key_and_body_is_done_once_and_answered_alike(database, clock):
    act = Counted()
    first = once(database, AMINA, "k1", ASKED, act, clock)
    again = once(database, AMINA, "k1", ASKED, act, clock)
    assert (first.status, first.body, first.again) == (201, "answer 1", False)
    assert again == replace(first, again=True)
    assert act.times == 1


def test_another_body_with_the_key_is_refused_and_does_nothing(database, clock):
    act = Counted()
    once(database, AMINA, "k1", ASKED, act, clock)
    with pytest.raises(OtherBody, match="a new request needs a new key"):
        once(database, AMINA, "k1", OTHER, act, clock)
    assert act.times == 1


def test_what_was_asked_is_told_by_method_path_and_body():
    some = {
        asked_hash("POST", "/a", b"x"), asked_hash("DELETE", "/a", b"x"), asked_hash("POST", "/b", b"x"),
        asked_hash("POST", "/a", b"y"), asked_hash("POST", "/ax", b""),
    }  # fmt: skip
    assert len(some) == 5
    assert asked_hash("post", "/a", b"x") in some


def test_a_key_is_its_callers_own(database, clock):
    act = Counted()
    for caller in (AMINA, replace(AMINA, person="omar"), replace(AMINA, organisation="China")):
        assert not once(database, caller, "k1", ASKED, act, clock).again
    assert act.times == 3
    assert store_key(AMINA, "k1") != store_key(replace(AMINA, organisation="China"), "k1")


def test_while_the_first_is_answered_another_waits(database, clock):
    def act() -> KeptAnswer:
        clock.goes(0.5)
        with pytest.raises(StillRunning) as refused:
            once(database, AMINA, "k1", ASKED, Counted(), clock)
        assert refused.value.retry_after_s == pytest.approx(LEASE_S - 30.0)
        return KeptAnswer(200, "done")

    assert once(database, AMINA, "k1", ASKED, act, clock).body == "done"


def test_who_dies_between_the_act_and_its_answer_is_followed_by_one_who_does_it_again(database, clock):
    """The store's acts may be repeated: a request that was asked twice with one key is there once."""
    desk = Desk(database, by="amina", clock=clock)

    def asks() -> str:
        return desk.asks(NewRequest(store_key(AMINA, "k1"), "Pakistan", "an image of the flood"))

    def dies() -> KeptAnswer:
        asks()
        raise Dies

    with pytest.raises(Dies):
        once(database, AMINA, "k1", ASKED, dies, clock)
    with pytest.raises(StillRunning):
        once(database, AMINA, "k1", ASKED, Counted(), clock)
    clock.now = clock.now.plus(LEASE_S)
    answer = once(database, AMINA, "k1", ASKED, lambda: KeptAnswer(201, asks()), clock)
    assert (answer.body, answer.again) == ("R1", False)
    with database.reading() as connection:
        assert [one.id for one in standings(connection)] == ["R1"]
    assert once(database, AMINA, "k1", ASKED, Counted(), clock).body == "R1"


def test_one_that_was_taken_for_dead_does_not_overwrite_the_answer(database, clock):
    def slow() -> KeptAnswer:
        clock.now = clock.now.plus(LEASE_S)
        assert once(database, AMINA, "k1", ASKED, lambda: KeptAnswer(200, "second"), clock).body == "second"
        return KeptAnswer(200, "first")

    once(database, AMINA, "k1", ASKED, slow, clock)
    assert once(database, AMINA, "k1", ASKED, Counted(), clock).body == "second"


@pytest.mark.parametrize("wrong", [RuntimeError("broken"), None])
def test_a_fault_of_ours_is_not_kept_and_frees_the_key(database, clock, wrong):
    act = Counted(500, wrong)
    if wrong is None:
        assert once(database, AMINA, "k1", ASKED, act, clock).status == 500
    else:
        with pytest.raises(RuntimeError):
            once(database, AMINA, "k1", ASKED, act, clock)
    assert once(database, AMINA, "k1", ASKED, Counted(), clock).status == 201


@pytest.mark.parametrize("status", [200, 404, 409, 499])
def test_a_refusal_is_an_answer_and_is_kept(database, clock, status):
    act = Counted(status)
    once(database, AMINA, "k1", ASKED, act, clock)
    assert once(database, AMINA, "k1", ASKED, act, clock).status == status
    assert act.times == 1


@pytest.mark.parametrize("key", [None, "", "x" * 201, 'a"b', "a\nb"])
def test_without_a_key_nothing_is_placed(database, clock, key):
    act = Counted()
    with pytest.raises(NoOnceKey, match="expected an idempotency key"):
        once(database, AMINA, key, ASKED, act, clock)
    assert act.times == 0


def test_answers_are_forgotten_after_a_week(database, clock):
    once(database, AMINA, "k1", ASKED, Counted(), clock)
    clock.now = clock.now.plus(KEPT_S - 1.0)
    assert forget(database, clock()) == 0
    clock.now = clock.now.plus(1.0)
    assert forget(database, clock()) == 1
    assert not once(database, AMINA, "k1", OTHER, Counted(), clock).again


def test_a_name_shown_outside_is_random_stays_and_leads_back(database):
    shown = outside_names(database, "request", ["R1", "R2", "R1"])
    assert set(shown) == {"R1", "R2"}
    assert all(len(name) == 32 for name in shown.values())
    more = outside_names(database, "request", ["R2", "R3"])
    assert more["R2"] == shown["R2"]
    assert len({*shown.values(), *more.values()}) == 3
    assert inside_name(database, "request", shown["R1"]) == "R1"
    assert inside_name(database, "order", shown["R1"]) is None
    assert inside_name(database, "request", "R1") is None
    assert outside_names(database, "order", ["R1"])["R1"] != shown["R1"]
    assert outside_names(database, "order", []) == {}


def test_a_thousand_names_are_shown_in_one_go(database):
    some = [f"R{k}" for k in range(1_001)]
    shown = outside_names(database, "request", some)
    assert len(set(shown.values())) == 1_001
    assert outside_names(database, "request", some) == shown
