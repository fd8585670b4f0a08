"""The scan and the strike say the same of every loss, and no loss betters any need."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.losses import scan, single_losses
from serai.needs import State
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.pool import Ambiguous

LOSSES = 2  # each a whole assessment of three needs
SEEDED = ("hj-2e",)  # what came out differently once, beside those drawn
NEEDS = ("N02", "N18", "N29")


@pytest.fixture(scope="module")
def day(root: Path) -> Outcome:
    return assess(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS), losses=False)


def test_a_strike_gives_the_state_and_share_of_the_scan_and_no_loss_betters_a_need(day: Outcome) -> None:
    losses = single_losses(day.pool)
    found = scan(day.answers, day.pool, losses)
    rests = {day.pool.assets[k].id for a in day.answers for k in np.flatnonzero(a.rests_on)}
    touching = [i for i, loss in enumerate(losses) if loss.assets & rests]
    rows = random.Random(9).sample(touching, LOSSES)
    rows += [i for i, loss in enumerate(losses) if loss.id in SEEDED]
    for row in rows:
        struck = replace(day.corridor, pool=day.pool.losing(losses[row].assets))
        after = assess(struck, world=day.world, plan=day.plan, losses=False)
        whole = np.ones((1, len(struck.pool.assets)), dtype=bool)
        for k, (need, answer) in enumerate(zip(found.needs, after.answers, strict=True)):
            label = f"{need.id} without {losses[row].id}"
            assert after[need.id].state == State(int(found.after[row, k])), label
            assert answer.held(whole).least().certain[0] == pytest.approx(found.share_after[row, k]), label
            assert after[need.id].state >= found.before[k], label


def test_two_of_four_images_promised_are_half_of_them_after_the_loss_of_a_camera(day: Outcome) -> None:
    assert day["N29"].share_met == 0.75
    struck = assess(day.corridor.without("hj-2e"), world=day.world, plan=day.plan, losses=False)
    assert (struck["N29"].state, struck["N29"].share_met) == (State.DEGRADED, 0.5)


def test_calls_over_links_of_unknown_budget_are_unknown_and_texts_in_three_parts_degraded(
    day: Outcome,
) -> None:
    struck = assess(day.corridor.without("thuraya-2"), world=day.world, plan=day.plan, losses=False)
    assert struck["N02"].state is State.UNKNOWN
    assert any("G/T" in str(m) for m in struck["N02"].missing)
    assert day["N18"].state is State.DEGRADED
    assert day["N18"].share_met == pytest.approx(0.956**3)


@pytest.mark.parametrize(
    "name",
    ["karachi", "ptcl", "transworld", "gaofen-3", "singapore", "kiruna", "si-racha", "hartebeesthoek"],
)
def test_the_eight_names_that_fit_several_things_are_refused(day: Outcome, name: str) -> None:
    with pytest.raises(Ambiguous, match="; say which"):
        day.corridor.without(name)
