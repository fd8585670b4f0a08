"""One writer at a time: a lock beside a file that is read, changed and written back (flock, advisory)."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from serai.errors import Refused

PATIENCE_S = 600.0  # a station's day of files is judged in less
_AGAIN_S = 0.1


class Busy(Refused):
    """Another process holds the lock and did not let go in time."""


@contextmanager
def locked(
    path: str | Path, *, patience_s: float = PATIENCE_S, waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold a file for oneself among all who ask here; ``waiting`` is told once when another holds it.

    The lock is a hidden empty file beside it, which stays: were it removed, two could hold two of that name.
    The system gives it back when its holder ends in whatever way.
    """
    place = Path(path).resolve()
    handle = os.open(place.with_name(f".{place.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        if not _taken(handle):
            if waiting is not None:
                waiting()
            _wait(handle, place, patience_s)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(handle: int, place: Path, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while not _taken(handle):
        if time.monotonic() >= until:
            raise Busy("files.busy", file=str(place), patience=patience_s)
        time.sleep(_AGAIN_S)
