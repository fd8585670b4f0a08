"""Code less phase tells the ionosphere: a wrong model is mended, a right one kept, slips do no harm."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.gnss.atmosphere.ionosphere import of_slants
from serai.gnss.estimators.divergence import Divergence, ModelledRays, divergence, with_divergence
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.geometry import SHELL_M, pierce_of
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.signals import L1, single_frequency
from serai.gnss.solution import enu

ESBJERG = places_ecef_m(55.5, 8.45, 20.0)
NOISE_M = 0.1
WAVE_M = 299_792_458.0 / L1
EARTH_M = 6_371_000.0


def shell(vertical_m):
    """A delay of so much at every zenith of a thin shell, which the broadcast model does not have."""
    ratio = EARTH_M / (EARTH_M + SHELL_M)

    def delay_m(_lat, _lon, _az, el):
        return vertical_m / np.sqrt(1.0 - (ratio * np.cos(el)) ** 2)

    return delay_m


@pytest.fixture(scope="module")
def wrong():
    """Four hours under an ionosphere of 6 m where the model has about half."""
    c = Case(
        ESBJERG,
        {"G": ("1C",), "E": ("1C",)},
        epochs=240,
        step_s=60.0,
        noise_m=NOISE_M,
        phases=True,
        iono=shell(6.0),
    )
    return c, observations(c)


def with_columns(obs, **columns):
    return replace(obs, values=MappingProxyType({**obs.values, **columns}))


def without_phases(obs):
    values = {c: column for c, column in obs.values.items() if c[0] != "L"}
    codes = {s: tuple(c for c in own if c[0] != "L") for s, own in obs.codes.items()}
    return replace(obs, values=MappingProxyType(values), codes=MappingProxyType(codes))


def up_m(track, c):
    return ((track.position_m - c.place_m) @ enu(c.place_m).T)[:, 2]


def solved(obs, c, **settings):
    return single_point(obs, navigation(c), single_frequency("GE"), "GE", PointSettings(**settings))


def rms(values):
    return float(np.sqrt(np.nanmean(values**2)))


def test_a_model_of_half_the_ionosphere_is_mended_by_the_phases(wrong):
    c, obs = wrong
    codes_alone, both = solved(without_phases(obs), c), solved(obs, c)
    assert rms(up_m(codes_alone, c)) > 1.5
    assert rms(up_m(both, c)) < 0.35 * rms(up_m(codes_alone, c))
    assert both.solved.all()


def test_sigma_falls_with_what_the_model_leaves_and_still_holds_the_error(wrong):
    c, obs = wrong
    codes_alone, both = solved(without_phases(obs), c), solved(obs, c)
    assert np.median(both.sigmas_enu_m()[:, 2]) < 0.9 * np.median(codes_alone.sigmas_enu_m()[:, 2])
    assert np.mean(np.abs(up_m(both, c)) < 2.0 * both.sigmas_enu_m()[:, 2]) > 0.85


def test_a_right_model_is_kept():
    c = Case(ESBJERG, {"G": ("1C",), "E": ("1C",)}, epochs=120, step_s=120.0, noise_m=NOISE_M, phases=True)
    obs = observations(c)
    assert rms(up_m(solved(obs, c), c)) < 1.2 * rms(up_m(solved(without_phases(obs), c), c)) + 0.05


def test_a_model_asked_for_by_name_is_taken_as_it_is(wrong):
    c, obs = wrong
    asked = {"ionosphere": "klobuchar"}
    with_them, without = solved(obs, c, **asked), solved(without_phases(obs), c, **asked)
    assert np.array_equal(with_them.position_m, without.position_m)


@pytest.mark.parametrize("metres", [30.0, -30.0])
def test_a_slip_begins_another_arc_and_moves_no_position(wrong, metres):
    c, obs = wrong
    first = int(np.argmax(np.bincount(obs.satellite)))
    later = (obs.satellite == first) & (obs.epoch >= 100)
    slipped = with_columns(obs, L1C=obs.values["L1C"] + later * metres / WAVE_M)
    moved = solved(slipped, c).position_m - solved(obs, c).position_m
    assert np.abs(moved).max() < 0.5


def test_one_epoch_and_a_few_minutes_have_nothing_to_tell(wrong):
    c = replace(wrong[0], epochs=12)
    obs = observations(c)
    with_them, without = solved(obs, c), solved(without_phases(obs), c)
    assert np.array_equal(with_them.position_m, without.position_m)


def made_up(slots=8, satellites=3, share=0.4, bias_m=0.0):
    """Satellites that sink while the true delay is (1 + share) of the model's: rows, what is seen, rays."""
    per = 60
    epochs = slots * per
    at = np.arange(epochs) * 30.0
    delay = (2.0 + 6.0 * at / at[-1])[:, None] * np.linspace(1.0, 1.4, satellites)
    half = (1.0 + share) * delay + 1e6 * np.arange(1, satellites + 1) - bias_m * delay / 2.0
    n = epochs * satellites
    lon = np.broadcast_to(0.02 * np.arange(satellites), delay.shape)
    names = tuple(f"E{k + 1:02d}" for k in range(satellites))
    rows = Ranges(
        tai_ns=(at * 1e9).astype(np.int64),
        first=np.arange(0, n + 1, satellites),
        source=np.arange(n),
        sat_m=np.zeros((n, 3)),
        range_m=np.zeros(n),
        group=np.zeros(n, np.int64),
        groups="E",
        sigma_m=np.full(n, 0.2),
        code_factor=np.full(n, 0.5),
        iono_scale=np.ones(n),
        bias_kind=np.zeros(n, np.int64),
        chosen=np.zeros(n, np.int64),
        codes=dict.fromkeys(names, ("1C",)),
        satellite=np.tile(np.arange(satellites), epochs),
        names=names,
    )
    seen = Divergence(half.ravel(), np.zeros(n, dtype=bool), np.zeros(n))
    rays = ModelledRays(
        delay.ravel(), np.full(n, 0.6), np.full(n, 1.0), lon.ravel().copy(), bias_m * delay.ravel()
    )
    return rows, seen, rays


