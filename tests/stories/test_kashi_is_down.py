"""Kashi is down in the flood: how long an image of Sindh, and of Gezira, takes to the ground.

The figures to meet come from a study of seven days from 2026-08-22: six radars (three Gaofen-3, HJ-2E, HJ-2F
and PRSC-S1 taken as one) at 20 to 50 degrees of incidence, contacts of two minutes above five degrees; from
image to downlink in minutes, median / 95 % / worst. First the library's own functions are asked directly,
counting looks as the study did; then the service, in the words an operator reads.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serai.access import incidence_within, windows
from serai.corridor import Corridor
from serai.earth import Place
from serai.ground import contacts
from serai.needs import Assessment, Plan, State, judge
from serai.observe import Observe
from serai.observe.answer import ObserveAnswer
from serai.observe.overflights import overflights_of
from serai.outcome.outcome import open_corridor
from serai.time import Instant, Span
from serai.world import World

RADARS = ("gaofen-3", "gaofen-3-02", "gaofen-3-03", "hj-2e", "hj-2f", "prsc-s1")
CHINA = ("miyun", "kashi", "sanya", "lijiang", "mohe")
WITHOUT_KASHI = ("miyun", "sanya", "lijiang", "mohe")
SINDH, GEZIRA = Place(lat_deg=27.0, lon_deg=68.0), Place(lat_deg=14.0, lon_deg=33.0)
START = Instant.from_utc("2026-08-22T00:00:00Z")
WEEK = Span(START, START.plus(seconds=7 * 86_400.0))
AND_A_DAY = Span(START, START.plus(seconds=8 * 86_400.0))
CONTACT_S = 120.0
SAME_MIN = 3.0  # the study sampled by tens of seconds and its stations' coordinates are town-level


@pytest.fixture(scope="module")
def corridor() -> Corridor:
    return open_corridor(Path(__file__).parents[2] / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def world(corridor: Corridor) -> World:
    return corridor.world(START)


def downlink_min(
    corridor: Corridor, world: World, stations: tuple[str, ...], satellite: np.ndarray, end_ns: np.ndarray
) -> tuple[float, float, float]:
    """Minutes from the end of each look until its two minutes of contact are over: median, 95 %, worst."""
    reach = contacts(world, corridor.pool, RADARS, stations, AND_A_DAY)
    begin = reach.starts_after(satellite, end_ns, CONTACT_S).min(axis=1)
    minutes = ((begin - end_ns) / 1e9 + CONTACT_S) / 60.0
    return float(np.median(minutes)), float(np.percentile(minutes, 95)), float(minutes.max())


def in_band(world: World, place: Place) -> tuple[np.ndarray, np.ndarray]:
    """Looks as the study counted them: every stretch in which the incidence lies in the band."""
    where = world.almanac.ephemeris(RADARS, AND_A_DAY, 60.0)
    found = windows(incidence_within(where, range(6), [place], 20.0, 50.0, shortest_s=5.0), WEEK)
    return found.pair, found.end_ns


def abeam(world: World, place: Place) -> tuple[np.ndarray, np.ndarray]:
    """Looks as serai counts them: once a pass, where a side-looking radar images, abeam."""
    found = overflights_of(world, RADARS, place, WEEK)
    found = found.where((found.incidence_deg >= 20.0) & (found.incidence_deg <= 50.0))
    return found.satellite, found.at_ns + 10_000_000_000


def near(ours: tuple[float, float, float], study: tuple[float, float, float]) -> bool:
    return all(abs(a - b) <= SAME_MIN for a, b in zip(ours, study, strict=True))


def test_with_kashi_half_of_the_images_of_sindh_are_down_in_two_minutes(corridor: Corridor, world: World):
    ours = downlink_min(corridor, world, CHINA, *in_band(world, SINDH))
    assert near(ours, (1.7, 353.0, 729.0)), ours


def test_without_kashi_they_take_hours(corridor: Corridor, world: World):
    """The study has 353 / 523 / 730; ours are 369 / 680 / 730 for its way of counting looks.

    The waits stand in clusters, one for each later orbit that meets a station: 351 (HJ-2), 369 and 523
    (Gaofen-3), 729 (PRSC-S1). The 36th of 71 looks is the first of the cluster at 369, and the 95 % falls
    between the clusters at 523 and 729: one look more or less moves a rank to the neighbouring cluster.
    """
    median, p95, worst = downlink_min(corridor, world, WITHOUT_KASHI, *in_band(world, SINDH))
    assert 353.0 - SAME_MIN <= median <= 369.0 + SAME_MIN
    assert 523.0 - SAME_MIN <= p95 <= 730.0
    assert abs(worst - 730.0) <= SAME_MIN


def test_taken_at_karachi_they_are_down_in_two_minutes_again(corridor: Corridor, world: World):
    ours = downlink_min(corridor, world, (*WITHOUT_KASHI, "karachi"), *in_band(world, SINDH))
    assert near(ours, (1.7, 2.0, 2.0)), ours


def test_images_of_gezira_take_hours_until_khartoum_hears_them(corridor: Corridor, world: World):
    looks = in_band(world, GEZIRA)
    assert near(downlink_min(corridor, world, CHINA, *looks), (283.0, 533.0, 535.0))
    assert near(downlink_min(corridor, world, (*CHINA, "khartoum"), *looks), (1.7, 2.0, 2.0))


def test_looks_abeam_tell_the_same_story(corridor: Corridor, world: World):
    """Half as many looks, since a pass overhead is none: the medians stay, the tails are shorter."""
    sindh, gezira = abeam(world, SINDH), abeam(world, GEZIRA)
    assert len(sindh[0]) < len(in_band(world, SINDH)[0])
    median, p95, worst = downlink_min(corridor, world, CHINA, *sindh)
    assert (median, p95) == pytest.approx((2.0, 353.0), abs=SAME_MIN)
    assert worst <= 729.0
    median, p95, worst = downlink_min(corridor, world, WITHOUT_KASHI, *sindh)
    assert (median, p95) == pytest.approx((369.0, 523.0), abs=SAME_MIN)
    assert worst <= 730.0
    assert near(downlink_min(corridor, world, (*WITHOUT_KASHI, "karachi"), *sindh), (2.0, 2.0, 2.0))
    assert downlink_min(corridor, world, CHINA, *gezira)[0] == pytest.approx(283.0, abs=SAME_MIN)


def asked(corridor: Corridor, world: World, days: float = 1.0) -> tuple[ObserveAnswer, Assessment]:
    need = corridor.need("N01")
    within = need.judged(START, days)
    answer = Observe().answer(need, corridor.pool, world, Plan(), within)
    return answer, judge(answer, len(corridor.pool.assets), within)


def minutes(answer: ObserveAnswer) -> dict[str, float]:
    found = answer.notes.extra["image_to_downlink_min"]
    assert isinstance(found, dict)
    return found


def test_the_flood_map_is_met_while_kashi_is_up(corridor: Corridor, world: World):
    answer, one = asked(corridor, world)
    assert one.state is State.MET
    assert one.path[0] == "kashi"
    assert "an image is down 2 min after the look (median;" in str(one.why)
    assert "mostly at Kashi (Kashgar)" in str(one.why)
    assert answer.held(alive_without(corridor, "kashi")).certain[0, 0] < 0.5 * 0.95


def test_strike_kashi_and_it_is_surely_not_met_and_says_why_and_what_mends_it(
    corridor: Corridor, world: World
):
    """For certain 43 %; at its best, PRSC-S1's unpublished resolution would make it more: so it is named."""
    struck = corridor.without("kashi")
    answer, one = asked(struck, world)
    shares = answer.held(alive_without(struck))
    assert shares.certain[0, 0] == pytest.approx(0.4306, abs=5e-5)
    assert shares.hopeful[0, 0] > 0.5 * 0.95
    assert one.state is State.UNKNOWN
    assert "resolution of PRSC-S1 radar" in str(one.missing[0])
    assert minutes(answer)["median"] > 350.0
    assert "most satellites are out of hearing of the stations that may take their images" in str(one.why)
    assert "(Karachi would hear them, but T15 is not agreed)" in str(one.why)
    assert str(one.remedies[0]).startswith("with T15 agreed")
    assert "an image is down 2 min after the look (median;" in str(one.remedies[0])


