"""Live changes: the ledger followed by one reader for all, and every stream that is open told of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from serai.errors import Refused
from serai.serve.admission import TooBusy
from serai.serve.keeper import Keeper
from serai.serve.outward import outward
from serai.serve.settings import ServeSettings
from serai.serve.trust.caller import Caller
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.serve.worker.messages import json_bytes
from serai.store.database import Database
from serai.store.ledger import head
from serai.store.since import events_after, owners_of

EVERY_S = 1.0  # that the ledger is looked at: one query for all streams
A_TIME = 200  # events read at once


class ChangeFeed:
    """Follows the ledger while somebody listens."""

    def __init__(self, settings: ServeSettings, database: Database, keeper: Keeper) -> None:
        self.settings, self.database, self.keeper = settings, database, keeper
        self.open = 0
        self._end = 0
        self._moved = asyncio.Event()

    async def follow(self) -> None:
        """Look where the ledger ends, and wake the streams where it has moved; until cancelled."""
        while True:
            if self.open:
                try:
                    end = await asyncio.to_thread(self._head)
                except Refused:
                    end = self._end  # the database is away: it is asked again
                if end != self._end:
                    self._end = end
                    moved, self._moved = self._moved, asyncio.Event()
                    moved.set()
            await asyncio.sleep(min(EVERY_S, self.settings.heartbeat_s))

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """A place among the streams; TooBusy where all are taken."""
        if self.open >= self.settings.streams:
            raise TooBusy(own=False, retry_after_s=30)
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1

    async def events(self, caller: Caller, after: int | None, *, everything: bool) -> AsyncIterator[bytes]:
        """Changes as server-sent events after a number, or from now on, for a bounded time."""
        until = asyncio.get_running_loop().time() + self.settings.stream_s
        seen = await asyncio.to_thread(self._head) if after is None else after
        generation = self.keeper.generation
        yield b"retry: 3000\n\n"
        yield _assessment(self.keeper)
        while asyncio.get_running_loop().time() < until:
            moved = self._moved
            some, seen = await asyncio.to_thread(self._some, caller, seen, everything)
            for one in some:
                yield _event(str(one["kind"]), one, number=int(one["seq"]))
            if self.keeper.generation != generation:
                generation = self.keeper.generation
                yield _assessment(self.keeper)
            try:
                await asyncio.wait_for(moved.wait(), self.settings.heartbeat_s)
            except TimeoutError:
                yield b": still here\n\n"

    def _head(self) -> int:
        with self.database.reading() as connection:
            return head(connection).seq

    def _some(self, caller: Caller, after: int, everything: bool) -> tuple[list[dict[str, Any]], int]:
        """The next events that a caller may see, and the number of the last that was looked at."""
        with self.database.reading() as connection:
            found: list[dict[str, Any]] = events_after(connection, after, most=A_TIME)
            seen = int(found[-1]["seq"]) if found else after
            if everything:
                return found, seen
            mine = [
                one
                for one in found
                if may(caller, Action.SEE, Kind.EVENT, owners_of(connection, str(one["subject"]))).allowed
            ]
            told: list[dict[str, Any]] = outward(self.database, caller, mine)
            return told, seen


def _assessment(keeper: Keeper) -> bytes:
    at = None if keeper.at is None else keeper.at.utc(0)
    told = {"at": at, "whole": keeper.whole, "assessments": keeper.generation}
    return _event("assessment", told)


def _event(kind: str, values: object, *, number: int | None = None) -> bytes:
    """One event in the form of the WHATWG's "Server-sent events"."""
    head_ = b"" if number is None else f"id: {number}\n".encode()
    return head_ + b"event: " + kind.encode() + b"\ndata: " + json_bytes(values) + b"\n\n"
