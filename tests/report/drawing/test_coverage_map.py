"""The map of a revisit can be read alone: what, when, where, how far, and which place is which."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from serai.access.coverage import Coverage
from serai.earth import Box
from serai.report.drawing.coverage_map import coverage_map
from serai.report.drawing.graticule import KM_PER_DEG

SVG = "{http://www.w3.org/2000/svg}"
SINDH = Box(lon_min=60.0, lat_min=20.0, lon_max=80.0, lat_max=38.0)
PARALLELS = ["90°S", "60°S", "30°S", "0°", "30°N", "60°N", "90°N"]
MERIDIANS = ["180°", "135°W", "90°W", "45°W", "0°", "45°E", "90°E", "135°E", "180°"]
PACIFIC = Box(lon_min=170.0, lat_min=-25.0, lon_max=-170.0, lat_max=-10.0)


def covered(places):
    """A coverage of some places (lon, lat, hours)."""
    lon, lat, hours = (np.array(column, dtype=float) for column in zip(*places, strict=True))
    n = len(lon)
    some = np.zeros(n)
    names = Coverage.__dataclass_fields__
    columns = dict.fromkeys(names, some) | {
        "lat_deg": lat,
        "lon_deg": lon,
        "mean_revisit_s": hours * 3600.0,
        "covered": np.zeros((n, 1)),
        "looks": np.zeros(n, dtype=np.int64),
    }
    return Coverage(**columns)


def drawn(box, **options):
    found = covered([(67.0, 25.0, 8.0), (70.0, 30.0, 12.0), (75.0, 35.0, float("nan"))])
    return ET.fromstring(coverage_map(found, title="Mean revisit <h>", box=box, **options))


def texts(tree):
    return [t.text for t in tree.iter(f"{SVG}text")]


def test_what_is_drawn_and_when_stand_over_it():
    tree = drawn(SINDH, under="22 to 25 August")
    assert texts(tree)[:2] == ["Mean revisit <h>", "22 to 25 August"]
    assert tree.find(f"{SVG}title").text == "Mean revisit <h>"
    assert "" not in texts(drawn(SINDH))  # nothing under it: no empty line


@pytest.mark.parametrize(
    ("box", "degrees"),
    [
        (SINDH, ["20°N", "25°N", "30°N", "35°N", "60°E", "65°E", "70°E", "75°E", "80°E"]),
        (PACIFIC, [*(f"{k}°S" for k in range(24, 9, -2)), "170°E", "175°E", "180°", "175°W", "170°W"]),
        (
            Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0),
            [*PARALLELS, *MERIDIANS],
        ),
    ],
)  # fmt: skip
def test_the_axes_tell_round_degrees_on_either_side_of_the_date_line(box, degrees):
    assert [
        t for t in texts(drawn(box)) if t.endswith(("°", "°N", "°S", "°E", "°W")) and "km" not in t
    ] == degrees


def test_the_bar_of_the_scale_is_as_long_as_it_says():
    tree = drawn(SINDH)
    (said,) = [t for t in texts(tree) if " km at " in t]
    assert said == "200 km at 29°N"
    (bar,) = [p.get("d") for p in tree.iter(f"{SVG}path") if re.fullmatch(r"M\S+ \S+v5h\S+v-5", p.get("d"))]
    units = float(re.search(r"h(\S+)v", bar)[1])
    width = float(tree.find(f"{SVG}clipPath/{SVG}rect").get("width"))
    km = units / width * 20.0 * KM_PER_DEG * math.cos(math.radians(29.0))
    assert km == pytest.approx(200.0, rel=1e-3)


def test_a_map_of_half_the_earth_has_no_one_scale():
    wide = Box(lon_min=-60.0, lat_min=-30.0, lon_max=120.0, lat_max=60.0)
    assert not [t for t in texts(drawn(wide)) if "km" in t]


def test_places_are_named_inside_the_frame_and_never_on_one_another():
    places = [("Karachi", 67.0, 24.9), ("Delhi", 77.2, 28.6), ("Paris", 2.3, 48.9)]
    said = texts(drawn(SINDH, places=places))
    assert "Karachi" in said
    assert "Delhi" in said
    assert "Paris" not in said
    crowd = [(f"a long name {k}", 70.0 + 0.01 * k, 30.0) for k in range(30)]
    named = [t for t in drawn(SINDH, places=crowd).iter(f"{SVG}text") if str(t.text).startswith("a long")]
    assert 1 <= len(named) < 30
    assert len({(t.get("x"), t.get("y")) for t in named}) == len(named)
    assert not [t for t in texts(drawn(SINDH, places=crowd * 2)) if t.startswith("a long")]  # more than fit


def test_what_is_never_seen_twice_is_white_and_said():
    assert "never seen twice" in texts(drawn(SINDH))
    all_seen = covered([(67.0, 25.0, 8.0), (70.0, 30.0, 12.0)])
    plain = ET.fromstring(coverage_map(all_seen, title="t", box=SINDH))
    assert "never seen twice" not in texts(plain)
    none = replace(all_seen, mean_revisit_s=np.full(2, np.nan))
    assert "never seen twice" in texts(ET.fromstring(coverage_map(none, title="t", box=SINDH)))
