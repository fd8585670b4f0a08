"""The store's story through HTTP alone: asked, offered, held, confirmed, delivered, and told live."""

from __future__ import annotations

from itertools import count

import pytest

from tests.serve.conftest import started, stop

NUMBERS = count()
USES = [
    {"owner": "China", "asset": "gaofen-3", "start": "2026-08-22T10:00:00Z", "end": "2026-08-22T10:05:00Z"},
    {"owner": "Pakistan", "asset": "karachi", "start": "2026-08-22T10:10:00Z", "end": "2026-08-22T10:20:00Z"},
]


def key() -> str:
    return f"key-{next(NUMBERS)}"


def asked(server, wanted: str = "a radar image of Sindh") -> str:
    body = {"party": "Pakistan", "wanted": wanted, "need": "N01", "until": "2026-08-22T18:00:00Z"}
    told = server.ask("/requests", body, Idempotency_Key=key())
    assert told.status == 201
    return told.json["id"]


def offered(server, request: str, hour: int) -> str:
    uses = [{**u, **{k: u[k].replace("T10", f"T{hour:02}") for k in ("start", "end")}} for u in USES]
    body = {"offers": [{"says": "Gaofen-3", "uses": uses, "in_hand": f"2026-08-22T{hour}:30:00Z"}]}
    told = server.ask(f"/requests/{request}/offers", body, Idempotency_Key=key())
    assert told.status == 201
    return told.json["offers"][0]["id"]


def placed(server, hour: int) -> tuple[str, str]:
    request = asked(server)
    order = offered(server, request, hour)
    assert server.ask("/orders", {"offer": order}, Idempotency_Key=key()).status == 201
    return request, order


def test_from_a_request_to_what_came(server):
    request, order = placed(server, 10)
    one = server.ask(f"/requests/{request}").json
    assert (one["stage"], one["offers"][0]["stage"]) == ("held", "held")
    assert [u["grip"] for u in one["offers"][0]["uses"]] == ["held", "held"]
    for party in ("China", "Pakistan"):
        told = server.ask(f"/orders/{order}/confirm", {"party": party}, Idempotency_Key=key())
        assert told.status == 200
    assert told.json["stage"] == "confirmed"
    came = {"order": order, "stage": "delivered", "moment": "2026-08-22T10:29:00Z"}
    assert server.ask("/reports", {"reports": [came]}, Idempotency_Key=key()).json == {"taken": 1}
    assert server.ask("/reports", {"reports": [came]}, Idempotency_Key=key()).json == {"taken": 0}
    (kept,) = [o for o in server.ask("/record").json["orders"] if o["order"] == order]
    assert (kept["stage"], kept["late_s"]) == ("delivered", -60.0)
    sums = server.ask("/record").json
    assert {"of": "China", "gives": 1, "gets": 0, "own": 0} in sums["parties"]
    assert [(one["of"], one["on_time"]) for one in sums["owners"]] == [("China", 1), ("Pakistan", 1)]
    kinds = [e["kind"] for e in server.ask(f"/ledger?subject={request}").json["events"]]
    assert kinds[0] == "request.received"
    assert kinds[-1] == "report.delivered"


def test_a_key_does_its_act_once_and_no_other(server):
    body, mine = {"party": "Pakistan", "wanted": "one image"}, key()
    first = server.ask("/requests", body, Idempotency_Key=mine)
    again = server.ask("/requests", body, Idempotency_Key=mine)
    assert again.json == first.json
    other = server.ask("/requests", {**body, "wanted": "another"}, Idempotency_Key=mine)
    assert (other.status, other.json["type"]) == (422, "urn:serai:trust.other_body")
    request = asked(server)
    order, place = offered(server, request, 11), key()
    for _ in range(3):
        assert server.ask("/orders", {"offer": order}, Idempotency_Key=place).status == 201
    placings = [
        e for e in server.ask(f"/ledger?subject={order}").json["events"] if e["kind"] == "order.placed"
    ]
    assert len(placings) == 1


def test_what_changes_something_asks_for_a_key(server):
    for path in ("/requests", "/orders", "/reports"):
        told = server.ask(path, {"party": "Pakistan", "wanted": "x"})
        assert told.status == 422
        assert "header.Idempotency-Key" in told.json["where"]


def test_an_owners_no_and_a_cancelling_let_an_order_go(server):
    _, order = placed(server, 12)
    said = {"party": "China", "why": "the camera rests"}
    told = server.ask(f"/orders/{order}/decline", said, Idempotency_Key=key())
    assert told.json["offers"][0]["stage"] == "refused"
    _, order = placed(server, 13)
    told = server.ask(f"/orders/{order}/cancel", method="POST", Idempotency_Key=key())
    assert told.json["offers"][0]["stage"] == "cancelled"


