"""Every loss tried with one core and with two: the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serai.losses import scan, single_losses
from serai.outcome import scanned as module
from serai.outcome.outcome import assess, open_corridor
from serai.outcome.scanned import scanned

ASKED = ("N02", "N03", "N05", "N10", "N22", "N29", "N33")


@pytest.fixture(scope="module")
def outcome(root: Path):
    return assess(open_corridor(root / "corridors" / "belt-and-road").only(*ASKED), losses=False)


@pytest.mark.parametrize("count", [1, 6, 7])
@pytest.mark.parametrize("forks", [False, True])
def test_two_cores_find_what_one_does(outcome, monkeypatch, count, forks):
    began: list[bool] = []

    def beside(work):
        began.append(True)
        return work

    monkeypatch.setattr(module, "can_fork", lambda: forks)
    monkeypatch.setattr(module, "beside", beside)
    answers, told = outcome.answers[:count], []
    found = scanned(answers, outcome.pool, lambda _what, done, of: told.append((done, of)), cores=2)
    whole = scan(answers, outcome.pool, single_losses(outcome.pool))
    assert bool(began) is (forks and count >= module.FEW)
    assert (found.needs, found.losses) == (whole.needs, whole.losses)
    for name in ("before", "after", "share_before", "share_after"):
        assert np.array_equal(getattr(found, name), getattr(whole, name), equal_nan=True), name
    assert told == sorted(told)
    assert all(0 < done <= of == count for done, of in told)


def test_what_a_forked_process_finds_comes_back_whole(outcome):
    found = scanned(outcome.answers, outcome.pool, lambda *_: None, cores=2)
    whole = scan(outcome.answers, outcome.pool, single_losses(outcome.pool))
    assert np.array_equal(found.after, whole.after)
    assert np.array_equal(found.share_after, whole.share_after, equal_nan=True)
