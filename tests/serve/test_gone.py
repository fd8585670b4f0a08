"""Whoever asks and goes: its question leaves the line, unless another waits for it; what is begun ends."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import Request

from serai.serve.admission import Admission
from serai.serve.answers import Answers
from serai.serve.gone import Gone, while_there
from serai.serve.settings import LOOPBACK
from tests.serve.conftest import Running, wait_until

ASKED = {"question": "plan", "language": "en"}


class Line:
    """A worker with one place, which is taken until it is let go; what it began is noted."""

    def __init__(self) -> None:
        self.lane, self.free, self.begun = Admission(at_once=1, waiting=9, mine=9), asyncio.Event(), 0
        self.kept = Answers(self.ask)

    async def ask(self, _: Mapping[str, Any]) -> AsyncIterator[bytes]:
        self.begun += 1
        await self.free.wait()
        yield b"answered"

    @asynccontextmanager
    async def room(self) -> AsyncIterator[None]:
        async with self.lane.admitted("a"):
            yield

    def asks(self, **more: object) -> asyncio.Task[Any]:
        return asyncio.create_task(self.kept.found({**ASKED, **more}, self.room))


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def ends(*some: asyncio.Task[Any]) -> None:
    for one in some:
        one.cancel()
    await asyncio.gather(*some, return_exceptions=True)


def test_what_waits_in_line_is_not_begun_once_the_last_who_asked_has_gone():
    async def tried() -> None:
        line = Line()
        first, one, two = line.asks(), line.asks(day=1), line.asks(day=1)
        await turns()
        assert (line.begun, line.lane.taken) == (1, 2)
        await ends(one)
        await turns()
        assert line.lane.taken == 2  # another waits for the same
        await ends(two)
        await turns()
        assert line.lane.taken == 1  # its place in the line is free at once
        line.free.set()
        assert (await first).body == b"answered"
        await turns()
        assert (line.begun, line.lane.taken) == (1, 0)

    asyncio.run(tried())


def test_who_asks_again_what_was_given_up_is_answered():
    async def tried() -> None:
        line = Line()
        first, given_up = line.asks(), line.asks(day=1)
        await turns()
        given_up.cancel()  # and the same is asked in the same turn of the loop
        await asyncio.sleep(0)
        again = line.asks(day=1)
        line.free.set()
        assert [(await one).body for one in (first, again)] == [b"answered"] * 2
        assert line.begun == 2
        assert line.kept.at_hand({**ASKED, "day": 1}) is await again

    asyncio.run(tried())


def test_what_is_begun_is_worked_out_and_kept_though_whoever_asked_has_gone():
    async def tried() -> None:
        line = Line()
        one = line.asks()
        await turns()
        await ends(one)
        assert line.kept.at_hand(ASKED) is None
        line.free.set()
        await turns()
        kept = line.kept.at_hand(ASKED)
        assert kept is not None
        assert await line.asks() is kept
        assert line.begun == 1

    asyncio.run(tried())


def asked_by(*messages: str, closed: asyncio.Event) -> Request:
    """A request whose connection gives some messages, and that it is closed once it is."""
    left = [{"type": f"http.{one}"} for one in messages]

    async def receive() -> dict[str, str]:
        if left:
            return left.pop(0)
        await closed.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


def test_work_goes_on_while_somebody_is_there_and_is_given_up_with_the_connection():
    async def tried() -> None:
        closed, worked = asyncio.Event(), list[str]()

        async def work(last: str) -> str:
            try:
                await (turns() if last else asyncio.sleep(60.0))
            except asyncio.CancelledError:
                worked.append("given up")
                raise
            if last == "wrong":
                raise ValueError(last)
            return last

        request = asked_by("request", closed=closed)
        assert await while_there(request, work("done")) == "done"
        with pytest.raises(ValueError, match="wrong"):
            await while_there(request, work("wrong"))
        asyncio.get_running_loop().call_soon(closed.set)
        with pytest.raises(Gone):
            await while_there(request, work(""))
        assert worked == ["given up"]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(tried())


@pytest.mark.parametrize("heavy", [False, True])
def test_a_closed_connection_takes_its_question_out_of_the_servers_line(server: Running, heavy: bool):
    keeper = server.app.state.served.keeper
    lane, end = keeper.heavy if heavy else keeper.quick, asyncio.Event()
    wait_until(lambda: keeper.generation >= 2 and not lane.taken)  # the fortnight is in, and nothing is asked
    at_once = lane._free._value

    async def hold() -> None:
        async with lane.admitted(""):
            await end.wait()

    held = [asyncio.run_coroutine_threadsafe(hold(), keeper._loop) for _ in range(at_once)]
    wait_until(lambda: lane.taken == at_once)
    body = b'{"losses": ["kashi"], "fortnight": false}' if heavy else b""
    path = "POST /api/v1/what-if" if heavy else "GET /api/v1/positions?start=2026-08-22T11:22:33.25Z"
    try:
        with socket.create_connection((LOOPBACK, server.port)) as asking:
            head = f"{path} HTTP/1.1\r\nHost: {LOOPBACK}:{server.port}\r\nContent-Type: application/json\r\n"
            asking.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            wait_until(lambda: lane.taken == at_once + 1)
        wait_until(lambda: lane.taken == at_once)
    finally:
        keeper._loop.call_soon_threadsafe(end.set)
    for one in held:
        one.result(60)
    assert lane.taken == 0
    counted = server.ask("/metrics").body.decode()
    assert 'status="499"' in counted
