"""Radar looks: the moment abeam, judged by a scan of every second and by the count of an assessment."""

from __future__ import annotations

import numpy as np
import pytest

from serai import looks, revisit
from serai.earth import Orientation, Place, incidence_deg, sun_elevation_deg
from serai.errors import Refused
from serai.orbit import Ephemeris, Sgp4
from serai.time import Instant, Span
from tests.access.orbits import EPOCH, satellite
from tests.observe.by_numpy import by_numpy

NONE = Orientation.none()
BAND = (20.0, 50.0)
PLACES = {
    "sindh": Place(lat_deg=27.0, lon_deg=68.5),
    "fiji": Place(lat_deg=-17.5, lon_deg=180.0),
    "north": Place(lat_deg=78.2, lon_deg=15.6, height_m=450.0),
    "equator": Place(lat_deg=0.0, lon_deg=10.0),
}
RADARS = [
    satellite(height, 0.001, 98.0, raan_deg=raan, mean_anomaly_deg=phase, norad=number)
    for number, height, raan, phase in (
        (1, 510.0, 0.0, 0.0),
        (2, 690.0, 60.0, 200.0),
        (3, 755.0, 140.0, 90.0),
    )
]
DAY = Span.of(EPOCH, 86_400.0)
STEP_NS = 10**9


def asked(**more: object):
    sets = [one.elements for one in RADARS]
    return looks(sets, PLACES, start=EPOCH, days=1.0, incidence_deg=BAND, orientation=NONE, **more)


def scanned(radar: Sgp4, place: Place) -> list[tuple[int, float, bool]]:
    """Seconds at which the range stops shrinking inside the band: moment, incidence, whether to the right."""
    moments = DAY.start.tai_ns + STEP_NS * np.arange(86_401, dtype=np.int64)
    r, v = radar.state(moments, NONE)
    site = place.ecef_m()
    range_m = np.linalg.norm(r - site, axis=1)
    turn = 1 + np.flatnonzero((range_m[1:-1] < range_m[:-2]) & (range_m[1:-1] <= range_m[2:]))
    found = []
    for k in turn.tolist():
        angle = float(incidence_deg(site, place.lat_deg, place.lon_deg, r[k]))
        if BAND[0] <= angle <= BAND[1]:
            across = np.cross(r[k], v[k])
            found.append((int(moments[k]), angle, bool((site - r[k]) @ -across > 0.0)))
    return found


def test_looks_are_the_moments_abeam_of_a_scan_of_every_second():
    found = asked()
    total = 0
    for s, radar in enumerate(RADARS):
        for p, place in enumerate(PLACES.values()):
            theirs = scanned(radar, place)
            mine = found.part.table.best_ns[found.part.table.pair == s * len(PLACES) + p]
            assert len(mine) == len(theirs)
            assert (
                np.abs(mine - np.array([at for at, _, _ in theirs], dtype=np.int64)).max(initial=0) <= STEP_NS
            )
            total += len(mine)
    assert total > 15


def test_looks_are_those_that_the_cubic_of_an_ephemeris_turns_at():
    found = asked()
    where = Ephemeris.of(RADARS, DAY, NONE, 60.0)
    for p, place in enumerate(PLACES.values()):
        theirs = by_numpy(where, place)
        theirs = theirs.where((theirs.incidence_deg >= BAND[0]) & (theirs.incidence_deg <= BAND[1]))
        mine = np.sort(found.part.table.best_ns[found.part.table.pair % len(PLACES) == p])
        assert len(mine) == len(theirs)
        assert np.abs(mine - theirs.at_ns).max(initial=0) < 50_000_000  # it follows a cubic


def test_a_look_is_one_moment_and_one_a_pass():
    table = asked().part.table
    assert np.array_equal(table.start_ns, table.end_ns)
    for pair in np.unique(table.pair):
        assert (np.diff(table.start_ns[table.pair == pair]) > 1_800 * 10**9).all()
    cone = asked(cone=True)
    assert len(cone) > len(table)  # stretches before and behind the moment abeam, where no radar looks
    assert cone.part.table.duration_s.min() > 0.0


def test_the_sides_and_the_sun_are_those_of_the_moment():
    both, right, left = asked(), asked(side="right"), asked(side="left")
    assert len(right) + len(left) == len(both)
    theirs = [side for radar in RADARS for place in PLACES.values() for _, _, side in scanned(radar, place)]
    assert len(right) == sum(theirs) > 0
    assert {row["side"] for row in asked(side="right", columns=("side",))} == {"right"}
    assert {row["side"] for row in asked(side="left", columns=("side",))} == {"left"}
    lit = asked(sun_deg=10.0).part.table
    places = list(PLACES.values())
    for pair, at in zip(lit.pair.tolist(), lit.best_ns.tolist(), strict=True):
        assert sun_elevation_deg(places[pair % len(places)], np.array([at]), NONE)[0] >= 10.0
    assert 0 < len(lit) < len(both)


@pytest.mark.parametrize("squint_deg", [2.0, 15.0])
def test_a_squint_opens_a_stretch_about_the_moment(squint_deg):
    abeam, table = asked().part.table, asked(squint_deg=squint_deg).part.table
    for pair, at in zip(abeam.pair.tolist(), abeam.best_ns.tolist(), strict=True):
        mine = table.pair == pair
        assert ((table.start_ns[mine] <= at) & (at <= table.end_ns[mine])).sum() == 1
    for pair, start, end in zip(
        table.pair.tolist(), table.start_ns.tolist(), table.end_ns.tolist(), strict=True
    ):
        moments = np.array([start, end], dtype=np.int64)
        r, v = RADARS[pair // len(PLACES)].state(moments, NONE)
        d = r - list(PLACES.values())[pair % len(PLACES)].ecef_m()
        sine = np.einsum("ij,ij->i", d, v) / np.linalg.norm(d, axis=1) / np.linalg.norm(v, axis=1)
        assert (np.abs(np.degrees(np.arcsin(sine))) < squint_deg + 0.001).all()


def test_a_pass_that_the_period_cuts_before_its_nearest_moment_is_no_look():
    at = int(asked().part.table.best_ns[0])
    pair = int(asked().part.table.pair[0])
    sets, place = [RADARS[pair // len(PLACES)].elements], dict([list(PLACES.items())[pair % len(PLACES)]])

    def count(begin_ns: int, end_ns: int) -> int:
        days = (end_ns - begin_ns) / 86_400e9
        found = looks(sets, place, start=Instant(begin_ns), days=days, incidence_deg=BAND, orientation=NONE)
        return len(found)

    second = 10**9
    assert count(at - 60 * second, at + 60 * second) == 1
    assert count(at - 60 * second, at - second) == 0
    assert count(at + second, at + 60 * second) == 0


def test_revisit_counts_the_same_looks():
    sets = [one.elements for one in RADARS]
    found = revisit(sets, PLACES, start=EPOCH, days=1.0, incidence_deg=BAND, orientation=NONE)
    assert int(found.coverage.looks.sum()) == len(asked())
    assert "abeam" in found.holds
    moments = np.sort(asked().part.table.best_ns[asked().part.table.pair % len(PLACES) == 0])
    assert found.coverage.mean_revisit_s[0] == pytest.approx(np.diff(moments).mean() / 1e9, abs=0.01)


def test_a_squint_without_a_range_of_incidence_is_refused():
    with pytest.raises(Refused, match="a squint goes with a range of incidence"):
        looks([RADARS[0].elements], PLACES, start=EPOCH, days=1.0, off_nadir_deg=30.0, squint_deg=5.0)
