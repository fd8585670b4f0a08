"""Between the frame of SGP4 and the turning Earth."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth import EARTH_RATE_RADPS, Orientation, gmst_rad, itrf_to_teme, teme_to_itrf
from serai.time import Instant, Span, grid

# D. Vallado, Fundamentals of Astrodynamics and Applications, 4th ed. (2013), example 3-15 and its TEME
# values: 2004-04-06 07:51:28.386009 UTC, UT1 - UTC = -0.4399619 s, xp = -0.140682", yp = 0.333309"
WHEN = Instant.from_utc("2004-04-06T07:51:28.386009Z")
ARCSEC = np.pi / 648_000
TEME_KM = np.array([5094.18016210, 6127.64465950, 6380.34453270])
TEME_KMPS = np.array([-4.746131487, 0.785818041, 5.531931288])
ITRF_KM = np.array([-1033.4793830, 7901.2952754, 6380.3565958])
ITRF_KMPS = np.array([-3.225636520, -2.872451450, 5.531924446])
PRINTED_M = 1.5e-2  # the book keeps its Julian date in one float64: up to 23 us of turning, 1.3 cm here
PRINTED_MPS = 2e-5  # the book takes the length of the day off the Earth's rate, 2e-8 of it
THERE_AND_BACK = 2e-11  # the pole's square, 5e-12, on the way and back


def vallado() -> Orientation:
    """Earth orientation as the example has it."""
    day = np.array([WHEN.tai_ns - 86_400 * 10**9, WHEN.tai_ns + 86_400 * 10**9])
    same = np.ones(2)
    return Orientation(
        source="example",
        begins=Instant(int(day[0])),
        ends=Instant(int(day[1])),
        measured_until=None,
        node_ns=day,
        ut1_tai_s=(-0.4399619 - 32) * same,
        xp_rad=-0.140682 * ARCSEC * same,
        yp_rad=0.333309 * ARCSEC * same,
    )


def test_the_textbook_satellite_stands_where_the_book_says():
    r, v = teme_to_itrf(TEME_KM[None] * 1e3, TEME_KMPS[None] * 1e3, np.array([WHEN.tai_ns]), vallado())
    assert r[0] == pytest.approx(ITRF_KM * 1e3, abs=PRINTED_M)
    assert v[0] == pytest.approx(ITRF_KMPS * 1e3, abs=PRINTED_MPS)


def test_sidereal_time_is_that_of_the_textbook():
    # Vallado 2013, example 3-5: 1992-08-20 12:14 UT1; the polynomial of 1982 worked out to 40 digits
    when = np.array([Instant.from_utc("1992-08-20T12:14:00Z").tai_ns])
    assert np.degrees(gmst_rad(when, Orientation.none())) == pytest.approx(152.57878785165747, abs=1e-10)


def test_the_way_there_and_back_ends_where_it_began():
    moments = grid(Span.of(WHEN, 80_000.0), 777.0)
    rng = np.random.default_rng(1)
    r, v = rng.normal(0, 2e7, (3, len(moments), 3)), rng.normal(0, 4e3, (3, len(moments), 3))
    back = itrf_to_teme(*teme_to_itrf(r, v, moments, vallado()), moments, vallado())
    assert np.abs(back[0] - r).max() < THERE_AND_BACK * 1e8
    assert np.abs(back[1] - v).max() < THERE_AND_BACK * 1e5


def test_velocity_is_how_the_earth_fixed_position_changes():
    step_ns = 10**8
    moments = WHEN.tai_ns + step_ns * np.array([-1, 0, 1])
    at = (moments - WHEN.tai_ns)[:, None] / 1e9
    r = np.array([7e6, 1e6, 2e6]) + np.array([100.0, 7_400.0, 500.0]) * at
    v = np.broadcast_to([100.0, 7_400.0, 500.0], r.shape)
    fixed, speed = teme_to_itrf(r, v, moments, vallado())
    changed = (fixed[2] - fixed[0]) / 0.2
    assert speed[1] == pytest.approx(
        changed, abs=1e-4
    )  # 8 mm of rounding would be 4e-2; half a step's jerk is 1e-6


def test_a_point_at_rest_among_the_stars_goes_west_with_the_earths_rate():
    _, v = teme_to_itrf(
        np.array([[7e6, 0.0, 0.0]]), np.zeros((1, 3)), np.array([WHEN.tai_ns]), Orientation.none()
    )
    assert np.linalg.norm(v) == pytest.approx(7e6 * EARTH_RATE_RADPS, rel=1e-12)


def test_positions_alone_need_no_velocities():
    r, v = teme_to_itrf(TEME_KM[None] * 1e3, None, np.array([WHEN.tai_ns]), vallado())
    assert v is None
    assert r.shape == (1, 3)
