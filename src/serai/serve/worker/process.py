"""The process of the warm corridor: it takes questions one by one and forks a process for each.

It never has a thread, so that a fork is safe; a process that answers has all that is warm and leaves nothing
behind. Everything comes by one door, a socket in a folder of its own user: questions, the days of the
fortnight as they are found, and the word to stop.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Client, Connection, Listener, wait
from multiprocessing.context import ForkProcess
from pathlib import Path

from serai.errors import Refused
from serai.files import json_of
from serai.outcome.processes import packed
from serai.serve.worker import messages
from serai.serve.worker.ahead import days_ahead
from serai.serve.worker.questions import answered
from serai.serve.worker.warm import WarmCorridor
from serai.time import Instant
from serai.wording import reason
from serai.wording.catalogue import ENGLISH

STOP, DAYS, QUESTION = b"stop", b"days", b"ask "
LESS, LEAST = 5, 10  # steps of niceness: the server goes first, then questions, then the days ahead
HEAD = 4  # bytes that say what a message is


def keep_warm(folder: Path, at_ns: int, told: Connection, *, fortnight: bool) -> None:
    """Assess a corridor and answer questions about it until told to stop, or until nobody listens.

    ``told`` is given what stands: ("warm", address), then ("whole", "") once the fortnight is in; or
    ("refused", sentence) where the corridor cannot be read, or its days ahead cannot be judged.
    """
    os.nice(LESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server stops its processes itself
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        warm = WarmCorridor.made(folder, Instant(at_ns))
    except Refused as refused:
        told.send(("refused", str(refused)))
        return
    gc.collect()
    gc.freeze()  # what is warm is shared with every process that is forked
    with Listener(family="AF_UNIX", backlog=128) as door:
        address = str(door.address)
        told.send(("warm", address))
        days = [_beside(partial(_days_ahead, warm, address))] if fortnight else []
        _answers(door, warm, told, days)
    for one in multiprocessing.active_children():
        one.terminate()


def _answers(door: Listener, warm: WarmCorridor, told: Connection, days: list[ForkProcess]) -> None:
    """Take what comes by the door until told to stop; ``days`` is what judges the days ahead, if anything."""
    while True:
        if not _somebody_comes(door, told, days):
            return
        caller = door.accept()
        multiprocessing.active_children()  # takes leave of those that have ended
        try:
            message = caller.recv_bytes()
        except (EOFError, OSError):
            continue
        if message[:HEAD] == STOP:
            caller.close()
            return
        if message[:HEAD] == DAYS:
            warm = warm.with_days(pickle.loads(message[HEAD:]))  # noqa: S301 - of a process of our own
            told.send(("whole", ""))
        else:
            _beside(partial(_answer, warm, message[HEAD:].decode(), caller))
        caller.close()


def _somebody_comes(door: Listener, told: Connection, days: list[ForkProcess]) -> bool:
    """Wait at the door; False once the server that started this process is gone, however it ended.

    Where what judges the days ahead ends with a fault, or is ended, that is told: nobody is to wait for it.
    """
    came = door._listener._socket  # type: ignore[attr-defined]  # the only thing of a listener to wait for
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is a process of its own
    while True:
        ready = wait([came, parent.sentinel, *(one.sentinel for one in days)])
        for one in [one for one in days if one.sentinel in ready]:
            days.remove(one)
            one.join()
            if one.exitcode:
                told.send(("refused", str(reason("serve.days_ended"))))
        if came in ready or parent.sentinel in ready:
            return came in ready


def _beside(work: Callable[[], None]) -> ForkProcess:
    """Do some work in a forked process."""
    process = multiprocessing.get_context("fork").Process(target=_alone, args=(work,))
    process.start()
    return process


def _alone(work: Callable[[], None]) -> None:
    """The work of a forked process, which ends without what its parent would do at its end."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work()


def _days_ahead(warm: WarmCorridor, address: str) -> None:
    """Judge the thirteen days after the first, and bring them to the door; whatever is asked goes first."""
    os.nice(LEAST)
    found = packed(days_ahead(warm.outcome))
    with Client(address) as door:
        door.send_bytes(DAYS + found)


def _answer(warm: WarmCorridor, question: str, caller: Connection) -> None:
    """Answer one question, part by part; a refusal and a fault are told as such."""
    try:
        caller.send_bytes(messages.started(os.getpid()))
        for said in _said(warm, question):
            caller.send_bytes(said)
    except (BrokenPipeError, ConnectionResetError):
        return  # whoever asked has gone
    finally:
        caller.close()


def _said(warm: WarmCorridor, question: str) -> Iterator[bytes]:
    """The messages of an answer; a question that cannot be read is refused, as any other."""
    language = ENGLISH
    try:
        asked = json_of(question, "question")
        language = str(asked.get("language", ENGLISH))
        for part in answered(warm, asked):
            yield messages.part(part)
    except Refused as refused:
        yield messages.refusal(refused, language)
    except Exception:  # a fault of ours: its trace goes to the log, the server tells no more than that it is
        yield messages.FAULT + traceback.format_exc().encode()
    else:
        yield messages.DONE
