"""Streaming over satellites: the same windows whatever the threads, and what is said beside them."""

from __future__ import annotations

import numpy as np
import pytest

from serai.access import Mask, limits
from serai.access.compiled.finder import Finder
from serai.access.sweep import Best, gathered, sweep, threads_allowed
from serai.earth import Orientation, Place, azimuth_elevation_range
from serai.errors import Refused
from serai.orbit import Fixed, walker
from serai.time import Instant, Span

from .orbits import DECAYING, EPOCH, GEOSTATIONARY, LOW, MEDIUM, MOLNIYA, TRANSFER

NONE = Orientation.none()
DAY = Span.of(EPOCH, 86_400.0)
PLACES = [
    Place(lat_deg=39.5, lon_deg=75.9),
    Place(lat_deg=-89.9, lon_deg=0.0),
    Place(lat_deg=0.0, lon_deg=180.0),
]
ALL = [
    LOW,
    MOLNIYA,
    MEDIUM,
    GEOSTATIONARY,
    DECAYING,
    TRANSFER,
    *walker(6, 3, 1, altitude_m=780e3, inclination_deg=86.4, epoch=EPOCH),
]


def found(**how):
    return gathered(
        sweep(ALL, PLACES, limits.above(5.0), DAY, NONE, best=Best.HIGHEST_ELEVATION, azimuths=True, **how)
    )


def test_threads_change_nothing():
    one, many = found(threads=1), found(threads=4)
    assert np.array_equal(one.table.start_ns, many.table.start_ns)
    assert np.array_equal(one.table.best, many.table.best)
    assert np.array_equal(one.azimuth_deg, many.azimuth_deg)
    assert one.satellites.tolist() == list(range(len(ALL)))


