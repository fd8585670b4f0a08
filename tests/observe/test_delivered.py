"""A look counts for a revisit when it is in hand in time; over all looks the geometry stays as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.needs import Assessment, Plan, State, judge
from serai.observe import Observe
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.pool import Pool
from serai.report.data.json import assess_answer
from serai.report.readings.figures import reading
from serai.world import World
from tests.observe.story import measure, need, without

ROUNDED = 5e-5  # the independent figures have four decimals
ALWAYS = np.inf
# need, days, delivered in time, over all looks: an independent study of the reference corridor.
STUDIED = (
    ("N10", 1.5, 0.6296, 0.9352),
    ("N10", 7.0, 0.4901, None),
    ("N31", 1.5, 0.6806, 0.6806),
    ("N31", 7.0, 0.8571, 0.9315),
)


@pytest.fixture(scope="module")
def studied(root: Path) -> dict[float, Outcome]:
    whole = open_corridor(root / "corridors" / "belt-and-road").only("N10", "N31")
    corridor = replace(
        whole, needs=tuple(replace(n, area=None) for n in whole.needs)
    )  # at the boxes' centres
    return {days: assess(corridor, days=days, losses=False) for days in (1.5, 7.0)}


@pytest.mark.parametrize(("asked", "days", "delivered", "looks"), STUDIED)
def test_looks_in_hand_in_time_are_those_of_the_independent_study(
    studied: dict[float, Outcome], asked: str, days: float, delivered: float, looks: float | None
):
    outcome = studied[days]
    place = [f.measure.name for f in outcome[asked].figures].index("revisit")
    assert outcome[asked].shares[place] == pytest.approx(delivered, abs=ROUNDED)
    if looks is not None:  # the geometry alone: every look as if in hand at once
        found = outcome.answer(asked)
        assert found is not None
        at_s = found.deliveries.at_s
        ones = np.ones((1, len(at_s)), dtype=bool)
        geometry = replace(found.judges[place], in_hand_s=ALWAYS).shares(at_s, at_s[None], ones)
        assert geometry == pytest.approx([looks], abs=ROUNDED)


def test_a_strike_counts_by_the_same_rule(root: Path):
    corridor = open_corridor(root / "corridors" / "belt-and-road").only("N10")
    before = assess(corridor, losses=False)
    after = assess(corridor.without("station:kashi"), world=before.world, plan=before.plan, losses=False)
    alive = np.array([[a.id != "kashi" for a in corridor.pool.assets]])
    held = before.answers[0].held(alive).certain[0]
    assert after["N10"].shares == pytest.approx(held)
    assert held[0] < before["N10"].shares[0]


def two(little: Pool, sky: World, hours: float, **more: object) -> Assessment:
    asked = need(measure("revisit", 24.0), measure("image_to_hand", hours))
    asked = replace(asked, request=replace(asked.request, **more)) if more else asked
    found = Observe().answer(asked, little, sky, Plan(), asked.judged(sky.at))
    return judge(found, len(little.assets), asked.judged(sky.at))


def test_a_sooner_limit_never_lets_more_looks_count(little: Pool, sky: World):
    shares = [two(little, sky, hours).shares[0] for hours in (0.6, 3.0, 12.0, 30.0)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_what_counts_is_said_with_the_share_of_all_images(little: Pool, sky: World):
    one = two(little, sky, 3.0)
    share, count = one.figures[1].of_all
    said = str(one.why)
    assert "from look to look (in hand within 3 h)" in said
    assert "from look to hand (the quickest image of each 24 h)" in said
    assert f"of all {count} images {100 * share:.0f} % in hand within 3 h" in said
    assert reading(one, 1).beside == f"{100 * share:.0f} % of all {count} images"
    assert reading(one, 0).beside == ""


def test_all_images_are_the_looks_of_the_period_and_a_late_one_is_not_in_hand(little: Pool, sky: World):
    asked = need(measure("revisit", 24.0), measure("image_to_hand", 3.0))
    found = Observe().answer(asked, little, sky, Plan(), asked.judged(sky.at))
    by = found.deliveries
    inside = (by.at_s >= 0.0) & (by.at_s < asked.judged(sky.at).duration_s)
    soon = by.arrivals_s(without(little))[0] - by.at_s <= 3 * 3600.0
    assert 0 < (inside & soon).sum() < inside.sum()
    assert found.notes.figures[1].of_all == ((inside & soon).sum() / inside.sum(), inside.sum())


def test_after_a_strike_all_images_are_those_of_before(little: Pool, sky: World):
    asked = need(measure("revisit", 24.0), measure("image_to_hand", 3.0))
    span = asked.judged(sky.at)
    whole = Observe().answer(asked, little, sky, Plan(), span).notes.figures[1].of_all
    left = Observe().answer(asked, little.without("radar-a"), sky, Plan(), span).notes.figures[1].of_all
    assert left[1] == whole[1]
    assert left[0] < whole[0]


def test_a_time_on_the_ground_that_nobody_gave_makes_a_revisit_unknown_where_a_time_is_asked(
    little: Pool, sky: World
):
    one = two(little, sky, 30.0, processing_s=None)
    assert one.state is State.UNKNOWN
    assert all("time on the ground of N01" in str(f.missing) for f in one.figures)
    alone = need(measure("revisit", 24.0))
    alone = replace(alone, request=replace(alone.request, processing_s=None))
    found = Observe().answer(alone, little, sky, Plan(), alone.judged(sky.at))
    assert not found.notes.figures[0].missing  # no time is asked: a look down within a day counts


def test_an_archive_without_a_known_delay_counts_only_as_hopeful(little: Pool, sky: World):
    rows = tuple(replace(t, delay_s=None) if t.id == "T01" else t for t in little.terms.rows)
    silent = replace(little, terms=replace(little.terms, rows=rows))
    asked = need(measure("revisit", 100.0), sensors=("optical",))
    found = Observe().answer(asked, silent, sky, Plan(), asked.judged(sky.at))
    held = found.held(without(little))
    assert held.certain[0, 0] == 0.0
    assert held.hopeful[0, 0] > 0.5
    assert str(found.notes.figures[0].missing) == "delay of delivery under T01 (terms.csv, delay_h)"


def test_json_holds_the_share_of_all_images_beside_the_quickest(studied: dict[float, Outcome]):
    outcome = studied[1.5]
    needs = {n["id"]: n["figures"] for n in assess_answer(outcome)["needs"]}  # type: ignore[union-attr,index]
    assert (needs["N10"]["image_to_hand"]["share_of_all"], needs["N10"]["image_to_hand"]["n_of_all"]) == (
        0.5,
        10,
    )
    assert needs["N10"]["revisit"]["n_of_all"] is None
