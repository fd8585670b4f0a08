"""The needs judged by one process and by two: the same answers, the same states, the same losses."""

from __future__ import annotations

import os
import pickle
import signal
from pathlib import Path

import numpy as np
import pytest

from serai.errors import Refused
from serai.losses import alive_after, scan, single_losses
from serai.outcome import judged as module
from serai.outcome.judged import _BothEnds
from serai.outcome.outcome import assess, open_corridor, rehearsed
from serai.outcome.processes import can_fork, packed
from serai.outcome.recalled import Noted, Recalled, Told, _key
from serai.outcome.study import findings, studied
from serai.wording import reason

ASKED = ("N02", "N03", "N05", "N10", "N22", "N29", "N32", "N33")


def corridor(root: Path):
    return open_corridor(root / "corridors" / "belt-and-road").only(*ASKED)


@pytest.fixture(scope="module")
def by_two(root: Path):
    if not can_fork():
        pytest.fail("this machine forks no second process: the comparison would be of one with itself")
    return assess(corridor(root))


@pytest.fixture(scope="module")
def by_one(root: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "can_fork", lambda: False)
        return assess(corridor(root))


def test_two_processes_find_what_one_does(by_one, by_two):
    assert any(isinstance(a, Recalled) for a in by_two.answers)
    assert not all(isinstance(a, Recalled) for a in by_two.answers)
    assert not any(isinstance(a, Recalled) for a in by_one.answers)
    for mine, theirs in zip(by_one.assessments, by_two.assessments, strict=True):
        for name in ("need", "state", "shares", "hopeful", "path", "why", "remedies", "substitutes", "flags",
                     "worst_loss", "hangs_on", "annual", "premise"):  # fmt: skip
            assert getattr(mine, name) == getattr(theirs, name), (mine.need.id, name)
    for one, two in zip(by_one.answers, by_two.answers, strict=True):
        assert one.need == two.need
        assert np.array_equal(one.rests_on, two.rests_on)
        assert [f.measure for f in one.notes.figures] == [f.measure for f in two.notes.figures]
        for mine, theirs in zip(one.notes.figures, two.notes.figures, strict=True):
            assert np.array_equal(mine.values, theirs.values, equal_nan=True)
        assert len(one.notes.exhibits) == len(two.notes.exhibits)


def test_every_loss_gives_the_same_also_one_that_the_other_process_did_not_try(by_one, by_two):
    assert np.array_equal(by_one.scan.after, by_two.scan.after)
    assert np.array_equal(by_one.scan.share_after, by_two.scan.share_after, equal_nan=True)
    assert np.array_equal(by_one.rehearsal.after, by_two.rehearsal.after)
    some = alive_after(single_losses(by_one.pool)[::7], by_one.pool)
    pairs = some[:-1] & some[1:]
    for one, two in zip(by_one.answers, by_two.answers, strict=True):
        mine, theirs = one.held(pairs), two.held(pairs)
        assert np.array_equal(mine.certain, theirs.certain, equal_nan=True)
        assert np.array_equal(mine.hopeful, theirs.hopeful, equal_nan=True)


def test_the_losses_of_an_assessment_are_not_tried_twice(by_two):
    for answer in by_two.answers:
        if isinstance(answer, Recalled):
            tried = Recalled(answer.need, answer.told, _nobody_asks)
            known = scan([tried], by_two.pool, rehearsed(by_two.corridor))
            assert known.after.shape == (len(rehearsed(by_two.corridor)), 1)
            losses = alive_after(single_losses(by_two.pool), by_two.pool)
            touched = (~losses & tried.rests_on[None, :]).any(axis=1)
            rows = np.concatenate([np.ones((1, losses.shape[1]), dtype=bool), losses[touched]])
            assert len(tried.held(rows).certain) == len(rows)
            with pytest.raises(AssertionError):
                tried.held(rows[1:])
            with pytest.raises(AssertionError):
                tried.held(~rows)


