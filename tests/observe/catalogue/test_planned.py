"""Scenes matched to what was planned: one platform, one place, one moment; each scene of one look."""

from __future__ import annotations

from pathlib import Path

import pytest

from serai.observe.catalogue.items import _item
from serai.observe.catalogue.planned import matched, told_item
from tests.observe.catalogue.made import item
from tests.observe.catalogue.valid import faults

SQUARE = (67.0, 25.0, 68.0, 26.0)


def scene(name, at, box=SQUARE, **told):
    return _item(item(name, at, box, **told), Path(), "x.json")


def look(name, start, end, box=SQUARE, **told):
    said = item(name, None, box, start_datetime=start, end_datetime=end, **{"serai:state": "planned"}, **told)
    said["assets"] = {}
    return _item(said, Path(), "p.json")


def minute(text):
    return f"2026-08-22T01:{text}Z"


@pytest.mark.parametrize(
    ("at", "off_s"),
    [
        ("20:00", 0.0),
        ("20:30", 0.0),
        ("21:00", 0.0),
        ("23:00", 120.0),
        ("23:01", None),
        ("18:00", -120.0),
        ("17:59", None),
    ],
)
def test_a_scene_is_of_a_look_within_two_minutes_of_it(at, off_s):
    (one,) = matched([look("p", minute("20:00"), minute("21:00"))], [scene("s", minute(at))])
    assert (one.off_s if one.scene else None) == off_s
    assert one.state == ("planned" if off_s is None else "delivered")


@pytest.mark.parametrize(
    ("platform", "found"),
    [("SENTINEL1A", True), ("Sentinel-1A", True), ("sentinel-1b", False), ("", False), ("Gao Fen 3", True)],
)
def test_a_platform_is_one_however_it_is_written(platform, found):
    plan = look("p", minute("20:00"), minute("21:00"), **{"serai:name": "Gaofen 3"})
    (one,) = matched([plan], [scene("s", minute("20:30"), platform=platform)])
    assert (one.scene is not None) is found


def test_a_scene_of_another_place_is_none():
    plan = look("p", minute("20:00"), minute("21:00"))
    assert matched([plan], [scene("s", minute("20:30"), (70.0, 25.0, 71.0, 26.0))])[0].scene is None


def test_each_scene_is_of_the_look_that_is_nearest():
    looks = [
        look("first", minute("20:00"), minute("20:10")),
        look("second", minute("21:00"), minute("21:10")),
    ]
    scenes = [scene("a", minute("20:50")), scene("b", minute("21:05"))]
    for order in (scenes, scenes[::-1]):
        assert [one.scene.id for one in matched(looks, order)] == ["a", "b"]
    assert [one.scene and one.scene.id for one in matched(looks, scenes[:1])] == [None, "a"]
    assert matched([], scenes) == ()


def test_a_scene_without_files_is_acquired_and_keeps_all_it_told():
    said = item("s", minute("20:30"), SQUARE, cloud=12.0)
    said["assets"] = {}
    (one,) = matched(
        [look("p", minute("20:00"), minute("21:00"), **{"serai:owner": "cnsa"})],
        [_item(said, Path(), "x.json")],
    )
    assert one.state == "acquired"
    told = told_item(one)
    assert told["properties"] == {
        **said["properties"],
        "serai:state": "acquired",
        "serai:planned": "p",
        "serai:owner": "cnsa",
    }
    assert {k: v for k, v in told.items() if k != "properties"} == {
        k: v for k, v in said.items() if k != "properties"
    }
    assert faults(told) == []