def test_a_satellite_alone_is_found_as_it_is_in_company():
    whole = found()
    for k, motion in enumerate(ALL):
        alone = gathered(sweep([motion], PLACES, limits.above(5.0), DAY, NONE))
        mine = whole.table.where(whole.table.pair // len(PLACES) == k)
        assert np.abs(alone.table.start_ns - mine.start_ns).max(initial=0) < 1_000
        assert np.array_equal(alone.table.pair, mine.pair % len(PLACES))


def test_a_period_begun_later_finds_the_rest():
    later = Span(EPOCH.plus(seconds=10_000.5), DAY.end)
    whole = gathered(sweep(ALL, PLACES, limits.above(5.0), DAY, NONE)).table
    rest = gathered(sweep(ALL, PLACES, limits.above(5.0), later, NONE)).table
    expected = whole.where(whole.end_ns > later.start.tai_ns)
    assert np.array_equal(rest.pair, expected.pair)
    assert np.abs(rest.end_ns - expected.end_ns).max() < 50_000
    assert np.array_equal(rest.cut_start, expected.start_ns < later.start.tai_ns)


def test_a_period_of_minutes_is_searched_too():
    first = gathered(sweep([LOW], PLACES, limits.above(5.0), DAY, NONE)).table
    inside = Span(Instant(int(first.start_ns[0]) - 5 * 10**9), Instant(int(first.start_ns[0]) + 5 * 10**9))
    again = gathered(sweep([LOW], PLACES, limits.above(5.0), inside, NONE)).table
    assert len(again) == 1
    assert abs(int(again.start_ns[0] - first.start_ns[0])) < 50_000
    assert again.cut_end.tolist() == [True]


def test_what_never_sets_is_one_window_with_its_highest_moment():
    under = Place(lat_deg=2.0, lon_deg=float(GEOSTATIONARY.geodetic(np.array([EPOCH.tai_ns]), NONE)[1][0]))
    table = gathered(
        sweep([GEOSTATIONARY], [under], limits.above(5.0), DAY, NONE, best=Best.HIGHEST_ELEVATION)
    ).table
    assert (table.cut_start.tolist(), table.cut_end.tolist()) == ([True], [True])
    assert (table.start_ns[0], table.end_ns[0]) == (DAY.start.tai_ns, DAY.end.tai_ns)
    moments = np.arange(DAY.start.tai_ns, DAY.end.tai_ns, 60 * 10**9)
    r = GEOSTATIONARY.state(moments, NONE)[0]
    _, elevation, _ = azimuth_elevation_range(under.ecef_m(), under.lat_deg, under.lon_deg, r)
    assert table.best[0] == pytest.approx(elevation.max(), abs=1e-4)


def test_azimuths_are_those_of_the_edges_and_of_the_summit():
    swept = found()
    for k in range(0, len(swept.table), 7):
        motion, place = ALL[swept.table.pair[k] // 3], PLACES[swept.table.pair[k] % 3]
        at = np.array([swept.table.start_ns[k], swept.table.best_ns[k], swept.table.end_ns[k]])
        r = motion.state(at, NONE)[0]
        azimuth, _, _ = azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, r)
        apart = (swept.azimuth_deg[k] - azimuth + 180.0) % 360.0 - 180.0
        assert np.nanmax(np.abs(apart)) < 0.02  # a summit near the zenith turns fast


def test_a_graze_shorter_than_any_step_is_found():
    tops = gathered(sweep([LOW], PLACES, limits.above(0.0), DAY, NONE, best=Best.HIGHEST_ELEVATION)).table
    for k in np.flatnonzero(~tops.cut_start & ~tops.cut_end):
        place = PLACES[tops.pair[k]]
        under, over = float(tops.best[k]) - 1e-5, float(tops.best[k]) + 1e-5
        near = gathered(sweep([LOW], [place], limits.above(under), DAY, NONE)).table
        mine = near.where(np.abs(near.start_ns - tops.best_ns[k]) < 60 * 10**9)
        assert len(mine) == 1
        assert 0.0 < mine.duration_s[0] < 10.0
        above = gathered(sweep([LOW], [place], limits.above(over), DAY, NONE)).table
        assert not (np.abs(above.start_ns - tops.best_ns[k]) < 60 * 10**9).any()


def test_errors_are_told_satellite_by_satellite():
    assert [k for k, code in enumerate(found().errors) if code] == [ALL.index(DECAYING)]


def test_a_place_may_have_its_own_mask_or_horizon():
    masks = [Mask.constant(5.0), Mask.read("0:10 180:40"), Mask.constant(30.0)]
    together = gathered(sweep([LOW, MOLNIYA], PLACES, limits.above(masks), DAY, NONE)).table
    for j, (place, mask) in enumerate(zip(PLACES, masks, strict=True)):
        alone = gathered(sweep([LOW, MOLNIYA], [place], limits.above(mask), DAY, NONE)).table
        mine = together.where(together.pair % 3 == j)
        assert np.array_equal(mine.start_ns, alone.start_ns)


def test_more_windows_than_the_buffer_holds_are_all_found():
    from serai.orbit.tracks import Tracks

    tracks = Tracks([LOW, MEDIUM], DAY, NONE)
    finder = Finder.over(PLACES, limits.above(0.0))
    for batch in tracks.batches():
        nodes = np.empty((1, 3, len(batch.grid)))
        tracks.fill(batch, nodes)
        asked = (
            nodes,
            np.zeros(3, np.int64),
            np.arange(3),
            batch.grid.step_ns / 1e9,
            batch.grid.begin,
            batch.grid.end,
        )
        whole, _ = finder.rows(*asked)
        tight, _ = finder.rows(*asked, out=np.empty((1, 9)))
        assert np.array_equal(whole[:, :4], tight[:, :4])


def test_nothing_asked_is_nothing_found():
    assert len(gathered(sweep([], PLACES, limits.above(5.0), DAY, NONE)).table) == 0
    assert len(gathered(sweep([LOW], [], limits.above(5.0), DAY, NONE)).table) == 0
    with pytest.raises(Refused, match="at least one limit"):
        gathered(sweep([LOW], PLACES, (), DAY, NONE))


def test_something_fixed_may_be_swept_too():
    tower = Fixed(Place(lat_deg=39.6, lon_deg=75.9, height_m=20_000.0))
    table = gathered(sweep([tower], PLACES[:2], limits.above(5.0), DAY, NONE)).table
    assert table.pair.tolist() == [0]
    assert table.duration_s[0] == 86_400.0


def test_the_count_of_threads_is_the_users_to_say(monkeypatch):
    monkeypatch.setenv("SERAI_THREADS", "3")
    assert threads_allowed() == 3
    monkeypatch.setenv("SERAI_THREADS", "many")
    with pytest.raises(Refused, match="SERAI_THREADS is a count of threads from 1 on, got 'many'"):
        threads_allowed()


def test_progress_is_told_as_satellites_are_done():
    told: list[tuple[str, int, int]] = []
    gathered(sweep(ALL, PLACES, limits.above(5.0), DAY, NONE, progress=lambda *step: told.append(step)))
    assert told[0] == ("satellites", 0, len(ALL))
    assert told[-1] == ("satellites", len(ALL), len(ALL))
