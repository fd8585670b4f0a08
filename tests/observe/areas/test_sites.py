"""Single sites of a need: each is judged as if it were all that is asked for."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

import serai
from serai.corridor.areas import area_of
from serai.corridor.write import read_rows, write_rows
from serai.earth import Box
from serai.needs import Plan, Table
from serai.observe.areas.sites import site_looks, sites_seen
from serai.observe.areas.told import AreaCovered
from serai.observe.looks import looks
from serai.observe.period import Period
from serai.observe.scene import Scene
from serai.observe.sensors import eligible_sensors, passing
from serai.tables import CorridorRefused
from serai.time import Span

SITES = "id,lat_deg,lon_deg\nnorth,20.7,102.7\nsouth,19.6,102.2\n"


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    made = tmp_path_factory.mktemp("sites") / "corridor"
    shutil.copytree(root / "corridors" / "belt-and-road", made)
    shutil.copy(root / "examples" / "lao_sites.csv", made / "lao_sites.csv")
    columns, rows = read_rows(made / "needs.csv")
    next(row for row in rows if row["id"] == "N16")["area"] = "lao_sites.csv"
    write_rows(made / "needs.csv", columns, rows)
    return made


@pytest.fixture(scope="module")
def corridor(folder):
    return serai.open_corridor(folder)


@pytest.fixture(scope="module")
def asked(corridor):
    world = corridor.world()
    return corridor.need("N16"), world, Span.of(world.at, 86_400.0)


def scene(need, corridor, world, day):
    return Scene.of(need, corridor.pool, world, Plan(), Period.of(need, day, world.rules))


def test_a_need_of_sites_is_the_mean_of_needs_that_ask_for_each_by_itself(corridor, asked):
    need, world, day = asked
    area = need.area
    assert (area.size, area.unit, area.swept) == (8.0, "sites", False)
    whole = scene(need, corridor, world, day).shares()
    each = []
    for lat, lon in zip(area.places.lat_deg, area.places.lon_deg, strict=True):
        box = Box(lon_min=lon, lat_min=lat, lon_max=lon, lat_max=lat)
        alone = replace(need, box=box, area=None)
        each.append(scene(alone, corridor, world, day).shares())
    assert whole == pytest.approx(np.mean(each, axis=0), abs=1e-12)


def test_each_look_sees_its_own_site_and_no_swath_is_asked_for(corridor, asked):
    need, world, day = asked
    found = eligible_sensors(need, corridor.pool).found
    names = passing(corridor.pool)
    seen = site_looks(found, corridor.pool, world, need.area, day, names)
    assert (seen.covers.sum(axis=1) == 1).all()
    assert (np.diff(seen.at_ns) >= 0).all()
    at_point = looks(found, corridor.pool, world, need.area.places.middle(), day, names)
    middle = need.area.places.middle()
    k = int(np.flatnonzero(need.area.places.lat_deg == middle.lat_deg)[0])
    assert seen.at_ns[seen.covers[:, k]].tolist() == at_point.at_ns.tolist()
    row = int(np.flatnonzero(seen.covers[:, k])[0])
    assert sites_seen(need, seen, row) == (need.area.sites[k],)
    assert not any("swath" in str(figure) for figure in eligible_sensors(need, corridor.pool).unknown)


def test_a_sensor_whose_swath_nobody_published_serves_sites(folder, corridor, asked, tmp_path):
    columns, rows = read_rows(folder / "sensors.csv")
    copy = tmp_path / "corridor"
    shutil.copytree(folder, copy)
    write_rows(copy / "sensors.csv", columns, [{**row, "swath_km": ""} for row in rows])
    need, _, _ = asked
    kept = eligible_sensors(need, serai.open_corridor(copy).pool).found
    assert [e.asset.id for e in kept] == [e.asset.id for e in eligible_sensors(need, corridor.pool).found]


def test_sites_that_no_look_in_hand_sees_are_named(corridor, asked):
    need, world, day = asked
    covered = AreaCovered(case=scene(need, corridor, world, day))
    looks = covered.case.looks
    alone = np.flatnonzero(looks.covers[:, 2])
    covered.__dict__["counted"] = np.isin(np.arange(len(looks)), alone)
    said = str(covered.said())
    assert "see 1 of its 8 sites" in said
    assert need.area.sites[0] in said
    assert need.area.sites[2] not in said


def test_the_answer_names_sites_and_no_strips(corridor):
    outcome = serai.assess(corridor.only("N16"), losses=False)
    one = outcome.assessments[0]
    said = str(one.why)
    assert "looks in hand in time see 8 of its 8 sites" in said
    assert "of the sites and the time" in said
    assert "km2" not in said
    assert any("layover and shadow" in str(flag) for flag in one.flags)  # radars look into valleys
    tables = {table.key: table for table in outcome.answers[0].notes.exhibits if isinstance(table, Table)}
    assert str(tables["area_by_day"].title) == "The sites by day"
    assert "(Viengxay)" in " ".join(str(row.cells[1].text) for row in tables["next_looks"].rows)
    ids = [b.opportunity.id for b in outcome.plan.bookings if b.need == "N16"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SITES.replace("19.6", "26"), "an area inside the box of N16"),
        (SITES.replace("south", "north"), "id"),
        ("id,lat_deg,lon_deg\n" + "".join(f"s{k},20,102\n" for k in range(65)), "at most 64 single sites"),
        (SITES.replace("20.7", "north"), "number"),
    ],
)
def test_a_list_that_cannot_be_judged_is_refused_with_its_row(folder, text, says):
    kept = (folder / "lao_sites.csv").read_text(encoding="utf-8")
    (folder / "lao_sites.csv").write_text(text, encoding="utf-8")
    try:
        with pytest.raises(CorridorRefused) as refused:
            serai.open_corridor(folder)
    finally:
        (folder / "lao_sites.csv").write_text(kept, encoding="utf-8")
    assert "needs.csv" in str(refused.value)
    assert says in str(refused.value)


def test_sites_in_another_order_or_by_other_names_are_another_file(tmp_path):
    file = tmp_path / "sites.csv"
    digests = set()
    for text in (SITES, SITES.replace("north", "a"), SITES.replace("20.7", "20.8")):
        file.write_text(text, encoding="utf-8")
        digests.add(area_of(file, "sites.csv").digest)
    assert len(digests) == 3
