"""Looks at a need's area: which places each covers, whose strips they are, and what a loss takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.corridor.areas import area_of
from serai.needs import Plan
from serai.observe import Observe
from serai.observe.areas.looks import area_looks
from serai.observe.sensors import eligible_sensors
from serai.time import Span
from serai.world import ClearSky, Weather
from tests.observe import story

WIDE = '{"type": "Polygon", "coordinates": [[[66, 24], [71, 24], [71, 29], [66, 29], [66, 24]]]}'


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    file = tmp_path_factory.mktemp("areas") / "sindh.geojson"
    file.write_text(WIDE, encoding="utf-8")
    return area_of(file, file.name)


def swaths(pool, km):
    """The same pool, every camera and radar so wide."""
    assets = tuple(
        replace(
            a, fittings=tuple(replace(f, swath_km=km) if hasattr(f, "swath_km") else f for f in a.fittings)
        )
        for a in pool.assets
    )
    return replace(pool, assets=assets)


def asking(area, *measures, sensors=("radar",)):
    need = story.need(*measures, sensors=sensors)
    box = replace(need.box, lon_min=65.0, lat_min=23.0, lon_max=72.0, lat_max=30.0)
    return replace(need, area=area, box=box)


def looks_of(need, pool, sky, area, *, in_turn=True, days=1.0):
    found = eligible_sensors(need, pool).found
    span = Span.of(story.T0, days * 86_400.0)
    return area_looks(found, pool, sky, area, span, in_turn=in_turn)


REVISIT = story.measure("revisit", 24.0)


def test_a_narrow_swath_covers_part_of_the_area_and_a_wide_one_more(little, sky, area):
    need = asking(area, REVISIT)
    weight = area.places.weight / area.size
    narrow = looks_of(need, swaths(little, 50.0), sky, area).covers @ weight
    wide = looks_of(need, swaths(little, 300.0), sky, area).covers @ weight
    assert 0.0 < narrow.max() < 0.2
    assert wide.max() > 2.0 * narrow.max()
    assert len(wide) >= len(narrow)


def test_the_loss_of_one_satellite_moves_no_strip_of_another(little, sky, area):
    pool, need = swaths(little, 80.0), asking(area, REVISIT)
    both = looks_of(need, pool, sky, area)
    left = pool.losing(frozenset({"radar-b"}))
    alone = looks_of(need, left, sky, area)
    mine = both.satellite == pool.place_of["radar-a"]
    assert (both.at_ns[mine] == alone.at_ns).all()
    assert (both.covers[mine] == alone.covers).all()


def test_a_satellite_looks_first_where_it_has_not_looked_for_longest(little, sky, area):
    pool, need = swaths(little, 80.0), asking(area, REVISIT)
    weight = area.places.weight / area.size
    seen = looks_of(need, pool, sky, area, days=4.0)
    again = looks_of(need, pool, sky, area, in_turn=False, days=4.0)
    assert len(seen) == len(again) > 2
    union = [float(weight[one.covers.any(axis=0)].sum()) for one in (seen, again)]
    assert union[0] > union[1]
    assert (again.covers @ weight).max() >= (seen.covers @ weight).max() - 1e-12


def test_no_loss_betters_an_area_and_a_lost_radar_takes_its_strips(little, sky, area):
    pool, need = swaths(little, 150.0), asking(area, REVISIT)
    answer = Observe().answer(need, pool, sky, Plan(), story.DAY)
    alive = ~np.eye(len(pool.assets), dtype=bool)
    whole = answer.held(np.ones((1, len(pool.assets)), bool))
    after = answer.held(alive)
    assert (after.certain <= whole.certain + 1e-12).all()
    assert (after.hopeful <= whole.hopeful + 1e-12).all()
    assert after.certain[pool.place_of["radar-a"]] < whole.certain


def test_a_swath_that_nobody_published_leaves_the_need_unknown_and_is_named(little, sky, area):
    answer = Observe().answer(
        asking(area, story.measure("revisit", 24.0, 0.2)), little, sky, Plan(), story.DAY
    )
    held = answer.held(np.ones((1, len(little.assets)), bool))
    assert held.certain[0, 0] == 0.0
    assert held.hopeful[0, 0] > 0.2
    (figure,) = answer.notes.figures
    assert "swath of radar-a strip (sensors.csv, swath_km)" in str(figure.missing)


def test_what_is_said_of_an_area(little, sky, area):
    need = asking(area, REVISIT, story.measure("request_to_hand", 24.0))
    answer = Observe().answer(need, swaths(little, 150.0), sky, Plan(), story.DAY)
    why = str(answer.notes.why)
    assert "looks in hand cover" in why
    assert "half of the area has a look every" in why
    assert "of the area and the time" in why
    table = next(t for t in answer.notes.exhibits if getattr(t, "key", "") == "area_by_day")
    days = [row.values for row in table.rows]
    assert len(days) == 1
    assert days[0]["cumulative_percent"] == days[0]["covered_percent"]
    assert 0.0 < days[0]["covered_percent"] < 100.0


def cloudy(world, *monthly):
    sky = ClearSky(need="N01", monthly=monthly)
    return replace(world, weather=Weather(clear_sky=(sky,)))


def test_a_clear_view_is_judged_with_the_chance_of_a_clear_sky(little, sky, area):
    pool = swaths(little, 800.0)
    asked = replace(story.measure("revisit", 24.0), clear_view=True)
    need = replace(asking(area, asked, sensors=("optical",)), id="N01")
    whole = np.ones((1, len(pool.assets)), bool)
    shares = [
        float(
            Observe().answer(need, pool, cloudy(sky, *[c] * 12), Plan(), story.DAY).held(whole).certain[0, 0]
        )
        for c in (0.0, 0.3, 1.0)
    ]
    assert shares[0] == 0.0
    assert shares[1] == pytest.approx(0.3 * shares[2], rel=1e-6)  # one sky a day
    unknown = Observe().answer(need, pool, sky, Plan(), story.DAY)
    held = unknown.held(whole)
    assert held.certain[0, 0] == 0.0
    assert held.hopeful[0, 0] == pytest.approx(shares[2])
    said = Observe().answer(need, pool, cloudy(sky, *[0.3] * 12), Plan(), story.DAY).notes
    assert "a clear view within 24 h has a chance of" in str(said.why)
    assert any("how long a sky stays" in str(w.what) for w in said.weak)
