"""The machine-readable answers: the keys that were promised, and nothing that JSON does not know."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from serai.outcome.study import findings
from serai.report import assess_answer, json_text, resilience_answer

PROMISED = {"id", "service", "state", "share_met", "figures", "path", "hangs_on", "why", "confidence"}


def refuse(name: str) -> None:
    pytest.fail(f"{name} in JSON")


def read(answer: dict[str, object]) -> dict:
    return json.loads(json_text(answer), parse_constant=refuse)


def test_the_answer_of_assess_holds_what_the_design_promises(outcome):
    answer = read(assess_answer(outcome, report=Path("out/index.html")))
    assert (answer["corridor"], answer["at"], answer["days"]) == ("made-up", "2026-08-22T00:00:00Z", 1.0)
    assert answer["report"] == str(Path("out/index.html"))
    assert len(answer["needs"]) == 36
    for need in answer["needs"]:
        assert need.keys() >= PROMISED
        assert need["state"] in ("met", "degraded", "not met", "unknown", "out of season")
        assert need["confidence"] in ("published", "derived", "recalled", "assumed")


def test_a_figure_carries_its_unit_levels_and_share(outcome):
    need = next(n for n in read(assess_answer(outcome))["needs"] if n["id"] == "N01")
    assert need["figures"]["request_to_hand"] == {
        "value": 1.9,
        "typical": 1.9,
        "unit": "h",
        "better": "lower",
        "threshold": 12.0,
        "breakthrough": None,
        "goal": 3.0,
        "share": 1.0,
        "share_required": 0.95,
        "share_over": None,
        "by_rate": False,
        "basis": "assumed",
        "n": 288,
        "share_of_all": None,
        "n_of_all": None,
        "missing": None,
    }


def test_an_unknown_need_names_the_missing_figure_and_has_no_share(outcome):
    need = next(n for n in read(assess_answer(outcome))["needs"] if n["id"] == "N22")
    assert need["state"] == "unknown"
    assert need["share_met"] is None
    assert need["missing"] == ["EIRP of Maldives (beams.csv, eirp_dbw)"]
    assert need["figures"]["rate"]["value"] is None


def test_a_need_carries_the_rain_on_its_links_and_the_passes_of_its_station(outcome):
    needs = {n["id"]: n for n in read(assess_answer(outcome))["needs"]}
    (link,) = needs["N20"]["rain_margins"]
    assert link == {
        "link": "Tiantong-1 03 down to a handset in Sindh",
        "rain_db": 0.1,
        "margin_db": None,
        "decides": "G/T",
        "by": "P.618-14",
    }
    (kashi,) = needs["N01"]["station_volumes"]  # Miyun hears passes too, but is not on the path
    assert (kashi["station"], kashi["passes"], kashi["known_passes"]) == ("kashi", 5, 3)
    assert needs["N05"]["rain_margins"] == needs["N05"]["station_volumes"] == []


def test_every_station_says_what_its_passes_bring(outcome):
    volumes = read(assess_answer(outcome))["station_volumes"]
    assert (volumes["start"], volumes["end"]) == ("2026-08-22T00:00:00Z", "2026-08-23T00:00:00Z")
    assert [s["station"] for s in volumes["stations"]] == ["kashi", "miyun"]
    assert volumes["stations"][1]["bits_per_pass"] is None


def test_no_figure_is_ever_a_nan_or_an_infinity(outcome):
    first, *others = outcome.assessments
    odd = replace(first.figures[0], worst=float("inf"), typical=float("nan"))
    answer = read(assess_answer(replace(outcome, assessments=(replace(first, figures=(odd,)), *others))))
    figure = answer["needs"][0]["figures"]["request_to_hand"]
    assert (figure["value"], figure["typical"]) == (None, None)
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"value": np.nan})


def test_only_the_needs_asked_for_are_answered(outcome):
    assert [n["id"] for n in read(assess_answer(outcome, needs=("n02", "N01")))["needs"]] == ["N01", "N02"]


def test_changes_are_listed_when_there_is_a_before(outcome, without_kashi):
    assert "changes" not in read(assess_answer(outcome))
    answer = read(assess_answer(without_kashi, before=outcome))
    assert answer["struck"] == ["kashi"]
    change = next(c for c in answer["changes"] if c["need"] == "N01")
    assert (change["before"], change["after"], change["worse"]) == ("met", "not met", True)
    assert change["sentence"].startswith("N01 Pakistan flood 2022")


def test_single_points_say_what_is_lost_and_which_needs_break(outcome):
    points = read(assess_answer(outcome))["single_points"]
    assert points[0]["breaks"]
    assert all(len({"asset", "group", "party"} & p.keys()) == 1 for p in points)
    assert {p.get("asset") for p in points} >= {"paksat-mm1", "karachi", "kashi"}
    assert [p["weight"] for p in points] == sorted((p["weight"] for p in points), reverse=True)


def test_the_answer_of_resilience_holds_what_the_design_promises(outcome):
    answer = read(resilience_answer(findings(outcome)))
    assert answer.keys() >= {"single_points", "cpr", "substitution", "partners"}
    assert answer["cpr"]["N01"] == 1
    assert answer["cpr"]["N09"] is None  # not met to begin with
    assert "N26" not in answer["cpr"]  # out of season
    assert {p["party"] for p in answer["partners"]} >= {"suparco", "csno"}
