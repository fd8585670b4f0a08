"""Keeps the corridor warm: one process with an assessment for now, renewed before it is old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

from serai.errors import Refused
from serai.serve.admission import Admission
from serai.serve.answers import Answers, SharedAnswer
from serai.serve.settings import ServeSettings
from serai.serve.trust.caller import MACHINE
from serai.serve.trust.limits import ComputeLimits
from serai.serve.versions import Versions
from serai.serve.worker.line import CannotStart, WarmProcess
from serai.time import Instant

LOG = logging.getLogger("serai.serve")
AGAIN_S = 30.0  # after an assessment that failed
Asked = Mapping[str, object]


class NotWarm(Exception):
    """No assessment is ready yet."""


class Keeper:
    """The warm corridor as the server sees it.

    ``generation`` counts what became ready: each day's assessment, and each fortnight that came after it.
    """

    def __init__(self, settings: ServeSettings, versions: Versions) -> None:
        self.settings, self.versions = settings, versions
        self.generation = 0
        self.trouble = ""
        self.changed = asyncio.Condition()
        self.quick = Admission(at_once=4, waiting=400, mine=400)
        self.heavy = Admission(at_once=settings.heavy, waiting=settings.waiting, mine=settings.mine)
        self.compute = ComputeLimits(
            each_at_once=settings.mine, all_at_once=settings.heavy,
            seconds_per_hour=settings.compute_s_per_hour, burst_s=settings.compute_burst_s,
        )  # fmt: skip
        self._now: WarmProcess | None = None
        self._next: WarmProcess | None = None
        self._renew = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._answers = Answers(_nothing)

    @property
    def ready(self) -> bool:
        """Whether an assessment is at hand."""
        return self._now is not None and self._now.process.is_alive()

    @property
    def whole(self) -> bool:
        """Whether its fortnight is in."""
        return self._now is not None and self._now.whole

    @property
    def at(self) -> Instant | None:
        """The moment from which needs are judged; None before the first assessment."""
        return None if self._now is None else self._now.at

    @property
    def version(self) -> str:
        """The version of the tables that answers are of; empty before the first assessment."""
        return "" if self._now is None else self._now.version

    async def keep(self) -> None:
        """Assess, renew and begin again where a process ends, until cancelled."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                try:
                    await self._assess()
                    await self._until_old()
                except (CannotStart, Refused) as trouble:
                    self.trouble = str(trouble)
                    LOG.warning("no assessment", extra={"why": self.trouble or "its process ended"})
                    if self._next is not None:
                        await self._next.stop()
                        self._next = None
                    await asyncio.sleep(AGAIN_S)
        finally:
            for one in filter(None, (self._now, self._next)):
                await one.stop()

    def renew(self) -> None:
        """Ask for a new assessment soon, from whichever thread: the corridor or the clock has moved."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._renew.set)

    async def stream(self, asked: Asked, organisation: str) -> AsyncIterator[bytes]:
        """The parts of an answer that takes long, as they come."""
        now = self._warm()
        async with self._room(organisation, heavy=True):
            async for part in now.ask(asked):
                yield part

    def at_hand(self, asked: Asked) -> SharedAnswer | None:
        """An answer that has been worked out already; None where it has not."""
        return self._answers.at_hand(asked) if self.ready else None

    async def answer(self, asked: Asked, organisation: str, *, heavy: bool = False) -> SharedAnswer:
        """An answer in one part, kept until the next assessment, and worked out once however many ask."""
        self._warm()
        return await self._answers.found(
            asked, lambda: self._room(organisation, heavy=heavy), again=not heavy
        )

    @asynccontextmanager
    async def _room(self, organisation: str, *, heavy: bool) -> AsyncIterator[None]:
        """A place to work a question out in, for a bounded time."""
        if heavy:
            self._refuse_spent(organisation)
        lane = self.heavy if heavy else self.quick
        async with lane.admitted(organisation), asyncio.timeout(self.settings.patience_s):
            with self._counted(organisation) if heavy else nullcontext():
                yield

    def _refuse_spent(self, organisation: str) -> None:
        if organisation != MACHINE:
            self.compute.refuse_spent(organisation)

    def _counted(self, organisation: str) -> AbstractContextManager[None]:
        """A piece of work whose seconds are counted; those of the operator of the machine are not."""
        return nullcontext() if organisation == MACHINE else self.compute.work(organisation)

    def _warm(self) -> WarmProcess:
        if self._now is None or not self.ready:
            raise NotWarm
        return self._now

    async def _assess(self) -> None:
        """Make the next assessment; the first is used from its day on, a later one once it is whole."""
        settings = self.settings
        self._renew.clear()  # what is asked for from here on is of what comes after
        made = await self._begun()
        if not self.ready or not settings.fortnight:
            await self._takes(made)
        if settings.fortnight:
            await made.hears()
            await self._takes(made)

    async def _begun(self) -> WarmProcess:
        """A process whose day is judged: of the version in force, or of what was found on the disk."""
        settings = self.settings
        while True:
            folder = await asyncio.to_thread(self.versions.folder)
            made = WarmProcess.started(folder, settings.now(), fortnight=settings.fortnight)
            self._next, self.trouble = made, ""
            made.version = await asyncio.to_thread(self.versions.named, folder)
            try:
                await made.hears()
            except CannotStart as why:
                if not await asyncio.to_thread(self.versions.refused, str(why)):
                    raise
                continue
            await asyncio.to_thread(self.versions.proved)
            self.trouble = self.versions.trouble
            return made

    async def _takes(self, made: WarmProcess) -> None:
        """Answer from this process from now on, once it has what was asked before; let the one before go."""
        answers = Answers(made.ask)
        await answers.follows(self._answers, lambda: self._room(MACHINE, heavy=False))
        before, self._now, self._next = self._now, made, None
        self._answers = answers
        self.generation += 1
        LOG.info("assessed", extra={"at": made.at.utc(0), "whole": made.whole})
        async with self.changed:
            self.changed.notify_all()
        if before is not None and before is not made:
            await before.retire(self.settings.patience_s)

    async def _until_old(self) -> None:
        """Wait until the assessment is old, a new one is asked for, or its process ends."""
        assert self._now is not None
        ends = asyncio.create_task(self._now.hears())
        asked = asyncio.create_task(self._renew.wait())
        patience = None if self.settings.at is not None else self.settings.renew_s
        try:
            await asyncio.wait((ends, asked), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (ends, asked):
                one.cancel()
            await asyncio.gather(ends, asked, return_exceptions=True)


async def _nothing(_: Asked) -> AsyncIterator[bytes]:
    """What is answered of no assessment: nothing, for nothing is asked of it."""
    for part in tuple[bytes, ...]():
        yield part
