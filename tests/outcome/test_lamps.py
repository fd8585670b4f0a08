"""The lamps: the first priority decides, lower ones at most warn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.needs import State
from serai.outcome.lamps import lamps

MET, DEGRADED, NOT_MET, UNKNOWN, OUT = (
    State.MET,
    State.DEGRADED,
    State.NOT_MET,
    State.UNKNOWN,
    State.OUT_OF_SEASON,
)


def lamp_of(outcome, *asked: tuple[int, State]):
    """Light the lamp of one service whose needs have these priorities and states."""
    one = outcome["N01"]
    needs = [
        replace(one, state=state, need=replace(one.need, id=f"N{i}", priority=priority))
        for i, (priority, state) in enumerate(asked)
    ]
    (lamp,) = lamps(replace(outcome, assessments=tuple(needs)))
    return lamp


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        (((1, MET), (2, MET)), MET),
        (((1, MET), (2, UNKNOWN)), MET),
        (((1, MET), (3, DEGRADED)), DEGRADED),
        (((1, MET), (2, NOT_MET)), DEGRADED),
        (((1, UNKNOWN), (2, MET)), DEGRADED),
        (((1, DEGRADED), (2, NOT_MET)), DEGRADED),
        (((1, NOT_MET), (1, MET)), NOT_MET),
        (((1, UNKNOWN), (2, UNKNOWN)), UNKNOWN),
        (((1, OUT), (2, OUT)), OUT),
        (((1, OUT), (2, MET)), MET),
    ],
)
def test_the_first_priority_decides(outcome, asked, state):
    assert lamp_of(outcome, *asked).state is state


def test_a_lamp_says_which_needs_decide_it(outcome):
    lamp = lamp_of(outcome, (1, NOT_MET), (1, NOT_MET), (2, NOT_MET), (1, MET))
    assert lamp.sentence == "2 first-priority needs not met"
    assert [a.need.id for a in lamp.because] == ["N0", "N1"]
    assert lamp.counted == "1 met, 3 not met"
    assert lamp_of(outcome, (1, MET), (2, NOT_MET)).sentence == "1 lower-priority need not met"
    assert lamp_of(outcome, (1, MET)).sentence == "every first-priority need is met"


def test_there_is_a_lamp_for_each_of_the_three_services(outcome):
    assert [x.service for x in lamps(outcome)] == ["navigate", "connect", "observe"]
