"""Tenancy over HTTP: every endpoint x way in x role x tenant, made of the description of the API itself.

Who is not let in learns nothing; what is another's is answered as what is not there: in status, in body, in
headers and in count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

from serai.serve.outward import KIND
from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, first_account, set_password, shut
from serai.serve.trust.caller import KEY_SCOPES, MEMBERS, CallerRole, Scope
from serai.serve.trust.entrance import Entrance
from serai.serve.trust.keys import add_key, revoke
from serai.serve.trust.outside import outside_names
from serai.store.asked import NewOffer, NewRequest
from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.told import standings
from tests.serve.conftest import Answered, Running, started, stop, wait_until
from tests.store.conftest import use_of

WORDS = "correct horse battery staple"
OPEN = {("GET", "/health"), ("GET", "/ready"), ("POST", "/session"), ("POST", "/password")}
TENANTS = ("Pakistan", "China")  # the requests R1 and R2, each with an offer of its own
SECRET = "tasking-4711"
NUMBERS = count()
NOBODYS = ("9" * 32, "8" * 32, "Chile")  # names as they are shown outside: of a request, an order, a party
VARIES = {"request-id", "date", "content-length", "retry-after"}


@dataclass
class Tenancy:
    """A server with two tenants, and the ways in of each of their people."""

    running: Running
    database: Database
    ways: dict[tuple[str, CallerRole], dict[str, str]] = field(default_factory=dict)
    stolen: dict[str, dict[str, str]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def names(self, number: int) -> tuple[str, str, str]:
        """A request, its order and its party, by the names that are shown outside."""
        inside = (f"R{number}", f"R{number}-1")
        shown = outside_names(self.database, KIND, inside)
        return shown[inside[0]], shown[inside[1]], TENANTS[number - 1]

    def ask(self, method: str, path: str, way: dict[str, str], body: object = None) -> Answered:
        self.running.app.state.served.asking._of.clear()  # the limit has a test of its own
        raw = None if method in ("GET", "DELETE") else json.dumps(body or {}).encode()
        once = {} if raw is None else {"idempotency_key": f"k{next(NUMBERS)}"}
        return self.running.ask(path, method=method, raw=raw, **way, **once)


@pytest.fixture(scope="module")
def tenancy(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenancy]:
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    running = started(small, tmp_path_factory.mktemp("tenancy") / "serai.db", fortnight=False)
    served = running.app.state.served
    made = Tenancy(running, served.database)
    entrance = Entrance(served.database, served.settings.now_second)
    now = served.settings.now_second()
    set_password(served.database, first_account(served.database, "Host", "root", now), WORDS, now)
    for tenant, role in product(TENANTS, sorted(MEMBERS)):  # a host too: of the machine, not of a partner
        token = add_account(served.database, CONSOLE, tenant, role.value, role, now)
        set_password(served.database, token, WORDS, now)
        opened = entrance.logs_in(tenant, role.value, WORDS)
        made.ways[tenant, role] = {"cookie": f"serai_session={opened.token}", "x_csrf_token": opened.csrf}
        _, secret = add_key(served.database, CONSOLE, tenant, role.value, "x", KEY_SCOPES, now)
        made.secrets |= {opened.token, secret}
    made.stolen = dict(stolen(served.database, entrance, now))
    for tenant in TENANTS:
        desk = Desk(served.database, "root", served.settings.now_second)
        asked = desk.asks(NewRequest(tenant, tenant, f"{tenant} asks for {SECRET}"))
        desk.offers(asked, [NewOffer(f"{tenant}'s {SECRET}", (use_of(tenant, f"{tenant}-sat"),))])
    Desk(served.database, "root", served.settings.now_second).places("R2-1")
    wait_until(lambda: served.keeper.ready)
    yield made
    stop(running)
    passwords.COST = kept


def stolen(database: Database, entrance: Entrance, now: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Ways in that let nobody in (any more)."""
    yield "nothing", {}
    yield "nothing, by a proxy", {"x_forwarded_for": "127.0.0.1"}
    yield "a made-up key", {"authorization": "Bearer serai-key-made-up"}
    yield "a made-up session", {"cookie": "serai_session=serai-session-made-up", "x_csrf_token": "0" * 64}
    yield "injection", {"authorization": "Bearer ' OR 1=1 --", "cookie": "serai_session=' OR 1=1 --"}
    key, secret = add_key(database, CONSOLE, "Pakistan", "officer", "stolen", KEY_SCOPES, now)
    revoke(database, CONSOLE, key, now)
    yield "a revoked key", {"authorization": f"Bearer {secret}"}
    left = entrance.logs_in("Pakistan", "officer", WORDS)
    entrance.logs_out(left.token)
    yield "a session that was left", {"cookie": f"serai_session={left.token}", "x_csrf_token": left.csrf}
    token = add_account(database, CONSOLE, "Pakistan", "gone", CallerRole.HOST, now)
    set_password(database, token, WORDS, now)
    gone = entrance.logs_in("Pakistan", "gone", WORDS)
    shut(database, CONSOLE, "Pakistan", "gone", now)
    yield (
        "the session of a shut account",
        {"cookie": f"serai_session={gone.token}", "x_csrf_token": gone.csrf},
    )


