"""Logs: whatever way a secret comes into a line, it does not stand in it; the rest of the line does."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.serve.trust.quiet import VEIL, Quiet, quiet_event, veiled
from serai.serve.trust.tokens import INVITATION, KEY, SESSION, new_token

SECRET = "hunter2-Zq9"
LINES = (
    f"Authorization: Bearer {SECRET}",
    f"authorization={SECRET}",
    f"Cookie: serai={SECRET}; lang=fr",
    f"Set-Cookie: serai={SECRET}; HttpOnly",
    f"GET /v1/needs?api_key={SECRET}&need=N01",
    f"GET /feed.ics?token={SECRET}",
    f'{{"name": "amina", "password": "{SECRET}"}}',
    f'{{"password":"{SECRET} with \\" and more {SECRET}"}}',
    f"{{'passwd': '{SECRET}'}}",
    f"password={SECRET}",
    f"postgresql://serai:{SECRET}@db.example/corridor",
    f"https://amina:{SECRET}@example.org/sets.csv",
    f"X-CSRF-Token: {SECRET}",
    f"x-api-key: {SECRET}",
    f"Bearer {SECRET}",
    f"client_secret={SECRET}",
)


@pytest.mark.parametrize("line", LINES)
def test_a_secret_in_a_line_is_veiled(line):
    assert SECRET not in veiled(line)
    assert VEIL in veiled(line)


@pytest.mark.parametrize(
    "line",
    [
        "GET /v1/needs?need=N01&at=2026-08-22T00:00:00Z 200 in 12 ms",
        "R1-1 is committed: every owner has confirmed it",
        "https://celestrak.org/NORAD/elements/gp.php?GROUP=active&FORMAT=csv",
        "the key to it is patience",
        "amina@Pakistan placed R1-1",
    ],
)
def test_a_line_without_a_secret_stays_as_it_is(line):
    assert veiled(line) == line


@given(st.sampled_from([SESSION, KEY, INVITATION]), st.text(max_size=20), st.text(max_size=20))
def test_a_token_of_ours_is_veiled_wherever_it_stands(kind, before, after):
    token = new_token(kind)
    assert token not in veiled(f"{before} {token} {after}")
    assert token.removeprefix(kind) not in veiled(f"{before}{token}{after}")


def logged(*said: object, extra: dict[str, object] | None = None, wrong: Exception | None = None) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Quiet())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s %(asked)s" if extra else "%(message)s"))
    logger = logging.getLogger("a logger of its own")
    logger.handlers, logger.propagate, logger.level = [handler], False, logging.INFO
    try:
        if wrong is not None:
            raise wrong
        logger.info(*said, extra=extra)
    except ValueError:
        logger.exception(*said)
    return out.getvalue()


def test_the_filter_veils_message_arguments_extras_and_tracebacks():
    assert logged("came with %s", f"password={SECRET}") == f"came with password={VEIL}\n"
    assert SECRET not in logged("asked", extra={"asked": {"headers": [("cookie", f"Cookie: {SECRET}")]}})
    told = logged("failed", wrong=ValueError(f"cannot reach postgresql://serai:{SECRET}@db/corridor"))
    assert SECRET not in told
    assert "ValueError" in told
    assert "Traceback" in told
    assert SECRET not in logged("wrong arguments %d", f"token={SECRET}")


def test_an_event_of_structlog_is_veiled_at_any_depth_and_keeps_its_numbers():
    event = {
        "event": "asked", "status": 200, "ms": 1.5, "ok": True, "none": None, "password": SECRET,
        "headers": {"Authorization": f"Bearer {SECRET}", "Accept": "text/html"},
        "tried": [f"token={SECRET}", {"api_key": SECRET}], "raw": f"password={SECRET}".encode(),
        "wrong": ValueError(f"token={SECRET}"), "csrf_token": SECRET,
    }  # fmt: skip
    told = quiet_event(None, "info", event)
    assert SECRET not in repr(told)
    assert (told["event"], told["status"], told["ms"], told["ok"], told["none"]) == (
        "asked",
        200,
        1.5,
        True,
        None,
    )
    assert told["headers"] == {"Authorization": VEIL, "Accept": "text/html"}
