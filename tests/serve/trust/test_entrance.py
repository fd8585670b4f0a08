"""Sessions: hashed, ending when idle and after a shift, safe from forged requests; one refusal for all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from serai.serve.trust.accounts import CONSOLE, add_account, set_role
from serai.serve.trust.caller import ALL_SCOPES, CallerRole, Scope, Via
from serai.serve.trust.entrance import IDLE_S, LONGEST_S, Forged, NotLetIn
from serai.serve.trust.keys import add_key
from serai.serve.trust.tokens import csrf_of, hashed, new_token, random_name, same
from serai.store.schema import accounts, sessions
from tests.serve.trust.conftest import WORDS
from tests.serve.trust.test_accounts import audits


def test_who_logs_in_is_known_by_the_session(entrance, opened):
    caller = entrance.by_session(opened.token, csrf=opened.csrf)
    assert (caller.organisation, caller.person, caller.role) == ("Pakistan", "amina", CallerRole.OFFICER)
    assert (caller.scopes, caller.via) == (ALL_SCOPES, Via.SESSION)
    assert caller == opened.caller


@pytest.mark.parametrize(
    ("organisation", "name", "password"),
    [
        ("Pakistan", "amina", "wrong horse battery staple"),
        ("Pakistan", "nobody", WORDS),
        ("China", "amina", WORDS),
        ("Nowhere", "amina", WORDS),
        ("", "", ""),
        ("Pakistan", "amina' OR '1'='1", WORDS),
        ("Pakistan", "ami\x00na", WORDS),
    ],
)
@pytest.mark.usefixtures("opened")
def test_whoever_is_not_let_in_is_told_the_same(database, entrance, organisation, name, password):
    with pytest.raises(NotLetIn) as refused:
        entrance.logs_in(organisation, name.replace("\x00", "\x01"), password)
    assert str(refused.value) == (
        "not let in: expected a name with its password, or a session or key that is valid"
    )
    assert audits(database)[-1][1::2] == ("log in", "not let in")
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(sessions)) == 2  # the fixtures' two


def test_an_account_without_a_password_is_let_in_by_none(database, clock, entrance):
    add_account(database, CONSOLE, "Pakistan", "new", CallerRole.HOST, clock())
    for password in ("", WORDS):
        with pytest.raises(NotLetIn):
            entrance.logs_in("Pakistan", "new", password)


def test_what_stands_of_a_shut_account_lets_nobody_in(database, clock, entrance, opened):
    """Shutting ends sessions and keys; the account itself is a second lock, tried alone."""
    _, key = add_key(database, CONSOLE, "Pakistan", "amina", "nightly", [Scope.READ], clock())
    entrance.by_key(key)
    with database.writing() as connection:
        connection.execute(update(accounts).where(accounts.c.name == "amina").values(shut=1))
    with pytest.raises(NotLetIn):
        entrance.by_session(opened.token, csrf=opened.csrf)
    with pytest.raises(NotLetIn):
        entrance.by_key(key)


def test_a_session_ends_when_idle_and_is_kept_by_use(entrance, clock, opened):
    began = clock.now
    clock.now = began.plus(IDLE_S - 1.0)
    entrance.by_session(opened.token, changes=False)
    clock.now = began.plus(2 * IDLE_S - 2.0)
    entrance.by_session(opened.token, changes=False)
    clock.now = began.plus(3 * IDLE_S - 2.0)
    with pytest.raises(NotLetIn):
        entrance.by_session(opened.token, changes=False)


def test_a_session_ends_after_a_shift_however_much_it_is_used(entrance, clock, opened):
    began = clock.now
    for k in range(1, int(LONGEST_S / 3_600.0)):
        clock.now = began.plus(k * 3_600.0)
        entrance.by_session(opened.token, changes=False)
    clock.now = began.plus(LONGEST_S - 1.0)
    entrance.by_session(opened.token, changes=False)
    clock.now = began.plus(LONGEST_S)
    with pytest.raises(NotLetIn):
        entrance.by_session(opened.token, changes=False)


def test_being_seen_is_written_once_a_minute(database, entrance, clock, opened):
    def seen() -> int | None:
        with database.reading() as connection:
            of = sessions.c.hash == hashed(opened.token)
            return connection.scalar(select(sessions.c.seen_ns).where(of))

    began = clock.now
    clock.now = began.plus(59.0)
    entrance.by_session(opened.token, changes=False)
    assert seen() == began.tai_ns
    clock.now = began.plus(60.0)
    entrance.by_session(opened.token, changes=False)
    assert seen() == clock.now.tai_ns


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "wrong"])
def test_a_change_without_the_sessions_own_token_against_forgery_is_refused(entrance, opened, csrf):
    with pytest.raises(Forged, match="needs its CSRF token"):
        entrance.by_session(opened.token, csrf=csrf)
    assert entrance.by_session(opened.token, csrf=csrf, changes=False)


def test_another_sessions_token_against_forgery_does_not_serve(entrance, opened):
    other = entrance.logs_in("Pakistan", "amina", WORDS)
    assert other.csrf != opened.csrf
    with pytest.raises(Forged):
        entrance.by_session(opened.token, csrf=other.csrf)


def test_the_token_against_forgery_is_not_to_be_had_from_what_is_kept(opened):
    assert opened.csrf == csrf_of(opened.token)
    assert opened.csrf not in (hashed(opened.token), csrf_of(hashed(opened.token)))


def test_a_session_that_was_left_is_let_in_no_more_and_leaving_twice_changes_nothing(entrance, opened):
    other = entrance.logs_in("Pakistan", "amina", WORDS)
    entrance.logs_out(opened.token)
    entrance.logs_out(opened.token)
    entrance.logs_out("serai-session-made-up")
    with pytest.raises(NotLetIn):
        entrance.by_session(opened.token, changes=False)
    assert entrance.by_session(other.token, changes=False)


@pytest.mark.parametrize("token", ["", "serai-session-", "x' OR 1=1 --", "\ud800", "Пакистан"])
def test_what_is_no_session_is_not_let_in(entrance, opened, token):
    for made_up in (token, opened.token + "x", opened.token[:-1], opened.token.upper(), hashed(opened.token)):
        with pytest.raises(NotLetIn):
            entrance.by_session(made_up or token, changes=False)


def test_a_role_that_was_taken_counts_from_the_next_request(database, clock, entrance, opened):
    set_role(database, CONSOLE, "Pakistan", "amina", CallerRole.READER, clock())
    assert entrance.by_session(opened.token, changes=False) == replace(opened.caller, role=CallerRole.READER)


def test_tokens_are_each_their_own_and_are_compared_whole():
    some = {new_token("serai-key-") for _ in range(100)} | {random_name() for _ in range(100)}
    assert len(some) == 200
    assert all(len(one) >= 32 for one in some)
    assert same("abc", "abc")
    assert not same("abc", "abd")
    assert not same("abc", "ab")
    assert not same("", "a")
