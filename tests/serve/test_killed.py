"""The store's story through HTTP alone, by a server that is killed in the middle, again and again."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text

from serai.store.database import Database
from serai.store.ledger import verify

KILLS, PATIENCE_S = 2, 120.0
OWNERS = (("cnsa", "gaofen-3"), ("aircas", "kashi"))


class Server:
    """A server of its own process, which may die at any moment and is started again."""

    def __init__(self, place: Path) -> None:
        (place / "empty").mkdir()
        self.folder, self.database, self.lives = place / "empty", place / "serai.db", 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.up = threading.Event()

    def starts(self) -> None:
        command = ("-P", "-m", "serai", "serve", str(self.folder), "--database", str(self.database))
        self.process = subprocess.Popen(
            [sys.executable, *command, "--port", str(self.port)], stderr=subprocess.DEVNULL
        )
        self.lives += 1
        until = monotonic() + PATIENCE_S
        while self.answer("GET", "/health")[0] != 200:
            assert self.process.poll() is None
            assert monotonic() < until
            sleep(0.05)
        self.up.set()

    def dies(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def answer(self, method: str, path: str, body: object = None, key: str = "") -> tuple[int, Any]:
        """Status and body; 0 where the server died before it answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            came = connection.getresponse()
            return came.status, json.loads(came.read())
        except (OSError, http.client.HTTPException):
            return 0, None
        finally:
            connection.close()

    def does(self, path: str, body: object, key: str) -> Any:
        """An act, sent with its key until it is answered; the lease of one who died is let run out."""
        while True:
            status, told = self.answer("POST", f"/api/v1{path}", body, key)
            if status == 0:
                assert self.process is not None
                self.process.wait(PATIENCE_S)
                self.starts()
            elif status == 409 and told["type"] == "urn:serai:trust.still_running":
                database = Database.at(str(self.database))
                with database.writing() as connection:
                    connection.execute(text("UPDATE answers SET until_ns = 0 WHERE status IS NULL"))
                database.close()
            else:
                assert status in (200, 201), told
                return told


@pytest.fixture
def killed(tmp_path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.starts()
    yield server
    server.dies()


def story(server: Server, number: int) -> None:
    """One request from asking to confirmed: every act with its key; names come of the answers."""
    minute = {"start": f"2026-08-22T0{number}:00:00Z", "end": f"2026-08-22T0{number}:05:00Z"}
    asked = server.does("/requests", {"party": "flood-office", "wanted": "an image"}, f"ask-{number}")
    offer = {"says": "x", "uses": [{"owner": o, "asset": a, **minute} for o, a in OWNERS]}
    offered = server.does(f"/requests/{asked['id']}/offers", {"offers": [offer]}, f"offer-{number}")
    order = offered["offers"][0]["id"]
    server.does("/orders", {"offer": order, "within_s": 1e6}, f"place-{number}")
    for owner, _ in OWNERS:
        told = server.does(f"/orders/{order}/confirm", {"party": owner}, f"{owner}-{number}")
    assert told["stage"] == "confirmed"


def test_what_was_asked_stands_once_and_confirmed_however_often_the_server_is_killed(killed):
    chance, done = random.Random(21), threading.Event()

    def kills() -> None:
        for _ in range(KILLS):
            killed.up.wait(PATIENCE_S)
            sleep(chance.uniform(0.02, 0.15))
            if done.is_set():
                return
            killed.up.clear()
            os.kill(killed.process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kills, daemon=True)
    killer.start()
    try:
        for number in range(6):
            story(killed, number)
    finally:
        done.set()
    killer.join(PATIENCE_S)
    assert killed.lives >= 2
    status, told = killed.answer("GET", "/api/v1/requests")
    assert status == 200
    assert [(one["stage"], len(one["offers"])) for one in told["requests"]] == [("confirmed", 1)] * 6
    again = killed.does("/requests", {"party": "flood-office", "wanted": "an image"}, "ask-3")
    assert again["id"] == told["requests"][3]["id"]
    assert verify(Database.at(str(killed.database))).sound
