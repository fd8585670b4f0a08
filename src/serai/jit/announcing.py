"""Who is told, in one sentence, that something has to be compiled first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

SAYS = "compiling what works in bulk, once (up to a minute) ..."


class _Told:
    """Those who wait to be told, the innermost last; each is told once. Threads may tell at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Callable[[str], None] | None] = []

    def enter(self, say: Callable[[str], None]) -> None:
        with self._lock:
            self._waiting.append(say)

    def leave(self) -> None:
        with self._lock:
            self._waiting.pop()

    def tell(self) -> None:
        with self._lock:
            says = [say for say in self._waiting if say is not None]
            self._waiting = [None] * len(self._waiting)
        for say in says:
            say(SAYS)


@cache
def _told() -> _Told:
    """Those of this process, as numba's own listeners are."""
    return _Told()


@contextmanager
def announced(say: Callable[[str], None]) -> Iterator[None]:
    """While inside, the first compilation is announced by one sentence."""
    _told().enter(say)
    try:
        yield
    finally:
        _told().leave()


def compiling() -> None:
    """Say that something is being compiled, to those who wait for it."""
    _told().tell()