MODEL, _ = of_slants(np.zeros(1), 0.3)


def test_one_value_of_each_arc_tells_no_change_and_leaves_the_model_its_own_share():
    rows, seen, rays = made_up(slots=1)
    found, left = with_divergence(rows, seen, MODEL, rays, 0.17)
    assert np.array_equal(found, rays.delay_m)
    assert left == MODEL.left
    rows, seen, rays = made_up(slots=2)
    assert with_divergence(rows, seen, MODEL, rays, 0.17)[1] < MODEL.left


@pytest.mark.parametrize("share", [-0.3, 0.0, 0.3])
def test_the_share_by_which_a_model_is_off_is_found_with_its_sign(share):
    rows, seen, rays = made_up(share=share)
    found, left = with_divergence(rows, seen, MODEL, rays, 0.17)
    off = float(np.median(found / rays.delay_m - 1.0))
    assert 0.5 * abs(share) <= off * np.sign(share) <= abs(share) + 1e-9  # the model's own weight remains
    assert abs(off) < 1e-9 or share != 0.0
    assert 0.05 < left < 0.2


def test_what_a_beidou_2_code_is_late_by_is_no_ionosphere():
    rows, seen, rays = made_up(share=0.2, bias_m=0.3)
    assert np.allclose(with_divergence(rows, seen, MODEL, rays, 0.17)[0], _plain())
    late = replace(rays, bias_m=np.zeros(len(rays.bias_m)))
    assert not np.allclose(with_divergence(rows, seen, MODEL, late, 0.17)[0], _plain(), atol=0.2)


def test_a_constant_of_each_arc_says_nothing():
    rows, seen, rays = made_up(share=0.2)
    shifted = replace(seen, half_m=seen.half_m + np.where(np.arange(len(seen.half_m)) % 3 == 1, 77.0, -5e7))
    one, two = (with_divergence(rows, some, MODEL, rays, 0.17)[0] for some in (seen, shifted))
    assert np.allclose(one, two, atol=1e-3)


def test_false_codes_within_a_slot_are_outvoted():
    rows, seen, rays = made_up(share=0.2)
    half = seen.half_m.copy()
    half[7::30] += 0.5  # less than a slip: a burst of multipath of a metre
    moved = np.abs(with_divergence(rows, replace(seen, half_m=half), MODEL, rays, 0.17)[0] - _plain())
    assert moved.max() < 0.1


def _plain():
    return with_divergence(*made_up(share=0.2)[:2], MODEL, made_up(share=0.2)[2], 0.17)[0]


def test_below_the_mask_and_without_a_model_nothing_is_touched():
    rows, seen, rays = made_up()
    unknown = replace(rays, delay_m=np.where(np.arange(len(rays.delay_m)) % 3 == 0, np.nan, rays.delay_m))
    found, _ = with_divergence(rows, seen, MODEL, unknown, 0.17)
    assert np.array_equal(np.isnan(found), np.isnan(unknown.delay_m))
    below, left = with_divergence(rows, seen, MODEL, rays, 0.7)
    assert np.array_equal(below, rays.delay_m)
    assert left == MODEL.left


@pytest.mark.parametrize(("lat", "azimuth"), [(0.3, 1.0), (-1.2, 4.0), (1.377, 0.02), (1.377, 3.1)])
@pytest.mark.parametrize("elevation", [0.175, 0.6, 1.5])
def test_a_pierce_point_lies_on_the_ray_beyond_the_pole_too(lat, azimuth, elevation):
    lon = 0.2
    up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    north = np.cross(up, east)
    towards = np.cos(elevation) * (np.sin(azimuth) * east + np.cos(azimuth) * north) + np.sin(elevation) * up
    lift = EARTH_M * np.sin(elevation)
    far = np.sqrt(lift * lift + (EARTH_M + SHELL_M) ** 2 - EARTH_M**2) - lift
    x, y, z = (EARTH_M * up + far * towards) / (EARTH_M + SHELL_M)
    there, over = pierce_of(lat, lon, azimuth, elevation)
    assert there == pytest.approx(np.arcsin(z), abs=1e-9)
    assert np.cos(over - np.arctan2(y, x)) == pytest.approx(1.0, abs=1e-12)


def test_glonass_is_not_asked(wrong):
    _, obs = wrong
    named = replace(obs, satellites=tuple("R" + name[1:] for name in obs.satellites))
    rows, _, _ = made_up()
    alone = replace(rows, names=tuple("R" + name[1:] for name in rows.names))
    alone = replace(alone, codes=dict.fromkeys(alone.names, ("1C",)))
    assert divergence(alone, alone, named) is None
