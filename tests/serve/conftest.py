"""A real server on the loopback address, over a small corridor and a fresh database, for all tests."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn

from serai.serve.app import application
from serai.serve.run import config_of
from serai.serve.settings import LOOPBACK, ServeSettings
from serai.store.database import Database
from serai.store.migrations.run import upgraded
from serai.time import Instant

PATIENCE_S = 240.0  # for a machine with much other work; a test that waits for ever is no test


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass
class Running:
    """A server under test and how it is asked."""

    server: uvicorn.Server
    thread: threading.Thread
    app: Any
    port: int
    made: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        method: str | None = None,
        raw: bytes | None = None,
        **headers: str,
    ) -> Answered:
        sent = raw if raw is not None else None if body is None else json.dumps(body).encode()
        kind = {"content-type": "application/json"} if sent is not None else {}
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_S)
        try:
            full = path if path.startswith(("/health", "/ready", "/metrics")) else f"/api/v1{path}"
            connection.request(method or ("GET" if sent is None else "POST"), full, sent, kind | said)
            came = connection.getresponse()
            return Answered(came.status, {k.lower(): v for k, v in came.getheaders()}, came.read())
        finally:
            connection.close()


def started(folder: Path, database: Path, port: int = 0, **more: Any) -> Running:
    """A server of a corridor that runs, its assessment not yet made."""
    opened = Database.at(str(database), new=True)
    upgraded(opened)
    settings = ServeSettings(
        folder=folder,
        database=str(database),
        at=Instant.from_utc("2026-08-22T00:00:00Z"),
        patience_s=PATIENCE_S,
        version="test",
        **{"stream_s": 0.4, "heartbeat_s": 0.1, **more},
    )
    app = application(settings, opened)
    server = uvicorn.Server(config_of(app, port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = monotonic() + PATIENCE_S
    while not server.started:
        assert monotonic() < until
        assert thread.is_alive()
        sleep(0.02)
    return Running(server, thread, app, server.servers[0].sockets[0].getsockname()[1])


def wait_until(done: Any) -> None:
    """Until something holds."""
    until = monotonic() + PATIENCE_S
    while not done():
        assert monotonic() < until
        sleep(0.05)


def stop(running: Running) -> None:
    running.server.should_exit = True
    running.thread.join(PATIENCE_S)
    assert not running.thread.is_alive()


@pytest.fixture(scope="session")
def small(root: Path) -> Path:
    """The smallest corridor."""
    return root / "examples" / "smallest_corridor"


@pytest.fixture(scope="session")
def server(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose assessment is whole."""
    running = started(small, tmp_path_factory.mktemp("serve") / "serai.db")
    wait_until(lambda: running.app.state.served.keeper.whole)
    yield running
    stop(running)
