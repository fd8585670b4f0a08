"""A server on this machine that answers like a catalogue of elements, and the corridor that asks it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.corridor.conftest import ELEMENTS, geostationary, valleys

__all__ = ["Server", "server", "valleys"]

NEWER = (
    ELEMENTS.replace("2026-08-21T12", "2026-08-22T12")
    .replace("EYE 2", "A STRANGER")
    .replace("U,99002", "U,300001")
    + geostationary(38.2, 40000, "STAR 1").replace("2026-08-21T00:00:00", "2026-08-22T09:00:00")
    + "\n"
)


@dataclass
class Server:
    """What the server will answer, and what it was asked."""

    body: bytes = NEWER.encode()
    code: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"ETag": '"abc"', "Last-Modified": "yesterday"})
    announced: int | None = None
    says_length: bool = True
    asked: list[Message] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "*")
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.headers)
            code, body = state.code, state.body
            if code == 200 and self.headers.get("If-None-Match", "none") == state.headers.get("ETag"):
                code, body = 304, b""
            self.send_response(code)
            for key, value in state.headers.items():
                self.send_header(key, value)
            if state.says_length:
                length = len(body) if state.announced is None else state.announced
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{http.server_address[1]}/gp.php?GROUP=active&FORMAT=csv"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    http.shutdown()
    thread.join()
    http.server_close()