def operations(tenancy: Tenancy) -> list[tuple[str, str]]:
    """Every operation of the API: its method and its path, as the description has them."""
    way = tenancy.ways["Pakistan", CallerRole.READER]
    paths = tenancy.ask("GET", "/openapi.json", way).json["paths"]
    return [(m.upper(), path.removeprefix("/api/v1")) for path, of in paths.items() for m in of]


def filled(path: str, **values: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], "nothing"), path)


def told(came: Answered, *names: str) -> tuple[int, str, dict[str, str]]:
    """An answer without what names the thing that was asked for, or the answer itself."""
    body = came.body.decode()
    for name in names:
        body = body.replace(name, "X")
    body = re.sub(r"urn:uuid:[0-9a-f-]{36}", "urn:uuid", body)
    return came.status, body, {k: v for k, v in came.headers.items() if k not in VARIES}


def test_whoever_is_not_let_in_learns_nothing_from_any_endpoint(tenancy):
    for method, path in operations(tenancy):
        if (method, path) in OPEN:
            continue
        answers = {way: tenancy.ask(method, filled(path), carried) for way, carried in tenancy.stolen.items()}
        for way, came in answers.items():
            assert came.status == 401, (method, path, way, came.body)
            assert set(came.json) <= {"type", "title", "status", "detail"}, (method, path, way)
        assert len({told(came)[:2] for came in answers.values()}) <= 2, (method, path)


def test_a_session_without_its_token_against_forgery_changes_nothing_anywhere(tenancy):
    for method, path in operations(tenancy):
        if method == "GET" or (method, path) in OPEN:
            continue
        for way in tenancy.ways.values():
            came = tenancy.ask(method, filled(path), {"cookie": way["cookie"]})
            assert came.status == 403, (method, path)
            assert came.json["type"] == "urn:serai:trust.forged"


def asked_of(order: str, party: str) -> dict[str, Any]:
    """The bodies of what changes something, asked for one order and its party."""
    moments = {"start": "2026-08-22T10:00:00Z", "end": "2026-08-22T10:05:00Z"}
    use = {"owner": party, "asset": "x", **moments}
    report = {"order": order, "stage": "acquired", "moment": "2026-08-22T10:05:00Z"}
    return {
        "/requests": {"party": party, "wanted": "x"},
        "/requests/{request}/offers": {"offers": [{"says": "x", "uses": [use]}]},
        "/orders": {"offer": order},
        "/orders/{order}/confirm": {"party": party},
        "/orders/{order}/decline": {"party": party},
        "/orders/{order}/break": {"party": party, "why": "x"},
        "/reports": {"reports": [report]},
    }


@pytest.mark.parametrize("role", sorted(MEMBERS))
def test_what_is_another_tenants_is_answered_as_what_is_not_there(tenancy, role):
    """The other tenant's own names, beside made-up ones: alike in status, body, headers and length."""
    way, tried, theirs = tenancy.ways["Pakistan", role], 0, tenancy.names(2)
    for method, path in operations(tenancy):
        if not {"request", "order"} & set(re.findall(r"\{(\w+)\}", path)) and path not in asked_of(
            *theirs[1:]
        ):
            continue
        one, other = (
            tenancy.ask(
                method,
                filled(path, request=names[0], order=names[1]),
                way,
                asked_of(*names[1:]).get(path),
            )
            for names in (theirs, NOBODYS)
        )
        if method == "GET" and "{" not in path:
            continue  # a list: counted below
        assert one.status == 404, (method, path, one.body)
        assert told(one, *theirs) == told(other, *NOBODYS), (method, path)
        assert one.headers.get("content-length") == other.headers.get("content-length"), (method, path)
        tried += 1
    assert tried >= 7