def test_an_owners_no_is_asked_again_and_what_it_confirmed_is_taken_back_with_a_reason(server):
    _, order = placed(server, 16)
    server.ask(f"/orders/{order}/decline", {"party": "China"}, Idempotency_Key=key())
    told = server.ask(f"/orders/{order}/again", {"within_s": 600.0}, Idempotency_Key=key())
    assert (told.status, told.json["offers"][0]["stage"]) == (200, "held")
    twice = server.ask(f"/orders/{order}/again", {}, Idempotency_Key=key())
    assert (twice.status, twice.json["type"]) == (409, "urn:serai:store.not_again")
    server.ask(f"/orders/{order}/confirm", {"party": "China"}, Idempotency_Key=key())
    assert server.ask(f"/orders/{order}/break", {"party": "China"}, Idempotency_Key=key()).status == 422
    said = {"party": "China", "why": "no word for a day"}
    told = server.ask(f"/orders/{order}/break", said, Idempotency_Key=key())
    assert told.status == 200
    assert told.json["offers"][0]["uses"][0]["grip"] == ""
    assert "no word for a day" in server.ask(f"/ledger?subject={order}").body.decode()


@pytest.mark.parametrize(
    ("path", "body", "status", "kind"),
    [
        ("/requests/R999", None, 404, "store.no_request"),
        ("/orders", {"offer": "R999-1"}, 404, "store.no_request"),
        ("/orders/R999-1/confirm", {"party": "China"}, 404, "store.no_request"),
        ("/requests/R999/offers", {"offers": [{"says": "x", "uses": USES}]}, 404, "store.no_request"),
        ("/requests", {"party": 'a"b', "wanted": "x"}, 422, "store.not_plain"),
        (
            "/requests",
            {"party": "P", "wanted": "x", "until": "2026-13-01T00:00:00Z"},
            422,
            "time.no_such_day",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(server, path, body, status, kind):
    headers = {} if body is None else {"Idempotency_Key": key()}
    told = server.ask(path, body, **headers)
    assert told.status == status
    assert told.json["type"] == f"urn:serai:{kind}"
    assert told.json["detail"]


def test_an_owner_that_holds_nothing_cannot_confirm(server):
    _, order = placed(server, 14)
    told = server.ask(f"/orders/{order}/confirm", {"party": "Italy"}, Idempotency_Key=key())
    assert (told.status, told.json["type"]) == (409, "urn:serai:store.not_an_owner")


def events(body: bytes) -> list[dict[str, str]]:
    """Server-sent events as they came, without comments."""
    found = []
    for block in body.decode().split("\n\n"):
        one = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and line[0] != ":")
        if "event" in one:
            found.append(one)
    return found


def test_changes_are_told_after_the_number_that_a_caller_has(server):
    before = int(server.ask("/ledger").json["head"].split(":")[0])
    request = asked(server, "an image of Gezira")
    told = server.ask("/events", Last_Event_ID=str(before))
    assert told.headers["content-type"].startswith("text/event-stream")
    assert events(told.body)[0]["event"] == "assessment"
    mine = [one for one in events(told.body) if one["event"] == "request.received"]
    assert [one["id"] for one in mine] == [str(before + 1)]
    assert f'"subject":"{request}"' in mine[0]["data"]
    later = server.ask("/events", Last_Event_ID=str(before + 1))
    assert [one["event"] for one in events(later.body)] == ["assessment"]
    assert b": still here" in later.body


def test_what_stood_stands_after_the_server_was_started_again(tmp_path):
    (tmp_path / "empty").mkdir()  # what is asked hangs on no corridor
    running = started(tmp_path / "empty", tmp_path / "serai.db", fortnight=False)
    try:
        _, order = placed(running, 10)
        running.ask(f"/orders/{order}/confirm", {"party": "China"}, Idempotency_Key=key())
    finally:
        stop(running)
    running = started(tmp_path / "empty", tmp_path / "serai.db", fortnight=False)
    try:
        told = running.ask(f"/orders/{order}/confirm", {"party": "Pakistan"}, Idempotency_Key=key())
        assert told.json["stage"] == "confirmed"
        again = running.ask("/orders", {"offer": order}, Idempotency_Key=key())
        assert again.json["stage"] == "confirmed"
    finally:
        stop(running)
