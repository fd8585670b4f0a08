"""SatNet's rules judged case by case, and the search beside them on small weeks of one seed."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from benchmarks.satnet_rules import (
    READINGS,
    Request,
    Track,
    View,
    Week,
    broken_rules,
    read_week,
    request_of,
    score,
)
from benchmarks.satnet_search import TrackSearch, complex_of, goals_of

HOUR, ROUNDS = 3600, 2
DSS = ("DSS-24", "DSS-34", "DSS-54")


def request(name: str, asked_h: float, least_h: float, *views: View) -> Request:
    subject = name.split("-", maxsplit=1)[0]
    return Request(
        id=name, subject=subject, asked=round(asked_h * HOUR), least=round(least_h * HOUR), setup=HOUR,
        teardown=HOUR // 4, views=views,
    )  # fmt: skip


def view(antennas: str, start_h: float, end_h: float) -> View:
    return View(antennas=tuple(antennas.split("_")), start=round(start_h * HOUR), end=round(end_h * HOUR))


def track(name: str, antennas: str, start_h: float, end_h: float) -> Track:
    return Track(
        request=name,
        antennas=tuple(antennas.split("_")),
        start=round(start_h * HOUR),
        end=round(end_h * HOUR),
    )


WEEK = Week(
    requests=(
        request("a-1", 8.0, 6.4, view("DSS-24", 0, 30), view("DSS-34_DSS-35", 0, 30)),
        request("a-2", 2.0, 2.0, view("DSS-54", 0, 30)),
        request("b-1", 1.0, 1.0, view("DSS-24", 0, 30), view("DSS-35", 0, 10)),
    ),
    maintained={"DSS-24": ((20 * HOUR, 22 * HOUR), (20 * HOUR, 21 * HOUR))},
)
SPLIT = (track("a-1", "DSS-24", 1, 5), track("a-1", "DSS-24", 7, 11))


def broken(*tracks: Track, reading: str = "request") -> list[str]:
    return list(broken_rules(tracks, WEEK, reading))


def test_hours_count_once_for_an_array_and_at_most_what_was_asked():
    assert score((track("a-1", "DSS-34_DSS-35", 1, 10),), WEEK).hours == 8.0


def test_a_request_given_less_than_its_least_counts_nothing_and_misses_all():
    found = score((track("a-1", "DSS-24", 1, 7),), WEEK)  # 6 h of 6.4
    assert (found.hours, found.requests, found.u_max) == (0.0, 0, 1.0)


def test_what_missions_miss_is_of_all_that_they_ask():
    found = score((track("a-2", "DSS-54", 1, 3),), WEEK)  # 2 h of a's 10, nothing of b's
    assert (found.requests, found.u_max) == (1, 1.0)
    assert found.u_rms == pytest.approx(((0.8**2 + 1.0) / 2) ** 0.5)


def test_a_long_request_may_have_two_tracks_of_four_hours_by_one_reading_alone():
    assert broken(*SPLIT) == []
    assert broken(*SPLIT, reading="track") == ["a track of a-1 is too short"] * 2
    assert score(SPLIT, WEEK).hours == 8.0


RULES = {
    "before its view": (track("a-2", "DSS-54", -0.5, 1.5), "not inside one view"),
    "after its view": (track("a-2", "DSS-54", 29, 31), "not inside one view"),
    "on half of an array": (track("a-1", "DSS-34", 12, 20), "not inside one view"),
    "shorter than a half may be": (track("a-1", "DSS-24", 15, 18.9), "too short"),
    "its mission hears another": (track("a-2", "DSS-54", 4, 6), "subject a has two tracks"),
    "set-up before another's teardown is over": (track("b-1", "DSS-24", 12.2, 13.2), "DSS-24 is held"),
    "teardown in maintenance": (track("b-1", "DSS-24", 18.8, 19.8), "DSS-24 is held"),
    "set-up in maintenance": (track("b-1", "DSS-24", 22.9, 23.9), "DSS-24 is held"),
}


@pytest.mark.parametrize("case", RULES)
def test_every_rule_that_is_broken_is_found(case):
    added, says = RULES[case]
    tracks = (SPLIT[0], added) if added.request == "a-1" else (*SPLIT, added)
    assert any(says in one for one in broken(*tracks))


def test_a_third_track_a_second_of_a_short_request_and_an_array_on_a_busy_antenna_are_found():
    assert any("3 tracks, 2 at most" in one for one in broken(*SPLIT, track("a-1", "DSS-24", 13, 17)))
    two = track("a-2", "DSS-54", 12, 14), track("a-2", "DSS-54", 15, 17)
    assert any("2 tracks, 1 at most" in one for one in broken(*two))
    array = track("a-1", "DSS-34_DSS-35", 1, 9), track("b-1", "DSS-35", 8, 9)
    assert any(one.startswith("DSS-35 is held") for one in broken(*array))


@pytest.mark.parametrize("later_s", [0, -1])
def test_one_second_decides_whether_set_up_follows_teardown(later_s):
    after = track("b-1", "DSS-24", 12.25, 13.25)  # SPLIT ends at 11, teardown 0.25, set-up 1
    moved = replace(after, start=after.start + later_s, end=after.end + later_s)
    assert (broken(*SPLIT, moved) == []) is (later_s == 0)


def small_week(seed: int) -> Week:
    """Two days of 14 requests of four missions on three antennas that could take about half."""
    chance = random.Random(seed)
    requests = []
    for k in range(14):
        asked = chance.choice((1.0, 2.5, 8.0, 10.0))
        views = []
        for antenna in chance.sample(DSS, 2):
            start = chance.uniform(0, 30)
            views.append(view(antenna, start, start + chance.uniform(8, 16)))
        least = 0.8 * asked if asked >= 8.0 else asked
        requests.append(request(f"{'abcd'[k % 4]}-{k}", asked, least, *views))
    return Week(requests=tuple(requests), maintained={"DSS-34": ((20 * HOUR, 26 * HOUR),)})


@pytest.mark.parametrize("reading", READINGS)
def test_a_search_breaks_no_rule_and_never_becomes_worse(reading):
    week = small_week(7)
    search = TrackSearch(week, reading)
    search.begin()
    first = was = search.value(search.given)
    for _ in range(ROUNDS):
        better = search.round()
        assert (search.value(search.given) > was) is better
        was = search.value(search.given)
    assert list(broken_rules(search.tracks, week, reading)) == []
    assert was > first


def test_the_same_week_reading_and_seed_give_the_same_tracks():
    tracks = set()
    for _ in range(2):
        search = TrackSearch(small_week(7), "request")
        search.begin()
        search.round()
        tracks.add(search.tracks)
    assert len(tracks) == 1


def test_a_minute_is_worth_more_to_a_mission_that_misses_more():
    (least, *_), steps = goals_of(WEEK)[:1], [g for g in goals_of(WEEK) if g.id.startswith("a-")]
    assert all(goal.worth > 0 for goal in steps)
    assert [goal.up_to for goal in steps] == sorted((goal.up_to for goal in steps), reverse=True)
    assert least.up_to == 600  # all ten hours
    urgent = next(goal for goal in steps if goal.up_to == 360)  # below six of ten
    assert urgent.worth > sum(goal.worth for goal in steps if goal.up_to > 360)


def test_antennas_stand_at_their_complexes():
    assert [complex_of(f"DSS-{n}") for n in (14, 26, 34, 43, 55, 63, 65)] == [
        *["Goldstone"] * 2, *["Canberra"] * 2, *["Madrid"] * 3,
    ]  # fmt: skip


def test_two_published_requests_are_served_whole(shared_data):
    folder = shared_data / "ground" / "satnet"
    for name, hours in (("small_longVP_prob.json", 1.0), ("smallest_array_prob.json", 10.0)):
        week = Week(requests=(request_of(json.loads((folder / name).read_text())),), maintained={})
        search = TrackSearch(week, "request")
        search.begin()
        assert list(broken_rules(search.tracks, week, "request")) == []
        found = score(search.tracks, week)
        assert (found.hours, found.requests) == (hours, 1)
        assert found.u_max == 0.0


def test_a_published_week_is_read_whole(shared_data):
    week = read_week(shared_data / "ground" / "satnet", "W10_2018")
    assert len(week.requests) == 257
    assert sum(r.asked for r in week.requests) / HOUR == pytest.approx(1191.5)
    assert len({r.subject for r in week.requests}) == 30
    assert all(week.start < end and start < week.end for m in week.maintained.values() for start, end in m)
