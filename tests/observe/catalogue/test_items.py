"""Items of files, catalogues and folders; found by time, place, cloud and pixel; refused in one sentence."""

from __future__ import annotations

import json

import pystac
import pytest

from serai.earth import Box
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.observe.catalogue.items import located, read_items
from serai.observe.catalogue.planned import touching
from serai.observe.catalogue.search import SceneLimits, scenes_of, shown_together
from serai.time import Instant
from tests.observe.catalogue.made import item
from tests.observe.catalogue.valid import faults

SQUARE = (67.0, 25.0, 68.0, 26.0)
WEST_HALF = (66.5, 25.0, 67.5, 26.0)


def written(path, said):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def collection(*items):
    return {"type": "FeatureCollection", "features": list(items)}


def test_one_place_reads_all_forms_of_items(tmp_path):
    one, two = (
        item("a", "2026-08-20T01:00:00Z", SQUARE),
        item("b", "2026-08-19T01:00:00Z", SQUARE, cloud=40.0),
    )
    written(tmp_path / "deep" / "b.json", two)
    written(tmp_path / "a.json", one)
    links = [{"rel": "item", "href": "./a.json"}, {"rel": "child", "href": "deep/collection.json"}]
    written(tmp_path / "catalog.json", {"type": "Catalog", "links": [*links, {"rel": "root", "href": "x"}]})
    written(
        tmp_path / "deep" / "collection.json",
        {"type": "Collection", "links": [{"rel": "item", "href": "b.json"}]},
    )
    loose = tmp_path / "loose"
    written(loose / "1.json", one)
    written(loose / "2.json", two)
    flat = written(tmp_path / "flat.json", collection(one, two))
    for place in (tmp_path, tmp_path / "catalog.json", loose, flat):
        found = read_items(place)
        assert [one.id for one in found] == ["b", "a"]
        assert found[0].cloud == 0.4
        assert found[1].start == Instant.from_utc("2026-08-20T01:00:00Z")
    assert read_items(tmp_path)[0].href("data") == str(tmp_path / "deep" / "b.tif")


def test_items_are_valid_and_nothing_is_lost_through_pystac():
    for said in (
        item("a", "2026-08-20T01:00:00Z", SQUARE, gsd=10.0),
        item("b", "2026-08-20T01:00:00Z", SQUARE, cloud=4.0),
    ):
        assert faults(said) == []
        assert pystac.Item.from_dict(said, preserve_dict=True).to_dict(include_self_link=False) == said


def test_what_is_not_valid_is_told_by_the_schemas():
    said = item("a", "2026-08-20T01:00:00Z", SQUARE, cloud=140.0)
    said["properties"]["view:off_nadir"] = "steep"
    told = "\n".join(faults(said))
    assert "140.0 is greater than the maximum of 100" in told
    assert "view/v1.1.0" in told


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    some = [
        item("old", "2026-01-01T00:00:00Z", SQUARE, cloud=3.0, gsd=10.0),
        item("cloudy", "2026-08-01T00:00:00Z", SQUARE, cloud=80.0, gsd=10.0),
        item("half", "2026-08-02T00:00:00Z", WEST_HALF, cloud=20.0, gsd=30.0),
        item("silent", "2026-08-03T00:00:00Z", SQUARE, platform="gaofen-6"),
        item("far", "2026-08-04T00:00:00Z", (80.0, 25.0, 81.0, 26.0)),
        item("dream", "2026-08-05T00:00:00Z", SQUARE, **{"serai:state": "planned"}),
    ]
    path = written(tmp_path_factory.mktemp("archive") / "items.json", collection(*some))
    return read_items(path)


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        (SceneLimits(), ["silent", "half", "cloudy", "old"]),
        (SceneLimits(cloud=0.2), ["silent", "half", "old"]),
        (SceneLimits(cloud=0.19), ["silent", "old"]),
        (SceneLimits(gsd_m=10.0), ["silent", "cloudy", "old"]),
        (SceneLimits(since=Instant.from_utc("2026-08-02T00:00:00Z")), ["silent", "half"]),
        (SceneLimits(until=Instant.from_utc("2026-08-01T00:00:00Z")), ["cloudy", "old"]),
        (SceneLimits(platforms=("gaofen-6",)), ["silent"]),
    ],
)
def test_a_search_keeps_what_does_not_tell(archive, limits, names):
    area = Outline.of_box(Box(lon_min=67.0, lat_min=25.0, lon_max=68.0, lat_max=26.0))
    found = scenes_of(archive, area, limits)
    assert [one.item.id for one in found] == names
    covered = {one.item.id: one.covered for one in found}
    assert covered.get("half", 0.5) == pytest.approx(0.5, abs=0.03)
    assert covered.get("silent", 1.0) == 1.0


