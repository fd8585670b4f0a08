"""Health, metrics, limits and headers of a running server."""

from __future__ import annotations

import json

import pytest

from tests.serve.conftest import started, stop, wait_until


def test_it_is_up_and_ready(server):
    assert server.ask("/health").json == {"status": "up"}
    ready = server.ask("/ready").json
    assert (ready["status"], ready["whole"], ready["at"]) == ("ready", True, "2026-08-22T00:00:00Z")


def test_it_is_up_before_it_is_ready_and_says_when_to_ask_again(small, tmp_path):
    running = started(small, tmp_path / "serai.db", fortnight=False)
    try:
        assert running.ask("/health").status == 200
        early = running.ask("/verdicts")
        if not running.app.state.served.keeper.ready:
            assert early.status == 503
            assert int(early.headers["retry-after"]) > 0
        wait_until(lambda: running.app.state.served.keeper.ready)
        assert running.ask("/ready").json["whole"] is False
        process = running.app.state.served.keeper._now.process
    finally:
        stop(running)
    assert not process.is_alive()


def test_what_cannot_be_read_keeps_it_up_and_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    running = started(tmp_path / "empty", tmp_path / "serai.db")
    try:
        wait_until(lambda: running.app.state.served.keeper.trouble)
        assert "corridor.toml" in running.app.state.served.keeper.trouble
        assert running.ask("/ready").status == 503
        assert running.ask("/health").status == 200
    finally:
        stop(running)


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(server):
    for path in ("/health", "/verdicts", "/nowhere"):
        headers = server.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers
        assert len(headers["request-id"]) == 32


def test_there_is_nothing_at_another_place_and_no_other_method(server):
    absent = server.ask("/nowhere")
    assert (absent.status, absent.json["type"]) == (404, "urn:serai:serve.no_route")
    for path, methods in (
        ("/verdicts", "GET"),
        ("/requests", "GET, POST"),
        ("/session", "DELETE, GET, POST"),
    ):
        assert server.ask(path, method="PUT").headers["allow"] == methods
    wrong = server.ask("/verdicts", {})
    assert (wrong.status, wrong.json["type"]) == (405, "urn:serai:serve.no_method")
    assert "GET" in wrong.headers["allow"]


def test_a_body_is_taken_up_to_its_limit_and_refused_by_what_it_says_of_itself(server):
    body = json.dumps({"losses": [""]}).encode()
    told = server.ask("/what-if", raw=body[:-3] + b"x" * (1_000_000 - len(body)) + body[-3:])
    assert told.status == 422  # a name that is too long, but read
    for length in ("1000001", "9" * 18, "9" * 19):
        told = server.ask("/what-if", raw=b"", method="POST", Content_Length=length)
        assert (told.status, told.json["type"]) == (413, "urn:serai:serve.body_too_large")
    assert server.ask("/what-if", raw=b"", method="POST", Content_Length="9" * 5000).status in (400, 413)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"\xff\xfe", b"{", b"null", b'{"losses": NaN}'])
def test_a_body_that_is_no_question_is_refused(server, raw):
    told = server.ask("/what-if", raw=raw)
    assert told.status in (400, 422)
    assert told.headers["content-type"] == "application/problem+json"


def test_metrics_count_what_was_answered(server):
    server.ask("/health")
    told = server.ask("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert b'serai_requests_total{method="GET",route="/health",status="200"}' in told.body
    assert b"serai_assessments 2.0" in told.body


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b'{"area": ' + b"[" * 40 + b"]" * 40 + b"}", "formats.bad_file"),
        (b'{"losses": [' + b"1," * 100_000 + b"1]}", "trust.body_many"),
        (b'{"areas": [{"a": [' + b"[1,2]," * 10_000 + b"[1,2]]}]}", "trust.body_corners"),
        (b'{"losses": ["\xff"]}', "trust.body_no_text"),
        (b'{"losses": [NaN]}', ""),
        (b"{", ""),
    ],
)
def test_a_body_that_is_too_deep_too_many_or_no_json_is_refused_before_anything_reads_it(server, raw, key):
    came = server.ask("/what-if/states", raw=raw)
    assert came.status == 422, came.body
    assert came.headers["content-type"] == "application/problem+json"
    assert came.headers["x-content-type-options"] == "nosniff"
    assert not key or came.json["type"] == f"urn:serai:{key}"
