"""Where the Sun stands and what it lights, judged by the calendar and by geometry."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Orientation, Place, geodetic, in_sunlight, sun_ecef_unit, sun_elevation_deg
from serai.earth.sun import sunlight_margin_m
from serai.time import Instant, Span, grid

PUBLISHED = Orientation.published


def test_the_sun_is_overhead_at_the_tropic_at_the_june_solstice():
    moments = grid(Span.of(Instant.from_utc("2026-06-21T00:00:00Z"), 86_400.0), 60.0)
    lat, lon, _ = geodetic(sun_ecef_unit(moments, PUBLISHED()) * 1.496e11)
    assert lat.max() == pytest.approx(23.436, abs=0.01)  # the obliquity of the ecliptic in 2026
    assert lon[0] == pytest.approx(180.5, abs=1.0) or lon[0] == pytest.approx(-179.5, abs=1.0)


def test_the_march_equinox_of_2026_comes_when_the_almanac_says():
    """2026-03-20 14:46 UTC (Astronomical Almanac; USNO): the Sun crosses the equator northwards."""
    moments = grid(Span.of(Instant.from_utc("2026-03-20T14:00:00Z"), 5_400.0), 60.0)
    height = sun_ecef_unit(moments, PUBLISHED())[:, 2]
    crossing = moments[np.flatnonzero(height > 0)[0]]
    almanac = Instant.from_utc("2026-03-20T14:46:00Z").tai_ns
    # 0.01 degrees of the Sun's longitude, the model's accuracy, take 15 minutes
    assert abs(crossing - almanac) < 15 * 60 * 10**9


def test_the_pole_has_a_day_of_half_a_year(a_day):
    north = Place(lat_deg=90.0, lon_deg=0.0)
    elevation = sun_elevation_deg(north, grid(a_day, 600.0), PUBLISHED())
    assert (elevation > 11.0).all()  # the Sun's declination on 22 August
    assert np.ptp(elevation) < 0.4


def test_shadow_is_behind_the_earth_and_nowhere_else(a_day):
    moments = grid(a_day, 3_600.0)
    sun = sun_ecef_unit(moments, PUBLISHED())
    assert in_sunlight(sun * 7e6, moments, PUBLISHED()).all()
    assert not in_sunlight(-sun * 7e6, moments, PUBLISHED()).any()
    assert not in_sunlight(-sun * 4.2e7, moments, PUBLISHED()).any()
    side = np.cross(sun, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=1)[:, None]
    assert in_sunlight(-sun * 7e6 + side * 6.379e6, moments, PUBLISHED()).all()
    assert not in_sunlight(-sun * 7e6 + side * 6.377e6, moments, PUBLISHED()).any()


def test_the_shadow_is_narrower_over_the_poles():
    sun = np.array([1.0, 0.0, 0.0])
    assert sunlight_margin_m(np.array([-7e6, 0.0, 6.36e6]), sun) > 0.0  # above the pole: 6,357 km is enough
    assert sunlight_margin_m(np.array([-7e6, 6.36e6, 0.0]), sun) < 0.0


def test_many_satellites_are_lit_or_dark_at_once(a_day):
    moments = grid(a_day, 3_600.0)
    sun = sun_ecef_unit(moments, PUBLISHED())
    lit = in_sunlight(np.stack([sun * 7e6, -sun * 7e6]), moments, PUBLISHED())
    assert lit.shape == (2, len(moments))
    assert lit[0].all()
    assert not lit[1].any()
