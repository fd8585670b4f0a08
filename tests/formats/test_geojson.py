"""Areas come from GeoJSON and from boxes in CSV; bad ones are refused in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

from serai.earth import Box
from serai.errors import Refused
from serai.formats.geojson import read_outline

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
SIZE = Box.read("0,0,1,1").area_km2()


def written(tmp_path, found) -> str:
    file = tmp_path / "area.geojson"
    file.write_text(found if isinstance(found, str) else json.dumps(found))
    return str(file)


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    "found",
    [
        polygon(SQUARE),
        polygon(SQUARE[::-1]),  # wound the wrong way
        polygon([[x, y, 12.0] for x, y in SQUARE]),  # with heights
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]},
        {"type": "Feature", "properties": None, "geometry": polygon(SQUARE)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(SQUARE)}] * 2},
        {"type": "GeometryCollection", "geometries": [polygon(SQUARE)]},
    ],
)
def test_every_way_to_write_a_square_is_the_square(tmp_path, found):
    assert read_outline(written(tmp_path, found)).size == pytest.approx(SIZE, rel=1e-9)


def test_a_csv_of_boxes_is_their_union(tmp_path):
    file = tmp_path / "boxes.csv"
    file.write_text("id,lon_min,lat_min,lon_max,lat_max\na,0,0,1,1\nb,0.5,0,2,1\n")
    assert read_outline(file).size == pytest.approx(Box.read("0,0,2,1").area_km2(), rel=1e-9)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (
            polygon(SQUARE[:-1]),
            "a ring whose last position is its first, got [0, 0] first and [0, 1] last",
        ),
        (polygon(SQUARE[:3]), "expected at least 4 positions, got 3"),
        (
            polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]),
            "crosses or touches itself near 1.0000, 1.0000",
        ),
        (polygon([[0, 0], [0, 95], [1, 95], [0, 0]]), "[0, 95]"),
        (
            polygon([[0, 0], ["a", 1], [1, 1], [0, 0]]),
            "positions as [longitude, latitude] in degrees",
        ),
        (polygon(), "a ring whose last position is its first"),
        ({"type": "Point", "coordinates": [0, 0]}, "expected polygons or lines (points go with --points)"),
        ({"type": "Polygon"}, "expected a list of coordinates, got 'None'"),
        ({"name": "x"}, "expected a GeoJSON object with a type"),
        ({"type": "FeatureCollection", "features": []}, "expected polygons or lines"),
        (
            {
                "type": "GeometryCollection",
                "geometries": [polygon(SQUARE), {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}],
            },
            "expected polygons or lines in one file, got both",
        ),
        ("[1, 2", "area.geojson"),
        ("lat,lon\n1,2\n", "expected GeoJSON, or a CSV with columns lon_min, lat_min, lon_max, lat_max"),
        ("lon_min,lat_min,lon_max,lat_max\n0,0,x,1\n", "line 2"),
        ("lon_min,lat_min,lon_max,lat_max\n0,5,1,1\n", "a box needs latitudes in order"),
    ],
)
def test_what_is_no_area_is_refused_in_one_sentence(tmp_path, found, says):
    with pytest.raises(Refused) as refused:
        read_outline(written(tmp_path, found))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_million_vertices_are_read(tmp_path):
    turn = np.linspace(0.0, 2.0 * np.pi, 1_000_000, endpoint=False)
    ring = np.stack([10.0 + np.cos(turn), 20.0 + np.sin(turn)], axis=1).round(7).tolist()
    outline = read_outline(written(tmp_path, polygon([*ring, ring[0]])))
    assert outline.size == pytest.approx(np.pi * Box.read("9,19,11,21").area_km2() / 4.0, rel=2e-3)
    assert len(outline.samples()) == pytest.approx(4_096, rel=0.02)
