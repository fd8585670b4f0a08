"""Accounts and keys over HTTP alone: the first-run administrator, invitations, rotation, revocation."""

from __future__ import annotations

import re
from http.client import HTTPConnection

import pytest

from serai.serve.settings import LOOPBACK
from serai.serve.trust import passwords
from serai.serve.trust.limits import ComputeLimits, TooMany
from tests.serve.conftest import Answered, Running, started, stop

WORDS = "correct horse battery staple"


@pytest.fixture
def office(tmp_path):
    """A server without a corridor: who comes in hangs on none."""
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    (tmp_path / "empty").mkdir()
    running = started(tmp_path / "empty", tmp_path / "serai.db", streams=2)
    yield running
    stop(running)
    passwords.COST = kept


def let_in(office: Running, organisation: str, name: str, invitation: str) -> dict[str, str]:
    """A way in, by an invitation: the password is set, the session opened."""
    body = {"invitation": invitation, "password": WORDS}
    assert office.ask("/password", body).json["has_password"] is True
    assert office.ask("/password", body).status == 422  # an invitation serves once
    opened = office.ask("/session", {"organisation": organisation, "name": name, "password": WORDS})
    cookie = opened.headers["set-cookie"].partition(";")[0]
    return {"cookie": cookie, "x_csrf_token": opened.json["csrf"]}


def refused(told: Answered) -> tuple[int, str]:
    return told.status, told.json["type"]


def test_from_the_first_minute_to_a_revoked_key_over_http_alone(office):
    first = office.ask("/accounts/first", {"organisation": "office", "name": "root"})
    assert first.status == 201
    host = let_in(office, "office", "root", first.json["invitation"])
    assert office.ask("/accounts/first", {"organisation": "x", "name": "y"}).status == 401
    assert office.ask("/organisations", {"id": "suparco", "nation": "PK"}, **host).status == 204
    asked = {"organisation": "suparco", "name": "sara", "role": "admin"}
    admin = let_in(office, "suparco", "sara", office.ask("/accounts", asked, **host).json["invitation"])
    assert refused(office.ask("/accounts", asked, **host)) == (409, "urn:serai:trust.account_there")
    for other, status in (
        ({"organisation": "cnsa"}, 404), ({"organisation": "suparco", "role": "host"}, 422),
        ({"organisation": "suparco", "role": "keeper"}, 422),
    ):  # fmt: skip
        assert office.ask("/accounts", asked | {"name": "li"} | other, **admin).status == status
    person = {"organisation": "suparco", "name": "amina"}
    made = office.ask("/accounts", person | {"role": "reader"}, **admin)
    amina = let_in(office, "suparco", "amina", made.json["invitation"])
    assert office.ask("/accounts", person | {"name": "x", "role": "reader"}, **amina).status == 404
    assert office.ask("/accounts", **amina).json == {"accounts": []}
    assert [a["name"] for a in office.ask("/accounts", **admin).json["accounts"]] == ["amina", "sara"]
    assert office.ask("/accounts/role", person | {"role": "officer"}, **admin).json["role"] == "officer"
    key = office.ask("/keys", {"label": "nightly", "scopes": ["read"]}, **amina).json
    mine = {"authorization": f"Bearer {key['key']}"}
    assert office.ask("/session", **mine).json["scopes"] == ["read"]
    assert (
        office.ask("/keys", {"label": "more", "scopes": ["read"]}, **mine).status == 404
    )  # no key makes one
    next_one = office.ask(f"/keys/{key['id']}/rotate", {"overlap_s": 0}, **amina).json
    assert office.ask("/session", **mine).status == 401
    mine = {"authorization": f"Bearer {next_one['key']}"}
    assert office.ask("/session", **mine).status == 200
    listed = office.ask("/keys", **admin)
    assert [(k["person"], k["stands"]) for k in listed.json["keys"]] in (
        [("amina", True), ("amina", False)], [("amina", False), ("amina", True)],
    )  # fmt: skip
    assert next_one["key"].encode() not in listed.body
    assert office.ask(f"/keys/{next_one['id']}/rotate", {}, **admin).status == 404  # it is amina's
    assert office.ask(f"/keys/{next_one['id']}/revoke", {}, **admin).status == 204
    assert office.ask("/session", **mine).status == 401
    assert office.ask("/accounts/shut", person, **admin).json["shut"] is True
    assert office.ask("/session", **amina).status == 401
    assert office.ask("/accounts/reopen", person, **admin).json["shut"] is False
    again = let_in(
        office, "suparco", "amina", office.ask("/accounts/invite", person, **admin).json["invitation"]
    )
    assert office.ask("/session", **again).json["role"] == "officer"
    last = {"organisation": "office", "name": "root"}
    assert refused(office.ask("/accounts/shut", last, **host)) == (409, "urn:serai:trust.last_host")


