"""A need that asks "if both cables fail" is judged with both lost, and what it would be else is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.losses import LossKind
from serai.needs import State, premised
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.pool import Ambiguous, NotInPool
from serai.report import assess_answer
from serai.report.readings.premises import premise_briefly, premise_said

NEEDS = ("N08", "N22")


@pytest.fixture(scope="module")
def day(root: Path) -> Outcome:
    return assess(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS))


def test_the_state_is_that_under_the_premise_and_the_state_without_stands_beside(day: Outcome) -> None:
    one = day["N08"]
    assert one.state is State.NOT_MET
    assert one.premise is not None
    assert (one.premise.state_without, one.premise.share_without) == (State.MET, 1.0)
    said = {n["id"]: n["premise"] for n in assess_answer(day)["needs"]}  # type: ignore[attr-defined]
    assert said["N08"] == {
        "given_lost": ["corridor:red-sea"],
        "state_without": "met",
        "share_without": 1.0,
        "availability_without": None,
    }


def test_a_premise_and_the_same_loss_struck_by_hand_are_one(day: Outcome) -> None:
    free = tuple(replace(n, given_lost=()) for n in day.corridor.needs)
    by_hand = replace(day.corridor, needs=free).without("red-sea")
    after = assess(by_hand, world=day.world, plan=day.plan, losses=False)
    assert after["N08"].premise is None
    assert (after["N08"].state, after["N08"].shares) == (day["N08"].state, day["N08"].shares)
    assert (after["N08"].why, after["N08"].path) == (day["N08"].why, day["N08"].path)


def test_single_points_are_those_under_the_premise(day: Outcome) -> None:
    """With the two cables gone the third is one; without the premise no single loss breaks the need."""
    assert "msc-mount-lavinia-hulhumale" in day["N22"].hangs_on
    given = {"dhi-slt-colombo-male", "falcon-colombo-male", "falcon-mumbai-male"}
    assert not given & set(day["N22"].hangs_on)
    row = next(i for i, x in enumerate(day.scan.losses) if x.id == "msc-mount-lavinia-hulhumale")
    assert day.scan.losses[row].kind is LossKind.ASSET
    struck = day.corridor.without("msc-mount-lavinia-hulhumale")
    after = assess(struck, world=day.world, plan=day.plan, losses=False)
    assert after["N22"].state == State(int(day.scan.after[row, 1])) == State.UNKNOWN


def test_what_is_given_as_lost_is_out_of_every_row_of_held(day: Outcome) -> None:
    answer = day.answer("N08")
    assert answer is not None
    rests = {day.pool.assets[k].id for k in np.flatnonzero(answer.rests_on)}
    assert rests
    assert not rests & day.pool.groups["corridor:red-sea"]
    whole = np.ones((1, len(day.pool.assets)), dtype=bool)
    assert answer.held(whole).certain[0].tolist() == list(day["N08"].shares)


def test_a_premise_that_is_struck_too_changes_nothing(day: Outcome) -> None:
    after = assess(day.corridor.without("red-sea"), world=day.world, plan=day.plan, losses=False)
    one = after["N08"]
    assert (one.state, one.shares) == (day["N08"].state, day["N08"].shares)
    assert one.premise is not None
    assert one.premise.state_without is State.NOT_MET
    assert premise_briefly(one, after.pool) == ""


def test_the_premise_is_said_with_the_names_of_what_is_lost(day: Outcome) -> None:
    assert str(premise_said(day["N08"], day.pool)) == (
        "red-sea (corridor) lost first; without that loss it would be met"
    )
    assert str(premise_briefly(day["N08"], day.pool)) == "red-sea (corridor) lost first, else met"
    assert str(premise_said(day["N22"], day.pool)).startswith("Dhiraagu-SLT: Colombo - Male, FALCON: ")
    assert premise_said(replace(day["N22"], premise=None), day.pool) == ""


@pytest.mark.parametrize(("name", "refused"), [("karachi", Ambiguous), ("corridor:read-sea", NotInPool)])
def test_a_premise_that_names_nothing_or_several_things_is_refused(
    day: Outcome, name: str, refused: type[Exception]
) -> None:
    need = replace(day.corridor.needs[0], given_lost=(name,))
    with pytest.raises(refused):
        premised(need, day.pool)
    assert premised(replace(need, given_lost=()), day.pool) is day.pool
