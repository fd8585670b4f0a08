"""Virtual constellations: who belongs to one by its columns, and what exists on paper alone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

import serai
from serai.cli import main
from serai.errors import Refused
from serai.observe.constellations import Constellation, constellation_named, members_of
from serai.observe.fittings import Sensor
from serai.orbit import Circle, PaperOrbit
from serai.questions.constellations.selection import and_constellation, on_paper_in, only_constellation
from serai.questions.region import region
from serai.tables.basis import Basis


@pytest.fixture(scope="module")
def corridor(root):
    return serai.open_corridor(root / "corridors" / "belt-and-road")


def chosen(corridor, **columns):
    need = corridor.need(columns["need"]) if columns.get("need") else None
    return members_of(Constellation(id="c", name="c", **columns), corridor.pool, need)


def rows(root, table):
    with (root / "corridors" / "belt-and-road" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_column_selects_what_the_tables_say(corridor, root):
    satellites = rows(root, "satellites")
    assert chosen(corridor, owners=("suparco",)) == {r["id"] for r in satellites if r["owner"] == "suparco"}
    radars = {r["satellite"] for r in rows(root, "sensors") if r["kind"] == "radar"}
    assert chosen(corridor, sensors=("radar",)) == radars
    assert chosen(corridor, terms=("T09",)) == {
        "cbers-4",
        "resourcesat-2",
        "resourcesat-2a",
        "gaofen-6",
        "zy-3-02",
    }
    three = {"gaofen-3", "gaofen-3-02", "gaofen-3-03"}
    for spelled in ("constellation:gaofen-3", "group:constellation:gaofen-3"):
        assert chosen(corridor, satellites=(spelled, "hj-2e")) == {*three, "hj-2e"}
    assert chosen(corridor, satellites=("owner:suparco",)) == chosen(corridor, owners=("suparco",))


def test_columns_narrow_each_other_and_items_of_one_add_up(corridor):
    both = chosen(corridor, owners=("cnsa", "mem"), sensors=("radar",))
    assert both == chosen(corridor, owners=("cnsa", "mem")) & chosen(corridor, sensors=("radar",))
    each = [chosen(corridor, owners=(owner,)) for owner in ("cnsa", "mem")]
    assert chosen(corridor, owners=("cnsa", "mem")) == each[0] | each[1]
    assert chosen(corridor, need="N01", owners=("suparco",)) < chosen(corridor, need="N01")
    assert chosen(corridor) == frozenset()


def test_no_need_is_judged_with_what_is_on_paper_unless_it_is_asked_for(corridor):
    assert on_paper_in(corridor.pool) == frozenset()
    flown = and_constellation(corridor, "two-more-at-41")
    made = on_paper_in(flown.pool)
    assert made == {"two-more-at-41-paper-1", "two-more-at-41-paper-2"}
    assert len(flown.pool.assets) == len(corridor.pool.assets) + 2
    one, model = flown.pool["two-more-at-41-paper-1"], flown.pool["gaofen-3"]
    assert isinstance(one.motion, Circle)
    assert one.name == "paper 1 41:2/2/1@547"
    assert one.provenance.basis is Basis.ASSUMED
    assert one.fitted(Sensor) == model.fitted(Sensor)
    assert not any(getattr(fitting, "norad", None) for fitting in one.fittings)
    for term in flown.pool.terms.rows:
        assert term.covers(one) == term.covers(model), term.id


def test_an_answer_that_rests_on_paper_says_so(corridor):
    outcome = serai.assess(and_constellation(corridor, "two-more-at-41").only("N01"), losses=False)
    said = " ".join(map(str, outcome.assessments[0].flags))
    assert "rests on satellites that exist on paper alone: paper 1 41:2/2/1@547" in said
    plain = serai.assess(corridor.only("N01"), losses=False)
    assert "paper" not in " ".join(map(str, plain.assessments[0].flags))
    assert "layover" not in " ".join(map(str, plain.assessments[0].flags))  # N01 is open ground


def test_a_constellation_leaves_its_satellites_alone_in_the_sky(corridor):
    alone = only_constellation(corridor, "Five radars of the Sindh study")
    left = {a.id for a in alone.pool.assets if a.kind == "satellite"}
    assert left == {"gaofen-3", "gaofen-3-02", "gaofen-3-03", "hj-2e", "hj-2f"}
    assert {a.id for a in alone.pool.assets if a.kind == "station"} == {
        a.id for a in corridor.pool.assets if a.kind == "station"
    }
    with_paper = only_constellation(corridor, "two-more-at-41")
    assert {a.id for a in with_paper.pool.assets if a.kind == "satellite"} == left | on_paper_in(
        with_paper.pool
    )


def test_paper_over_an_area_has_the_sensors_and_terms_of_its_like(corridor, root):
    flood = root / "examples" / "flood.geojson"
    found = region(
        corridor, flood, need="N01", days=1.0, satellites=["hj-2e"], paper=["41@547"], like="gaofen-3"
    )
    assert found.on_paper == ("paper 1 41@547",)
    paper = [row for row in found.rows if row.satellite == "paper-paper-1"]
    assert paper
    assert {row.owner for row in paper} == {"cnsa"}
    assert {row.satellite for row in found.rows} <= {"paper-paper-1", "hj-2e"}
    assert all(row.term == "T04" for row in paper if row.station)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["--constellation", "nobody"],
            "no constellation 'nobody' in this corridor; constellations.csv has brics",
        ),
        (["--constellation", "brics", "--elements", "{omm}"], "a constellation is that of a corridor's"),
        (["--area", "{area}", "--paper", "41@500"], "with --like ID of a satellite of the corridor"),
        (["--area", "{area}", "--like", "gaofen-3"], "give --paper too"),
        (
            ["--area", "{area}", "--paper", "41@500", "--like", "constellation:gaofen-3"],
            "stands for 3 satellites",
        ),
        (["--paper", "41@500", "--like", "gaofen-3"], "--like means something only with --area"),
    ],
)
def test_what_cannot_be_a_constellation_is_refused_in_one_sentence(words, says, root, capsys):
    omm = str(root / "corridors" / "belt-and-road" / "elements.csv")
    area = str(root / "examples" / "flood.geojson")
    filled = [word.format(omm=omm, area=area) for word in words]
    points = (
        []
        if "--area" in filled
        else ["--points", str(root / "examples" / "points.csv"), "--incidence", "20,50"]
    )
    assert main(["looks", *filled, *points]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


def test_a_row_without_a_member_or_with_half_of_a_paper_orbit_is_refused(corridor):
    from serai.observe.constellations import CONSTELLATIONS
    from serai.tables import Expected, Row

    paper = (PaperOrbit.read("41@500"),)

    def read(**cells):
        return CONSTELLATIONS.record(Row("constellations.csv", 2, {"id": "c", "name": "c", **cells}))

    for cells, says in (
        ({}, "names owners, satellites, sensors, terms or a need, or has orbits on paper"),
        ({"orbits": paper}, "need orbits and like together"),
        ({"like": "gaofen-3", "owners": ("cnsa",)}, "need orbits and like together"),
    ):
        with pytest.raises(Refused, match=says):
            read(**cells)
    assert read(like="gaofen-3", orbits=paper).orbits == paper
    column = CONSTELLATIONS.columns["orbits"]
    assert column.read(" 41@500; sun@505,10:30 ;") == (*paper, PaperOrbit.read("sun@505,10:30"))
    with pytest.raises(Expected):
        column.read("41@500;41")
    with pytest.raises(Refused, match="has no satellites on paper"):
        and_constellation(corridor, "brics")
    pool = replace(corridor.pool, facts=(Constellation(id="x", name="x", need="N02"),))
    with pytest.raises(Refused, match="N02 asks for connect"):
        only_constellation(replace(corridor, pool=pool), "x")
    assert constellation_named(corridor.pool, "BRICS").id == "brics"


def test_the_command_tells_what_each_member_adds(root, capsys):
    points = str(root / "examples" / "points.csv")
    words = [
        "revisit",
        "--points",
        points,
        "--constellation",
        "two-more-at-41",
        "--incidence",
        "20,50",
        "--days",
        "2",
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "looks by the mean Sun:" in said
    assert "paper 1 41:2/2/1@547, paper 2 41:2/2/1@547 exist on paper" in said
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {m["satellite"] for m in answer["members"]} >= {"paper 1 41:2/2/1@547", "Gaofen-3"}
    assert sum(m["looks"] for m in answer["members"]) == answer["looks"]
    assert 0.0 < answer["local_time_gap_h"] < 24.0
