"""Areas of any shape: exact on the ellipsoid, across the date line, over a pole, evenly sampled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.earth import Box, great_circle_m
from serai.earth.authalic import EARTH_KM2
from serai.earth.outline import Outline
from serai.errors import Refused

SINDH = [(66.5, 25.0), (70.5, 25.0), (70.5, 29.0), (66.5, 29.0)]


def ring(*points: tuple[float, float]) -> np.ndarray:
    return np.array([*points, points[0]], dtype=float)


def area(*points: tuple[float, float]) -> Outline:
    return Outline.of_polygons([[ring(*points)]])


def test_a_box_is_as_large_as_its_zone_whichever_way_it_is_wound():
    exact = Box.read("66.5,25,70.5,29").area_km2()
    assert area(*SINDH).size == pytest.approx(exact, rel=1e-12)
    assert area(*SINDH[::-1]).size == pytest.approx(exact, rel=1e-12)
    assert Outline.of_box(Box.read("66.5,25,70.5,29")).size == pytest.approx(exact, rel=1e-12)


def test_the_whole_earth_is_the_ellipsoids_area():
    assert Outline.of_box(Box.read("-180,-90,180,90")).size == pytest.approx(EARTH_KM2, rel=1e-12)
    assert pytest.approx(510_065_621.724, rel=1e-9) == EARTH_KM2  # WGS 84 (Moritz 1980, scaled)
    assert area((-180, -90), (180, -90), (180, 90), (-180, 90)).size == pytest.approx(EARTH_KM2, rel=1e-12)


@pytest.mark.parametrize(
    "points",
    [
        [(170, -10), (-170, -10), (-170, 10), (170, 10)],  # jumps the date line
        [(170, -10), (190, -10), (190, 10), (170, 10)],  # runs on past it
        [(-190, -10), (-170, -10), (-170, 10), (-190, 10)],
    ],
)
def test_the_date_line_is_no_edge(points):
    across = area(*points)
    box = Box.read("170,-10,-170,10")
    assert across.size == pytest.approx(box.area_km2(), rel=1e-12)
    assert across.box() == box
    assert across.contains(np.array([179.0, -179.0, 0.0, 160.0]), np.zeros(4)).tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_split_at_the_date_line_it_is_the_same_area():
    split = Outline.of_polygons(
        [
            [ring((170, -10), (180, -10), (180, 10), (170, 10))],
            [ring((-180, -10), (-170, -10), (-170, 10), (-180, 10))],
        ]
    )
    assert split.size == pytest.approx(Box.read("170,-10,-170,10").area_km2(), rel=1e-12)


def test_a_ring_round_the_earth_lies_about_the_pole_of_its_hemisphere():
    north = area((0, 80), (90, 80), (180, 80), (-90, 80))
    assert north.size == pytest.approx(Box.read("-180,80,180,90").area_km2(), rel=1e-9)
    south = area((0, -70), (-90, -70), (180, -70), (90, -70))
    assert south.size == pytest.approx(Box.read("-180,-90,180,-70").area_km2(), rel=1e-9)
    drawn = area((-180, -90), (180, -90), (180, -70), (-180, -70))  # as maps of the Antarctic are
    assert drawn.size == pytest.approx(south.size, rel=1e-9)


@pytest.mark.parametrize("pole", [1, -1])
@pytest.mark.parametrize("top", [[(180, 90), (-180, 90)], [(180, 90), (0, 90), (-180, 90)]])
def test_a_ring_that_is_led_to_the_pole_itself_is_the_same_cap(pole, top):
    rim = [(-180, 80), (-90, 80), (0, 80), (90, 80), (180, 80)]
    cap = area(*((lon, pole * lat) for lon, lat in [*rim, *top]))
    exact = Box.read("-180,80,180,90").area_km2()
    assert cap.size == pytest.approx(exact, rel=1e-9)
    inside = cap.contains(np.array([10.0, -170.0, 10.0]), pole * np.array([85.0, 85.0, 79.0]))
    assert inside.tolist() == [True, True, False]


def test_holes_are_left_out_and_what_overlaps_counts_once():
    hole = Box.read("67,26,68,27").area_km2()
    with_hole = Outline.of_polygons([[ring(*SINDH), ring((67, 26), (68, 26), (68, 27), (67, 27))]])
    assert with_hole.size == pytest.approx(area(*SINDH).size - hole, rel=1e-12)
    samples = with_hole.samples()
    assert samples.size == pytest.approx(with_hole.size, rel=1e-12)
    inside = (samples.lon_deg > 67) & (samples.lon_deg < 68) & (samples.lat_deg > 26) & (samples.lat_deg < 27)
    assert not inside.any()
    twice = Outline.of_polygons([[ring(*SINDH)], [ring((68, 26), (72, 26), (72, 27), (68, 27))]])
    union = area(*SINDH).size + Box.read("70.5,26,72,27").area_km2()
    assert twice.size == pytest.approx(union, rel=1e-9)


def test_a_ring_that_crosses_itself_is_refused_with_the_place():
    with pytest.raises(Refused, match=r"crosses or touches itself near 1\.0000, 1\.0000"):
        area((0, 0), (2, 2), (2, 0), (0, 2))


def test_what_encloses_nothing_is_refused():
    with pytest.raises(Refused, match="encloses no area"):
        area((0, 0), (1, 1), (0, 0))


def test_a_line_is_measured_by_length_and_counts_once():
    equator = Outline.of_lines([np.array([[0.0, 0.0], [10.0, 0.0]])])
    assert equator.size == pytest.approx(np.radians(10.0) * 6_378.137, rel=1e-12)
    meridian = Outline.of_lines([np.array([[20.0, 0.0], [20.0, 90.0]])])
    assert meridian.size == pytest.approx(10_001.965729, rel=1e-9)  # the quarter meridian of WGS 84
    twice = Outline.of_lines([np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([[5.0, 0.0], [12.0, 0.0]])])
    assert twice.size == pytest.approx(1.2 * equator.size, rel=1e-9)
    assert twice.samples().size == pytest.approx(twice.size, rel=1e-12)
    dated = Outline.of_lines([np.array([[179.0, 0.0], [-179.0, 0.0]])])
    assert dated.size == pytest.approx(0.2 * equator.size, rel=1e-9)


@settings(max_examples=30)
@given(
    west=st.floats(-180, 179), south=st.floats(-89, 80), width=st.floats(0.05, 60), height=st.floats(0.05, 9),
    cut=st.floats(0.1, 0.9),
)  # fmt: skip
def test_samples_say_how_large_a_part_is(west, south, width, height, cut):
    outline = Outline.of_box(
        Box(
            lon_min=west,
            lat_min=south,
            lon_max=(west + width + 180) % 360 - 180,
            lat_max=min(south + height, 90),
        )
    )
    samples = outline.samples()
    assert samples.size == pytest.approx(outline.size, rel=1e-9)
    assert len(samples) >= 64
    west_part = (samples.lon_deg - west) % 360.0 <= cut * width
    assert samples.weight[west_part].sum() / samples.size == pytest.approx(cut, abs=0.006)


def test_every_sample_lies_in_the_cap():
    samples = area(*SINDH).samples()
    centre, angle = samples.cap()
    unit = samples.ecef_m / np.linalg.norm(samples.ecef_m, axis=1)[:, None]
    assert (unit @ centre).min() == pytest.approx(np.cos(angle), abs=1e-12)
    corner = great_circle_m(27.0, 68.5, 25.0, 66.5) / 6_371_009
    assert angle == pytest.approx(corner, rel=0.03)


def test_corners_are_among_the_samples_where_asked_and_weigh_nothing_that_a_sum_tells():
    outline = area(*SINDH)
    plain, with_corners = outline.samples(), outline.samples(corners=True)
    west, south, east, north = outline.shape.bounds
    places = set(zip(with_corners.lon_deg.tolist(), with_corners.lat_deg.tolist(), strict=True))
    assert {(west, south), (east, south), (east, north), (west, north)} <= places
    assert len(with_corners) == len(plain) + 4
    assert with_corners.size == pytest.approx(plain.size, rel=1e-12)
    assert with_corners.weight[-4:].sum() == pytest.approx(4e-6 * plain.size, rel=1e-9)
