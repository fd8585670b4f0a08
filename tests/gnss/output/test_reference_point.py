"""What a position is told to be: its point, its frame and its epoch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import geodetic, places_ecef_m
from serai.earth.realisations import between
from serai.errors import Refused
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.reference_point import Placing, source_of, year_of
from serai.gnss.positioning import Job
from serai.gnss.signals import single_frequency

PLACE_M = places_ecef_m(25.0, 67.0, 30.0)
HEN_M = np.array([1.5, 0.2, -0.1])


@pytest.fixture(scope="module")
def track():
    case = Case(place_m=PLACE_M, codes={"G": ("1C",)}, epochs=3)
    found = single_point(observations(case), navigation(case), single_frequency("G"), "G")
    return replace(found, frame="IGb14 (precise orbits)")


def test_nothing_is_transformed_unless_asked_but_the_epoch_is_told(track):
    placed = Placing().of(track, HEN_M)
    assert np.array_equal(placed.position_m, track.position_m)
    assert placed.frame == "IGb14 (precise orbits) at epoch 2024.18"
    assert year_of(track) == pytest.approx(2024.0 + 64.4 / 366.0, abs=5e-3)


def test_a_marker_is_below_its_antenna(track):
    placed = Placing(marker=True).of(track, HEN_M)
    assert placed.errors_enu_m(track.position_m[0])[0] == pytest.approx([-0.2, 0.1, -1.5], abs=1e-6)
    assert geodetic(placed.position_m)[2][0] == pytest.approx(
        geodetic(track.position_m)[2][0] - 1.5, abs=1e-6
    )
    assert placed.frame.endswith("; of the marker")


def test_a_frame_and_an_epoch_are_named_with_those_they_came_from(track):
    placed = Placing(frame="ITRF2020").of(track, HEN_M)
    expected = between(track.position_m, "ITRF2014", "ITRF2020", year_of(track))
    assert np.abs(placed.position_m - expected).max() < 1e-6
    assert placed.frame == "ITRF2020 at epoch 2024.18, from IGb14 at 2024.18"
    carried = Placing(frame="CGCS2000", plate="INDI").of(track, HEN_M)
    assert carried.frame == "CGCS2000 at epoch 2000.00, from IGb14 at 2024.18, carried with INDI"
    apart = np.linalg.norm(carried.position_m - track.position_m, axis=1)
    assert apart == pytest.approx(24.18 * 0.048, rel=0.1), "India moves five centimetres a year"


def test_another_epoch_needs_a_plate_and_a_frame_needs_a_name(track):
    with pytest.raises(Refused, match="needs the plate that carried the station"):
        Placing(frame="ITRF2014@2010.0").of(track, HEN_M)
    with pytest.raises(Refused, match=r"such as ITRF2014@2020.48, got 'ITRF2014@soon'"):
        Placing(frame="ITRF2014@soon").of(track, HEN_M)
    with pytest.raises(Refused, match="ask without --frame"):
        Placing(frame="ITRF2014").of(replace(track, frame="the frame of the base's position"), HEN_M)


def test_the_names_of_orbit_files_are_understood():
    told = [source_of(f"{name} (precise orbits)", 2020.5) for name in ("IGS20", "ITR14", "ITR97", "WGS84")]
    assert told == ["IGS20", "ITRF2014", "ITRF97", "WGS84(G1762)"]
    assert source_of("the frames broadcast (WGS 84, GTRF)", 2022.0) == "WGS84(G2139)"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"antex": Path("a.atx")}, "--antex serves ppp and rtk"),
        ({"blq": Path("a.blq"), "mode": "rtk"}, "--blq serves ppp; ocean loading is not modelled in rtk"),
        ({"ionosphere": "bdgim", "dual": True}, "--ionosphere serves single points on one frequency"),
    ],
)
def test_an_option_that_a_mode_would_not_heed_is_refused(asked, sentence):
    with pytest.raises(Refused, match=sentence):
        Job(observations=Path("none.obs"), navigation=(), **asked).track()
