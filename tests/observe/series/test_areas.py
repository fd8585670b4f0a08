"""Polygons: a pixel belongs where its centre lies; holes are outside; what is not there is told."""

from __future__ import annotations

import json

import numpy as np
import pytest

import serai
from serai.cli import main
from serai.observe.series.areas import polygon_records
from tests.observe.series.made import BROKEN, dropped, written_stack

X, Y = 500_000.0 + 10.0 * np.arange(10), 4_000_000.0 - 10.0 * np.arange(12)


def square(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def box(columns, rows):
    """The ring about whole pixels."""
    return square(X[columns.start] - 5, Y[rows.stop - 1] - 5, X[columns.stop - 1] + 5, Y[rows.start] + 5)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("areas") / "s.npz"
    return serai.monitor(written_stack(path, {**dropped(), "x": X, "y": Y}))


def asked(tmp_path, *features):
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return file


def feature(name, *rings, kind="Polygon"):
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {"properties": {"name": name}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_the_broken_part_is_told_by_its_polygon(found, tmp_path):
    field = box(BROKEN[1], BROKEN[0])
    whole = box(slice(0, 10), slice(0, 12))
    broken, rest, two = polygon_records(
        found,
        asked(
            tmp_path,
            feature("field", field),
            feature("rest", whole, field),
            feature(
                "two", box(slice(0, 1), slice(0, 1)), box(slice(9, 10), slice(11, 12)), kind="MultiPolygon"
            ),
        ),
    )
    assert (broken.pixels, rest.pixels, two.pixels) == (12, 108, 2)
    assert broken.changed == 1.0
    assert rest.changed < 0.05
    assert broken.first == found.stack.times[45]
    assert broken.valid == pytest.approx(dropped()["valid"][(slice(None), *BROKEN)].mean())


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([feature("sea", square(0, 0, 1, 1))], "polygon 'sea' holds no pixel of the stack"),
        ([feature("line", [[0, 0], [1, 1]])], "expected polygons in GeoJSON, rings of four points or more"),
        ([{"geometry": {"type": "Point", "coordinates": [0, 0]}}], "expected polygons in GeoJSON"),
        ([], "expected polygons in GeoJSON"),
    ],
)
def test_what_is_no_polygon_of_the_place_is_refused(found, tmp_path, features, says):
    with pytest.raises(serai.Refused, match=says):
        polygon_records(found, asked(tmp_path, *features))


def test_a_stack_without_coordinates_is_told_what_it_lacks(tmp_path, capsys):
    stack = str(written_stack(tmp_path / "s.npz", dropped()))
    file = str(asked(tmp_path, feature("a", square(0, 0, 1, 1))))
    assert main(["monitor", stack, "--areas", file]) == 1
    assert "polygons need the pixels' coordinates, arrays x (10) and y (12)" in capsys.readouterr().err


def test_the_command_has_a_line_and_an_object_a_polygon(found, tmp_path, capsys):
    file = str(asked(tmp_path, feature("field", box(BROKEN[1], BROKEN[0]))))
    assert main(["monitor", str(found.stack.path), "--areas", file]) == 0
    assert "field" in capsys.readouterr().out
    assert main(["monitor", str(found.stack.path), "--areas", file, "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["areas"]
    assert one["pixels"] == 12
    assert one["changed_percent"] == 100.0
