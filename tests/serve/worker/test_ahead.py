"""The days after the first, as the process that judges them brings them to the one that answers."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal

import pytest

import serai
from serai.outcome.processes import packed
from serai.serve.worker import process
from serai.serve.worker.ahead import DaysKept, days_ahead

PATIENCE_S = 60.0  # of a test whose process would say nothing at all


def test_the_days_ahead_are_brought_from_one_process_to_another(root):
    corridor = serai.open_corridor(root / "examples" / "smallest_corridor")
    kept = days_ahead(serai.assess(corridor, losses=False))
    brought = pickle.loads(packed(kept))
    assert isinstance(brought, DaysKept)
    assert (brought.needs, brought.judged) == (kept.needs, kept.judged)
    assert brought.plans == kept.plans
    assert len(brought.plans) == len(brought.judged) == 13


def _fails(*_):
    raise ValueError


def _is_ended(*_):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("ahead", [_fails, _is_ended])
def test_days_ahead_that_cannot_be_judged_are_told_and_not_waited_for(root, monkeypatch, ahead):
    monkeypatch.setattr(process, "_days_ahead", ahead)
    here, there = multiprocessing.Pipe(duplex=False)
    start = serai.open_corridor(root / "examples" / "smallest_corridor").start
    warm = multiprocessing.get_context("fork").Process(
        target=process.keep_warm,
        args=(root / "examples" / "smallest_corridor", start.tai_ns, there),
        kwargs={"fortnight": True},
    )
    warm.start()
    there.close()  # so that a process that ends is heard
    try:
        assert here.poll(PATIENCE_S)
        assert here.recv()[0] == "warm"
        assert here.poll(PATIENCE_S)
        word, why = here.recv()
        assert (word, why[:48]) == ("refused", "the days after the first could not be judged, so")
        assert warm.is_alive()  # what it has is still answered
    finally:
        warm.terminate()
        warm.join()
