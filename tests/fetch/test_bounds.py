"""A server that is slow, endless or hostile: one deadline, a bound on what it sends, no password shown."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from tests.fetch.conftest import Server, server, valleys

import serai.fetch.http as web
from serai.fetch import AskedAlready, FetchRefused, fetch_elements
from serai.fetch.elements import STATE
from serai.files.web import shown
from serai.time import Instant

__all__ = ["Server", "server", "valleys"]

TOO_MANY = 400  # bytes: who waits for each in turn is told that the answer broke off, not that it was late
NOW = Instant.from_utc("2026-08-22T12:00:00Z")


@contextmanager
def dripping(head: bytes, *, every_s: float = 0.05) -> Iterator[str]:
    """A server that sends a head and then a byte now and then, far too many to wait for; then it ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(4_096)
                line.sendall(head)
                for _ in range(TOO_MANY):
                    if done.wait(every_s):
                        return
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/gp"
        done.set()
        thread.join()


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_one_deadline_holds_for_the_whole_answer_and_for_its_head(head, valleys, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(web, "PATIENCE_S", 0.5)
    before = valleys.file("elements").read_bytes()
    with dripping(head) as url, pytest.raises(FetchRefused, match="had not answered whole within"):
        fetch_elements(valleys.path, url=url, now=NOW)
    assert valleys.file("elements").read_bytes() == before


def test_an_answer_that_swells_is_refused(valleys, server):
    server.body = gzip.compress(bytes(web.LARGEST_BYTES + 1), mtime=0)
    server.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(FetchRefused, match="unpacks to more than element sets hold"):
        fetch_elements(valleys.path, url=server.url, now=NOW)


def test_an_answer_above_the_bound_is_refused(valleys, server, monkeypatch):
    monkeypatch.setattr(web, "LARGEST_BYTES", 100)
    with pytest.raises(FetchRefused, match="is larger than 100 bytes"):
        fetch_elements(valleys.path, url=server.url, now=NOW)


def test_a_password_is_sent_and_neither_shown_nor_kept(valleys, server):
    url = server.url.replace("http://", "http://user:hunter2@")
    found = fetch_elements(valleys.path, url=url, now=NOW)
    assert server.asked[0]["Authorization"] == "Basic dXNlcjpodW50ZXIy"
    assert "hunter2" not in repr(found)
    state = valleys.file("elements").with_name(STATE).read_text(encoding="utf-8")
    assert "hunter2" not in state
    assert json.loads(state)["url"] == server.url
    with pytest.raises(AskedAlready) as again:
        fetch_elements(valleys.path, url=url, now=NOW)
    assert "hunter2" not in str(again.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://u:p@host:81/a?x=1#f", "https://host:81/a?x=1#f"),
        ("https://host/a?api_key=abc&x=1&token=t", "https://host/a?api_key=...&x=1&token=..."),
        ("https://u@host/", "https://host/"),
        ("https://host/?monkey=1", "https://host/?monkey=1"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url, says):
    assert shown(url) == says


def test_of_two_fetches_at_once_one_asks_and_the_other_finds_that_it_was_asked(valleys, server):
    def one(_: int) -> str:
        try:
            return "changed" if fetch_elements(valleys.path, url=server.url, now=NOW).changed else "same"
        except AskedAlready:
            return "asked already"

    with ThreadPoolExecutor(4) as both:
        assert sorted(both.map(one, range(4))) == ["asked already"] * 3 + ["changed"]
    assert len(server.asked) == 1
