"""What an organisation sees of the warm corridor: every question, against the terms of its tables."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest

from serai.corridor.version import files_of
from serai.errors import Refused
from serai.serve.worker.questions import QUESTIONS, answered
from serai.serve.worker.seen_tables import seen_files
from serai.serve.worker.view import CallerView
from serai.serve.worker.warm import WarmCorridor
from serai.time import Instant

AT = Instant.from_utc("2026-08-22T00:00:00Z")
HERE = {"lat_deg": 27.0, "lon_deg": 68.0, "days": 1.0, "mask_deg": 5.0, "off_nadir_deg": 40.0}
ASKED = {
    **HERE, "language": "en", "made_by": "test", "need": "flood", "losses": ["gaofen-3"],
    "name": "satellites.csv", "hours": 1.0, "step_s": 600.0,
}  # fmt: skip
INSIDE = ("check-folder", "tasked")  # of the server itself, asked for no caller as they are
NAMED = ("gaofen-3", "Gaofen-3", "41727", "kashi", "Kashi", "flood", "Sindh")


@pytest.fixture(scope="module")
def warm(small) -> WarmCorridor:
    return WarmCorridor.made(small, AT)


def told(
    warm: WarmCorridor, question: str, organisation: str, *, role: str = "reader", **more: object
) -> bytes:
    """The answer of a question to an organisation, or its refusal, as bytes."""
    viewer = {"organisation": organisation, "role": role, "edits": role == "keeper"}
    asked = {**ASKED, "question": question, "viewer": viewer, **more}
    try:
        parts = list(answered(warm, asked))
    except Refused as refused:
        return str(refused.reason.key).encode()
    return b"".join(p if isinstance(p, bytes) else json.dumps(p, ensure_ascii=False).encode() for p in parts)


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - set(INSIDE)))
def test_to_a_stranger_nothing_of_it_is_there(warm, question):
    said = told(warm, question, "a stranger").decode("utf-8", "replace")
    common = '"name": "The smallest corridor' in said or "members" in said  # corridor.toml is everybody's
    assert [name for name in NAMED if name in said and not common] == []


def test_whoever_asks_a_need_sees_it_with_what_its_terms_give_and_no_more(warm):
    mine = json.loads(told(warm, "assets", "flood-office"))["assets"]
    by = [(one["id"], one["see"], one["task"], one["forward"]) for one in mine]
    assert by == [("gaofen-3", "T2", "T2", None)]
    assert json.loads(told(warm, "verdicts", "flood-office"))["verdicts"][0]["need"] == "flood"
    assert json.loads(told(warm, "positions", "flood-office"))["positions"][0]["id"] == "gaofen-3"
    assert json.loads(told(warm, "plan", "flood-office"))["bookings"]
    assert told(warm, "passes", "flood-office", stations=["kashi"]) == b"questions.no_station"
    assert told(warm, "what-if-states", "flood-office", losses=["kashi"]) == b"pool.not_in_pool"
    assert json.loads(told(warm, "what-if-states", "flood-office"))["worse"] == ["flood"]


def test_an_owner_sees_its_own_assets_and_when_they_are_used_for_others_whose_needs_it_does_not_see(warm):
    plan = json.loads(told(warm, "plan", "aircas"))
    assert (plan["bookings"], plan["left"], plan["levels"]) == ([], [], [])
    assert {one["asset"] for one in plan["yours_for_others"]} == {"kashi"}
    whole = json.loads(told(warm, "plan", "", role="host"))
    assert len(plan["yours_for_others"]) == len(whole["bookings"])
    assert json.loads(told(warm, "verdicts", "aircas"))["verdicts"] == []
    assert json.loads(told(warm, "matrix", "aircas"))["needs"] == []
    assert [one["id"] for one in json.loads(told(warm, "assets", "aircas"))["assets"]] == ["kashi"]


def test_the_host_and_the_operator_see_what_the_library_says(warm):
    for question in ("needs", "matrix", "plan", "corridor", "single-points"):
        everything = list(answered(warm, {**ASKED, "question": question}))
        assert told(warm, question, "office", role="host") == b"".join(
            json.dumps(one, ensure_ascii=False).encode() for one in everything
        )


def test_a_table_has_the_rows_that_are_seen_as_they_are_spelled_and_whole_for_whoever_changes_it(warm, small):
    files = files_of(small)
    viewer = {"organisation": "aircas", "role": "reader", "edits": False}
    seen = seen_files(CallerView.of(warm, {"viewer": viewer}), files)
    assert seen["stations.csv"] == files["stations.csv"]
    assert seen["members.csv"] == files["members.csv"]
    assert seen["satellites.csv"] == files["satellites.csv"].splitlines(keepends=True)[0]
    assert seen["elements.csv"] == files["elements.csv"].splitlines(keepends=True)[0]
    assert b"T1" in seen["terms.csv"]
    assert b"T2" not in seen["terms.csv"]
    keeper = CallerView.of(warm, {"viewer": viewer | {"role": "keeper", "edits": True}})
    assert seen_files(keeper, files) == dict(files)


def test_who_sees_the_same_by_the_same_terms_is_answered_alike_and_nobody_else(warm):
    """Where the names of two views are equal every answer is; so for strangers, and a member's two names."""
    names = ("a stranger", "another", "flood-office", "aircas", "AIRCAS", "cnsa")

    def name(organisation: str, *, edits: bool = False) -> str:
        viewer = {"organisation": organisation, "role": "reader", "edits": edits}
        return CallerView.of(warm, {"viewer": viewer}).name

    questions = sorted(QUESTIONS.keys() - set(INSIDE) - {"what-if", "check"})
    for one, other in combinations(names, 2):
        alike = all(told(warm, q, one) == told(warm, q, other) for q in questions)
        assert (name(one) == name(other)) <= alike, (one, other)
    assert name("a stranger") == name("another")
    assert name("aircas") == name("AIRCAS")
    assert len({name(one) for one in ("another", "flood-office", "aircas")}) == 3
    assert name("aircas", edits=True) != name("aircas")
    assert CallerView.of(warm, {}).name == ""


def test_whoever_changes_the_tables_is_another_also_where_it_sees_the_same(warm, monkeypatch):
    monkeypatch.setattr(CallerView, "terms", lambda _: ())
    fresh = replace(warm, views={})
    viewer = {"organisation": "aircas", "role": "reader"}
    names = {CallerView.of(fresh, {"viewer": viewer | {"edits": edits}}).name for edits in (True, False)}
    assert len(names) == 2


def test_several_questions_are_answered_in_one_go_as_one_by_one(warm):
    viewer = {"organisation": "flood-office", "role": "reader", "edits": False}
    some = [{**ASKED, "question": q} for q in ("verdicts", "passes", "table")]
    some[1]["stations"] = ["kashi"]
    name, *parts = answered(warm, {"question": "several", "viewer": viewer, "asked": some})
    assert name.decode() == CallerView.of(warm, {"viewer": viewer}).name
    assert [part[:1] for part in parts] == [b"P", b"R", b"P"]
    assert json.loads(parts[0][1:]) == json.loads(told(warm, "verdicts", "flood-office"))
    assert json.loads(parts[1][1:])["key"] == "questions.no_station"
    assert parts[2][1:] == told(warm, "table", "flood-office")
