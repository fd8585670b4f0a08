"""Orbits on paper: what is spelled is what flies, before the Sun, the equator and the pattern."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import Orientation
from serai.earth.ellipsoid import A_M
from serai.errors import Refused
from serai.orbit import PaperOrbit
from serai.orbit.design import sun_synchronous_deg
from serai.time import Instant

T0 = Instant.from_utc("2026-03-20T06:00:00Z")
SKY = Orientation.none()
DAY_S = 86_400.0


def northward_local_h(circle, since_days):
    """The local mean solar time of the first crossing of the equator northwards after some days, hours."""
    begin = T0.plus(seconds=since_days * DAY_S)
    at_ns = begin.tai_ns + (np.arange(0.0, 7_000.0, 1.0) * 1e9).astype(np.int64)
    r, _ = circle.state(at_ns, SKY)
    k = int(np.flatnonzero((r[:-1, 2] < 0.0) & (r[1:, 2] >= 0.0))[0])
    at = Instant(int(at_ns[k])).datetime()
    lon_deg = np.degrees(np.arctan2(r[k, 1], r[k, 0]))
    return (at.hour + at.minute / 60.0 + at.second / 3600.0 + lon_deg / 15.0) % 24.0


def test_a_sun_synchronous_orbit_crosses_at_its_local_time_and_keeps_it():
    (circle,) = PaperOrbit.read("sun@505,10:30").circles(T0, SKY)
    for days in (0.0, 90.0, 300.0):
        # 0.05 h: the equator is met up to a revolution after the moment, and UT1 is taken as UTC
        assert northward_local_h(circle, days) == pytest.approx(10.5, abs=0.05)


@pytest.mark.parametrize(
    ("altitude_km", "published_deg"), [(705.0, 98.2), (786.0, 98.6), (505.0, 97.4), (693.0, 98.18)]
)
def test_the_inclination_is_that_of_flying_sun_synchronous_satellites(altitude_km, published_deg):
    """Landsat 8, Sentinel-2, a 505 km orbit and Sentinel-1 as their owners give them."""
    assert sun_synchronous_deg(1e3 * altitude_km) == pytest.approx(published_deg, abs=0.1)


def test_a_walker_pattern_has_its_satellites_planes_and_phases():
    circles = PaperOrbit.read("53:24/3/1@550").circles(T0, SKY)
    assert len(circles) == 24
    assert sorted({round(c.raan_deg, 6) for c in circles}) == [0.0, 120.0, 240.0]
    first, next_plane = circles[0], circles[8]
    assert circles[1].argument_of_latitude_deg - first.argument_of_latitude_deg == pytest.approx(45.0)
    assert next_plane.argument_of_latitude_deg == pytest.approx(360.0 * 1 / 24)  # F x 360 / T
    assert all(
        c.radius_m == pytest.approx(A_M + 550e3) and c.inclination_deg == 53.0 and c.j2 for c in circles
    )


def test_a_pattern_with_a_local_time_begins_with_its_first_plane():
    circles = PaperOrbit.read("97.5 : 4/2/1 @ 600, 06:00").circles(T0, SKY)
    apart = (circles[2].raan_deg - circles[0].raan_deg) % 360.0
    assert apart == pytest.approx(180.0)
    assert northward_local_h(circles[0], 0.0) == pytest.approx(6.0, abs=0.05)


@pytest.mark.parametrize(
    ("spelled", "says"),
    [
        ("", "expected an orbit on paper such as 41@500"),
        ("41", "expected an orbit on paper"),
        ("41@500,25:00", "expected an orbit on paper"),
        ("-5@500", "expected an orbit on paper"),
        ("181@500", "from 0 to 180 degrees, got 181"),
        ("41@159", "from 160 to 40,000 km, got 159"),
        ("41:5/2/1@500", "5/2/1"),
        ("41:4/2/2@500", "4/2/2"),
        ("41:20000/2/1@500", "at most 10,000 satellites on paper, got 20,000"),
        ("sun@9000", "no circular orbit at 9000 km keeps its plane to the Sun"),
    ],
)
def test_what_is_no_orbit_is_refused_in_one_sentence(spelled, says):
    with pytest.raises(Refused) as refused:
        PaperOrbit.read(spelled)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("spelled", ["0@160", "180@40000", "41:4/2/1@500", "SUN@500,0:00"])
def test_the_ends_of_what_is_allowed_are_allowed(spelled):
    assert PaperOrbit.read(spelled).circles(T0, SKY)
