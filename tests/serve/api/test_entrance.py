"""Who is let in to what: keys, sessions, forged requests, and what another organisation must not see."""

from __future__ import annotations

import pytest

from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, first_account, set_password
from serai.serve.trust.caller import KEY_SCOPES, CallerRole, Scope
from serai.serve.trust.keys import add_key, revoke
from serai.time import Instant
from tests.serve.conftest import started, stop, wait_until

NOW = Instant.from_utc("2026-08-22T00:00:00Z")
WORDS = "correct horse battery staple"


@pytest.fixture(scope="module")
def guarded(small, tmp_path_factory):
    """A server with a host, an officer of flood-office and one of China."""
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    running = started(small, tmp_path_factory.mktemp("guarded") / "serai.db", fortnight=False)
    wait_until(lambda: running.app.state.served.keeper.ready)
    database = running.app.state.served.database
    set_password(database, first_account(database, "office", "root", NOW), WORDS, NOW)
    for organisation, name in (("flood-office", "amina"), ("China", "li")):
        made = add_account(database, CONSOLE, organisation, name, CallerRole.OFFICER, NOW)
        set_password(database, made, WORDS, NOW)
    yield running
    stop(running)
    passwords.COST = kept


def key_of(guarded, organisation: str, name: str, *scopes: Scope) -> tuple[str, dict[str, str]]:
    database = guarded.app.state.served.database
    made, token = add_key(database, CONSOLE, organisation, name, "test", scopes or sorted(KEY_SCOPES), NOW)
    return made, {"Authorization": f"Bearer {token}"}


def logged_in(guarded) -> tuple[str, str]:
    body = {"organisation": "flood-office", "name": "amina", "password": WORDS}
    told = guarded.ask("/session", body)
    assert told.status == 201
    cookie = told.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    return cookie.partition(";")[0], told.json["csrf"]


def test_once_somebody_has_an_account_nobody_is_let_in_without_one(guarded, server):
    assert server.ask("/session").json["name"] == "local"  # no account: the operator of this machine
    for path in ("/verdicts", "/requests", "/ledger", "/corridor", "/events", "/metrics"):
        told = guarded.ask(path)
        assert (told.status, told.json["type"]) == (401, "urn:serai:serve.who"), path
        assert told.headers["www-authenticate"] == "Bearer"
    assert guarded.ask("/health").status == 200


def test_a_key_lets_in_within_its_scopes_until_it_is_revoked(guarded):
    made, mine = key_of(guarded, "flood-office", "amina", Scope.READ)
    assert guarded.ask("/verdicts", **mine).status == 200
    told = guarded.ask("/what-if/states", {"losses": ["kashi"]}, **mine)
    assert (told.status, told.json["type"]) == (404, "urn:serai:serve.absent")
    assert guarded.ask("/metrics", **mine).status == 404
    revoke(guarded.app.state.served.database, CONSOLE, made, NOW)
    for wrong in (mine, {"Authorization": "Bearer serai-key-x"}, {"Authorization": "Bearer "}):
        told = guarded.ask("/verdicts", **wrong)
        assert (told.status, told.json["type"]) == (401, "urn:serai:trust.not_let_in")


def test_a_session_changes_nothing_without_its_token_against_forged_requests(guarded):
    cookie, csrf = logged_in(guarded)
    assert guarded.ask("/session", Cookie=cookie).json["organisation"] == "flood-office"
    body = {"losses": ["gaofen-3"]}
    assert guarded.ask("/what-if/states", body, Cookie=cookie).status == 403
    assert guarded.ask("/what-if/states", body, Cookie=cookie, X_CSRF_Token="0" * 64).status == 403
    assert guarded.ask("/what-if/states", body, Cookie=cookie, X_CSRF_Token=csrf).status != 403
    assert guarded.ask("/session", method="DELETE", Cookie=cookie, X_CSRF_Token=csrf).status == 204
    assert guarded.ask("/session", Cookie=cookie).status == 401


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(guarded):
    bodies = [
        guarded.ask("/session", {"organisation": "flood-office", "name": name, "password": "wrong"}).body
        for name in ("amina", "nobody")
    ]
    assert bodies[0] == bodies[1]


def test_names_are_not_tried_for_ever(guarded):
    body = {"organisation": "flood-office", "name": "guessed", "password": "wrong"}
    told = [guarded.ask("/session", body) for _ in range(12)]
    assert {one.status for one in told} == {401, 429}
    assert int(told[-1].headers["retry-after"]) >= 1


def test_another_organisation_sees_and_changes_nothing(guarded):
    _, mine = key_of(guarded, "flood-office", "amina")
    _, theirs = key_of(guarded, "China", "li")
    body = {"party": "flood-office", "wanted": "a secret image"}
    made = guarded.ask("/requests", body, Idempotency_Key="one", **mine)
    assert made.status == 201
    name = made.json["id"]
    use = {
        "owner": "cnsa",
        "asset": "gaofen-3",
        "start": "2026-08-22T10:00:00Z",
        "end": "2026-08-22T10:05:00Z",
    }
    offers = {"offers": [{"says": "Gaofen-3", "uses": [use]}]}
    wrong = ({"asset": "kashi", "owner": "aircas"}, {"asset": "unknown"}, {"owner": "aircas"})
    for number, other in enumerate(wrong):  # no term lets it task these
        none = {"offers": [{"says": "x", "uses": [use | other]}]}
        told = guarded.ask(f"/requests/{name}/offers", none, Idempotency_Key=f"none-{number}", **mine)
        assert (told.status, told.json["type"]) == (404, "urn:serai:serve.absent"), other
    assert guarded.ask(f"/requests/{name}/offers", offers, Idempotency_Key="two", **mine).status == 201
    absent = guarded.ask("/requests/R77", **theirs)
    for path, sent in (
        (f"/requests/{name}", None),
        (f"/requests/{name}/offers", offers),
        ("/orders", {"offer": f"{name}-1"}),
        (f"/orders/{name}-1/confirm", {"party": "China"}),
        (f"/orders/{name}-1/cancel", None),
    ):
        more = {"Idempotency_Key": f"their-{path.count('/')}-{len(path)}"} if "cancel" in path or sent else {}
        method = "POST" if more else "GET"
        told = guarded.ask(path, sent, method=method, **more, **theirs)
        assert (told.status, told.body) == (absent.status, absent.body), path
        assert b"secret" not in told.body
    assert b"secret" not in guarded.ask("/requests", **theirs).body
    assert b"secret" not in guarded.ask("/ledger", **theirs).body
    assert b"secret" not in guarded.ask("/events", Last_Event_ID="0", **theirs).body
    assert b"secret" in guarded.ask("/events", Last_Event_ID="0", **mine).body
    forged = guarded.ask("/requests", body, Idempotency_Key="three", **theirs)
    assert forged.status == 404  # China's officer does not ask in flood-office's name


@pytest.mark.parametrize(
    ("host", "status"), [("evil.example", 421), ("127.0.0.1.evil.example:80", 421), ("localhost", 200)]
)
def test_a_page_elsewhere_whose_name_leads_here_is_not_answered(server, host, status):
    assert server.ask("/verdicts", Host=host).status == status
