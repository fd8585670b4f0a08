"""The reference corridor on 2026-08-22: how its 36 needs stand, and what the known losses would do."""

from __future__ import annotations

import pytest

import serai
from serai import Outcome, State
from serai.losses import single_points
from serai.needs.judging import required


@pytest.fixture(scope="module")
def today(root) -> Outcome:
    return serai.assess(serai.open_corridor(root / "corridors" / "belt-and-road"))


def _struck(today: Outcome, *names: str) -> Outcome:
    return serai.assess(today.corridor.without(*names), world=today.world, losses=False)


def test_most_needs_are_decided_and_each_unknown_names_the_missing_figure(today: Outcome) -> None:
    assert len(today.assessments) == 36
    decided = [a for a in today.assessments if (a.would_be or a.state) is not State.UNKNOWN]
    assert len(decided) >= 24
    for one in today.assessments:
        assert one.why
        assert (State.UNKNOWN in (one.state, one.would_be)) <= bool(one.missing)


def test_every_state_occurs_in_the_corridor_or_its_losses(today: Outcome) -> None:
    seen = {a.state for a in today.assessments}
    # Without PRSC-S1's resolution and without the other radars nobody can say whether Sindh is seen.
    seen |= {a.state for a in _struck(today, "constellation:gaofen-3", "hj-2e", "hj-2f").assessments}
    assert seen == set(State)


def test_the_plan_of_the_day_has_no_fault(today: Outcome) -> None:
    assert today.plan.bookings
    assert today.plan_faults == []


def test_the_figures_and_the_scan_judge_alike(today: Outcome) -> None:
    for i, answer in enumerate(today.answers):
        one = today[answer.need.id]
        assert State(int(today.scan.before[i])) is one.state, answer.need.id
        for share, figure in zip(one.shares, answer.notes.figures, strict=True):
            if one.state is State.MET:
                assert share is not None
                assert share >= required(figure.measure) - 1e-12


def test_a_satellite_that_left_its_slot_answers_nothing(today: Outcome) -> None:
    paksat = today.pool["paksat-1r"]
    assert not paksat.usable
    assert "PakSat-1R is declared at 38.0 E" in str(paksat.out)
    assert all("paksat-1r" not in one.path for one in today.assessments)


def test_the_red_sea_cut_leaves_pakistan_its_land_fibre_and_satellites(today: Outcome) -> None:
    cut = _struck(today, "E11")
    assert cut["N28"].state is State.MET
    assert cut["N08"].state is State.NOT_MET


def test_without_beidou_boats_keep_ten_metres_but_the_text_messages_go(today: Outcome) -> None:
    lost = {c.need: c for c in serai.compare(today, _struck(today, "BeiDou lost"))}
    assert lost["N03"].after.state is State.MET
    assert lost["N15"].after.state is State.NOT_MET
    assert "What would mend it" in str(lost["N15"])


def test_a_strike_and_the_scan_agree_on_what_kashi_breaks(today: Outcome) -> None:
    changes = {c.need for c in serai.compare(today, _struck(today, "kashi")) if c.worse}
    point = next(p for p in today.single_points if p.loss.id == "kashi")
    assert set(point.breaks) == changes == {"N01"}  # N10 is not met on its area as it is


def test_known_outages_are_rehearsed_on_the_day(today: Outcome) -> None:
    broken = {p.loss.id: set(p.breaks) for p in single_points(today.rehearsal)}
    assert broken["E10"] == {"N01"}
    assert "N08" not in broken.get("E11", set())  # asked with the Red Sea cut as it is
    assert "E09" not in broken  # BDS-3 G1 left 140 E for another satellite: nothing hangs on it