def test_no_endpoint_tells_of_another_tenants_requests_or_of_any_secret(tenancy):
    for (tenant, role), way in tenancy.ways.items():
        other = next(one for one in TENANTS if one != tenant)
        for method, path in operations(tenancy):
            if method != "GET":
                continue
            came = tenancy.ask(method, filled(path, request=NOBODYS[0], order=NOBODYS[1]), way)
            assert came.status < 500 or came.status == 503, (path, came.body)
            body = came.body.decode("utf-8", "replace")
            assert f"{other} asks" not in body, (path, role)
            assert f"{other}'s {SECRET}" not in body, (path, role)
            assert f"{other}-sat" not in body, (path, role)
            assert not any(secret in body for secret in tenancy.secrets), path
            assert "scrypt$" not in body


def test_a_list_counts_ones_own_alone_and_the_host_has_no_partners(tenancy):
    for (tenant, _), way in tenancy.ways.items():
        found = tenancy.ask("GET", "/requests", way).json["requests"]
        assert [one["party"] for one in found] == [tenant]


def test_only_the_host_reads_the_machines_metrics(tenancy):
    for (_, role), way in tenancy.ways.items():
        came = tenancy.ask("GET", "/metrics", way)
        assert came.status == (200 if role is CallerRole.HOST else 404), role


def test_a_read_key_changes_nothing(tenancy):
    now = tenancy.running.app.state.served.settings.now_second()
    _, token = add_key(tenancy.database, CONSOLE, "Pakistan", "officer", "r", [Scope.READ], now)
    way = {"authorization": f"Bearer {token}"}
    assert tenancy.ask("GET", "/session", way).json["via"] == "key"
    mine = tenancy.names(1)
    for path, body in asked_of(*mine[1:]).items():
        came = tenancy.ask("POST", filled(path, request=mine[0], order=mine[1]), way, body)
        assert came.status == 404, (path, came.body)
    with tenancy.database.reading() as connection:
        assert len(standings(connection)) == 2


def test_an_organisation_that_has_used_its_seconds_of_work_waits_and_others_and_quick_answers_do_not(tenancy):
    compute = tenancy.running.app.state.served.keeper.compute
    compute._seconds.charge("Pakistan", 1e3)
    try:
        for method, path, body in (
            ("POST", "/what-if", {"losses": ["kashi"]}),
            ("GET", "/places/looks?lat_deg=27&lon_deg=68", None),
        ):
            came = tenancy.ask(method, path, tenancy.ways["Pakistan", CallerRole.KEEPER], body)
            assert (came.status, came.json["type"]) == (429, "urn:serai:trust.too_much_work"), path
            assert int(came.headers["retry-after"]) >= 600
            other = tenancy.ask(method, path, tenancy.ways["China", CallerRole.KEEPER], body)
            assert other.status in (200, 404), path
        assert tenancy.ask("GET", "/verdicts", tenancy.ways["Pakistan", CallerRole.READER]).status == 200
    finally:
        compute._seconds.charge("Pakistan", -1e3)


def test_what_a_proxy_has_passed_on_is_never_the_operators_of_the_machine(server):
    assert server.ask("/session").status == 200
    for header in ("x_forwarded_for", "forwarded", "x_real_ip", "via"):
        assert server.ask("/session", **{header: "127.0.0.1"}).status == 401, header


def test_a_caller_asks_so_much_and_is_told_when_to_come_again(tenancy):
    tenancy.ask("GET", "/session", {})
    ways = [tenancy.ways["Pakistan", CallerRole.READER], {}]
    for way in ways:
        limit = tenancy.running.app.state.served.asking
        limit.charge("reader@Pakistan" if way else "127.0.0.1", 1e6)
        came = tenancy.running.ask("/session", **way)
        assert came.status == 429
        assert int(came.headers["retry-after"]) > 1
    other = tenancy.ways["China", CallerRole.READER]
    assert tenancy.running.ask("/session", **other).status == 200
