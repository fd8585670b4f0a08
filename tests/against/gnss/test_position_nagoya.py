"""Nagoya, 0.99 m, 301 epochs: fixed positions beside RTKLIB's of the same run, and spoilt data."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.against.rtklib import KINEMATIC, run
from tests.gnss.made_up import part
from tests.gnss.test_between_makers import renamed

from serai.earth import places_ecef_m
from serai.formats.antex import Antenna, Pattern
from serai.formats.compact import expanded
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.formats.source import bytes_of
from serai.gnss.estimators.rtk import RtkSettings, relative
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.accuracy import spread, spread_of
from serai.gnss.signals import Choice, ionosphere_free
from serai.gnss.solution import enu

EPOCHS = 301
SOME = 80
TRUTH_M = 0.001  # the known positions are printed to 1e-9 deg and 1 mm: no verdict is finer than that
WRONG_M = 0.05  # a fixed position further off than this, beside what the noise itself may do, is a wrong fix
WAVELENGTH_M = 0.19
# Noise added to the rover's phases, cycles (four, ten and twenty times their own), and wrong fixes allowed.
SPOILT = ((0.02, 0), (0.05, 0), (0.1, 30))


@pytest.fixture(scope="module")
def nagoya(shared_data, tmp_path_factory):
    folder, there = tmp_path_factory.mktemp("nagoya"), shared_data / "gnss/nagoya2024"
    for name in ("base.obs", "rover.obs"):
        (folder / name).write_bytes(expanded(*bytes_of(there / f"{name}.gz")))
    (folder / "base.nav").write_bytes((there / "base.nav").read_bytes())
    places = {}
    for who in ("base", "rover"):
        text = (there / f"{who}_position.txt").read_text().replace(",", " ").split()
        places[who] = places_ecef_m(*(float(x) for x in text))
    return folder, places


@pytest.fixture(scope="module")
def read(nagoya):
    folder, _ = nagoya
    return (
        read_observations(folder / "rover.obs"),
        read_observations(folder / "base.obs"),
        read_navigation(folder / "base.nav"),
    )


@pytest.mark.parametrize(("systems", "bands"), [("G", 1), ("C", 1), ("GEC", 2)])
def test_every_epoch_is_fixed_and_no_further_off_than_rtklib(nagoya, read, systems, bands):
    folder, places = nagoya
    track = relative(*read[:2], places["base"], read[2], systems, RtkSettings(bands=bands))
    mine = spread(track, places["rover"])
    x, y, z = places["base"]
    options = KINEMATIC | {
        "pos1-frequency": "l1" if bands == 1 else "l1+l2",
        "ant2-pos1": f"{x:.4f}",
        "ant2-pos2": f"{y:.4f}",
        "ant2-pos3": f"{z:.4f}",
    }
    found = run(folder, options, systems, folder / "rover.obs", folder / "base.obs", folder / "base.nav")
    theirs = spread_of((found.position_m - places["rover"]) @ enu(places["rover"]).T)
    print(f"{systems} ours {mine}\n   theirs {theirs} {found.quality}")
    assert track.mode.count("fixed") == found.quality["1"] == EPOCHS
    assert mine.h_rms_m <= theirs.h_rms_m + TRUTH_M
    assert mine.v_rms_m <= theirs.v_rms_m + TRUTH_M


@pytest.mark.parametrize(("systems", "bands"), [("GEC", 1), ("GEC", 2)])
def test_a_base_of_another_maker_fixes_every_epoch_as_near(nagoya, read, systems, bands):
    _, places = nagoya
    rover, base = (part(one, 0, SOME) for one in read[:2])
    navigation, settings = read[2], RtkSettings(bands=bands)
    same, other = (
        relative(rover, b, places["base"], navigation, systems, settings) for b in (base, renamed(base))
    )
    assert other.mode.count("fixed") == SOME
    one, two = (spread(track, places["rover"]) for track in (same, other))
    assert abs(two.h_rms_m - one.h_rms_m) <= max(0.05 * one.h_rms_m, TRUTH_M)
    assert abs(two.v_rms_m - one.v_rms_m) <= max(0.05 * one.v_rms_m, TRUTH_M)


@pytest.mark.parametrize(("sigma_cycles", "wrong_at_most"), SPOILT)
def test_spoilt_phases_are_rarely_fixed_wrong(nagoya, read, sigma_cycles, wrong_at_most):
    _, places = nagoya
    rover, base, navigation = read
    noise = np.random.default_rng(5).normal(0.0, sigma_cycles, len(rover.epoch))
    values = MappingProxyType({**rover.values, "L1C": rover.values["L1C"] + noise})
    spoilt = replace(rover, values=values)
    track = relative(spoilt, base, places["base"], navigation, "G", RtkSettings(bands=1))
    sure = np.array(track.mode) == "fixed"
    off = np.linalg.norm(track.errors_enu_m(places["rover"])[sure], axis=1)
    wrong = int((off > WRONG_M + 6.0 * sigma_cycles * WAVELENGTH_M).sum())
    print(f"phase noise {sigma_cycles} cycles: {sure.sum()} of {EPOCHS} fixed, {wrong} of them wrong")
    assert wrong <= wrong_at_most


def test_a_rover_whose_phase_centre_stands_higher_has_its_reference_point_lower(nagoya, read):
    places = nagoya[1]
    angles = np.arange(0.0, 91.0, 30.0)
    pattern = {
        name: Pattern(offset_m=np.array([0.02, -0.01, up]), noazi_m=np.zeros(4), grid_m=None)
        for name, up in (("G01", 0.1), ("G02", 0.1))
    }
    plain = {
        "serial": "",
        "svn": "",
        "zenith_deg": angles,
        "azimuth_deg": np.empty(0),
        "from_tai_ns": None,
        "until_tai_ns": None,
    }
    rover = Antenna(kind="HIGH", patterns=pattern, **plain)
    still = {name: replace(p, offset_m=np.zeros(3)) for name, p in pattern.items()}
    base = Antenna(kind="POINT", patterns=still, **plain)
    settings = RtkSettings(bands=1)
    without = relative(*read[:2], places["base"], read[2], "GC", settings)
    given = relative(*read[:2], places["base"], read[2], "GC", settings, antennas=(rover, base))
    moved = given.errors_enu_m(places["rover"]) - without.errors_enu_m(places["rover"])
    assert set(given.mode) == {"fixed"}
    assert np.median(moved, axis=0) == pytest.approx([0.01, -0.02, -0.1], abs=TRUTH_M)


def test_each_pair_of_codes_takes_the_messages_made_for_it(nagoya, read):
    """A receiver without E5a has Galileo's E1 + E5b by I/NAV, as if that pair alone had been asked for."""
    _, places = nagoya
    rover, _, navigation = read
    values = MappingProxyType({name: v for name, v in rover.values.items() if name[1:] != "5Q"})
    bare = replace(rover, values=values)
    found = single_point(bare, navigation, ionosphere_free("E"), "E")
    alone = single_point(rover, navigation, Choice({"E": (("1C", "7Q"),)}), "E")
    assert {*found.rows.codes.values()} == {("1C", "7Q")}
    assert np.nanmax(np.abs(found.position_m - alone.position_m)) < 1e-6
    assert np.abs(spread(found, places["rover"]).mean_enu_m).max() < 0.5
