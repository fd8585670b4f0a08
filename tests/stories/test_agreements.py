"""Which cheap partner agreement would mend most: the reference corridor's candidates, tried one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import serai
from serai import State
from serai.outcome.advice import Advice, advice


@pytest.fixture(scope="module")
def tried(root: Path) -> dict[str, Advice]:
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road").only("N01", "N07", "N29")
    return {a.term.id: a for a in advice(serai.assess(corridor))}


def test_taking_the_passes_at_karachi_frees_sindh_from_kashi(tried: dict[str, Advice]) -> None:
    assert ("N01", ("kashi",)) in tried["T15"].relieves
    assert tried["T15"].single_points_removed >= 1


def test_a_dish_at_khartoum_brings_sudans_images_home_in_time(tried: dict[str, Advice]) -> None:
    ((old, new),) = tried["T36"].mends
    assert (old.need.id, old.state, new.state) == ("N29", State.DEGRADED, State.MET)


def test_an_agreement_that_changes_nothing_is_left_out(tried: dict[str, Advice]) -> None:
    assert all(a.mends or a.relieves for a in tried.values())
    assert "T90" not in tried  # it opens a navigation service, and no navigation need was asked about
