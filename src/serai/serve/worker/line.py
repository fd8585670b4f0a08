"""The server's side of the warm corridor: it starts the process, renews it, and asks it without blocking."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import struct
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from serai.serve.worker import messages
from serai.serve.worker.messages import NotAnswered, json_bytes
from serai.serve.worker.process import QUESTION, STOP, keep_warm
from serai.time import Instant

HEAD = struct.Struct("!i")  # the length before each message (multiprocessing.connection)
LONG = struct.Struct("!Q")  # after a head of -1: the length of one beyond 2 GiB
STOP_S = 5.0  # for a process to end when told, before it is ended


class Unanswered(Exception):
    """A question that was not answered: refused, failed, or given up; the sentence says which."""

    def __init__(self, why: NotAnswered) -> None:
        super().__init__(why.detail)
        self.why = why


class WorkerFault(Exception):
    """A fault of the program in the process that answered, with its trace."""


class CannotStart(Exception):
    """A corridor that the process refuses to read, in its sentence."""


@dataclass(slots=True)
class WarmProcess:
    """One process with one assessment: the address of its door once it is warm."""

    process: multiprocessing.process.BaseProcess
    told: Connection
    at: Instant
    address: str = ""
    whole: bool = False
    version: str = ""
    asking: int = 0

    @classmethod
    def started(cls, folder: Path, at: Instant, *, fortnight: bool) -> WarmProcess:
        """Start a process of its own, with nothing of this one's threads."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(
            target=keep_warm, args=(folder, at.tai_ns, there), kwargs={"fortnight": fortnight}
        )
        process.start()
        there.close()
        return cls(process=process, told=here, at=at)

    async def hears(self) -> str:
        """Wait for the next word of the process: warm, or whole; CannotStart where it refuses or ends."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self.told.fileno(), _tell, came)
        try:
            await came
        finally:
            loop.remove_reader(self.told.fileno())
        try:
            word, value = self.told.recv()
        except (EOFError, OSError):
            raise CannotStart("") from None
        if word == "refused":
            raise CannotStart(value)
        self.address = value or self.address
        self.whole = word == "whole"
        return str(word)

    async def ask(self, asked: Mapping[str, object]) -> AsyncIterator[bytes]:
        """The parts of an answer, each as JSON; the process that answers ends when nobody takes them."""
        reader, writer = await asyncio.open_unix_connection(self.address)
        pid, self.asking = 0, self.asking + 1
        try:
            writer.write(_framed(QUESTION + json_bytes(asked)))
            await writer.drain()
            while True:
                body = await _message(reader)
                kind, value = body[:1], body[1:]
                if kind == messages.STARTED:
                    pid = int(value)
                elif kind == messages.PART:
                    yield value
                elif kind == messages.DONE:
                    pid = 0
                    return
                elif kind == messages.REFUSED:
                    pid = 0
                    raise Unanswered(messages.read_refusal(value))
                else:
                    raise WorkerFault(value.decode())
        finally:
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            writer.close()
            self.asking -= 1

    async def retire(self, patience_s: float) -> None:
        """Let the process end once nothing is asked of it any more, or after so long."""
        try:
            async with asyncio.timeout(patience_s):
                while self.asking:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            pass  # what is still asked of it ends with it
        except asyncio.CancelledError:
            self.process.terminate()
            raise
        await self.stop()

    async def stop(self) -> None:
        """Let the process end: told first, then made to."""
        if self.address:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_unix_connection(self.address)
                writer.write(_framed(STOP))
                await writer.drain()
                writer.close()
        else:
            self.process.terminate()
        for _ in range(int(STOP_S / 0.05)):
            if not self.process.is_alive():
                break
            await asyncio.sleep(0.05)
        if self.process.is_alive():
            self.process.kill()
        self.told.close()


def _tell(came: asyncio.Future[None]) -> None:
    if not came.done():
        came.set_result(None)


def _framed(body: bytes) -> bytes:
    return HEAD.pack(len(body)) + body


async def _message(reader: asyncio.StreamReader) -> bytes:
    """The next message of a process; WorkerFault where it ended without a last word."""
    try:
        (size,) = HEAD.unpack(await reader.readexactly(HEAD.size))
        if size < 0:
            (size,) = LONG.unpack(await reader.readexactly(LONG.size))
        return await reader.readexactly(size)
    except (asyncio.IncompleteReadError, ConnectionResetError):
        raise WorkerFault("the process that answered ended without an answer") from None
