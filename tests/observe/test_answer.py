"""From looks to an answer: geometry, terms, losses, and the sentences that an operator reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.needs import Booking, Need, Opportunity, Plan, State, Use, judge
from serai.observe import Observe, Sensor
from serai.observe.answer import ObserveAnswer
from serai.observe.looks import LOOK_S
from serai.observe.rules import ObserveRules
from serai.pool import Pool
from serai.time import Span, Windows
from serai.world import World
from tests.observe.story import DAY, T0, low_orbit, measure, need, radar, satellite, without
from tests.observe.story import world as fresh_world

ASSETS = 6


def answer(asked: Need, little: Pool, sky: World, plan: Plan | None = None) -> ObserveAnswer:
    return Observe().answer(asked, little, sky, plan or Plan(), asked.judged(T0, 1.0))


def request(hours: float = 24.0) -> Need:
    return need(measure("request_to_hand", hours, 0.9), measure("resolution", 20.0, None, "m"))


def test_requests_are_answered_by_way_of_kashi(little: Pool, sky: World):
    found = answer(request(), little, sky)
    assert found.notes.path[0] == "kashi"
    assert set(found.notes.path[1:]) <= {"radar-a", "radar-b"}
    assert found.notes.figures[0].typical is not None
    assert 0.5 < found.notes.figures[0].typical < 24.0
    assert "mostly at Kashi" in str(found.notes.why)


def test_every_image_takes_its_contact_and_its_time_on_the_ground(little: Pool, sky: World):
    by = answer(request(), little, sky).deliveries
    arrivals = by.arrivals_s(without(little))[0]
    assert (arrivals - by.at_s >= LOOK_S / 2 + 120.0 + 1800.0 - 1e-6).all()


def test_without_its_only_station_nothing_comes_down(little: Pool, sky: World):
    found = answer(request(), little, sky)
    assert found.held(without(little, "kashi")).certain[0, 0] == 0.0
    assert found.held(without(little, "karachi")).certain[0, 0] == found.held(without(little)).certain[0, 0]


def test_a_loss_is_the_same_judged_from_the_answer_or_from_the_smaller_pool(little: Pool, sky: World):
    found = answer(request(), little, sky)
    for lost in ("radar-a", "radar-b", "camera", "karachi"):
        smaller = little.without(lost)
        again = answer(request(), smaller, sky)
        share = judge(again, len(smaller.assets), DAY).shares[0]
        assert found.held(without(little, lost)).certain[0, 0] == pytest.approx(share, abs=1e-9), lost


@given(st.lists(st.lists(st.booleans(), min_size=ASSETS, max_size=ASSETS), min_size=2, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_pool_with_fewer_assets_never_holds_more(little: Pool, sky: World, rows: list[list[bool]]):
    alive = np.array(rows)
    fewer = alive & alive[::-1]
    asked = need(
        measure("request_to_hand", 12.0),
        measure("revisit", 8.0),
        measure("image_to_hand", 3.0),
        sensors=("radar", "optical", "geo-imager"),
    )
    found = answer(asked, little, sky)
    assert (found.held(fewer).certain <= found.held(alive).certain + 1e-12).all()


def test_what_an_answer_does_not_rest_on_can_be_lost(little: Pool, sky: World):
    found = answer(request(), little, sky)
    spare = [a.id for a, rests in zip(little.assets, found.rests_on, strict=True) if not rests]
    assert "imager" in spare
    assert found.held(without(little, *spare)).certain == pytest.approx(found.held(without(little)).certain)


def test_a_candidate_term_is_offered_and_mends_the_need_once_agreed(little: Pool, sky: World):
    asked = request(8.0)
    struck = little.without("kashi")
    bad = judge(answer(asked, struck, sky), len(struck.assets), DAY)
    assert bad.state is State.NOT_MET
    assert any(str(s).startswith("with T15 agreed (take it at Karachi)") for s in bad.remedies)
    mended = struck.with_terms("T15")
    good = answer(asked, mended, sky)
    assert good.held(np.ones((1, len(mended.assets)), bool)).certain[0, 0] > (bad.shares[0] or 0.0)
    assert good.notes.path[0] == "karachi"


def test_a_staring_imager_is_looked_at_every_quarter_of_an_hour(little: Pool, sky: World):
    found = answer(need(measure("revisit", 0.5, 0.99), sensors=("geo-imager",)), little, sky)
    assert found.notes.figures[0].typical == pytest.approx(0.25)
    assert found.notes.path == ("imager",)
    assert found.held(without(little, "imager")).certain[0, 0] == 0.0


def test_a_broadcast_image_is_in_hand_at_once(little: Pool, sky: World):
    asked = need(measure("revisit", 0.5), measure("image_to_hand", 0.75), sensors=("geo-imager",))
    figure = answer(asked, little, sky).notes.figures[1]
    assert figure.typical == pytest.approx((450.0 + 1800.0) / 3600.0)  # the rest of the scan, and the ground


def test_an_open_archive_comes_after_its_delay(little: Pool, sky: World):
    asked = need(measure("request_to_hand", 72.0), sensors=("optical",))
    by = answer(asked, little, sky).deliveries
    assert np.allclose(by.arrivals_s(without(little))[0] - by.at_s, LOOK_S / 2 + 86_400.0 + 1800.0)


def test_a_camera_looks_by_day_only(little: Pool, sky: World):
    found = answer(need(measure("request_to_hand", 72.0), sensors=("optical",)), little, sky)
    hours = (found.deliveries.at_s / 3600.0 + 68.0 / 15.0) % 24.0
    assert len(hours)
    assert ((hours > 6.0) & (hours < 18.5)).all()


def test_time_on_the_ground_that_nobody_gave_makes_the_wait_unknown(little: Pool, sky: World):
    asked = request()
    unknown = replace(asked, request=replace(asked.request, processing_s=None))
    found = answer(unknown, little, sky)
    assert (
        str(found.notes.figures[0].missing)
        == "time on the ground of N01 (needs.csv, processing_h and last_mile_h)"
    )
    assert (found.held(without(little)).hopeful > 0.0).all()


def test_a_need_that_only_an_unknown_figure_could_serve_is_unknown(little: Pool):
    asked = need(measure("revisit", 100.0), measure("resolution", 1.0, None, "m"))
    nobody = satellite("radar-c", low_orbit(80.0), radar("radar-c", None))
    more = replace(little, assets=(*little.assets, nobody))
    found = answer(asked, more, fresh_world(more))
    assert str(found.notes.figures[0].missing) == "resolution of radar-c strip (sensors.csv, resolution_m)"
    one = judge(found, len(more.assets), DAY)
    assert one.state is State.UNKNOWN


def test_where_known_sensors_serve_an_unknown_one_is_only_mentioned(little: Pool):
    asked = need(measure("request_to_hand", 5.0), measure("resolution", 5.0, None, "m"))
    nobody = satellite("radar-c", low_orbit(110.0, 200.0), radar("radar-c", None))
    more = replace(little, assets=(*little.assets, nobody))
    found = answer(asked, more, fresh_world(more))
    assert not found.notes.figures[0].missing
    assert any("resolution of radar-c" in flag for flag in map(str, found.notes.flags))
    assert any(str(s).startswith("nobody published the resolution of radar-c") for s in found.notes.remedies)


def test_a_station_that_is_kept_back_takes_nothing_down(little: Pool, sky: World):
    kept = [
        replace(a, kept_back=Windows([Span(T0, T0.plus(seconds=4 * 86_400.0))])) if a.id == "kashi" else a
        for a in little.assets
    ]
    found = answer(request(), replace(little, assets=tuple(kept)), sky)
    assert found.held(without(little)).certain[0, 0] == 0.0


def test_a_satellite_that_another_need_has_booked_does_not_look(little: Pool, sky: World):
    whole = answer(request(), little, sky)
    first = whole.deliveries.at_s[0]
    look = int(whole.deliveries.satellite[0])
    span = Span(T0.plus(seconds=first - 5.0), T0.plus(seconds=first + 5.0))
    use = Use(asset=little.assets[look].id, span=span)
    taken = Opportunity(id="x", need="N99", uses=(use,), counts_at=span.end, why="")
    others = Plan(bookings=(Booking(opportunity=taken, need="N99", reason=""),))
    mine = Plan(bookings=(Booking(opportunity=taken, need="N01", reason=""),))
    assert len(answer(request(), little, sky, others).deliveries.at_s) == len(whole.deliveries.at_s) - 1
    assert len(answer(request(), little, sky, mine).deliveries.at_s) == len(whole.deliveries.at_s)


def test_who_has_no_sensor_is_told_so(little: Pool, sky: World):
    found = answer(need(measure("revisit", 24.0), sensors=("altimeter",)), little, sky)
    assert str(found.notes.why) == "no satellite of the pool carries any altimeter"
    assert found.held(without(little)).certain[0, 0] == 0.0


def test_a_revisit_longer_than_the_weeks_judged_is_said_to_come_from_a_rate(little: Pool, sky: World):
    found = answer(need(measure("revisit", 720.0)), little, sky)
    assert "revisit judged from the rate of looks over 14 d" in map(str, found.notes.flags)
    assert found.held(without(little)).certain[0, 0] == 1.0


def test_a_radar_that_looks_to_the_right_misses_what_passes_on_its_left(little: Pool, sky: World):
    def one_sided(side: str) -> int:
        radars = tuple(
            replace(a, fittings=tuple(replace(s, sides=side) for s in a.fitted(Sensor)))
            if a.id.startswith("radar")
            else a
            for a in little.assets
        )
        two_weeks = need(measure("revisit", 720.0))
        return len(answer(two_weeks, replace(little, assets=radars), sky).deliveries.at_s)

    assert 0 < one_sided("right") < one_sided("both")
    assert one_sided("right") + one_sided("left") == one_sided("both")


def test_two_stations_bring_an_image_down_no_later_than_one(little: Pool, sky: World):
    both = answer(request(), little.with_terms("T15"), sky).deliveries.arrivals_s(without(little))
    one = answer(request(), little, sky).deliveries.arrivals_s(without(little))
    assert (both <= one).all()
    assert (both < one).any()


@pytest.mark.parametrize(("least_s", "counts"), [(LOOK_S, True), (LOOK_S + 0.1, False), (86_400.0, False)])
def test_a_look_shorter_than_the_rules_ask_does_not_count(
    little: Pool, sky: World, least_s: float, counts: bool
):
    strict = replace(sky, own_rules=(ObserveRules(look_min_s=least_s),))
    found = answer(request(), little, strict)
    assert bool(len(found.deliveries.at_s)) is counts
    told = [str(f) for f in found.notes.flags if "do not count" in str(f)]
    assert bool(told) is not counts
    if least_s == 86_400.0:
        assert told == ["looks shorter than 24 h do not count ([rules.observe] look_min_s): radar-a, radar-b"]
        assert judge(found, len(little.assets), DAY).state is State.NOT_MET


def test_images_promised_one_by_one_have_a_share_of_images(little: Pool, sky: World):
    alone, both = (
        need(measure("image_to_hand", 3.0)),
        need(measure("revisit", 8.0), measure("image_to_hand", 3.0)),
    )
    assert [str(f.share_of) for f in answer(alone, little, sky).notes.figures] == ["images"]
    assert [str(f.share_of) for f in answer(both, little, sky).notes.figures] == ["", ""]