def test_halves_that_overlap_are_shown_once(archive):
    area = Outline.of_box(Box(lon_min=67.0, lat_min=25.0, lon_max=68.0, lat_max=26.0))
    half = [one for one in scenes_of(archive, area, SceneLimits()) if one.item.id == "half"]
    assert shown_together(half * 2, area) == pytest.approx(0.5, abs=0.03)
    assert shown_together([], area) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "touch"),
    [
        ((0, 0, 1, 1), (1, 1, 2, 2), True),
        ((0, 0, 1, 1), (1.01, 0, 2, 1), False),
        ((170, 0, -170, 1), (-175, 0, -174, 1), True),
        ((170, 0, -170, 1), (169, 0, 169.5, 1), False),
        ((-180, 0, 180, 1), (10, 0.5, 11, 2), True),
        ((0, 0, 1, 1), (0, 1.1, 1, 2), False),
    ],
)
def test_boxes_touch_across_the_date_line_too(one, other, touch):
    boxes = [Box(lon_min=b[0], lat_min=b[1], lon_max=b[2], lat_max=b[3]) for b in (one, other)]
    assert touching(*boxes) is touch
    assert touching(*boxes[::-1]) is touch


def without(*names):
    said = item("a", "2026-08-20T01:00:00Z", SQUARE)
    for name in names:
        said.pop(name, None)
        said["properties"].pop(name, None)
    return said


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (
            collection(),
            "x.json holds no STAC item; expected an item, a collection of items, a catalogue or a folder",
        ),
        ({"type": "Topology"}, "x.json holds no STAC item"),
        (collection(5), "x.json: item '?' has no id, type, stac_version, geometry, properties and assets"),
        (without("assets", "stac_version"), "item 'a' has no stac_version and assets, which a STAC item has"),
        ({**without(), "properties": 3}, "item 'a' has no properties and assets"),
        (without("datetime"), "item 'a' is of 'None'; expected datetime, or start_datetime and end_datetime"),
        ({**without("bbox"), "geometry": None}, "item 'a' tells no place; expected bbox or a geometry"),
        ({**without(), "bbox": [0, 0, 400, 1]}, "item 'a' tells no place"),
        (
            {"type": "Catalog", "links": [{"rel": "child", "href": "x.json"}]},
            "more than 16 deep within each other",
        ),
        ({"type": "Catalog", "links": [{"rel": "item", "href": "s3://b/x"}]}, "'s3://b/x' is not followed"),
    ],
)
def test_what_is_no_catalogue_is_told_in_one_sentence(tmp_path, said, says):
    with pytest.raises(Refused) as told:
        read_items(written(tmp_path / "x.json", said))
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_addresses_are_paths_beside_the_item_or_of_the_web(tmp_path):
    assert located("https://example.org/a.tif", tmp_path) == "https://example.org/a.tif"
    assert located("file:///data/a%20b.tif", tmp_path) == "/data/a b.tif"
    assert located("../a.tif", tmp_path) == str(tmp_path / "../a.tif")
    for href in ("", "/vsicurl/http://x/y", "ftp://x/y"):
        with pytest.raises(Refused, match="is not followed"):
            located(href, tmp_path)
