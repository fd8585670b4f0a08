"""The picture of a need's area: what it shows in hand is what the answer says is covered."""

from __future__ import annotations

import numpy as np
import pytest

import serai
from serai.earth.outline import Outline
from serai.needs import AreaPicture, Plan, exhibits_of, premised
from serai.observe import Observe
from serai.time import Span


@pytest.fixture(scope="module")
def answers(root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    world, day = corridor.world(), Span.of(corridor.start, 86_400.0)
    asked = {name: premised(corridor.need(name), corridor.pool) for name in ("N10", "N16")}
    return {
        name: Observe().answer(corridor.need(name), pool, world, Plan(), day) for name, pool in asked.items()
    }


@pytest.mark.parametrize("need", ["N10", "N16"])
def test_the_picture_shows_the_share_that_the_table_by_day_tells(answers, need):
    notes = answers[need].notes
    shown = exhibits_of(AreaPicture, notes.exhibits)[0]
    table = next(e for e in notes.exhibits if getattr(e, "key", "") == "area_by_day")
    _, share = shown.steps()
    assert 100.0 * share[-1] == pytest.approx(table.rows[-1].values["cumulative_percent"], abs=0.01)
    assert len(shown.strips) == sum(row.values["looks"] for row in table.rows)


@pytest.mark.parametrize("need", ["N10", "N16"])
def test_a_strip_lies_over_the_places_that_it_has_in_hand_first(answers, need):
    shown = exhibits_of(AreaPicture, answers[need].notes.exhibits)[0]
    assert [s.number for s in shown.strips] == sorted(s.number for s in shown.strips)
    assert [s.in_hand_s for s in shown.strips] == sorted(s.in_hand_s for s in shown.strips)
    for one in shown.strips:
        mine = np.flatnonzero(np.abs(shown.first_s - one.in_hand_s) < 1e-6)
        assert one.adds == bool(len(mine))
        if len(mine):
            over = Outline.of_polygons([[one.ring_deg]])
            assert over.contains(shown.lon_deg[mine], shown.lat_deg[mine]).mean() > 0.9
