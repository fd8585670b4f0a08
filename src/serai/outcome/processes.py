"""Work done in a process of its own, beside what the caller does meanwhile: two cores are what a desk has."""

from __future__ import annotations

import copyreg
import io
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import TypeVar, cast

from serai.errors import Refused

T = TypeVar("T")


def can_fork() -> bool:
    """Whether a process may be forked: never beside other threads, whose locks it would inherit."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return forks and alone and (os.cpu_count() or 1) > 1


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin some work in a forked process, where there may be one; what is given back waits for its result.

    The process has all that is known so far, the sky looked at above all. Where none may be forked the work
    is done when its result is asked for. A fault of the work is raised there too.
    """
    if not can_fork():
        return work
    here, there = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    context.Process(target=_done, args=(work, there), daemon=True).start()
    there.close()

    def result() -> T:
        found = received(here)
        if isinstance(found, Exception):
            raise found
        return cast("T", found)

    return result


def _done(work: Callable[[], object], there: Connection) -> None:
    """Do the work and send what comes of it."""
    try:
        sent = packed(work())
    except Exception as fault:
        sent = packed(fault)
    there.send_bytes(sent)
    there.close()


def received(here: Connection) -> object:
    """What another process sent; one that was ended before it could is refused in one sentence."""
    try:
        return here.recv()
    except EOFError:
        raise Refused("outcome.process_ended") from None


def packed(found: object) -> bytes:
    """What was found as it is sent to another process, read-only mappings (a reason's values) too."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _of_mapping}
    pickler.dump(found)
    return buffer.getvalue()


def _of_mapping(values: Mapping[str, object]) -> tuple[Callable[..., object], tuple[object]]:
    return _read_only, (dict(values),)


def _read_only(values: dict[str, object]) -> Mapping[str, object]:
    return MappingProxyType(values)
