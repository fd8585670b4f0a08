"""Live changes: the ledger followed by one reader for all, and every stream that is open told of it.

What is new is read once a second, and once for all streams: an event with its parties, and as it is sent to
partners and to the operator. What came before that, a stream that asks for it reads for itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile

from serai.errors import Refused
from serai.serve.admission import TooBusy
from serai.serve.keeper import Keeper
from serai.serve.outward import outward
from serai.serve.settings import ServeSettings
from serai.serve.trust.caller import NOBODY, Caller
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.serve.worker.messages import json_bytes
from serai.store.database import Database
from serai.store.ledger import head
from serai.store.since import events_after, owners_of

EVERY_S = 1.0  # that the ledger is looked at: one query for all streams
A_TIME = 200  # events read at once
AT_HAND = 2_000  # events kept for streams that have not taken them yet: some seconds' worth of a busy day


@dataclass(frozen=True, slots=True)
class FedEvent:
    """An event of the ledger: whose it is, and as it is sent to partners and to the operator."""

    number: int
    owners: frozenset[str]
    to_partners: bytes
    to_operator: bytes


class ChangeFeed:
    """Follows the ledger while somebody listens."""

    def __init__(self, settings: ServeSettings, database: Database, keeper: Keeper) -> None:
        self.settings, self.database, self.keeper = settings, database, keeper
        self.open = 0
        self._start, self._end = 0, -1  # the events at hand are those after the one and up to the other
        self._at_hand: deque[FedEvent] = deque()
        self._moved = asyncio.Event()

    async def follow(self) -> None:
        """Read what the ledger has more than before, and wake the streams; until cancelled."""
        while True:
            if self.open:
                with suppress(Refused):  # the database is away: it is asked again
                    await self._reads_on()
            else:
                self._at_hand.clear()
                self._end = -1
            await asyncio.sleep(min(EVERY_S, self.settings.heartbeat_s))

    async def _reads_on(self) -> None:
        if self._end < 0:
            self._start = self._end = await asyncio.to_thread(self._head)
        while some := await asyncio.to_thread(self._some, self._end):
            self._at_hand.extend(some)
            self._end = some[-1].number
            while len(self._at_hand) > AT_HAND:
                self._start = self._at_hand.popleft().number
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()

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
        yield b"retry: 3000\n\n" + _assessment(self.keeper)
        while asyncio.get_running_loop().time() < until:
            moved = self._moved
            while some := await self._after(seen):
                seen = some[-1].number
                if told := _told(some, caller, everything=everything):
                    yield told
            if self.keeper.generation != generation:
                generation = self.keeper.generation
                yield _assessment(self.keeper)
            try:
                await asyncio.wait_for(moved.wait(), self.settings.heartbeat_s)
            except TimeoutError:
                yield b": still here\n\n"

    async def _after(self, seen: int) -> list[FedEvent]:
        """The next events after a number: of those at hand, else as they stand in the ledger."""
        if self._start <= seen and self._end >= 0:
            new = takewhile(lambda one: one.number > seen, reversed(self._at_hand))
            return [*new][::-1]
        return await asyncio.to_thread(self._some, seen)

    def _head(self) -> int:
        with self.database.reading() as connection:
            return head(connection).seq

    def _some(self, after: int) -> list[FedEvent]:
        """The next events after a number, with their parties."""
        with self.database.reading() as connection:
            found = events_after(connection, after, most=A_TIME)
            owners = {name: owners_of(connection, name) for name in {str(one["subject"]) for one in found}}
        shown = outward(self.database, NOBODY, found)  # a name is shown to all partners alike
        return [
            FedEvent(int(str(one["seq"])), owners[str(one["subject"])], _numbered(told), _numbered(one))
            for one, told in zip(found, shown, strict=True)
        ]


def _told(some: Iterable[FedEvent], caller: Caller, *, everything: bool) -> bytes:
    """Those of some events that a caller may see, as they are sent to it."""
    if everything:
        return b"".join(one.to_operator for one in some)
    return b"".join(
        one.to_partners for one in some if may(caller, Action.SEE, Kind.EVENT, one.owners).allowed
    )


def _assessment(keeper: Keeper) -> bytes:
    at = None if keeper.at is None else keeper.at.utc(0)
    told = {"at": at, "whole": keeper.whole, "assessments": keeper.generation}
    return _event("assessment", told)


def _numbered(one: dict[str, object]) -> bytes:
    return _event(str(one["kind"]), one, number=int(str(one["seq"])))


def _event(kind: str, values: object, *, number: int | None = None) -> bytes:
    """One event in the form of the WHATWG's "Server-sent events"."""
    head_ = b"" if number is None else f"id: {number}\n".encode()
    return head_ + b"event: " + kind.encode() + b"\ndata: " + json_bytes(values) + b"\n\n"
