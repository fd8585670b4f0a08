"""Parties that share a corridor's plan fairly (every figure here is assumed): debts made good, and told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import read
from serai.outcome.outcome import open_corridor
from serai.outcome.planned import planned
from serai.plan.shares import FairShare
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.report.data.corridor_plan import plan_answer
from serai.report.page.plan import plan_page
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import CorridorRefused

REFERENCE = Path(__file__).parents[2] / "corridors" / "belt-and-road"
HEAD = "party,owed,source,as_of,basis\n"
QUOTAS = "id,owner,assets,for,priorities,of,at_most,each,period,taken,source,as_of,basis\n"
ASSUMED = "assumed for this test,2026-11-30,assumed\n"
NEEDS = ("N01", "N04", "N10", "N14")  # asked by these, in turn:
PARTIES = ("ndma-pk", "gb-dma", "msa-pk", "cku-rail")


def folder_with(folder: Path, *rows: str) -> Path:
    """The reference corridor with shares that nobody ever agreed, and two owners who give three images."""
    shutil.copytree(REFERENCE, folder)
    toml = (folder / "corridor.toml").read_text(encoding="utf-8")
    named = 'terms = "terms.csv"\nshares = "shares.csv"\nquotas = "quotas.csv"'
    (folder / "corridor.toml").write_text(toml.replace('terms = "terms.csv"', named), encoding="utf-8")
    (folder / "shares.csv").write_text(HEAD + "".join(f"{r},{ASSUMED}" for r in rows), encoding="utf-8")
    quotas = ("Q1,mem,owner:mem,,,images,1,,day,", "Q2,cnsa,owner:cnsa,,,images,2,,day,")
    (folder / "quotas.csv").write_text(QUOTAS + "".join(f"{r},{ASSUMED}" for r in quotas), encoding="utf-8")
    return folder


def planned_with(folder: Path, **owed: str) -> CorridorPlan:
    rows = [f"{party},{owed.get(party.partition('-')[0], '')}" for party in (*PARTIES, "cnsa")]
    return corridor_plan(open_corridor(folder_with(folder, *rows)).only(*NEEDS))


def shares(of: CorridorPlan) -> dict[str, tuple[int, int, int, int]]:
    """What each has, was due, was owed and is owed after."""
    told = plan_answer(of)["partners"]
    return {row["id"]: (row["has"], row["due"], row["owed"], row["owed_after"]) for row in told}


@pytest.fixture(scope="module")
def owing(tmp_path_factory) -> CorridorPlan:
    return planned_with(tmp_path_factory.mktemp("corridor") / "c", cku="3")


def test_a_party_that_is_owed_gets_more_than_it_is_due_and_is_owed_less_after(tmp_path, owing):
    nobody = shares(planned_with(tmp_path / "c"))
    assert nobody["cku-rail"] == (0, 0, 0, 0)  # of the third class; the others have the three images
    assert [nobody[party][0] for party in PARTIES[:3]] == [1, 1, 1]
    assert all(has == due and owed_after == 0 for has, due, _, owed_after in nobody.values())
    found = shares(owing)
    assert found["cku-rail"] == (1, 0, 3, 2)
    assert sorted(found[party] for party in PARTIES[:3]) == [(0, 1, 0, 1), (1, 1, 0, 0), (1, 1, 0, 0)]
    assert found["cnsa"] == (0, 0, 0, 0)  # it asks for nothing
    assert owing.faults == ()


def test_a_party_that_is_ahead_waits_for_the_others(tmp_path):
    ahead = shares(planned_with(tmp_path / "c", ndma="-1", cku="1"))
    assert ahead["ndma-pk"] == (0, 1, -1, 0)
    assert ahead["cku-rail"] == (1, 0, 1, 0)


def test_the_plan_behind_verdicts_shares_too(owing):
    behind = planned(owing.corridor.needs, owing.corridor.pool, owing.world, lambda *_: None)
    assert "N14" in {b.need for b in behind.bookings}
    alone = open_corridor(REFERENCE).only(*NEEDS)
    assert alone.pool.facts_of(FairShare) == ()


def test_what_each_has_and_is_owed_is_told_on_every_form(owing, tmp_path, capsys):
    page = plan_page(owing)
    assert "<h2>Fair shares</h2>" in page
    row = "China-Kyrgyzstan-Uzbekistan railway company</td>"
    assert page.split(row)[1].split("</tr>")[0].count("</td>") == 5
    earlier = tmp_path / "plan.json"
    earlier.write_text(json.dumps(plan_answer(owing)), encoding="utf-8")
    asked = ["plan", str(owing.corridor.folder), "--need", *NEEDS]
    assert main([*asked, "--against", str(earlier), "--cancel", "N04"]) == 0
    said = capsys.readouterr().out
    assert "FAULT" not in said
    shown = " ".join(said.split("Fair shares (results):")[1].split())
    assert "China-Kyrgyzstan-Uzbekistan railway company 1 0 0 3 2" in shown


def test_a_corridor_without_shares_tells_none(root):
    found = corridor_plan(open_corridor(root / "corridors" / "belt-and-road").only("N04"))
    assert found.horizon.problem.partners == ()
    assert plan_answer(found)["partners"] == []
    assert "Fair shares" not in plan_page(found)


WRONG = {
    "suparko,1": "line 2, column 'party': expected the id of a member, got 'suparko'; did you mean 'suparco'",
    "suparco,1.5": "line 2, column 'owed': expected a whole number, got '1.5'",
    ",1": "line 2, column 'party'",
    f"suparco,1,{ASSUMED}suparco,2": "line 3, column 'party': expected what no other row says",
}


def test_a_row_that_cannot_be_meant_is_refused_in_one_sentence(tmp_path):
    folder = folder_with(tmp_path / "c", "suparco,1")
    for row, says in WRONG.items():
        (folder / "shares.csv").write_text(f"{HEAD}{row},{ASSUMED}", encoding="utf-8")
        with pytest.raises(CorridorRefused) as refused:
            read(folder, SERVICES, SHARED_TABLES)
        assert says in str(refused.value), row
