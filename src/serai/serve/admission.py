"""How many questions are worked on at once, how many wait, and how many of one organisation: in one place."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class TooBusy(Exception):
    """More is asked than can wait; ``own`` where it is one organisation's share that is full."""

    def __init__(self, *, own: bool, retry_after_s: int) -> None:
        super().__init__("too busy")
        self.own, self.retry_after_s = own, retry_after_s


class Admission:
    """A lane of work: so many at once, so many waiting, so many of one organisation."""

    def __init__(self, *, at_once: int, waiting: int, mine: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most, self._mine = at_once + waiting, mine
        self._of: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """How many are worked on or wait."""
        return self._of.total()

    @asynccontextmanager
    async def admitted(self, organisation: str) -> AsyncIterator[None]:
        """Wait for a place and hold it; TooBusy at once where no more may wait."""
        if self._of[organisation] >= self._mine:
            raise TooBusy(own=True, retry_after_s=2)
        if self.taken >= self._most:
            raise TooBusy(own=False, retry_after_s=5)
        self._of[organisation] += 1
        try:
            async with self._free:
                yield
        finally:
            self._of[organisation] -= 1
            self._of += Counter()  # forgets those at zero
