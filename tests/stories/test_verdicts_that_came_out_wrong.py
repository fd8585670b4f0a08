"""What an assessment once said of the reference corridor and what is right, where no other test says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.corridor import Corridor
from serai.losses import scan, single_losses
from serai.needs import State
from serai.outcome.outcome import Outcome, assess, open_corridor
from tests.losses.brute_force import stands, struck

CONTRADICTED = ("N01", "N05", "N17", "N28", "N29")
# The losses of which the scan once said something else than the strike: kind and id.
LOST = (
    ("party", "aircas"),
    ("asset", "karachi"),
    ("group", "landing:karachi"),
    ("group", "constellation:gaofen-3"),
    ("party", "cnsa"),
    ("asset", "cn-backbone"),
    ("asset", "mem"),
    ("party", "mem"),
)


@pytest.fixture(scope="module")
def corridor(root: Path) -> Corridor:
    return open_corridor(root / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def contradicted(corridor: Corridor) -> Outcome:
    return assess(corridor.only(*CONTRADICTED), losses=False)


def test_the_losses_that_were_contradicted_stand_alike_in_the_scan_and_after_the_strike(
    contradicted: Outcome,
) -> None:
    day = contradicted
    losses = [x for x in single_losses(day.pool) if (x.kind.value, x.id) in LOST]
    assert len(losses) >= 6
    found = scan(day.answers, day.pool, losses)
    before = stands(day)
    for row, loss in enumerate(losses):
        for need, after in struck(day, loss.assets).items():
            k = [n.id for n in found.needs].index(need)
            assert after.state is State(int(found.after[row, k])), (need, loss)
            assert min(after.certain) == pytest.approx(found.share_after[row, k], abs=1e-9), (need, loss)
            assert not after.better_than(before[need]), (need, loss)


def test_winds_over_mohe_are_met_by_the_broadcast_that_is_in_hand_in_time(corridor: Corridor) -> None:
    one = assess(corridor.only("N32"), losses=False)["N32"]
    assert one.state is State.MET
    assert any(asset.startswith("fy-3") for asset in one.path), one.path
    assert not any(asset.startswith("noaa") for asset in one.path), one.path


def test_the_maldives_miss_no_figure_of_a_fibre_in_the_karakoram(corridor: Corridor) -> None:
    whole = corridor.only("N22")
    one = assess(whole.without("landing:male", "landing:hulhumale"), losses=False)["N22"]
    said = " ".join(map(str, (*one.missing, one.why, *one.remedies)))
    assert "Karakoram" not in said
    assert "Khunjerab" not in said
