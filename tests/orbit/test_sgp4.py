"""Catalogued satellites in motion."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from tests.orbit.known import ORBITS, elements, satellite

from serai.earth import Orientation
from serai.orbit import Fixed, Motion, PropagationFailed, Sgp4, error_text
from serai.orbit.sgp4 import teme_batch
from serai.time import Instant, Span, grid

# SGP4's velocity leaves out how the slow terms of drag, the Moon and the Sun change
SLOW_TERMS_MPS = {"MERIDIAN 9": 1.3}
SLOW_TERMS_ELSE_MPS = 0.1
SAME_M = 1e-3  # in bulk, times are counted from the day and not from the epoch: 1e-7 s


@pytest.fixture(scope="module")
def published() -> Orientation:
    return Orientation.published()


@pytest.mark.parametrize("name", ORBITS)
def test_velocity_is_how_the_position_changes(name, published, a_day):
    moments = grid(a_day, 3_600.0)
    step_ns = 5 * 10**8
    motion = satellite(name)
    _, v = motion.state(moments, published)
    ahead, behind = (motion.state(moments + sign * step_ns, published)[0] for sign in (1, -1))
    assert np.abs((ahead - behind) - v).max() < SLOW_TERMS_MPS.get(name, SLOW_TERMS_ELSE_MPS)


@pytest.mark.parametrize("name", ORBITS)
def test_many_at_once_are_where_each_is_alone(name, a_day):
    moments = grid(a_day, 600.0)
    codes, r, v = teme_batch([satellite(name), satellite("ISS (ZARYA)")], moments)
    _, r_km, v_kmps = satellite(name).teme_km(moments)
    assert not codes.any()
    assert np.abs(r[0] - r_km * 1e3).max() < SAME_M
    assert np.abs(v[0] - v_kmps * 1e3).max() < SAME_M


def test_time_runs_through_a_leap_second():
    """Elements of one day before the leap second of 2016: a second later is a second farther, 7.6 km."""
    iss = Sgp4(replace(elements("ISS (ZARYA)"), epoch=Instant.from_utc("2016-12-31T12:00:00Z")))
    texts = ("2016-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z")
    moments = np.array([Instant.from_utc(text).tai_ns for text in texts])
    for r in (iss.teme_km(moments)[1] * 1e3, teme_batch([iss], moments)[1][0]):
        steps = np.linalg.norm(np.diff(r, axis=0), axis=1)
        assert steps == pytest.approx(7_660.0, abs=30.0)


def test_what_has_decayed_has_no_position_and_says_why(published):
    falling = Sgp4(replace(elements("ISS (ZARYA)"), bstar=0.1, object_name="FALLING"))
    moments = grid(Span.of(falling.elements.epoch, 60 * 86_400.0), 86_400.0)
    r, _ = falling.state(moments, published)
    codes = falling.errors(moments)
    gone = np.isnan(r).any(axis=1)
    assert gone.any()
    assert not gone[0]
    assert (gone == (codes != 0)).all()
    with pytest.raises(
        PropagationFailed, match=r"FALLING has no position at .*; use a newer element set"
    ) as told:
        falling.state_at(falling.elements.epoch.plus(50 * 86_400.0), published)
    assert told.value.code == codes[50]
    assert error_text(6).endswith("decayed")
    assert error_text(0) == "no error"


def test_one_position_is_the_batch_of_one(published, a_day):
    gaofen = satellite("GAOFEN-1")
    r, v = gaofen.state_at(a_day.start, published)
    rs, vs = gaofen.state(np.array([a_day.start.tai_ns]), published)
    assert r.tolist() == rs[0].tolist()
    assert v.tolist() == vs[0].tolist()


def test_the_catalogue_can_be_asked_what_it_describes(a_day):
    gaofen, g2, meridian = satellite("GAOFEN-1"), satellite("BEIDOU-3 G2"), satellite("MERIDIAN 9")
    assert gaofen.mean_altitude_km == pytest.approx(637, abs=1)  # published: 645 km, Sun-synchronous
    assert gaofen.inclination_deg == 97.9047
    assert g2.mean_altitude_km == pytest.approx(42_164.2 - 6_378.1, abs=2)  # the geosynchronous radius
    assert (meridian.perigee_km, meridian.apogee_km) == (
        pytest.approx(2_018, abs=5),
        pytest.approx(38_340, abs=20),
    )
    assert meridian.period_s == pytest.approx(43_068, abs=5)
    assert gaofen.age_s(a_day.start) == pytest.approx(35_065.77, abs=0.01)
    assert gaofen.age_s(gaofen.elements.epoch) == 0.0


def test_a_sun_synchronous_satellite_stays_between_its_latitudes_and_heights(published, a_day):
    lat, lon, height = satellite("GAOFEN-1").geodetic(grid(a_day, 60.0), published)
    assert np.abs(lat).max() == pytest.approx(180 - 97.9047, abs=0.2)
    assert lon.min() < -179
    assert lon.max() > 179
    assert 6.0e5 < height.min() < height.max() < 6.8e5


def test_a_number_beyond_five_letters_moves_all_the_same(published, a_day):
    far = Sgp4(replace(elements("SARAMAGO"), norad=799_500_766))
    moments = grid(a_day, 3_600.0)
    assert np.array_equal(
        far.state(moments, published)[0], satellite("SARAMAGO").state(moments, published)[0]
    )


def test_a_motion_can_be_sent_to_another_process(published, a_day):
    sent = pickle.loads(pickle.dumps(satellite("GAOFEN-1")))
    assert sent == satellite("GAOFEN-1")
    moments = grid(a_day, 3_600.0)
    assert np.array_equal(
        sent.state(moments, published)[0], satellite("GAOFEN-1").state(moments, published)[0]
    )


def test_a_place_is_a_motion_that_stands_still(karachi, published, a_day):
    moments = grid(a_day, 3_600.0)
    r, v = Fixed(karachi).state(moments, published)
    assert isinstance(Fixed(karachi), Motion)
    assert (r == karachi.ecef_m()).all()
    assert not v.any()
