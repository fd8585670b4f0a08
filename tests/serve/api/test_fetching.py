"""Element sets on schedule, from a server on this machine: versions of their own; refusals and manners."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from serai.corridor.version import files_of
from serai.serve.fetching import Fetching, FetchStanding
from tests.serve.conftest import started, stop, wait_until

OLD, NEW = "2026-08-21T15:30:18.082368", "2026-08-21T23:30:18.082368"


@dataclass
class Publisher:
    """What it answers, and what it was asked."""

    body: bytes = b""
    code: int = 200
    url: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def publisher(monkeypatch) -> Iterator[Publisher]:
    monkeypatch.setenv("no_proxy", "*")
    state = Publisher()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            self.send_response(state.code)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        state.url = f"http://127.0.0.1:{server.server_port}/gp.csv"
        yield state
        server.shutdown()


@pytest.fixture
def running(small, tmp_path):
    made = started(small, tmp_path / "serai.db", fortnight=False)
    wait_until(lambda: made.app.state.served.keeper.ready)
    yield made
    stop(made)


def fetching(running, publisher: Publisher) -> Fetching:
    served = running.app.state.served
    settings = replace(served.settings, fetch_h=8.0, fetch_url=publisher.url)
    made = Fetching(settings, served.versions, served.keeper.renew)
    running.app.state.served = replace(served, settings=settings, fetching=made)
    return made


def test_newer_elements_are_a_version_that_is_taken_and_assessed_and_the_ages_say_so(
    running, publisher, small
):
    before = files_of(small)
    publisher.body = before["elements.csv"].replace(OLD.encode(), NEW.encode())
    made, first = fetching(running, publisher), running.ask("/corridor/versions").json["in_force"]
    assert running.ask("/corridor/ages").json["elements"][0]["epoch"] == "2026-08-21T15:30:18Z"
    found = made.once()
    assert (found.refused, found.wait_s) == (0, 8 * 3600.0)
    assert found.says.endswith("newer elements for 1 of 1 satellites")
    told = running.ask("/corridor/versions").json
    newest = told["versions"][-1]
    assert (newest["source"], newest["parent"], newest["by"]) == ("fetch", first, "serai")
    assert (told["takings"][-1]["did"], told["in_force"]) == ("fetch", newest["version"])
    assert told["fetching"]["every_h"] == 8.0
    wait_until(lambda: running.app.state.served.keeper.version == newest["version"])
    assert running.ask("/corridor/ages").json["elements"][0]["epoch"] == "2026-08-21T23:30:18Z"
    assert files_of(small) == before
    again = made.once()  # within two hours nobody is asked, also not after a start
    assert len(publisher.asked) == 1
    assert 6_000.0 < again.wait_s <= 7_200.0
    assert "asked" in again.says


def test_a_publisher_that_refuses_is_asked_less_and_less_and_then_no_more(running, publisher):
    made, waits = fetching(running, publisher), []
    publisher.code = 503
    for _ in range(3):
        (running.app.state.served.versions.place / ".elements-fetch.json").unlink(missing_ok=True)
        waits.append(made.once().wait_s / 3600.0)
    assert waits == [16.0, 32.0, 0.0]
    assert made.standing.stopped
    asyncio.run(asyncio.wait_for(made.keep(lambda: True), 5.0))  # ends, and asks nobody
    assert len(publisher.asked) == 3
    assert running.ask("/corridor/versions").json["fetching"]["stopped"] is True
    made.standing = FetchStanding()
    publisher.url = "http://127.0.0.1:1/gp.csv"
    unreached = fetching(running, publisher).once()
    assert (unreached.refused, unreached.wait_s) == (0, 1_800.0)
