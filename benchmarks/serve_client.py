"""A lean client for benchmarks of the server: open-loop questions over kept connections, and event streams.

It parses no more of an answer than its status and its length, so that two cores are left to the server.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

HOST = "127.0.0.1"
END, LENGTH = b"\r\n\r\n", b"content-length:"


def request(path: str, port: int, key: str, body: object = None, once: str = "") -> bytes:
    """A request as it goes over the line."""
    raw = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{'GET' if body is None else 'POST'} /api/v1{path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        f"Authorization: Bearer {key}",
        *([f"Content-Length: {len(raw)}", "Content-Type: application/json"] if raw else []),
        *([f"Idempotency-Key: {once}"] if once else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + raw


class Line(asyncio.Protocol):
    """One kept connection: a question at a time, and its status and body; 0 where it broke."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._came, self._parts = 0, list[bytes]()
        self._length, self._status = -1, 0
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._length < 0:
            self._parts.append(data)
            raw = b"".join(self._parts)
            end = raw.find(END)
            if end < 0:
                return
            self._status, head = int(raw[9:12]), raw[:end].lower()
            at = head.find(LENGTH)
            self._length = 0 if at < 0 else int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0])
            self._parts, self._came = [raw[end + len(END) :]], len(raw) - end - len(END)
        else:
            self._parts.append(data)
            self._came += len(data)
        if self._came >= self._length:
            self._ends(self._status)

    def connection_lost(self, _exc: Exception | None) -> None:
        self.transport = None
        self._ends(0)

    def _ends(self, status: int) -> None:
        body, self._parts, self._length, self._came = b"".join(self._parts), [], -1, 0
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result((status, body))

    def ask(self, raw: bytes) -> asyncio.Future[tuple[int, bytes]]:
        """Send a question; the answer, once it is whole."""
        answer = asyncio.get_running_loop().create_future()
        if self.transport is None:
            answer.set_result((0, b""))
        else:
            self._answer = answer
            self.transport.write(raw)
        return answer


class Lines:
    """The kept connections of all who ask: a free one, or another."""

    def __init__(self, port: int) -> None:
        self.port, self._free = port, list[Line]()
        self.made = 0

    async def ask(self, raw: bytes) -> tuple[int, bytes]:
        """The status and body of an answer; a connection that broke is not tried again: that is an error."""
        while self._free:
            line = self._free.pop()
            if line.transport is not None:
                break
        else:
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(Line, HOST, self.port)
            self.made += 1
        found = await line.ask(raw)
        if line.transport is not None:
            self._free.append(line)
        return found

    def close(self) -> None:
        """Let go of all that are free."""
        for line in self._free:
            if line.transport is not None:
                line.transport.close()


class Stream(asyncio.Protocol):
    """An event stream: the numbers of the events that came, in their order."""

    def __init__(self, raw: bytes, ended: Callable[[], None]) -> None:
        self._raw, self._ended, self._left = raw, ended, b""
        self.seen = list[int]()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._raw)

    def data_received(self, data: bytes) -> None:
        *lines, self._left = (self._left + data).split(b"\n")
        self.seen += [int(line[4:]) for line in lines if line.startswith(b"id: ")]

    def connection_lost(self, _exc: Exception | None) -> None:
        self.transport = None
        self._ended()

    def close(self) -> None:
        """Let the stream go."""
        if self.transport is not None:
            self.transport.abort()
