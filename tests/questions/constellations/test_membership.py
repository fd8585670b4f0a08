"""What a satellite adds is what the same question without it lacks."""

from __future__ import annotations

import numpy as np
import pytest

import serai
from serai.questions.constellations.membership import LocalTimes, local_times_of
from serai.time import Instant, WindowTable

THREE = ("gaofen-3-02", "gaofen-3-03", "hj-2e")
PLACES = {
    "karachi": serai.Place(lat_deg=24.86, lon_deg=67.01),
    "astana": serai.Place(lat_deg=51.1, lon_deg=71.4),
}


@pytest.fixture(scope="module")
def corridor(root):
    return serai.open_corridor(root / "corridors" / "belt-and-road")


def asked(corridor, satellites):
    return serai.revisit(corridor, PLACES, days=4.0, incidence_deg=(20.0, 50.0), satellites=list(satellites))


def test_the_figures_without_a_member_are_those_of_the_others_asked_by_themselves(corridor):
    found = asked(corridor, THREE)
    by_name = {corridor.pool[one].name: one for one in THREE}
    assert sum(one.looks for one in found.members) == int(found.coverage.looks.sum())
    for one in found.members:
        others = asked(corridor, [name for name in THREE if name != by_name[one.name]])
        assert one.without == others.figures
    waits = [one.without["expected_wait_h"] for one in found.members if one.looks]
    assert waits == sorted(waits, reverse=True)


def table(rows):
    """Windows of (pair, begin, end) in hours after the start."""
    pair, begin, end = (np.array(column) for column in zip(*rows, strict=True))
    start = Instant.from_utc("2026-08-22T21:30:00Z")
    ns = [start.tai_ns + (hours * 3.6e12).astype(np.int64) for hours in (begin, end)]
    none = np.zeros(len(pair), bool)
    return start, WindowTable(pair, *ns, none, none, np.full(len(pair), np.nan), ns[0])


def test_local_times_are_of_each_place_and_go_round_the_clock():
    start, looks = table([(0, 0.0, 1.0), (1, 2.0, 3.0), (2, 26.0, 26.0)])
    places = [serai.Place(lat_deg=0.0, lon_deg=0.0), serai.Place(lat_deg=0.0, lon_deg=-75.0)]
    found = local_times_of(looks, places, start)
    # 22:00 at 0 E; 24:00 UTC at 75 W is 19:00; 23:30 of the next day at 0 E (pair 2: satellite 1, place 0)
    assert found.hours == pytest.approx((19.0, 22.0, 23.5))
    assert found.gap_h == pytest.approx(19.5)
    assert [found.within(a, b) for a, b in ((18.0, 22.0), (22.0, 24.0))] == [1, 2]


def test_no_look_leaves_the_whole_day_without_one():
    assert LocalTimes.of(np.empty(0)) == LocalTimes(hours=(), gap_h=24.0)
    assert LocalTimes.of(np.array([-1.0])).hours == pytest.approx((23.0,))
