"""What owners want of their own satellites for themselves (every figure here is assumed): first, and told."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import read
from serai.outcome.outcome import open_corridor
from serai.outcome.planned import planned
from serai.plan.own_use import OwnUseWanted
from serai.plan.own_use_days import own_uses_of
from serai.pool import Asset, Pool
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.report.data.corridor_plan import plan_answer
from serai.report.page.plan import plan_page
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import Basis, CorridorRefused
from serai.time import Instant, Span

REFERENCE = Path(__file__).parents[2] / "corridors" / "belt-and-road"
HEAD = "id,owner,assets,of,at_least,each,taken,source,as_of,basis\n"
PLATFORMS = "satellite,slew_deg_s,settle_s,duty_s,imaging_w,imaging_wh,storage_bits,record_bps"
ASSUMED = "assumed for this test,2026-11-30,assumed\n"
NEEDS = ("N01", "N04", "N14")
CHINA = "China National Space Administration"


def folder_with(folder: Path, *rows: str, asked_by: Mapping[str, str] | None = None) -> Path:
    """The reference corridor with what no owner ever wanted, and Gaofen-3 02 that looks 30 s an orbit."""
    shutil.copytree(REFERENCE, folder)
    toml = (folder / "corridor.toml").read_text(encoding="utf-8")
    named = toml.replace('terms = "terms.csv"', 'terms = "terms.csv"\nown_use = "own_use.csv"')
    (folder / "corridor.toml").write_text(named, encoding="utf-8")
    (folder / "own_use.csv").write_text(HEAD + "".join(f"{r},{ASSUMED}" for r in rows), encoding="utf-8")
    limits = f"{PLATFORMS},source,as_of,basis\ngaofen-3-02,,,30,,,,,{ASSUMED}"
    (folder / "platforms.csv").write_text(limits, encoding="utf-8")
    with (folder / "needs.csv").open(encoding="utf-8", newline="") as file:
        needs = list(csv.DictReader(file))
    for need in needs:
        need["party"] = (asked_by or {}).get(need["id"], need["party"])
    with (folder / "needs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(needs[0]))
        writer.writeheader()
        writer.writerows(needs)
    return folder


def planned_with(folder: Path, *rows: str, **asked_by: str) -> CorridorPlan:
    return corridor_plan(open_corridor(folder_with(folder, *rows, asked_by=asked_by)).only(*NEEDS))


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> CorridorPlan:
    rows = (
        "U1,cnsa,gaofen-3-02,images,1,,",
        "U2,mem,owner:mem,images,1,,",
        "U3,mem,owner:mem,km2,10,,",
        "U4,suparco,owner:suparco,images,1,,",
        "U5,cnsa,owner:cnsa,seconds,15,,",
    )
    return planned_with(tmp_path_factory.mktemp("corridor") / "c", *rows, N14="cnsa")


def seen_by(of: CorridorPlan, satellite: str) -> list[str]:
    looks = (of.horizon.books[name][0] for name in of.schedule.chosen)
    return sorted(look.need for look in looks if look.opportunity.uses[0].asset == satellite)


def test_an_owner_has_its_least_before_the_first_class_of_others(tmp_path, day):
    without = planned_with(tmp_path / "c", "U1,cnsa,gaofen-3-02,images,0,,", N14="cnsa")
    assert seen_by(without, "gaofen-3-02") == ["N01"]  # of the first class; N14 is of the third
    assert seen_by(day, "gaofen-3-02") == ["N14"]
    assert day.schedule.levels[0] == "own use"
    assert day.schedule.objective[0] == day.schedule.bound[0] == 1 + 15  # an image, and seconds
    assert day.faults == ()
    assert len({day.horizon.problem.option[n].task for n in day.schedule.chosen}) == 4  # others serve N01


def test_the_plan_behind_verdicts_keeps_to_it_too(day):
    behind = planned(day.corridor.needs, day.corridor.pool, day.world, lambda *_: None)
    looks = {b.need: b.opportunity.uses[0].asset for b in behind.bookings if not b.carries}
    assert looks["N14"] == "gaofen-3-02"
    assert looks["N01"] != "gaofen-3-02"


def test_what_is_reached_and_what_is_not_is_told_with_the_reason_in_every_form(day):
    told = {row["id"]: row for row in plan_answer(day)["own_use"]}
    first = told["U1 2026-08-22"]
    assert (first["of"], first["at_least"], first["planned"], first["why"]) == ("images", 1, 1, None)
    assert (first["start"], first["end"]) == ("2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z")
    assert told["U2 2026-08-22"]["why"] == "it asks for nothing that they can serve"
    assert (told["U3"]["at_least"], told["U3"]["why"]) == (None, "nobody says how many km2 one image takes")
    assert told["U4"]["why"] == "no look or pass of these assets can be asked for"
    page = plan_page(day)
    assert f"U1 2026-08-22: 1 image planned; {CHINA} wants 1 image of its own assets at least." in page
    assert "wants 1 image of its own assets at least: it asks for nothing that they can serve." in page
    assert f"U5 2026-08-22: 21 s planned; {CHINA} wants 15 s of its own assets at least." in page
    assert "U3: not counted, nobody says how many km2 one image takes." in page


def test_the_rule_in_the_way_of_more_is_told_by_the_judge(tmp_path):
    short = planned_with(tmp_path / "c", "U1,cnsa,gaofen-3-02,images,9,,", N14="cnsa", N01="cnsa")
    (row,) = plan_answer(short)["own_use"]
    assert row["planned"] == 1
    assert row["why"].startswith("Gaofen-3 02 works ")
    assert short.faults == ()
    more = planned_with(tmp_path / "d", "U1,cnsa,gaofen-3-02,images,9,,", N14="cnsa")
    (row,) = plan_answer(more)["own_use"]
    assert row["why"] == "they can serve no more than 1 result that it asks for"


def test_the_command_and_a_plan_made_again_tell_it(day, tmp_path, capsys):
    assert main(["plan", str(day.corridor.folder), "--need", *NEEDS]) == 0
    assert f"Own use of owners: U1 2026-08-22: 1 image planned; {CHINA}" in " ".join(
        capsys.readouterr().out.split()
    )
    earlier = tmp_path / "plan.json"
    earlier.write_text(json.dumps(plan_answer(day)), encoding="utf-8")
    again = ["--against", str(earlier), "--without", "gaofen-3-02", "--frozen", "0", "--json"]
    assert main(["plan", str(day.corridor.folder), "--need", *NEEDS, *again]) == 0
    found = json.loads(capsys.readouterr().out)
    (first, *_) = found["own_use"]
    assert (first["planned"], first["why"][:24]) == (0, "Gaofen-3 02 is closed at")
    assert found["faults"] == []


def test_the_reference_corridor_wants_none(root):
    assert open_corridor(root / "corridors" / "belt-and-road").pool.facts_of(OwnUseWanted) == ()


WRONG = {
    "U1,cnsa,gaofen-3,images,-1,,": "column 'at_least': expected a number of at least 0, got '-1'",
    "U1,cnsa,gaofen-3,images,,,": "column 'at_least'",
    "U1,nobody,gaofen-3,images,1,,": "column 'owner': expected the id of a member, got 'nobody'",
    "U1,cnsa,hj-2x,images,1,,": "column 'assets': expected the id of an asset, got 'hj-2x'",
    "U1,cnsa,hj-2e,images,1,,": "column 'assets': expected assets that 'cnsa' owns, got 'hj-2e'",
    "U1,mem,owner:cnsa,images,1,,": "column 'assets': expected assets that 'mem' owns, got 'owner:cnsa'",
    "U1,cnsa,plane:iridium-1,images,1,,": "column 'assets'",
    "U1,cnsa,gaofen-3,minutes,1,,": "column 'of'",
    "U1,cnsa,gaofen-3,km2,1,0,": "column 'each'",
}  # fmt: skip


def test_a_row_that_cannot_be_meant_is_refused_in_one_sentence(tmp_path):
    folder = folder_with(tmp_path / "c", "U1,cnsa,gaofen-3,images,1,,")
    for row, says in WRONG.items():
        (folder / "own_use.csv").write_text(f"{HEAD}{row},{ASSUMED}", encoding="utf-8")
        with pytest.raises(CorridorRefused) as refused:
            read(folder, SERVICES, SHARED_TABLES)
        assert says in str(refused.value), row
        assert str(refused.value).count("own_use.csv, line 2") == 1, row


def wanted(**given: object) -> OwnUseWanted:
    plain = {
        "id": "U", "owner": "us", "assets": ("plane:a",), "of": "images", "at_least": 3.0, "each": None,
        "taken": 0.0, "basis": Basis.ASSUMED,
    }  # fmt: skip
    return OwnUseWanted(**(plain | given))


def made(*own: OwnUseWanted, there=("eye", "theirs"), days=1.0, at="2026-08-22T12:00:00Z", out=""):
    eye = Asset(id="eye", name="Eye", owner="us", kind="satellite", groups=("plane:a",), out=out)
    theirs = Asset(id="theirs", name="Theirs", owner="them", kind="satellite", groups=("plane:a",))
    start = Instant.from_utc(at)
    span = Span(start, start.plus(seconds=days * 86_400))
    return list(own_uses_of(Pool(assets=(eye, theirs), facts=own), there, span))


def test_each_day_of_the_plan_has_its_own_and_only_the_first_what_was_had():
    found = made(wanted(taken=1.0))
    assert [(u.id, u.start, u.end, u.at_least) for u in found] == [
        ("U 2026-08-22", -43_200, 43_200, 2),
        ("U 2026-08-23", 43_200, 129_600, 3),
    ]
    assert [u.id for u in made(wanted(), days=0.5)] == ["U 2026-08-22"]  # to midnight
    assert made(wanted(taken=4.0), days=0.5)[0].at_least == 0


def test_only_an_owners_own_assets_that_are_there_count():
    assert made(wanted())[0].on == ("eye",)
    assert made(wanted(), there=("theirs",)) == []
    assert made(wanted(), out="broken") == []
    assert made(wanted(assets=("owner:us",)))[0].on == ("eye",)


def test_amounts_are_whole_images_never_fewer_than_are_wanted():
    assert made(wanted(of="km2", each=400.0, at_least=801.0, taken=399.0))[0].at_least == 3
    assert made(wanted(of="km2", each=400.0, at_least=800.0, taken=400.0))[0].at_least == 1
    assert made(wanted(of="GB")) == []
    seconds = made(wanted(of="seconds", at_least=29.5), days=0.5)[0]
    assert (seconds.of, seconds.at_least) == ("time", 30)
