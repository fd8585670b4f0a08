"""Keys: scoped, hashed, ending by themselves, rotated with an overlap, revoked at once."""

from __future__ import annotations

import pytest

from serai.serve.trust.accounts import CONSOLE, NoSuchAccount, set_role, shut
from serai.serve.trust.caller import KEY_SCOPES, CallerRole, Scope, Via
from serai.serve.trust.entrance import NotLetIn
from serai.serve.trust.keys import (
    DAY_S,
    OVERLAP_S,
    KeyNotMade,
    NoSuchKey,
    add_key,
    listed_keys,
    revoke,
    rotate,
)
from serai.serve.trust.policy import may
from tests.serve.trust.test_accounts import audits

READ = [Scope.READ]


@pytest.fixture
def amina(person):
    return person()


def made(database, clock, by, scopes=READ, days=90.0):
    return add_key(database, by, by.organisation, by.person, "nightly job", scopes, clock(), days)


def test_a_key_lets_its_person_in_within_its_scopes(database, clock, entrance, amina):
    _, token = made(database, clock, amina, [Scope.READ, Scope.WHAT_IF])
    caller = entrance.by_key(token)
    assert (caller.organisation, caller.person, caller.role) == ("Pakistan", "amina", CallerRole.OFFICER)
    assert (caller.scopes, caller.via) == ({Scope.READ, Scope.WHAT_IF}, Via.KEY)
    assert may(caller, "see", "order", "Pakistan")
    assert not may(caller, "place", "order", "Pakistan")  # she may, the key may not


def test_a_key_never_does_more_than_its_person_may_now(database, clock, entrance, amina):
    _, token = made(database, clock, amina, KEY_SCOPES)
    assert may(entrance.by_key(token), "place", "order", "Pakistan")
    set_role(database, CONSOLE, "Pakistan", "amina", CallerRole.READER, clock())
    assert not may(entrance.by_key(token), "place", "order", "Pakistan")


def test_a_key_ends_by_itself(database, clock, entrance, amina):
    _, token = made(database, clock, amina, days=2.0)
    clock.now = clock.now.plus(2.0 * DAY_S - 1.0)
    entrance.by_key(token)
    clock.now = clock.now.plus(1.0)
    with pytest.raises(NotLetIn):
        entrance.by_key(token)


def test_a_revoked_key_is_refused_at_once_and_its_use_is_on_record(database, clock, entrance, amina):
    key, token = made(database, clock, amina)
    entrance.by_key(token)
    revoke(database, amina, key, clock())
    revoke(database, amina, key, clock())
    for _ in range(3):
        with pytest.raises(NotLetIn):
            entrance.by_key(token)
    clock.goes(2.0)
    for _ in range(3):  # a thief's many tries are one line a minute
        with pytest.raises(NotLetIn):
            entrance.by_key(token)
    told = [row for row in audits(database) if row[1] == "use of a revoked key"]
    assert told == [("amina@Pakistan", "use of a revoked key", key, "not let in")]


def test_a_rotated_key_is_let_in_beside_the_new_one_for_the_overlap(database, clock, entrance, amina):
    key, old = made(database, clock, amina, [Scope.READ, Scope.ORDER], days=30.0)
    clock.now = clock.now.plus(DAY_S)
    _, new = rotate(database, amina, key, clock())
    assert entrance.by_key(old) == entrance.by_key(new)
    clock.now = clock.now.plus(OVERLAP_S - 1.0)
    entrance.by_key(old)
    clock.now = clock.now.plus(1.0)
    with pytest.raises(NotLetIn):
        entrance.by_key(old)
    clock.now = clock.now.plus(29.0 * DAY_S - 1.0)  # the new one has the length that the old one had
    entrance.by_key(new)
    clock.now = clock.now.plus(1.0)
    with pytest.raises(NotLetIn):
        entrance.by_key(new)


def test_a_rotation_never_lengthens_the_old_key(database, clock, entrance, amina):
    key, old = made(database, clock, amina, days=0.5)
    rotate(database, amina, key, clock())
    clock.now = clock.now.plus(0.5 * DAY_S)
    with pytest.raises(NotLetIn):
        entrance.by_key(old)
    key, old = made(database, clock, amina)
    rotate(database, amina, key, clock(), 0.0)
    with pytest.raises(NotLetIn):
        entrance.by_key(old)
    with pytest.raises(NoSuchKey):
        rotate(database, amina, key, clock())


def test_an_administrator_lists_and_revokes_its_peoples_keys_and_makes_none(
    database, clock, entrance, amina, person
):
    zara, li = person("zara", CallerRole.ADMIN), person("li", CallerRole.ADMIN, "China")
    key, token = made(database, clock, amina)
    with pytest.raises(NoSuchAccount):
        add_key(database, zara, "Pakistan", "amina", "as amina", READ, clock())
    with pytest.raises(NoSuchAccount):
        rotate(database, zara, key, clock())
    assert [one.id for one in listed_keys(database, zara)] == [key]
    assert [one.id for one in listed_keys(database, amina)] == [key]
    assert listed_keys(database, li) == []
    for act in (revoke, rotate):
        for name in (key, "nothing"):
            with pytest.raises(NoSuchKey, match=f"no key '{name}'"):
                act(database, li, name, clock())
    entrance.by_key(token)
    revoke(database, zara, key, clock())
    with pytest.raises(NotLetIn):
        entrance.by_key(token)


def test_a_key_makes_no_keys_and_lists_none(database, clock, entrance, amina):
    key, token = made(database, clock, amina, KEY_SCOPES)
    caller = entrance.by_key(token)
    assert listed_keys(database, caller) == []
    with pytest.raises(NoSuchKey):
        revoke(database, caller, key, clock())
    with pytest.raises(ValueError, match="no rule allows this: manage me"):
        made(database, clock, caller)


def test_the_keys_of_a_shut_account_end_with_it(database, clock, entrance, amina):
    _, token = made(database, clock, amina)
    shut(database, CONSOLE, "Pakistan", "amina", clock())
    with pytest.raises(NotLetIn):
        entrance.by_key(token)
    with pytest.raises(NoSuchAccount):
        add_key(database, CONSOLE, "Pakistan", "amina", "x", READ, clock())


def test_what_is_no_key_is_refused_in_a_sentence(database, clock, amina):
    for days in (0.0, -1.0, 366.5, float("nan")):
        with pytest.raises(KeyNotMade, match="more than 0 and up to 366 days"):
            made(database, clock, amina, days=days)
    for scopes in ([], [Scope.MANAGE], [Scope.READ, Scope.MANAGE]):
        with pytest.raises(KeyNotMade, match="expected at least one scope of a key: answer, order, read"):
            made(database, clock, amina, scopes)
    with pytest.raises(KeyNotMade, match="expected a name without"):
        add_key(database, amina, "Pakistan", "amina", "", READ, clock())


def test_a_listed_key_tells_everything_but_its_secret(database, clock, entrance, amina):
    key, token = made(database, clock, amina)
    (one,) = listed_keys(database, amina)
    assert (one.id, one.organisation, one.person, one.label) == (key, "Pakistan", "amina", "nightly job")
    assert (one.scopes, one.made, one.seen, one.ended) == (("read",), clock.now, None, None)
    assert one.until == clock.now.plus(90.0 * DAY_S)
    assert one.stands(clock.now)
    assert not one.stands(one.until)
    assert token not in repr(one)
    entrance.by_key(token)
    assert listed_keys(database, amina)[0].seen == clock.now
