"""Looks abeam of the corridor's radars over real places: counts and revisit by an independent computation."""

from __future__ import annotations

import numpy as np
import pytest

from serai import looks, open_corridor, revisit
from serai.cli.input.reference import reference_corridor
from serai.earth import Orientation, Place
from serai.orbit import Sgp4
from serai.time import Instant, Span, grid

RADARS = ("satellite:gaofen-3", "gaofen-3-02", "gaofen-3-03", "hj-2e", "hj-2f", "prsc-s1")
PLACES = {
    "sindh": Place(lat_deg=27.0, lon_deg=68.5),
    "karachi": Place(lat_deg=24.86, lon_deg=67.01),
    "gezira": Place(lat_deg=14.4, lon_deg=33.5),
}
START, DAYS = Instant.from_utc("2026-08-22T00:00:00Z"), 3.0
BAND = (20.0, 50.0)
NONE = Orientation.none()


@pytest.fixture(scope="module")
def corridor():
    return open_corridor(reference_corridor())


@pytest.fixture(scope="module")
def counted(corridor):
    """Moments at which the range stops shrinking inside the band, by place: every second, plain vectors."""
    moments = grid(Span.of(START, DAYS * 86_400.0), 1.0)
    found = {name: [] for name in PLACES}
    stretches = 0
    for radar in RADARS:
        motion = corridor.pool[radar.removeprefix("satellite:")].motion
        assert isinstance(motion, Sgp4)
        r, _ = motion.state(moments, NONE)
        for name, place in PLACES.items():
            way = r - place.ecef_m()
            metres = np.sqrt((way * way).sum(axis=1))
            lat, lon = np.radians([place.lat_deg, place.lon_deg])
            up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
            incidence = np.degrees(np.arccos(way @ up / metres))
            inside = (incidence >= BAND[0]) & (incidence <= BAND[1])
            turn = 1 + np.flatnonzero((metres[1:-1] < metres[:-2]) & (metres[1:-1] <= metres[2:]))
            found[name] += moments[turn[inside[turn]]].tolist()
            stretches += int((np.diff(inside.astype(np.int8)) == 1).sum())
    return {name: np.sort(at) for name, at in found.items()}, stretches


def how(**more):
    return {
        "start": START, "days": DAYS, "incidence_deg": BAND, "orientation": NONE, "satellites": RADARS,
        **more,
    }  # fmt: skip


def test_looks_over_the_corridor_are_as_many_as_are_counted_and_at_those_moments(corridor, counted):
    moments, stretches = counted
    found = looks(corridor, PLACES, **how())
    for k, name in enumerate(PLACES):
        mine = np.sort(found.part.table.start_ns[found.part.table.pair % len(PLACES) == k])
        assert len(mine) == len(moments[name]) > 5
        assert np.abs(mine - moments[name]).max() <= 1_000_000_000
    assert len(found) < 0.8 * stretches, "the stretches of the cone are more than the looks"
    assert len(looks(corridor, PLACES, **how(cone=True))) == stretches


def test_revisit_over_the_corridor_is_the_mean_of_the_gaps_between_those_moments(corridor, counted):
    moments, _ = counted
    found = revisit(corridor, PLACES, **how()).coverage
    for k, name in enumerate(PLACES):
        gaps = np.diff(moments[name]) / 1e9
        assert found.looks[k] == len(moments[name])
        assert found.mean_revisit_s[k] == pytest.approx(gaps.mean(), abs=2.0)


def test_three_radars_look_at_karachi_six_times_in_two_days_where_the_cone_has_twelve_stretches(corridor):
    karachi = {"karachi": PLACES["karachi"]}
    asked = how(days=2.0, satellites=RADARS[:3])
    assert len(looks(corridor, karachi, **asked)) == 6
    assert len(looks(corridor, karachi, cone=True, **asked)) == 12