@pytest.mark.parametrize("pairs", [False, True])
def test_what_a_study_asks_is_not_asked_twice(root: Path, monkeypatch, pairs: bool):
    """Substitutes, partners and pairs of losses: each process asks them of its own answers, beforehand."""
    here = open_corridor(root / "corridors" / "belt-and-road").only(*ASKED)
    plain, asked = assess(here), assess(here, asks=(studied(pairs=pairs),))
    assert any(isinstance(a, Recalled) for a in asked.answers)
    monkeypatch.setattr(Recalled, "answer", property(_found_again))
    with pytest.raises(AssertionError, match="found again"):
        findings(plain, pairs=pairs)
    found = findings(asked, pairs=pairs)
    monkeypatch.undo()
    expected = findings(plain, pairs=pairs)
    assert (found.redundancy, found.substitution) == (expected.redundancy, expected.substitution)
    assert found.partners == expected.partners
    assert found.substitution


def _found_again(_: Recalled):
    raise AssertionError("found again")


def _nobody_asks():
    raise AssertionError("found again")


def test_what_the_other_process_saw_of_the_sky_is_known_here(root: Path, by_one):
    """But for positions, from which it was found: they are large and soon found again."""
    here = assess(corridor(root)).world.almanac.known
    unknown = by_one.world.almanac.known - here
    assert {key[0] for key in unknown} <= {"tracked", "ephemeris", "connect.sky"}
    assert {"contacts", "overflights", "sunlit"} <= {key[0] for key in here}


def test_what_is_told_comes_back_whole_from_another_process(by_one):
    answer = Noted(answer=by_one.answers[0])
    everything = np.ones((1, len(by_one.pool.assets)), dtype=bool)
    held = answer.held(everything)
    assert answer.held(everything.copy()) is held
    told = pickle.loads(packed(answer.told()))
    assert isinstance(told, Told)
    again = Recalled(answer.need, told, _nobody_asks)
    assert str(again.notes.why) == str(answer.notes.why)
    assert again.measures == tuple(answer.measures)
    assert np.array_equal(again.held(everything).certain, held.certain)
    said = reason("plan.again", state=reason("plan.met"), figures=())
    assert pickle.loads(packed(said)) == said


def test_one_table_of_losses_is_never_taken_for_another():
    tables = [np.ones((1, 16), bool), np.ones((2, 8), bool), np.ones((1, 15), bool), np.eye(4, dtype=bool)]
    assert len({_key(table) for table in tables}) == len(tables)
    assert _key(tables[0]) == _key(tables[0].copy())


@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_each_place_is_taken_once_whoever_is_quicker(length: int):
    for pattern in ("front", "end", "turns"):
        both = _BothEnds(length)
        front, end = both.from_the_front(), both.from_the_end()
        taken = []
        while both.taken() < length:
            turn = pattern if pattern != "turns" else ("front", "end")[len(taken) % 2]
            taken.append(next(front if turn == "front" else end))
        assert sorted(taken) == list(range(length))
        assert list(front) == list(end) == []
    assert both.taken() == length


def test_a_fault_of_the_other_process_is_raised_here(root: Path, monkeypatch):
    before = module._judged

    def breaks(needs, day, plan, done):
        if done is module._silent:
            raise RuntimeError("a fault of the other process")
        yield from before(needs, day, plan, done)

    monkeypatch.setattr(module, "_judged", breaks)
    with pytest.raises(RuntimeError, match="a fault of the other process"):
        assess(corridor(root))


def test_a_process_that_is_killed_is_one_sentence(root: Path, monkeypatch):
    before = module._judged

    def killed(needs, day, plan, done):
        if done is module._silent:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from before(needs, day, plan, done)

    monkeypatch.setattr(module, "_judged", killed)
    with pytest.raises(Refused, match="ended before it was done") as refused:
        assess(corridor(root))
    assert "\n" not in str(refused.value)


def test_few_needs_are_judged_by_one_process(root: Path, monkeypatch):
    monkeypatch.setattr(module, "beside", _nobody_asks)
    whole = open_corridor(root / "corridors" / "belt-and-road")
    few = whole.only(*ASKED[: module.FEW - 1])
    assert len(assess(few, losses=False).answers) == module.FEW - 1
    with pytest.raises(TypeError):
        assess(whole.only(*ASKED[: module.FEW]), losses=False)
