"""Which cheap partner agreement would mend most: the reference corridor's candidates, tried one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import serai
from serai import State
from serai.outcome.advice import Advice, advice
from serai.outcome.outcome import Outcome
from serai.outcome.trial import tried as tried_with


@pytest.fixture(scope="module")
def day(root: Path) -> Outcome:
    return serai.assess(serai.open_corridor(root / "corridors" / "belt-and-road").only("N01", "N07", "N29"))


@pytest.fixture(scope="module")
def tried(day: Outcome) -> dict[str, Advice]:
    return {a.term.id: a for a in advice(day)}


def test_taking_the_passes_at_karachi_frees_sindh_from_kashi(tried: dict[str, Advice]) -> None:
    assert ("N01", ("kashi",)) in tried["T15"].relieves
    assert tried["T15"].single_points_removed >= 1


def test_a_dish_at_khartoum_brings_sudans_images_home_in_time(tried: dict[str, Advice]) -> None:
    ((old, new),) = tried["T36"].mends
    assert (old.need.id, old.state, new.state) == ("N29", State.DEGRADED, State.MET)


def test_an_agreement_that_changes_nothing_is_left_out(tried: dict[str, Advice]) -> None:
    assert all(a.mends or a.relieves for a in tried.values())
    assert "T90" not in tried  # it opens a navigation service, and no navigation need was asked about


@pytest.mark.parametrize(("term", "needs"), [("T15", ("N01", "N29")), ("T36", ("N29",)), ("T90", ("N12",))])
def test_a_trial_without_words_finds_the_states_and_single_points_of_a_whole_assessment(
    root: Path, term: str, needs: tuple[str, ...]
) -> None:
    day = serai.assess(serai.open_corridor(root / "corridors" / "belt-and-road").only(*needs))
    found = tried_with(day.assessments, day.corridor.needs, day.pool.with_terms(term), day.world, day.days)
    whole = serai.assess(day.corridor.with_terms(term), world=day.world)
    for old in day.assessments:
        new = whole[old.need.id]
        assert found[old.need.id].state is new.state, old.need.id
        assert found[old.need.id].hangs_on == tuple(x for x in new.hangs_on if x in set(old.hangs_on))


def test_a_trial_books_for_the_needs_that_lack_nothing_too(root: Path) -> None:
    day = serai.assess(
        serai.open_corridor(root / "corridors" / "belt-and-road").only("N01", "N07", "N16", "N29")
    )
    short = [one for one in day.assessments if one.state is not State.MET]
    assert 0 < len(short) < len(day.assessments)  # somebody whose bookings stand in the way lacks nothing
    for term in ("T15", "T36"):
        whole = serai.assess(day.corridor.with_terms(term), world=day.world, losses=False)
        found = tried_with(short, day.corridor.needs, day.pool.with_terms(term), day.world, day.days)
        assert {k: v.state for k, v in found.items()} == {o.need.id: whole[o.need.id].state for o in short}


def test_terms_tried_in_two_processes_come_out_as_in_one(
    day: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(found: list[Advice]) -> list[tuple[str, object, object]]:
        return [(a.term.id, [(o.need.id, n.state) for o, n in a.mends], a.relieves) for a in found]

    monkeypatch.setattr("serai.outcome.processes.can_fork", lambda: False)
    alone = told(advice(day))
    monkeypatch.setattr("serai.outcome.processes.can_fork", lambda: True)
    assert told(advice(day)) == alone