def test_once_karachi_may_take_them_the_lamp_is_green_without_kashi(corridor: Corridor, world: World):
    answer, one = asked(corridor.without("kashi").with_terms("T15"), world)
    assert one.state is State.MET
    assert one.path[0] == "karachi"
    assert minutes(answer) == {"median": 2.0, "p95": 2.0, "worst": 2.0}


def test_over_the_week_the_service_gives_the_studys_figures(corridor: Corridor, world: World):
    """PRSC-S1, whose resolution nobody published, is left out of the need; five radars remain."""
    with_kashi = minutes(asked(corridor, world, 7.0)[0])
    without = minutes(asked(corridor.without("kashi"), world, 7.0)[0])
    assert (with_kashi["median"], with_kashi["p95"]) == pytest.approx((2.0, 353.0), abs=SAME_MIN)
    assert 353.0 - SAME_MIN <= without["median"] <= 430.0
    assert without["p95"] == pytest.approx(523.0, abs=SAME_MIN)


def test_the_loss_is_the_same_judged_from_the_answer_or_after_the_strike(corridor: Corridor, world: World):
    answer, _ = asked(corridor, world)
    for lost in ("kashi", "gaofen-3", "sanya", "prsc-s1", "hj-2e"):
        name = f"satellite:{lost}" if lost == "gaofen-3" else lost  # a constellation has that name too
        after, _ = asked(corridor.without(name), world)
        judged = answer.held(alive_without(corridor, lost))
        struck = after.held(alive_without(corridor, lost))
        assert struck.certain[0, 0] == pytest.approx(judged.certain[0, 0], abs=1e-9), lost
        assert struck.hopeful[0, 0] == pytest.approx(judged.hopeful[0, 0], abs=1e-9), lost


def alive_without(corridor: Corridor, *lost: str) -> np.ndarray:
    return np.array([[a.id not in lost for a in corridor.pool.assets]])
