"""The map: places where they belong, cables that keep to the sea, boxes that nobody can overlook."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from serai.earth import Box
from serai.report import plot
from serai.report.drawing.cable_routes import SeaLanes
from serai.report.drawing.labels import Labels, Room, around
from serai.report.drawing.map import corridor_map
from serai.report.drawing.projection import Land, Projection, clipped, land_path, read_land

CORRIDOR = Box(lon_min=-20.0, lat_min=-35.0, lon_max=150.0, lat_max=71.0)
JEDDAH, FUJAIRAH = (39.18, 21.49), (56.33, 25.12)
ABU_TALAT, ZAFARANA = (29.70, 31.07), (32.65, 29.12)


@pytest.fixture(scope="module")
def land() -> Land:
    return read_land()


@pytest.fixture(scope="module")
def lanes(land) -> SeaLanes:
    return SeaLanes.of(CORRIDOR, land)


def on_land(land: Land, lon: float, lat: float) -> bool:
    """Count the crossings of a ray with the coasts: a second way beside the grid of the sea lanes."""
    inside = False
    for ring in land.rings:
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
            if (y1 <= lat) != (y2 <= lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


def length_deg(way: tuple[tuple[float, float], ...]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(way))


def test_the_land_names_its_source_and_is_where_land_is(land):
    assert "Natural Earth" in land.source
    assert "public domain" in land.source
    for lon, lat in (
        (75.9, 39.5),
        (32.5, 15.6),
        (10.0, 36.5),
        (178.5, 68.0),
    ):  # Kashi, Khartoum, Tunis, Chukotka
        assert on_land(land, lon, lat)
    for lon, lat in ((60.0, 15.0), (88.0, 15.0), (37.0, 22.5)):  # the Arabian Sea, Bengal, the Red Sea
        assert not on_land(land, lon, lat)


def test_a_projection_is_true_to_scale_along_its_middle_parallel():
    projection = Projection.of(Box(lon_min=40.0, lat_min=20.0, lon_max=80.0, lat_max=40.0), 1000.0)
    x1, y1 = projection.at(60.0, 30.0)
    x2, _ = projection.at(61.0, 30.0)
    _, y2 = projection.at(60.0, 29.0)
    assert (x1, y1) == (500.0, pytest.approx(projection.height / 2, abs=0.1))
    assert (x2 - x1) / math.cos(math.radians(30.0)) == pytest.approx(y2 - y1)


def test_a_map_may_cross_the_date_line(land):
    projection = Projection.of(Box(lon_min=170.0, lat_min=-30.0, lon_max=-170.0, lat_max=0.0), 400.0)
    assert projection.at(180.0, -15.0)[0] == pytest.approx(200.0)
    assert projection.at(-175.0, -15.0)[0] == pytest.approx(300.0)
    assert projection.at(165.0, -15.0)[0] == pytest.approx(-100.0)
    assert land_path(land, projection)  # Fiji


def test_land_is_cut_to_the_frame_and_inside_it_nothing_moves():
    frame = Projection.of(Box(lon_min=0.0, lat_min=0.0, lon_max=10.0, lat_max=10.0), 100.0)
    square = [(-500.0, -500.0), (500.0, -500.0), (500.0, 500.0), (-500.0, 500.0)]
    cut = clipped(square, frame)
    assert all(-13.0 < x < frame.width + 13.0 and -13.0 < y < frame.height + 13.0 for x, y in cut)
    small = [(10.0, 10.0), (20.0, 10.0), (15.0, 20.0)]
    assert clipped(small, frame) == small


def test_a_cable_from_jeddah_to_fujairah_goes_around_arabia(land, lanes):
    way = lanes.between(JEDDAH, FUJAIRAH)
    assert way[0] == JEDDAH or way[-1] == JEDDAH
    assert min(lat for _, lat in way) < 13.5  # through Bab el-Mandeb
    ashore = [p for p in way[2:-2] if on_land(land, *p)]
    assert len(ashore) <= 0.1 * len(way)
    assert length_deg(way) < 60.0


def test_a_cable_through_egypt_crosses_land_where_it_must_and_no_further(land, lanes):
    way = lanes.between(ABU_TALAT, ZAFARANA)
    ashore = [p for p in way[1:-1] if on_land(land, *p)]
    assert ashore
    assert max(math.dist(a, b) for a in ashore for b in ashore) < 2.0
    assert length_deg(way) < 2.0 * math.dist(ABU_TALAT, ZAFARANA)


def test_a_way_at_sea_is_straight_and_the_same_in_both_directions(lanes):
    one, two = (60.0, 12.0), (66.0, 14.0)
    assert lanes.between(one, two) == (one, two)
    assert lanes.between(JEDDAH, FUJAIRAH) == lanes.between(FUJAIRAH, JEDDAH)


def test_labels_never_lie_on_one_another():
    labels = Labels(200.0, 100.0)
    placed = [labels.place(around((100.0, 50.0), 40.0, 10.0, 6.0)) for _ in range(12)]
    rooms = [p for p in placed if p is not None]
    assert 4 <= len(rooms) <= 8  # the four sides at least; no more than there are ways
    assert not any(a.meets(b) for i, a in enumerate(rooms) for b in rooms[:i])
    assert labels.place([Room(-5.0, 10.0, 40.0, 10.0)]) is None  # outside the drawing


def test_every_need_has_its_box_and_its_tag_on_the_map(outcome):
    drawn = ET.fromstring(str(corridor_map(outcome)))
    tags = ["".join(t.itertext()) for t in drawn.iter("text")]
    titles = " ".join("".join(t.itertext()) for t in drawn.iter("title"))
    for one in outcome.assessments:
        assert one.need.id in tags
        assert f"{one.need.id} {one.need.title}: {one.state}" in titles


def test_the_boxes_that_are_not_met_are_drawn_on_top_and_hatched(outcome):
    drawn = ET.fromstring(str(corridor_map(outcome)))
    boxes = [g.get("class", "") for g in drawn.iter("g") if g.get("class", "").startswith("box ")]
    red = [i for i, name in enumerate(boxes) if "not-met" in name]
    assert red
    assert min(red) > max(i for i, name in enumerate(boxes) if "not-met" not in name)
    fills = {r.get("fill") for r in drawn.iter("rect") if r.get("fill")}
    assert fills == {"url(#hatch-not-met)", "url(#hatch-degraded)", "url(#hatch-unknown)"}


def test_a_struck_station_stays_on_the_map_with_a_cross(outcome, without_kashi):
    drawn = ET.fromstring(str(corridor_map(without_kashi, before=outcome)))
    lost = [g for g in drawn.iter("g") if g.get("class") == "station lost"]
    assert ["".join(t.itertext()) for g in lost for t in g.iter("title")] == ["Kashi (struck)"]
    assert "station lost" not in str(corridor_map(outcome))


def test_geostationary_satellites_stand_over_their_longitudes(outcome):
    drawn = str(corridor_map(outcome))
    for said in ("BDS-3 G2: over 80.", "PakSat-MM1: over 38."):
        assert said in drawn


def test_a_picture_is_an_svg_that_stands_on_its_own(outcome, tmp_path):
    picture = plot(outcome)
    tree = ET.fromstring(picture.svg)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.write(tmp_path / "corridor.svg").read_text(encoding="utf-8") == picture._repr_svg_()
    assert "navigate: not met" in picture.svg
    assert not any("href" in k and not v.startswith("#") for e in tree.iter() for k, v in e.attrib.items())


def test_a_corridor_across_the_date_line_is_drawn(outcome):
    one = outcome["N01"]
    across = Box(lon_min=176.0, lat_min=-20.0, lon_max=-178.0, lat_max=-12.0)  # Fiji
    fiji = replace(one, need=replace(one.need, box=across))
    corridor = replace(outcome.corridor, map=Box(lon_min=150.0, lat_min=-40.0, lon_max=-150.0, lat_max=20.0))
    drawn = ET.fromstring(str(corridor_map(replace(outcome, corridor=corridor, assessments=(fiji,)))))
    (edge,) = [r for r in drawn.iter("rect") if r.get("class") == "edge"]
    per_deg = float(drawn.get("width", "")) / 60.0
    assert float(edge.get("x", "")) == pytest.approx(26.0 * per_deg, abs=0.1)
    assert float(edge.get("width", "")) == pytest.approx(6.0 * per_deg, abs=0.1)
