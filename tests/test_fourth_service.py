"""A fourth service is one folder and one line: checked, assessed, shown, struck, advised, in its layer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "fourth_service"
CORRIDOR = str(EXAMPLE / "corridor")


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """The tree with one folder more and one line of services.py (and its import) changed."""
    whole = tmp_path_factory.mktemp("four") / "src"
    shutil.copytree(ROOT / "src" / "serai", whole / "serai", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(EXAMPLE / "warn", whole / "serai" / "warn")
    services = whole / "serai" / "services.py"
    before = services.read_text(encoding="utf-8")
    after = before.replace("Observe())", "Observe(), Warn())").replace(
        "from serai.tables import TableSpec\n",
        "from serai.tables import TableSpec\nfrom serai.warn import Warn\n",
    )
    assert len(set(after.splitlines()) - set(before.splitlines())) == 2
    services.write_text(after, encoding="utf-8")
    return whole


@pytest.fixture(scope="module")
def serai(source):
    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "serai", *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(source)},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def assessed(serai, report) -> dict:
    return json.loads(serai("assess", CORRIDOR, "--json", "--report", str(report)))


def needs(answer: dict) -> dict:
    return {n["id"]: n for n in answer["needs"]}


def test_its_table_is_checked(serai):
    said = serai("check", CORRIDOR)
    assert "sirens.csv              4" in said


def test_its_needs_are_judged_and_its_table_stands_in_the_answer(assessed):
    found = needs(assessed)
    assert (found["alarm"]["state"], found["alarm"]["path"]) == ("met", ["sindh-sirens"])
    assert found["alarm"]["figures"]["alert_delay"]["value"] == 30.0
    assert [row["siren"] for row in found["alarm"]["siren_delays"]] == [
        "river-sirens",
        "sindh-sirens",
        "upriver-sirens",
    ]
    assert (found["upriver"]["state"], found["flood"]["state"]) == ("unknown", "met")
    assert found["upriver"]["missing"] == ["delay of Upriver sirens (sirens.csv, delay_s)"]
    assert "sindh-sirens" in found["alarm"]["hangs_on"]


def test_the_page_has_its_lamp_its_exhibit_and_its_places(assessed, report):
    assert assessed["report"]
    page = (report / "index.html").read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>")
    tree = ET.fromstring(page)
    lamps = [h.text for h in tree.find(".//section[@class='lamps']").iter("h2")]
    assert "Warn" in lamps
    table = tree.find(".//details[@id='details-alarm']//table[@class='exhibit']")
    rows = [[cell.text or cell.find("strong").text for cell in row.iter("td")] for row in table.iter("tr")]
    assert rows[1:] == [["Sindh sirens", "30 s"], ["River sirens", "90 s"], ["Upriver sirens", "unknown"]]
    titles = {t.text for t in tree.find(".//section[@id='map']").iter("title")}
    assert {"Sindh sirens (sirens)", "Upriver sirens (sirens)"} <= titles


def test_its_assets_are_struck_like_any_other(serai):
    after = needs(json.loads(serai("assess", CORRIDOR, "--json", "--without", "sindh-sirens")))
    assert after["alarm"]["state"] == "unknown"  # the next in time is one whose delay nobody published
    assert after["flood"]["state"] == "met"


def test_the_corridor_sets_its_rule(serai, tmp_path):
    strict = tmp_path / "strict"
    shutil.copytree(CORRIDOR, strict)
    for file, old, new in (
        ("corridor.toml", "reach_min = 0.5", "reach_min = 0.96"),
        ("needs.csv", ",0.6", ","),
    ):
        text = (strict / file).read_text(encoding="utf-8")
        assert old in text
        (strict / file).write_text(text.replace(old, new), encoding="utf-8")
    after = needs(json.loads(serai("assess", str(strict), "--json")))
    assert (after["alarm"]["state"], after["alarm"]["path"]) == ("not met", [])


def test_the_advice_finds_the_agreement_that_would_mend_it(serai):
    found = json.loads(serai("resilience", CORRIDOR, "--json"))
    (term,) = [a for a in found["agreements"] if a["term"] == "T9"]
    assert {"need": "upriver", "before": "unknown", "after": "met"} in term["mends"]


def test_the_layers_hold_with_it_and_need_no_change(source):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/test_layers.py"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SERAI_SOURCE": str(source)},
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_nothing_in_the_tree_names_it():
    texts = [p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py")]
    assert not [t for t in texts if re.search(r"sirens\.csv|\bserai\.warn\b|\bWarn\(", t)]
