"""Maps of an area one after the other, before a way of counting them that knows no shortcuts."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.cli import main
from serai.observe.areas import maps
from serai.observe.areas.maps import MadeMap, maps_in_turn
from serai.questions.areas.remapping import remapped
from serai.questions.constellations.membership import local_times
from serai.time import Instant

PARTS = 8  # of an area
HOUR_S = 3_600.0


def adding(covers):
    """What each of some looks adds, where a look covers the parts that its number has as bits."""

    def added(rows):
        seen, told = 0, []
        for k in rows.tolist():
            told.append((covers[k] & ~seen).bit_count() / PARTS)
            seen |= covers[k]
        return np.array(told)

    return added


def slowly(taken, covers, share):
    """Look by look: how a clerk would make the maps; the looks of each."""
    found, after = [], -1.0
    while True:
        seen, used = 0, []
        for k in range(len(taken)):
            if taken[k] <= after or covers[k] & ~seen == 0:
                continue
            seen |= covers[k]
            used.append(k)
            if seen.bit_count() >= share * PARTS:
                break
        if seen.bit_count() < share * PARTS:
            return found
        found.append(used)
        after = max(taken[k] for k in used)


looks = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 50), st.integers(0, 255)), max_size=40)


@given(looks, st.integers(1, PARTS))
def test_maps_are_those_that_a_clerk_makes(some, parts):
    ordered = sorted(some, key=lambda look: look[0] + look[1])
    taken = np.array([float(look[0]) for look in ordered])
    in_hand = np.array([float(look[0] + look[1]) for look in ordered])
    covers = [look[2] for look in ordered]
    found = maps_in_turn(taken, in_hand, adding(covers), parts / PARTS)
    assert [made.looks.tolist() for made in found] == slowly(taken, covers, parts / PARTS)
    for one, two in pairwise(found):
        assert two.first_s > one.last_s
    for made in found:
        assert made.first_s <= made.last_s < made.in_hand_s
        assert made.in_hand_s == in_hand[made.looks].max()


def test_a_map_may_need_more_looks_than_are_tried_at_first(monkeypatch):
    monkeypatch.setattr(maps, "AT_FIRST", 2)
    n = PARTS
    taken = np.arange(n, dtype=float)
    found = maps_in_turn(taken, taken + 1.0, adding([1 << k for k in range(n)]), 1.0)
    assert [made.looks.tolist() for made in found] == [list(range(n))]


def test_a_look_that_adds_nothing_does_not_delay_the_next_map():
    """The third look, taken last, covers nothing new: the next map may begin before it."""
    taken, in_hand = np.array([0.0, 1.0, 5.0, 3.0]), np.array([2.0, 3.0, 6.0, 7.0])
    found = maps_in_turn(taken, in_hand, adding([0b11, 0b1100, 0b11, 0b1111]), 0.5)
    assert [made.looks.tolist() for made in found] == [[0, 1], [2, 3]]


def made(in_hand_h):
    return MadeMap(first_s=0.0, last_s=0.0, in_hand_s=in_hand_h * HOUR_S, looks=np.array([0]))


@pytest.mark.parametrize(
    ("hours", "mean_h", "worst_h"),
    [([], None, 48.0), ([10.0], None, 38.0), ([10.0, 20.0, 28.0], 9.0, 20.0), ([1.0, 30.0], 29.0, 29.0)],
)
def test_gaps_run_between_maps_and_to_the_periods_ends(hours, mean_h, worst_h):
    found = remapped([made(h) for h in hours], 48.0 * HOUR_S)
    assert found.maps == len(hours)
    assert found.mean_s == (None if mean_h is None else pytest.approx(mean_h * HOUR_S))
    assert found.worst_s == pytest.approx(worst_h * HOUR_S)


def test_a_map_in_hand_after_the_periods_end_closes_no_gap_in_it():
    found = remapped([made(10.0), made(60.0)], 48.0 * HOUR_S)
    assert found.worst_s == pytest.approx(38.0 * HOUR_S)
    assert found.mean_s == pytest.approx(50.0 * HOUR_S)


def test_local_times_go_by_the_mean_sun_and_round_the_clock():
    at = [Instant.from_utc(f"2026-08-22T{h:02d}:30:00Z") for h in (1, 20)]
    found = local_times(at, 75.0)
    assert found.hours == pytest.approx((1.5, 6.5))
    assert found.gap_h == pytest.approx(19.0)
    assert [found.within(a, b) for a, b in ((0, 6), (6, 12), (12, 24))] == [1, 1, 0]
    assert local_times([], 75.0).gap_h == 24.0


def test_the_command_tells_maps_in_turn_and_what_each_satellite_adds(root, capsys, monkeypatch):
    monkeypatch.setattr("serai.cli.console.PIPED_WIDTH", 80)
    words = ["revisit", "--area", str(root / "examples" / "flood.geojson"), "--need", "N01", "--days", "3"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in said.splitlines()) <= 80
    assert said.startswith("flood.geojson: 3 maps of 90 % of it in 3 d, one after the other; ")
    assert "22 Aug 13:19" in said
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["maps"] == len(answer["per_map"]) == 3
    assert answer["percent"] == 90.0
    assert sum(one["looks_used"] for one in answer["members"]) == sum(m["looks"] for m in answer["per_map"])
    for one in answer["members"]:
        assert one["without"]["maps"] <= answer["maps"]


def test_points_and_areas_are_not_asked_for_at_once(root, capsys):
    flood = str(root / "examples" / "flood.geojson")
    assert main(["revisit", "--area", flood, "--points", "x.csv"]) == 1
    assert "--points" in capsys.readouterr().err
    assert main(["revisit", "--points", "x.csv", "--percent", "80"]) == 1
    assert "--area" in capsys.readouterr().err
