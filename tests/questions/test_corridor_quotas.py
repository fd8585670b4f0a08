"""Quotas of a corridor's owners (every figure here is assumed): counted, never broken, told; and bad rows."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import Corridor, read
from serai.outcome.outcome import open_corridor
from serai.plan.quota_periods import quotas_of
from serai.plan.quotas import AssetQuota
from serai.plan.scheduling import choice_faults
from serai.pool import Asset, Pool
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.questions.plans.refused import refused_results
from serai.report.data.corridor_plan import plan_answer
from serai.report.page.plan import plan_page
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import Basis, CorridorRefused
from serai.time import Instant, Span

HEAD = "id,owner,assets,for,priorities,of,at_most,each,period,taken,source,as_of,basis\n"
ASSUMED = "assumed for this test,2026-11-30,assumed\n"
NEEDS = ("N01", "N04", "N10", "N14")


def folder_with(folder: Path, *rows: str) -> Path:
    """The reference corridor with quotas, that no owner ever told."""
    shutil.copytree(Path(__file__).parents[2] / "corridors" / "belt-and-road", folder)
    toml = (folder / "corridor.toml").read_text(encoding="utf-8")
    named = toml.replace('terms = "terms.csv"', 'terms = "terms.csv"\nquotas = "quotas.csv"')
    (folder / "corridor.toml").write_text(named, encoding="utf-8")
    (folder / "quotas.csv").write_text(HEAD + "".join(f"{r},{ASSUMED}" for r in rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(root) -> CorridorPlan:
    return corridor_plan(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return folder_with(
        tmp_path_factory.mktemp("corridor") / "c",
        "Q1,cnsa,gaofen-3-02,,,km2,25000,10000,day,",
        "Q2,mem,hj-2e;hj-2f,,,images,,,day,",
        "Q3,cnsa,gaofen-3;gaofen-3-03,,,images,,,day,",
    )


@pytest.fixture(scope="module")
def day(folder) -> CorridorPlan:
    corridor: Corridor = open_corridor(folder).only(*NEEDS)
    return corridor_plan(corridor)


def images(of: CorridorPlan, *satellites: str) -> int:
    looks = (of.horizon.books[name][0].opportunity for name in of.schedule.chosen)
    return sum(look.uses[0].asset in satellites for look in looks)


def test_a_quota_is_never_exceeded_and_others_serve_what_it_refuses(whole, day):
    assert images(whole, "gaofen-3-02") == 4  # without it
    assert images(day, "gaofen-3-02") == 2  # 25,000 km2 of 10,000 an image
    assert day.faults == ()


def test_what_an_unknown_quota_serves_is_offered_and_never_counted_as_served(day):
    levels = dict(zip(day.schedule.levels, day.schedule.objective, strict=True))
    assert levels["priority 1"] < levels["priority 1 with owners' word"]
    assert images(day, "hj-2e", "hj-2f", "gaofen-3", "gaofen-3-03") > 0


def test_quotas_and_what_is_late_are_told_in_every_form(day):
    answer = plan_answer(day)
    first, *_, last = (q for q in answer["quotas"] if q["planned"])
    assert (first["id"], first["at_most"], first["planned"]) == ("Q1 2026-08-22", 2, 2)
    assert (last["owner"], last["at_most"]) == ("cnsa", None)
    assert first["start"] == "2026-08-22T00:00:00Z"
    assert first["end"] == "2026-08-23T00:00:00Z"
    page = plan_page(day)
    assert "Q1 2026-08-22: 2 images planned, of 2 that China National Space Administration allows." in page
    assert "has not said how many it allows" in page
    late = [row for row in answer["refused"] if row["late_s"]]
    assert late
    assert all(row["late_s"] >= 3600 and row["alternative"].startswith("take ") for row in late)
    assert all(row["alternative"] in page.replace("&#x27;", "'") for row in late)


def test_the_alternative_names_whose_word_it_takes(tmp_path):
    rows = "Q1,mem,hj-2e;hj-2f,,,images,2,,day,", "Q2,cnsa,owner:cnsa,,,images,,,day,"
    day = corridor_plan(open_corridor(folder_with(tmp_path / "c", *rows)).only("N01", "N04"))
    first = next(one for one in refused_results(day) if one.agree)
    assert str(first.why) == "what is certain comes before what hangs on a word"
    whose = "China National Space Administration agrees, whose quota Q2 2026-08-22 is unknown"
    assert [str(one) for one in first.agree] == [whose]
    assert str(first.says).endswith(f"h earlier, if {whose}")


def test_one_image_more_from_an_owner_is_the_alternative_and_is_true_when_allowed(tmp_path):
    folder = folder_with(
        tmp_path / "c", "Q1,mem,hj-2e;hj-2f,,,images,0,,month,", "Q2,cnsa,owner:cnsa,,,images,0,,day,"
    )
    found = corridor_plan(open_corridor(folder).only("N01"))
    refused = [one for one in refused_results(found) if not one.late_s]
    assert refused
    says = {str(a) for one in refused for a in one.agree}
    assert "Ministry of Emergency Management allows 1 image more under Q1 2026-08" in says
    quotas = tuple(replace(q, at_most=q.at_most + 1) for q in found.horizon.problem.quotas)
    allowed = replace(found.horizon.problem, quotas=quotas)
    for one in refused:
        assert choice_faults((*found.schedule.chosen, one.option), allowed) == []


def test_the_command_tells_quotas_and_what_would_do(folder, capsys):
    assert main(["plan", str(folder), "--need", *NEEDS]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Quotas of owners: " in said
    assert "Refused or late, and what would do: N" in said
    assert main(["plan", str(folder), "--need", "N01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["quotas"]


def test_the_problem_knows_who_asks_and_who_owns(day):
    problem, corridor = day.horizon.problem, day.corridor
    assert all(t.party == corridor.need(day.horizon.need_of[t.id]).party != "" for t in problem.tasks)
    assert all(r.owner == corridor.pool[r.id].owner != "" for r in problem.resources)


def test_the_reference_corridor_has_no_quotas(whole):
    assert whole.horizon.problem.quotas == ()
    assert plan_answer(whole)["quotas"] == []


WRONG = {
    "Q1,mem,hj-2e,,,images,-1,,day,": "column 'at_most': expected a number of at least 0, got '-1'",
    "Q1,mem,hj-2e,suparko,,images,1,,day,": "'for': expected the id of a member, got 'suparko'",
    "Q1,mem,hj-2x,,,images,1,,day,": "column 'assets': expected the id of an asset, got 'hj-2x'",
    "Q1,mem,,,,images,1,,day,": "column 'assets'",
    "Q1,nobody,hj-2e,,,images,1,,day,": "column 'owner'",
    "Q1,mem,hj-2e,,first,images,1,,day,": "expected priorities such as '2;3', got 'first'",
    "Q1,mem,hj-2e,,,scenes,1,,day,": "column 'of'",
    "Q1,mem,hj-2e,,,images,1,,week,": "column 'period'",
    "Q1,mem,hj-2e,,,km2,1,0,day,": "column 'each'",
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG)
def test_a_row_that_cannot_be_meant_is_refused_in_one_sentence(tmp_path, row):
    folder = folder_with(tmp_path / "c", row)
    with pytest.raises(CorridorRefused) as refused:
        read(folder, SERVICES, SHARED_TABLES)
    assert WRONG[row] in str(refused.value)
    assert "quotas.csv, line 2" in str(refused.value)


def quota(**given: object) -> AssetQuota:
    plain = {
        "id": "Q", "owner": "them", "assets": ("eye",), "parties": (), "priorities": (), "of": "images",
        "at_most": 3.0, "each": None, "period": "day", "taken": 0.0, "basis": Basis.ASSUMED,
    }  # fmt: skip
    return AssetQuota(**(plain | given))


def made(*quotas: AssetQuota, there=("eye",), days=1.0, at="2026-08-22T12:00:00Z"):
    eye = Asset(id="eye", name="Eye", owner="them", kind="satellite", groups=("plane:a",))
    start = Instant.from_utc(at)
    end = round(days * 86_400)
    span = Span(start, start.plus(seconds=float(end)))
    return list(quotas_of(Pool(assets=(eye,), facts=quotas), there, {"us"}, span, start=0, end=end))


def test_each_utc_day_has_its_own_quota_and_only_the_first_what_was_taken():
    found = made(quota(taken=1.0))
    assert [(q.id, q.start, q.end, q.taken) for q in found] == [
        ("Q 2026-08-22", -43_200, 43_200, 1),
        ("Q 2026-08-23", 43_200, 129_600, 0),
    ]
    assert len(made(quota(), days=0.5)) == 1  # to midnight, which belongs to the next day


def test_months_follow_each_other_over_the_year():
    found = made(quota(period="month"), days=33.0, at="2026-12-31T00:00:00Z")
    assert [q.id for q in found] == ["Q 2026-12", "Q 2027-01", "Q 2027-02"]
    assert found[0].end == found[1].start == 86_400


def test_amounts_are_whole_images_never_more_than_is_allowed():
    (scenes,) = made(quota(of="km2", each=400.0, at_most=999.0, taken=401.0), days=0.5)
    assert (scenes.at_most, scenes.taken) == (2, 2)
    assert made(quota(of="GB", at_most=9.0))[0].at_most is None  # nobody says what one image takes
    assert made(quota(at_most=None))[0].at_most is None
    seconds = made(quota(of="seconds", at_most=600.5))[0]
    assert (seconds.of, seconds.at_most) == ("time", 600)


def test_assets_are_named_by_id_owner_or_group_and_what_is_not_there_counts_nothing():
    for name in ("eye", "owner:them", "group:plane:a", "plane:a"):
        assert made(quota(assets=(name,)))[0].on == ("eye",)
    assert made(quota(assets=("ear",))) == []
    assert made(quota(), there=()) == []


def test_a_quota_for_parties_that_ask_nothing_is_left_out():
    assert made(quota(parties=("others",))) == []
    assert made(quota(parties=("others", "us")))[0].parties == ("us",)
