"""Which satellites a user sees: against plain spherical geometry, with masks and without."""

from __future__ import annotations

import numpy as np
import pytest

from serai.connect.endpoints import ends
from serai.connect.visibility import satellites_of, sky, slant_range_m
from serai.time import Span

EARTH_KM, RING_KM = 6371.0, 42_157.0  # a sphere, and the ring as the fixture's satellites stand on it


def elevation_on_a_sphere(lat_deg, lon_deg, satellite_lon_deg):
    """The textbook formula for a geostationary satellite's elevation."""
    angle = np.arccos(np.cos(np.radians(lat_deg)) * np.cos(np.radians(satellite_lon_deg - lon_deg)))
    return np.degrees(np.arctan2(np.cos(angle) - EARTH_KM / RING_KM, np.sin(angle)))


def an_hour(small, ids, need):
    pool = small.pool()
    where = ends(need, pool)
    span = Span(small.START, small.START.plus(seconds=3600.0))
    return sky(ids, need, where, pool, small.world(pool), span, 300.0), where


def test_a_geostationary_satellite_stands_where_the_textbook_puts_it(small):
    seen, where = an_hour(small, ["paksat", "g2"], small.need())
    for row, lon in ((seen.ids.index("paksat"), 38.2), (seen.ids.index("g2"), 80.0)):
        for p, place in enumerate(where.places):
            expected = elevation_on_a_sphere(place.lat_deg, place.lon_deg, lon)
            assert seen.above_deg[row, p] == pytest.approx(expected, abs=0.3)  # the Earth is no sphere


def test_a_wall_to_the_south_hides_what_stands_low_behind_it(small):
    valley = {"box": (101.5, 19.5, 104.5, 21.0), "mask": "0:10 90:20 120:62 240:62 270:20"}
    seen, _ = an_hour(small, ["g2", "g3"], small.need(**valley))
    assert not seen.of(["g2"], None).any()  # 51 to 57 deg up, to the south-west
    open_sky, _ = an_hour(small, ["g2", "g3"], small.need(box=valley["box"], mask="10"))
    assert open_sky.of(["g2", "g3"], None).all()


def test_a_services_own_least_elevation_counts_beside_the_mask(small):
    seen, _ = an_hour(small, ["paksat"], small.need())
    assert seen.of(["paksat"], 20.0).all()
    assert not seen.of(["paksat"], 60.0).any()


def test_a_walker_star_is_always_in_view_from_sindh_but_no_satellite_stays(small):
    ids = [f"star-{k}" for k in range(66)]
    seen, _ = an_hour(small, ids, small.need())
    each = seen.of(ids, 8.2)
    assert each.any(axis=0).mean() > 0.95
    assert each.all(axis=2).sum() == 0


def test_the_satellites_of_a_service_are_written_out_of_its_groups(small):
    pool = small.pool()
    star = next(iter(pool["star"].fittings))
    assert len(satellites_of(star, pool)) == 66
    rsmc = next(iter(pool["rsmc"].fittings))
    assert satellites_of(rsmc, pool) == ("g2", "g3")
    assert satellites_of(rsmc, pool.without("BDS-3 G2")) == ("g3",)


def test_the_range_overhead_is_the_height_and_grows_to_the_horizon():
    ring_m = 42_164_172.0
    assert slant_range_m(90.0, ring_m) == pytest.approx(35_793e3, rel=1e-3)
    assert slant_range_m(0.0, ring_m) == pytest.approx(41_680e3, rel=1e-3)
    assert slant_range_m(30.0, ring_m) > slant_range_m(60.0, ring_m)
