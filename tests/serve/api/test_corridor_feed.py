"""The feed of what stands, runs, is asked and can be struck; and areas in a what-if."""

from __future__ import annotations

import json

import pytest

import serai
from serai.corridor import read
from serai.report.data.corridor_map import corridor_geojson
from serai.services import SERVICES, SHARED_TABLES

KASHI = [[75.0, 39.0], [77.0, 39.0], [77.0, 40.0], [75.0, 40.0], [75.0, 39.0]]


def area(*ring):
    return {"type": "Polygon", "coordinates": [list(ring)]}


@pytest.fixture(scope="module")
def features(server):
    came = server.ask("/feeds/corridor.geojson")
    assert came.headers["content-type"] == "application/geo+json"
    assert came.json["type"] == "FeatureCollection"
    return [one["properties"] | {"geometry": one["geometry"]} for one in came.json["features"]]


def test_every_asset_group_and_need_is_there_once(features, small):
    corridor = serai.open_corridor(small)
    pool = corridor.pool
    ids = [one["id"] for one in features if one["role"] in ("station", "asset", "cable")]
    assert sorted(ids) == sorted(a.id for a in pool.assets)
    assert [one["id"] for one in features if one["role"] == "group"] == list(pool.groups)
    assert [one["id"] for one in features if one["role"] == "need"] == [need.id for need in corridor.needs]


def test_what_stands_is_where_the_tables_say_and_what_moves_is_nowhere(features, small):
    pool = serai.open_corridor(small).pool
    kashi = next(one for one in features if one["id"] == "kashi")
    place = pool["kashi"].motion.place
    assert kashi["geometry"]["coordinates"] == [round(place.lon_deg, 3), round(place.lat_deg, 3)]
    satellite = next(one for one in features if one["id"] == "gaofen-3")
    assert satellite["geometry"] is None
    assert satellite["reaches"][0]["near_deg"] < satellite["reaches"][0]["far_deg"]


def test_every_name_to_strike_by_strikes(features, server):
    for one in features:
        if "strike" in one:
            told = server.ask("/what-if/states", {"losses": [one["strike"]]})
            assert told.status == 200, one["strike"]
            assert one["id"] in told.json["lost"] or one["role"] == "group"


def test_cables_of_the_reference_corridor_run_by_sea_between_their_landings(root):
    """No assessment is needed for what is fixed: only what an outcome carries is given."""
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    outcome = type("Fixed", (), {"pool": corridor.pool, "corridor": corridor})()
    told = json.loads(json.dumps(corridor_geojson(outcome, "en")))["features"]
    roles = {one["properties"]["role"] for one in told}
    assert roles == {"station", "asset", "cable", "site", "beam", "group", "need"}
    at_sea = [one for one in told if one["properties"].get("way") == "submarine"]
    assert any(len(one["geometry"]["coordinates"]) > 2 for one in at_sea)  # around the land
    sites = {tuple(one["geometry"]["coordinates"]) for one in told if one["properties"]["role"] == "site"}
    for one in told:
        if one["properties"]["role"] == "cable":
            ends = one["geometry"]["coordinates"]
            assert {tuple(ends[0]), tuple(ends[-1])} <= sites
    need = next(one for one in told if one["properties"].get("id") == "N04")
    assert need["geometry"] == json.loads(json.dumps(dict(corridor.need("N04").area.geometry)))


def test_what_lies_in_an_area_is_struck_as_by_its_name(server):
    drawn = server.ask("/what-if/states", {"areas": [area(*KASHI)]}).json
    named = server.ask("/what-if/states", {"losses": ["kashi"]}).json
    assert drawn == named
    assert drawn["lost"] == ["kashi"]
    assert {one["service"] for one in drawn["lamps"]} == {"observe"}


@pytest.mark.parametrize(
    ("shape", "key"),
    [
        (area([0, 0], [1, 0], [1, 1], [0, 0]), "questions.footprint.nothing"),
        ({"type": "LineString", "coordinates": [[70, 39], [77, 40]]}, "questions.footprint.lines"),
        ({"type": "Point", "coordinates": [70, 39]}, "formats.bad_file"),
        ({"type": "Polygon", "coordinates": [[[float("inf"), 0], [1, 0], [1, 1]]]}, "formats.bad_file"),
        ({}, "formats.bad_file"),
    ],
)
def test_an_area_that_is_none_is_refused_in_a_sentence(server, shape, key):
    told = server.ask("/what-if/states", {"areas": [shape]})
    assert told.status == 422, told.body
    assert told.json["type"] == f"urn:serai:{key}"
    assert told.json["detail"]


def test_a_region_of_numbers_that_are_none_is_refused_too(server):
    shape = {"type": "Polygon", "coordinates": [[[float("nan"), 0], [1, 0], [1, 1]]]}
    assert server.ask("/regions", {"area": shape}).json["type"] == "urn:serai:formats.bad_file"
