"""Passes and looks, judged by geometry and by a slow scan of every second."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask, above_mask, incidence_within, off_nadir_within, range_within, windows
from serai.earth import Orientation, Place, azimuth_elevation_range
from serai.orbit import Ephemeris
from serai.time import Instant, Span, WindowTable
from tests.access import scan
from tests.orbit.known import ORBITS, satellite

EDGE_S = 0.002  # a millisecond asked for, and 0.4 m of the cubic between nodes
BRIEF_S = 2.0  # a scan of every second may miss what is shorter
TOUCH_DEG = 0.005  # ... or what reaches the limit by less than this between two of its seconds

PLACES = (
    Place(lat_deg=24.86, lon_deg=67.01, height_m=8.0),  # Karachi
    Place(lat_deg=90.0, lon_deg=0.0),  # the North Pole
    Place(lat_deg=-90.0, lon_deg=0.0),
    Place(lat_deg=-17.7, lon_deg=179.99),  # beside the date line
    Place(lat_deg=39.5, lon_deg=76.0, height_m=1_300.0),  # Kashi
)


@pytest.fixture(scope="module")
def published() -> Orientation:
    return Orientation.published()


@pytest.fixture(scope="module")
def half_a_day() -> Span:
    return Span.of(Instant.from_utc("2026-08-22T00:00:00Z"), 43_200.0)


@pytest.fixture(scope="module")
def sky(published, half_a_day) -> Ephemeris:
    return Ephemeris.of([satellite(name) for name in ORBITS], half_a_day, published)


def agrees(found: WindowTable, pair: int, margin: np.ndarray, span: Span) -> None:
    """Each window is a run of seconds in which the margin is not below zero, and each run a window."""
    runs = scan.runs(margin >= 0.0)
    ours = list(found.of(pair))
    start_s = [w.start.seconds_since(span.start) for w in ours]
    end_s = [w.end.seconds_since(span.start) for w in ours]
    for first, last in runs:
        near = [k for k in range(len(ours)) if start_s[k] < last + 1 and end_s[k] > first - 1]
        assert len(near) == 1, f"seconds {first} to {last} are windows {near}"
        assert first - 1 - EDGE_S < start_s[near[0]] <= first + EDGE_S
        assert last - EDGE_S <= end_s[near[0]] < last + 1 + EDGE_S
    brief = [k for k in range(len(ours)) if end_s[k] - start_s[k] < BRIEF_S]
    assert len(ours) - len(brief) <= len(runs) <= len(ours)


@pytest.mark.parametrize("name", ORBITS)
@pytest.mark.parametrize("mask_deg", [0.0, 10.0, 60.0])
def test_passes_are_those_of_a_scan_of_every_second(name, mask_deg, sky, published, half_a_day):
    at = ORBITS.index(name)
    found = windows(above_mask(sky, [at], PLACES, mask_deg), half_a_day)
    for pair, place in enumerate(PLACES):
        elevation = scan.elevation(satellite(name), place, scan.seconds(half_a_day), published)
        agrees(found, pair, elevation - mask_deg, half_a_day)


@pytest.mark.parametrize("name", ["ISS (ZARYA)", "GAOFEN-1"])
def test_looks_are_those_of_a_scan_of_every_second(name, sky, published, half_a_day):
    at = ORBITS.index(name)
    near = windows(off_nadir_within(sky, [at], PLACES, 35.0), half_a_day)
    ring = windows(off_nadir_within(sky, [at], PLACES, 55.0, smallest_deg=20.0), half_a_day)
    for pair, place in enumerate(PLACES):
        moments = scan.seconds(half_a_day)
        angle = scan.off_nadir(satellite(name), place, moments, published)
        above = scan.elevation(satellite(name), place, moments, published)
        agrees(near, pair, np.minimum(35.0 - angle, above), half_a_day)
        agrees(ring, pair, np.minimum(np.minimum(55.0 - angle, angle - 20.0), above), half_a_day)


@pytest.mark.parametrize("name", ["ISS (ZARYA)", "GAOFEN-1"])
def test_radar_looks_are_those_of_a_scan_of_every_second(name, sky, published, half_a_day):
    """Between 20 and 50 degrees of incidence: two looks where the pass goes overhead."""
    at = ORBITS.index(name)
    found = windows(incidence_within(sky, [at], PLACES, 20.0, 50.0), half_a_day)
    for pair, place in enumerate(PLACES):
        incidence = 90.0 - scan.elevation(satellite(name), place, scan.seconds(half_a_day), published)
        agrees(found, pair, np.minimum(50.0 - incidence, incidence - 20.0), half_a_day)


def test_a_profile_hides_what_stands_behind_the_hills(sky, published, half_a_day):
    hills = Mask.read("0:5 90:40 180:40 270:5")
    found = windows(above_mask(sky, [0, 1], PLACES[:1], hills), half_a_day)
    karachi = PLACES[0]
    for pair, name in enumerate(ORBITS[:2]):
        moments = scan.seconds(half_a_day)
        r = satellite(name).state(moments, published)[0]
        az, el, _ = azimuth_elevation_range(karachi.ecef_m(), karachi.lat_deg, karachi.lon_deg, r)
        floor = np.interp(az, [0.0, 90.0, 180.0, 270.0, 360.0], [5.0, 40.0, 40.0, 5.0, 5.0])
        agrees(found, pair, el - floor, half_a_day)


def test_ranges_are_those_of_a_scan_of_every_second(sky, published, half_a_day):
    found = windows(range_within(sky, [0, 5], PLACES[:1], 2_000e3), half_a_day)
    for pair, name in enumerate((ORBITS[0], ORBITS[5])):
        r = satellite(name).state(scan.seconds(half_a_day), published)[0]
        agrees(found, pair, 2_000e3 - np.linalg.norm(r - scan.point_of(PLACES[0]), axis=1), half_a_day)


@pytest.mark.parametrize("name", ORBITS)
def test_half_a_second_before_the_rise_it_is_below_and_half_a_second_after_above(
    name, sky, published, half_a_day
):
    found = windows(above_mask(sky, [ORBITS.index(name)], PLACES, 10.0), half_a_day)
    for row in range(len(found)):
        place = PLACES[found.pair[row]]
        for edge, cut, sign in (
            (found.start_ns[row], found.cut_start[row], 1),
            (found.end_ns[row], found.cut_end[row], -1),
        ):
            if cut:
                continue
            around = edge + sign * np.array([-1, 1]) * 5 * 10**8
            below, above = scan.elevation(satellite(name), place, around, published)
            assert below < 10.0 < above


def test_edges_lie_on_the_side_that_holds(sky, half_a_day):
    condition = above_mask(sky, range(len(ORBITS)), PLACES, 10.0)
    found = windows(condition, half_a_day)
    assert (condition.margin(found.pair, found.start_ns) >= 0.0).all()
    assert (condition.margin(found.pair, found.end_ns) >= 0.0).all()


def test_the_best_margin_is_the_highest_the_pass_rises(sky, published, half_a_day):
    found = windows(above_mask(sky, range(len(ORBITS)), PLACES, 10.0), half_a_day)
    assert len(found) > 40
    for row in range(len(found)):
        name, place = ORBITS[found.pair[row] // len(PLACES)], PLACES[found.pair[row] % len(PLACES)]
        inside = np.arange(found.start_ns[row], found.end_ns[row], 10**9)
        highest = scan.elevation(satellite(name), place, inside, published).max()
        assert found.best[row] + 10.0 == pytest.approx(highest, abs=TOUCH_DEG + 0.9 * (highest > 60.0))
        assert found.best[row] + 10.0 > highest - 1e-3
        assert found.start_ns[row] <= found.best_ns[row] <= found.end_ns[row]


def test_what_never_sets_is_one_window_cut_at_both_ends(sky, half_a_day):
    found = windows(above_mask(sky, [ORBITS.index("BEIDOU-3 G2")], PLACES[:1], 10.0), half_a_day)
    assert found.start_ns.tolist() == [half_a_day.start.tai_ns]
    assert found.end_ns.tolist() == [half_a_day.end.tai_ns]
    assert found.cut_start.tolist() == found.cut_end.tolist() == [True]
    never = windows(above_mask(sky, [ORBITS.index("BEIDOU-3 G2")], PLACES[1:2], 10.0), half_a_day)
    assert len(never) == 0


def test_a_pass_that_is_on_when_the_period_ends_is_marked_as_cut(sky, half_a_day):
    condition = above_mask(sky, [0], PLACES[:1], 0.0)
    first = windows(condition, half_a_day).of(0).spans[0]
    middle = first.start.plus(first.duration_s / 2)
    before = windows(condition, Span(half_a_day.start, middle))
    after = windows(condition, Span(middle, half_a_day.end))
    assert (before.cut_start[-1], before.cut_end[-1]) == (False, True)
    assert (after.cut_start[0], after.cut_end[0]) == (True, False)
    assert (
        before.of(0) | after.of(0) == windows(condition, half_a_day).of(0)
        or abs((before.of(0) | after.of(0)).total_s - windows(condition, half_a_day).of(0).total_s)
        < 2 * EDGE_S
    )


def test_grazing_passes_shorter_than_the_scan_are_found(sky, half_a_day):
    """The mask is put a hair below the summit of each pass: a window of seconds, between two samples."""
    karachi = PLACES[:1]
    tops = windows(above_mask(sky, [0, 1], karachi, 0.0), half_a_day)
    for row in range(len(tops)):
        if tops.cut_start[row] or tops.cut_end[row]:
            continue
        mask = float(tops.best[row]) - 1e-4
        found = windows(above_mask(sky, [0, 1], karachi, mask), half_a_day)
        mine = (found.pair == tops.pair[row]) & (np.abs(found.start_ns - tops.best_ns[row]) < 60 * 10**9)
        assert mine.sum() == 1
        assert 0.0 < found.duration_s[mine][0] < 20.0
        over = windows(above_mask(sky, [0, 1], karachi, float(tops.best[row]) + 1e-4), half_a_day)
        assert not (
            (over.pair == tops.pair[row]) & (np.abs(over.start_ns - tops.best_ns[row]) < 60 * 10**9)
        ).any()


def test_a_coarser_scan_finds_the_same_passes(sky, half_a_day):
    """120 s against 15 s: what is brief is found by its summit and not by luck."""
    fine, coarse = (
        windows(above_mask(sky, range(3), PLACES, 25.0, shortest_s=step), half_a_day)
        for step in (15.0, 120.0)
    )
    assert len(fine) == len(coarse)
    assert np.abs(fine.start_ns - coarse.start_ns).max() < 2e9 * EDGE_S
    assert np.abs(fine.end_ns - coarse.end_ns).max() < 2e9 * EDGE_S


def test_a_batch_finds_what_each_pair_finds_alone(sky, half_a_day):
    whole = windows(above_mask(sky, range(len(ORBITS)), PLACES, 10.0), half_a_day)
    for sat in (0, 3):
        for k, place in enumerate(PLACES):
            alone = windows(above_mask(sky, [sat], [place], 10.0), half_a_day)
            assert np.array_equal(alone.start_ns, whole.start_ns[whole.rows_of(sat * len(PLACES) + k)])
