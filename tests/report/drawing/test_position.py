"""A track's pictures are well-formed, stand on their own and show what the track holds."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from tests.gnss.simulate import Case, navigation, observations

from serai.earth import places_ecef_m
from serai.gnss.estimators.single_point import single_point
from serai.gnss.output.accuracy import spread
from serai.gnss.output.statistics import by_satellite, by_system
from serai.gnss.output.told import position_json, position_text
from serai.gnss.signals import single_frequency
from serai.report.drawing.charts import ChartFrame, clock_ticks, ticks
from serai.report.drawing.position import pictures, write_pictures

KARACHI = places_ecef_m(24.86, 67.01, 8.0)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def track():
    case = Case(KARACHI, {"G": ("1C",), "C": ("2I",)}, epochs=20, noise_m=0.3)
    obs = observations(case)
    spoilt = dict(obs.values)
    spoilt["C1C"] = spoilt["C1C"].copy()
    spoilt["C1C"][int(np.flatnonzero((obs.epoch == 7) & np.isfinite(spoilt["C1C"]))[2])] += 500.0
    obs = replace(obs, values=MappingProxyType(spoilt))
    return single_point(obs, navigation(case), single_frequency("GC"), "GC")


def test_every_picture_is_well_formed_and_asks_for_nothing_outside(track):
    drawn = dict(pictures(track, "a & b <site>", KARACHI))
    assert list(drawn) == ["track", "errors", "sky", "residuals"]
    for svg in drawn.values():
        root = ET.fromstring(svg)
        assert root.tag == f"{SVG}svg"
        assert "a & b <site>" in root.find(f"{SVG}title").text
        assert svg.count("http") == svg.count("http://www.w3.org/2000/svg")
        assert "prefers-color-scheme: dark" in svg


def test_the_track_has_a_point_for_every_epoch_in_its_frame(track):
    root = ET.fromstring(dict(pictures(track, "site", KARACHI))["track"])
    dots = [c for c in root.iter(f"{SVG}circle") if "dot" in c.get("class")]
    assert len(dots) >= 0.9 * len(track)
    assert all(70.0 <= float(c.get("cx")) <= 590.0 for c in dots)


def test_the_sky_names_the_satellites_of_the_last_epoch_and_rings_the_false_range(track):
    root = ET.fromstring(dict(pictures(track, "site"))["sky"])
    labels = {t.text for t in root.iter(f"{SVG}text") if t.get("class") == "halo"}
    rows = slice(int(track.rows.first[-2]), int(track.rows.first[-1]))
    used = {track.rows.names[s] for s in track.rows.satellite[rows][track.status[rows] == 1]}
    assert labels == used
    assert sum(c.get("class") == "out" for c in root.iter(f"{SVG}circle")) == 1


def test_a_track_without_its_ranges_has_the_two_pictures_it_can_have(track, tmp_path):
    bare = replace(track, rows=None, status=None, residual_m=None, angles_rad=None)
    assert [p.name for p in write_pictures(bare, tmp_path / "new" / "dir", "site")] == [
        "track.svg",
        "errors.svg",
    ]


def test_epochs_without_a_position_break_the_line_and_leave_the_rest(track):
    position = track.position_m.copy()
    position[5:9] = np.nan
    gone = replace(track, position_m=position)
    for svg in dict(pictures(gone, "site", KARACHI)).values():
        drawn = svg.split("</style>")[1]
        assert "nan" not in drawn.lower()


def test_the_account_of_systems_and_satellites_adds_up(track):
    fits = by_satellite(track)
    assert sum(f.used for f in fits.values()) == int(track.satellites.sum())
    assert sum(f.left_out for f in fits.values()) == 1
    systems = by_system(track)
    assert set(systems) == {"C", "G"}
    assert all(use.share == 1.0 for use in systems.values())


def test_the_answer_in_lines_says_where_and_how_surely(track):
    said = position_text("site.obs", track, spread(track, KARACHI))
    assert "20 of 20 epochs: 20 spp (single point)" in said
    assert "BeiDou" in said
    assert "1 of " in said
    assert "ranges left out as faulty" in said
    assert all(len(line) < 130 for line in said.splitlines())


def test_the_covariance_in_json_gives_the_sigmas_back(track):
    answer = position_json("site.obs", "spp", "GC", track, None)
    first = answer["positions"][0]
    xx, yy, zz, *_ = first["covariance_m2"]
    sigmas = (first["sigma_e_m"], first["sigma_n_m"], first["sigma_u_m"])
    assert xx + yy + zz == pytest.approx(sum(s**2 for s in sigmas), rel=1e-3)


def test_ticks_are_round_and_inside():
    assert ticks(-1.0, 1.0, 4) == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert ticks(0.0, 0.034, 4) == pytest.approx([0.0, 0.01, 0.02, 0.03])
    places, names = clock_ticks(646_358_400.0, 646_358_400.0 + 86_400.0)
    assert names[0] == "06-25"
    assert names[1] == "03:00"
    assert len(places) == 9


def test_a_frame_places_values_and_breaks_lines_at_what_is_not_known():
    frame = ChartFrame(left=10.0, top=20.0, width=100.0, height=50.0, x=(0.0, 10.0), y=(0.0, 5.0))
    assert frame.at(0.0, 0.0) == (10.0, 70.0)
    assert frame.at(10.0, 5.0) == (110.0, 20.0)
    line = frame.path(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, np.nan, 1.0, 2.0]))
    assert line.count("M") == 2