def test_whoever_was_not_answered_asks_again_and_what_nobody_was_told_is_void_or_revoked(office):
    """Invitations, passwords, keys: an answer that is lost is not given again; its secret opens nothing."""
    root = {"organisation": "office", "name": "root"}
    lost = office.ask("/accounts/first", root).json["invitation"]
    first = office.ask("/accounts/first", root).json["invitation"]
    assert office.ask("/password", {"invitation": lost, "password": WORDS}).status == 422
    host = let_in(office, "office", "root", first)  # set again, that is said, and the password stands
    person = {"organisation": "suparco", "name": "omar"}
    lost = office.ask("/accounts", person | {"role": "reader"}, **host).json["invitation"]
    assert refused(office.ask("/accounts", person | {"role": "reader"}, **host))[0] == 409
    lost_too = office.ask("/accounts/invite", person, **host).json["invitation"]
    invited = office.ask("/accounts/invite", person, **host).json["invitation"]
    for one in (lost, lost_too):
        assert office.ask("/password", {"invitation": one, "password": WORDS}).status == 422
    omar = let_in(office, "suparco", "omar", invited)
    asked = {"label": "nightly", "scopes": ["read"]}
    lost_key, key = (office.ask("/keys", asked, **omar).json for _ in range(2))
    listed = office.ask("/keys", **omar).json["keys"]
    assert {one["id"] for one in listed} == {lost_key["id"], key["id"]}
    rotated = [office.ask(f"/keys/{key['id']}/rotate", {}, **omar).json for _ in range(2)]
    for one in (lost_key, rotated[0]):
        assert [office.ask(f"/keys/{one['id']}/revoke", {}, **omar).status for _ in range(2)] == [204, 204]
        assert office.ask("/session", authorization=f"Bearer {one['key']}").status == 401
    assert office.ask("/session", authorization=f"Bearer {rotated[1]['key']}").status == 200


def test_names_of_requests_are_random_outside_and_the_same_each_time(office):
    first = office.ask("/accounts/first", {"organisation": "office", "name": "root"}).json["invitation"]
    host = let_in(office, "office", "root", first)
    asked = {"organisation": "suparco", "name": "omar", "role": "officer"}
    omar = let_in(office, "suparco", "omar", office.ask("/accounts", asked, **host).json["invitation"])
    body = {"party": "suparco", "wanted": "R1 of the flood"}
    one = office.ask("/requests", body, Idempotency_Key="a", **omar).json
    two = office.ask("/requests", body, Idempotency_Key="b", **omar).json
    for made in (one, two):
        assert re.fullmatch("[0-9a-f]{32}", made["id"])
        assert made["wanted"] == "R1 of the flood"
    assert one["id"] != two["id"]
    assert office.ask(f"/requests/{one['id']}", **omar).json == one
    assert [r["id"] for r in office.ask("/requests", **omar).json["requests"]] == [one["id"], two["id"]]
    told = office.ask("/ledger", **omar).json["events"]
    assert [e["subject"] for e in told] == [one["id"], two["id"]]
    assert office.ask(f"/ledger?subject={two['id']}", **omar).json["events"] == told[1:]
    stream = office.ask("/events", Last_Event_ID="0", **omar).body.decode()
    assert f'"subject":"{two["id"]}"' in stream
    for counted in ("R1", "R2"):
        assert office.ask(f"/requests/{counted}", **omar).status == 404
        assert f'"{counted}"' not in stream


def test_more_streams_than_there_are_places_are_told_when_to_come_again(office):
    held = [HTTPConnection(LOOPBACK, office.port, timeout=20) for _ in range(2)]
    for one in held:
        one.request("GET", "/api/v1/events")
        assert one.getresponse().status == 200
    more = office.ask("/events")
    assert refused(more) == (503, "urn:serai:serve.too_busy")
    assert int(more.headers["retry-after"]) > 0
    for one in held:
        one.close()


def test_what_is_counted_is_named_as_the_description_names_it(office):
    office.ask("/requests")
    told = office.ask("/metrics").body
    assert b'serai_requests_total{method="GET",route="/api/v1/requests",status="200"}' in told


def test_an_organisation_that_has_used_its_seconds_waits_and_another_does_not():
    now = [0.0]
    limits = ComputeLimits(
        each_at_once=2, all_at_once=2, seconds_per_hour=36.0, burst_s=10.0, clock=lambda: now[0]
    )
    with limits.work("suparco"):
        now[0] += 12.0
    with pytest.raises(TooMany) as refusal:
        limits.refuse_spent("suparco")
    assert refusal.value.retry_after_s == 200  # two seconds too many, at one in a hundred
    limits.refuse_spent("cnsa")
