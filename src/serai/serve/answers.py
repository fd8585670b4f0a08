"""Answers of one assessment: worked out once for all who see the same, and what everybody asks ahead of it.

Organisations that see the same needs and assets, by the same terms, have the same *view*; an answer is kept
by its view and what was asked. For whoever comes for the first time, what everybody asks is worked out in one
process, which tells the view first. When an assessment follows another, what was asked of the one is worked
out of the other before it takes its place. What all who asked have given up leaves the line; what is begun is
worked out to its end, and kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from serai.serve.admission import TooBusy
from serai.serve.worker import messages
from serai.serve.worker.line import Unanswered, WorkerFault
from serai.serve.worker.messages import json_bytes
from serai.wording.catalogue import ENGLISH

LOG = logging.getLogger("serai.serve")
MOST, MOST_B = 2_000, 128_000_000  # answers kept, those asked last staying
PACKED_FROM_B = 1_400  # a smaller answer fits a packet as it is (1,500 bytes, RFC 894)
LEVEL, GZIP = 6, 31  # zlib's usual effort, and its word for a head and tail of gzip
EVERYBODYS = ("verdicts", "needs", "single-points", "matrix", "positions", "corridor", "ages")
ALL = "null"  # the viewer of whoever sees everything
Asked = Mapping[str, object]
Ask = Callable[[Asked], AsyncIterator[bytes]]
Room = Callable[[], AbstractAsyncContextManager[None]]
T = TypeVar("T")


@dataclass(slots=True)
class SharedAnswer:
    """An answer: its bytes, its name (ETag), and the same packed once somebody takes it so.

    ``again`` is whether it is worth working out for the next assessment, ``used`` whether anybody asked.
    """

    asked: Asked
    view: str
    body: bytes
    tag: str
    again: bool
    used: bool = False
    packed: bytes = b""

    async def gzipped(self) -> bytes:
        """The answer packed (RFC 1952); empty where that is not worth it."""
        if len(self.body) >= PACKED_FROM_B and not self.packed:
            self.packed = await asyncio.to_thread(zlib.compress, self.body, LEVEL, GZIP)
        return self.packed


@dataclass(slots=True, eq=False)
class _Making:
    """An answer that is worked out, and how many wait for it; ``in_line`` while that has not begun."""

    answer: asyncio.Future[SharedAnswer]
    askers: int = 0
    in_line: asyncio.Task[None] | None = None


class Answers:
    """What is asked of one assessment; ``ask`` gives an answer's parts."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._kept: OrderedDict[bytes, SharedAnswer] = OrderedDict()
        self._kept_b = 0
        self._making: dict[bytes, _Making] = {}
        self._viewers: dict[str, object] = {ALL: None}  # who asks, by a name
        self._views: dict[str, str] = {ALL: ""}  # what they may see, by the same
        self._meeting: dict[str, asyncio.Future[str]] = {}
        self._work: set[asyncio.Task[None]] = set()

    async def found(self, asked: Asked, room: Room, *, again: bool = True) -> SharedAnswer:
        """The answer to a question, worked out in a ``room`` where it is not at hand."""
        view = await self._view(asked, room)
        kept = self.at_hand(asked)
        if kept is None:
            key = _key(view, asked)
            if key not in self._making:
                making = self._making[key] = _Making(asyncio.get_running_loop().create_future())
                making.in_line = self._begins(self._makes(making, key, view, asked, room, again=again))
            kept = await self._waited(key)
            kept.used = True
        return kept

    def at_hand(self, asked: Asked) -> SharedAnswer | None:
        """The answer to a question that has been worked out already; None where it has not."""
        view = self._views.get(_who(asked))
        key = b"" if view is None else _key(view, asked)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            kept.used = True
        return kept

    async def _waited(self, key: bytes) -> SharedAnswer:
        """Wait for an answer that is worked out; the last who gives it up takes it out of the line."""
        making = self._making[key]
        making.askers += 1
        try:
            return await asyncio.shield(making.answer)
        finally:
            making.askers -= 1
            if not making.askers and making.in_line is not None:
                making.in_line.cancel()
                self._made(key, making)

    async def follows(self, before: Answers, room: Room) -> None:
        """Work out what was asked of the assessment before, for everybody who asked; what fails is left."""
        wanted: dict[str, list[Asked]] = defaultdict(list)
        for one in before._kept.values():
            if one.used and one.again:
                wanted[one.view].append(_plain(one.asked))
        self._viewers |= before._viewers
        for who, view in [*before._views.items()]:  # whoever comes meanwhile is met when it asks again
            try:
                await self._meets(who, wanted[view], room)
            except (Unanswered, WorkerFault, TimeoutError, TooBusy, OSError) as why:
                LOG.info("not ahead", extra={"why": str(why) or type(why).__name__})

    async def _view(self, asked: Asked, room: Room) -> str:
        """What the asker may see, by a name; who is new is met first."""
        who = _who(asked)
        if who in self._views:
            return self._views[who]
        if who not in self._meeting:
            said = asked.get("language", ENGLISH)
            self._viewers[who] = asked.get("viewer")
            self._meeting[who] = asyncio.get_running_loop().create_future()
            self._begins(self._introduces(who, [{"question": q, "language": said} for q in EVERYBODYS], room))
        return await asyncio.shield(self._meeting[who])

    async def _introduces(self, who: str, some: Sequence[Asked], room: Room) -> None:
        """Meet who is new; whoever waits for it is told what went wrong."""
        met = self._meeting[who]
        try:
            await self._meets(who, some, room)
        except Exception as why:
            _fails(met, why)
        finally:
            del self._meeting[who]

    async def _meets(self, who: str, some: Sequence[Asked], room: Room) -> None:
        """Ask in one process what somebody may see, and then some questions that are not answered yet."""
        viewer = {"viewer": self._viewers[who]}
        made: dict[bytes, _Making] = {}
        try:
            async with room():
                parts = self._ask({"question": "several", "language": ENGLISH, **viewer, "asked": some})
                view = self._views[who] = (await anext(parts)).decode()
                if who in self._meeting:
                    _sets(self._meeting[who], view)
                keys = {_key(view, asked): asked for asked in some}
                new = [key for key in keys if key not in self._making and key not in self._kept]
                made = {key: _Making(asyncio.get_running_loop().create_future()) for key in new}
                self._making |= made
                for key, asked in keys.items() if new else ():
                    said = await anext(parts)
                    if key not in made:
                        continue
                    if said[:1] == messages.PART:
                        kept = self._keeps(key, {**asked, **viewer}, view, said[1:], again=True)
                        _sets(made[key].answer, kept)
                    else:
                        _fails(made[key].answer, Unanswered(messages.read_refusal(said[1:])))
                await parts.aclose()  # type: ignore[attr-defined]  # it is a generator
        except Exception as why:
            for one in made.values():
                _fails(one.answer, why)
            raise
        finally:
            for key, one in made.items():
                self._made(key, one)

    async def _makes(
        self, making: _Making, key: bytes, view: str, asked: Asked, room: Room, *, again: bool
    ) -> None:
        try:
            async with room():
                making.in_line = None
                body = b"".join([part async for part in self._ask(asked)])
            _sets(making.answer, self._keeps(key, asked, view, body, again=again))
        except Exception as why:
            _fails(making.answer, why)
        finally:
            making.in_line = None
            self._made(key, making)

    def _made(self, key: bytes, making: _Making) -> None:
        """Be done with an answer; another of its name may have been begun since."""
        if self._making.get(key) is making:
            del self._making[key]

    def _begins(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Work beside; the loop itself keeps no hold of it."""
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    def _keeps(self, key: bytes, asked: Asked, view: str, body: bytes, *, again: bool) -> SharedAnswer:
        tag = sha256(body).hexdigest()[:32]
        one = self._kept[key] = SharedAnswer(asked, view, body, tag, again)
        self._kept_b += len(body)
        while len(self._kept) > MOST or self._kept_b > MOST_B:
            self._kept_b -= len(self._kept.popitem(last=False)[1].body)
        return one


def _who(asked: Asked) -> str:
    """Who asks, by a name."""
    return json.dumps(asked.get("viewer"), sort_keys=True)


def _plain(asked: Asked) -> Asked:
    """A question without who asks it."""
    return {name: value for name, value in asked.items() if name != "viewer"}


def _key(view: str, asked: Asked) -> bytes:
    return sha256(json_bytes([view, sorted(_plain(asked).items())])).digest()


def _sets(made: asyncio.Future[T], value: T) -> None:
    if not made.done():
        made.set_result(value)


def _fails(made: asyncio.Future[T], why: Exception) -> None:
    if not made.done():
        made.set_exception(why)
        made.exception()  # whoever waits is told; where nobody does, it is no fault
