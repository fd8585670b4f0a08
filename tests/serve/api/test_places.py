"""What a place gets over HTTP, against the same questions asked in this process."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

import serai
from serai.corridor.version import files_of
from serai.earth.ellipsoid import geodetic
from serai.losses import single_losses
from serai.needs import State
from serai.orbit import Sgp4, fit_for, orbit_kind
from serai.outcome.single_points import ranked_breaks
from serai.questions.corridor_plan import corridor_plan
from serai.report.data.corridor_plan import plan_answer
from serai.report.data.json import point
from serai.serve.bodies.day import AgesBody, CheckBody, CorridorBody, PlanBody, PositionsBody
from serai.serve.bodies.losses import AdviceBody, MatrixBody, SinglePointsBody
from serai.serve.bodies.places import LooksBody, PassesBody, PlacedNeedBody, RegionBody
from serai.serve.worker.day import EFFORT
from serai.serve.worker.tables import too_old_for
from serai.time import Instant

AT = Instant.from_utc("2026-08-22T00:00:00Z")
HERE = "lat_deg=27.0&lon_deg=68.0"
FLOAT32_M = 2.0  # a 32-bit float of 7,000 km is good to half a metre


@pytest.fixture(scope="module")
def corridor(small):
    return serai.open_corridor(small)


def test_passes_are_those_of_the_library_in_order_of_time(server, corridor):
    told = server.ask("/passes?mask_deg=5&days=1").json
    PassesBody.model_validate(told)
    found = sorted(serai.passes(corridor, start=AT, days=1.0, mask=5.0), key=lambda row: row["rise"])
    assert told["passes"] == json.loads(json.dumps([dict(row) for row in found]))
    assert told["passes"]


def test_looks_are_those_of_the_library(server, corridor):
    told = server.ask(f"/places/looks?{HERE}&off_nadir_deg=40&days=2").json
    LooksBody.model_validate(told)
    place = serai.Place(lat_deg=27.0, lon_deg=68.0)
    found = serai.looks(corridor, {"place": place}, start=AT, days=2.0, off_nadir_deg=40.0)
    assert sorted(one["start"] for one in told["looks"]) == sorted(row["start"] for row in found)


def test_a_need_put_where_it_stands_stands_as_it_does(server, corridor):
    need = corridor.needs[0]
    centre = need.box.centre()
    told = server.ask(f"/places/needs/{need.id}?lat_deg={centre.lat_deg}&lon_deg={centre.lon_deg}").json
    PlacedNeedBody.model_validate(told)
    assert told["state"] == server.ask(f"/needs/{need.id}").json["state"]
    far = server.ask(f"/places/needs/{need.id}?lat_deg=89&lon_deg=0").json
    assert far["share_met"] is None or far["share_met"] != told["share_met"]


def test_single_points_the_matrix_and_advice_are_of_the_assessment(server, corridor):
    outcome = serai.assess(corridor, at=AT)
    told = server.ask("/single-points").json
    SinglePointsBody.model_validate(told)
    assert told["single_points"] == [point(one) for one in ranked_breaks(outcome)]
    matrix = server.ask("/matrix").json
    MatrixBody.model_validate(matrix)
    assert [x["id"] for x in matrix["losses"]] == [x.id for x in single_losses(outcome.pool)]
    assert matrix["after"] == outcome.scan.after.tolist()
    assert matrix["states"] == [str(one) for one in State]
    AdviceBody.model_validate(server.ask("/advice").json)


def test_the_plan_is_that_of_the_library_and_its_calendar_keeps_its_names(server, corridor):
    told = server.ask("/plan").json
    PlanBody.model_validate(told)
    assert told == json.loads(json.dumps(plan_answer(corridor_plan(corridor, at=AT, effort=EFFORT))))
    calendar = server.ask("/feeds/plan.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    names = [line for line in calendar.body.decode().split("\r\n") if line.startswith("UID:")]
    again = server.ask("/feeds/plan.ics?language=pseudo").body.decode()
    assert [line for line in again.split("\r\n") if line.startswith("UID:")] == names
    assert names
    assert json.loads(server.ask("/feeds/plan.czml").body)[0]["id"] == "document"
    for path in ("/feeds/plan.geojson", "/feeds/needs.geojson"):
        features = server.ask(path)
        assert features.headers["content-type"] == "application/geo+json"
        assert features.json["type"] == "FeatureCollection"
    assert b"BEGIN:VEVENT" in server.ask("/feeds/passes.ics").body


def test_tracks_are_read_as_the_page_says(server, corridor):
    raw = server.ask("/tracks?hours=1&step_s=120").body
    assert raw[:4] == b"SRTK"
    (length,) = struct.unpack("<I", raw[4:8])
    assert length % 4 == 0
    head = json.loads(raw[8 : 8 + length])
    found = np.frombuffer(raw[8 + length :], "<f4").reshape(len(head["ids"]), head["count"], 3)
    assert (head["count"], head["step_s"], head["start"]) == (31, 120.0, "2026-08-22T00:00:00Z")
    times_ns = AT.tai_ns + np.arange(31, dtype=np.int64) * 120_000_000_000
    for row, name in zip(found, head["ids"], strict=True):
        motion = corridor.pool[name].motion
        assert isinstance(motion, Sgp4)
        r_m, _ = motion.state(times_ns, corridor.world(AT).orientation)
        assert np.abs(row - r_m).max() < FLOAT32_M
    (one,) = server.ask(f"/positions?satellites={head['ids'][0]}").json["positions"]
    lat, lon, height = geodetic(found[0, 0].astype(float))
    assert (one["lat_deg"], one["lon_deg"]) == pytest.approx((float(lat), float(lon)), abs=1e-4)
    assert one["height_m"] == pytest.approx(float(height), abs=FLOAT32_M)
    PositionsBody.model_validate(server.ask("/positions").json)


def test_a_region_is_told_and_drawn(server):
    box = [[[67, 25], [69, 25], [69, 27], [67, 27], [67, 25]]]
    area = {"type": "Polygon", "coordinates": box}
    told = server.ask("/regions", {"area": area, "sensors": ["radar"], "days": 2.0})
    RegionBody.model_validate(told.json)
    strips = server.ask("/regions/strips", {"area": area, "sensors": ["radar"], "days": 2.0})
    assert strips.headers["content-type"] == "application/geo+json"
    roles = [f["properties"]["role"] for f in strips.json["features"]]
    assert roles[0] == "area"
    assert len(roles) - 1 == sum(one["rank"] is not None for one in told.json["looks"])


def test_the_tables_are_given_out_as_they_stand_and_nothing_beside_them(server, corridor, small):
    told = server.ask("/corridor").json
    CorridorBody.model_validate(told)
    assert told["version"] == corridor.version
    files = files_of(small)
    assert [one["name"] for one in told["files"]] == list(files)
    for name, body in files.items():
        assert server.ask(f"/corridor/files/{name}").body == body
    for name in ("..%2f..%2fpyproject.toml", "%2fetc%2fpasswd", "needs.csv%00", "./needs.csv", "NEEDS.CSV"):
        absent = server.ask(f"/corridor/files/{name}")
        assert absent.status == 404
        assert absent.headers["content-type"] == "application/problem+json"
    CheckBody.model_validate(server.ask("/corridor/check").json)
    ages = server.ask("/corridor/ages").json
    AgesBody.model_validate(ages)
    assert {one["id"] for one in ages["elements"]} == {
        a.id for a in corridor.pool.assets if a.usable and isinstance(a.motion, Sgp4)
    }
    for one in ages["elements"]:
        motion = corridor.pool[one["id"]].motion
        assert isinstance(motion, Sgp4)
        age_s, kind = motion.age_s(Instant.from_utc(ages["at"])), orbit_kind(motion.elements)
        assert one["too_old_for"] == [
            use for use in ("look", "pass", "cover") if not fit_for(use, kind, age_s)
        ]
        assert too_old_for(motion, 0.0) == []
        assert too_old_for(motion, 40 * 86_400.0) == ["look", "pass", "cover"]  # older than was ever measured


@pytest.mark.parametrize(
    ("path", "status", "key"),
    [
        (f"/places/needs/N99?{HERE}", 404, "pool.not_in_pool"),
        ("/places/ladder?lat_deg=91&lon_deg=0", 422, "serve.malformed"),
        ("/places/looks?lat_deg=9", 422, "serve.malformed"),
        ("/passes?stations=nowhere", 422, "questions.no_station"),
        ("/passes?days=15", 422, "serve.malformed"),
        ("/passes?start=yesterday", 422, "serve.malformed"),
        ("/passes?start=2026-02-30T00:00:00Z", 422, "time.no_such_day"),
        ("/tracks?satellites=nowhere", 404, "pool.not_in_pool"),
    ],
)
def test_what_cannot_be_asked_is_refused(server, path, status, key):
    told = server.ask(path)
    assert (told.status, told.json["type"]) == (status, f"urn:serai:{key}")
