"""The console: what is served, what it may load, and in a real browser that it says what the API says."""

from __future__ import annotations

import gzip
import html
import re
import shutil
import subprocess
from http.client import HTTPConnection

import pytest

from serai.serve.console_files import FOLDER
from serai.serve.settings import LOOPBACK
from serai.serve.trust import passwords
from serai.serve.trust.accounts import first_account, set_password
from serai.time import Instant
from tests.serve.conftest import Running, started, stop

MOST_B = 250_000  # of the built console, compressed
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--virtual-time-budget=20000",
)


def file_of(server: Running, path: str):
    connection = HTTPConnection(LOOPBACK, server.port, timeout=60)
    connection.request("GET", path)
    came = connection.getresponse()
    return came.status, {k.lower(): v for k, v in came.getheaders()}, came.read()


def shown(server: Running, address: str = "") -> str:
    """The page as a real browser makes it."""
    browser = next((f for name in ("chromium", "chromium-browser") if (f := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no browser here to look at the console with: apt-get install chromium")
    done = subprocess.run(
        [browser, *QUIET, "--dump-dom", f"{server.url}/{address}"],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    return done.stdout


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_page_may_load_nothing_but_its_own(server):
    status, headers, body = file_of(server, "/")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    allowed = headers["content-security-policy"]
    assert "default-src 'none'" in allowed
    assert "script-src 'self';" in allowed
    assert b"http" not in body  # no address of another host


def test_what_is_built_is_small():
    whole = sum(len(gzip.compress(f.read_bytes(), mtime=0)) for f in FOLDER.iterdir())
    assert 1_000 < whole < MOST_B


@pytest.mark.parametrize("path", ["/../app.py", "/%2e%2e/app.py", "/..%2fapp.py", "/nothing.js"])
def test_nothing_else_of_the_package_is_served(server, path):
    status, headers, body = file_of(server, path)
    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    assert b"FastAPI" not in body


def test_the_page_says_what_the_interfaces_say(server):
    told = server.ask("/verdicts").json
    page = shown(server, "#lang=en")
    said = text_of(page)
    assert told["headline"]["says"] in said
    for one in told["verdicts"]:
        assert f"{one['need']} {one['title']}" in said
        assert one["why"] in said
    assert 'lang="en"' in page


def test_what_is_struck_stands_in_the_address_and_on_the_page(server):
    points = server.ask("/needs").json["single_points"]
    name = points[0]["strike"]
    states = server.ask("/what-if/states", {"losses": [name]}).json
    said = text_of(shown(server, f"#without={name}&lang=en"))
    count = len(states["worse"])
    assert f"{count} need{'s' * (count > 1)} stand{'s' * (count == 1)} worse" in said


def test_a_name_that_nothing_has_is_told_in_the_servers_words(server):
    refused = server.ask("/what-if/states", {"losses": ["<img src=x onerror=alert(1)>"]}).json["detail"]
    page = shown(server, "#without=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&lang=en")
    assert refused in text_of(page).replace("&lt;", "<")
    assert "<img" not in page


def test_a_stranger_is_asked_who_it_is(small, tmp_path, monkeypatch):
    running = started(small, tmp_path / "serai.db", fortnight=False)
    database, now = running.app.state.served.database, Instant.from_utc("2026-08-22T00:00:00Z")
    monkeypatch.setattr(passwords, "COST", (2**4, 8, 1))
    set_password(
        database, first_account(database, "office", "root", now), "correct horse battery staple", now
    )
    try:
        said = text_of(shown(running, "#lang=en"))
        assert "Sign in" in said
        assert running.ask("/verdicts").json["detail"] in said
        assert "Needs" not in said.split("Sign in")[0]
    finally:
        stop(running)


def test_arabic_runs_from_right_to_left_and_marks_what_is_not_translated(server):
    page = shown(server, "#lang=ar")
    assert 'dir="rtl"' in page
    assert (
        "\u063a\u064a\u0631 \u0645\u062a\u062d\u0642\u0642" in page
        or "\u0645\u062a\u062d\u0642\u0642" in page
    )
    told = server.ask("/verdicts").json["headline"]["says"]
    assert re.search(r'lang="en" dir="ltr"[^>]*>' + re.escape(html.escape(told, quote=False)), page)
