"""The page: whole in one file, well-formed, escaped, and saying every state in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest
from tests.work import calls

from serai.needs import Plan, State
from serai.outcome.change import compare
from serai.report import page, write_report

LARGEST_B = 1_000_000  # a page goes over a thin link
CALLS_AN_ELEMENT = 60  # of functions, for each element of the page; 29 measured, 36 for half of the needs
SECTIONS = ("changes", "map", "needs", "points", "day", "station-volumes", "details", "sources")


@pytest.fixture(scope="module")
def text(outcome, without_kashi) -> str:
    return page(without_kashi, before=outcome)


@pytest.fixture(scope="module")
def tree(text) -> ET.Element:
    return ET.fromstring(text.removeprefix("<!DOCTYPE html>"))


def words(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_page_is_one_well_formed_document(tree):
    assert tree.tag == "html"
    assert tree.get("lang") == "en"
    assert tree.find("head/meta[@charset='utf-8']") is not None
    assert tree.find("head/meta[@name='viewport']") is not None


def test_nothing_on_the_page_is_fetched_from_outside(tree, text):
    for element in tree.iter():
        assert element.tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert "src" not in element.attrib
        assert "srcset" not in element.attrib
        if not element.get("href", "#").startswith("#"):  # a source, opened by whoever follows the link
            assert element.tag == "a", element.attrib
            assert element.get("href", "").startswith(("https://", "http://")), element.attrib
            assert element.get("rel") == "noopener noreferrer", element.attrib
            assert "ping" not in element.attrib
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {
        f"#hatch-{s}" for s in ("not-met", "degraded", "unknown")
    }
    assert "@import" not in text
    assert "@font-face" not in text
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|import)\s*\(", text)


def test_every_link_leads_somewhere_and_every_place_has_one_name(tree):
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert max(ids.values()) == 1, [i for i, n in ids.items() if n > 1]
    targets = {e.get("href", "").removeprefix("#") for e in tree.iter() if e.get("href", "").startswith("#")}
    assert targets - set(ids) == set()


def test_every_need_stands_in_the_table_with_its_state_as_a_word(tree, without_kashi):
    for one in without_kashi.assessments:
        row = tree.find(f".//tr[@id='{one.need.id}']")
        assert row is not None
        assert one.need.title in words(row)
        state = row.find("td[@class='is']")
        assert state is not None
        assert words(state) == str(one.state)
        assert state.find(".//use") is not None  # a shape beside the word and the colour


def test_every_figure_in_the_table_says_where_it_comes_from(tree):
    values = [e for e in tree.iter("span") if e.get("class") == "value"]
    assert len(values) == 35  # every need in season
    for value in values:
        assert "computed over 288 instants from 2026-08-22T00:00:00Z" in (value.get("title") or "") or (
            "not judged: EIRP of" in (value.get("title") or "")
        )


def test_what_the_corridor_says_is_escaped(tree, text):
    assert tree.find(".//made") is None
    assert tree.find(".//authorities") is None
    assert "Belt &amp; Road corridor &lt;made up&gt;" in text
    assert "tables &amp; notes &lt;2026&gt;" in text


def test_the_page_begins_with_the_corridor_its_day_and_what_was_struck(tree):
    header = tree.find(".//header")
    assert header is not None
    said = words(header)
    assert "Belt & Road corridor <made up>" in said
    assert "22 Aug 2026, 00:00 UTC" in said
    assert "Struck: Kashi" in said


def test_without_a_loss_the_page_says_that_nothing_is_struck(outcome):
    text = page(outcome)
    assert "nothing struck, no candidate term switched on" in text
    assert 'id="changes"' not in text


def test_the_sections_come_in_the_order_in_which_a_duty_officer_needs_them(tree):
    found = [e.get("id") for e in tree.iter("section") if e.get("id")]
    assert tuple(found) == SECTIONS
    classes = [e.get("class") for e in tree.iter("section")]
    assert classes[0] == "lamps"


def test_each_change_is_said_in_its_own_sentence(tree, outcome, without_kashi):
    section = tree.find(".//section[@id='changes']")
    changes = compare(outcome, without_kashi)
    assert section is not None
    assert changes
    for change in changes:
        assert " ".join(str(change).split()) in words(section)


def test_the_single_points_name_the_needs_that_they_break(tree, without_kashi):
    section = tree.find(".//section[@id='points']")
    assert section is not None
    for point in without_kashi.single_points[:10]:
        rows = [r for r in section.iter("tr") if r.find(f"td/strong[@title='{point.loss.id}']") is not None]
        assert len(rows) == 1
        assert all(f"{need} " in words(rows[0]) for need in point.breaks)


@pytest.mark.parametrize("need", ["N20", "N22"])
def test_link_budgets_stand_in_the_details(tree, need):
    details = tree.find(f".//details[@id='details-{need}']")
    assert details is not None
    assert "Tiantong-1 03 down to a handset in Sindh" in words(details)
    assert "G/T unknown dB/K" in words(details)


@pytest.mark.parametrize("need", ["N20", "N22"])
def test_the_line_on_which_a_link_hangs_is_marked(tree, need):
    details = tree.find(f".//details[@id='details-{need}']")
    marked = [row for row in details.iter("tr") if "decides" in (row.get("class") or "")]
    assert [words(row) for row in marked] == ["+ G/T unknown dB/K decides"]
    rain = details.find(".//table[@class='margins']")
    assert "Tiantong-1 03 down to a handset in Sindh 0.1 dB unknown G/T: unknown" in words(rain)


def test_the_stations_say_what_a_pass_brings_and_what_nobody_published(outcome):
    whole = ET.fromstring(page(outcome).removeprefix("<!DOCTYPE html>"))
    section = whole.find(".//section[@id='station-volumes']")
    rows = [words(row) for row in section.iter("tr")][1:]
    assert rows[0] == "Kashi 5 9.0 min 60.8 GB recalled 182 GB in 3 of 5 passes 0.3 dB PRSC-S1"
    assert rows[1] == "Miyun 1 9.0 min unknown unknown unknown Miyun, HJ-2E"


def test_a_missing_figure_is_named_in_the_details(tree):
    details = tree.find(".//details[@id='details-N22']")
    assert details is not None
    assert "Missing EIRP of Maldives (beams.csv, eirp_dbw)" in words(details)


def test_the_day_shows_looks_passes_and_navigation_quality(tree):
    day = tree.find(".//section[@id='day']")
    assert day is not None
    said = words(day)
    for expected in ("Passes by station", "Miyun", "HJ-2E", "18 to 26 satellites", "PDOP 1.20 to 1.60"):
        assert expected in said
    assert len(list(day.iterfind(".//i[@class='look']"))) == 12  # those that Kashi would have heard are gone
    assert len(list(day.iterfind(".//i[@class='pass']"))) == 12


def test_ages_sources_and_the_weakest_figures_are_listed(tree):
    sources = tree.find(".//section[@id='sources']")
    assert sources is not None
    said = words(sources)
    for expected in (
        "low Earth orbit",
        "Leap_Second.dat",
        "finals2000A",
        "Natural Earth",
        "the radar's duty cycle",
        "no NORAD number",
    ):
        assert expected in said


def test_light_dark_paper_and_narrow_screens_are_provided_for(text):
    for rule in ("prefers-color-scheme: dark", "@media print", "max-width: 760px", "prefers-reduced-motion"):
        assert rule in text


def test_all_five_states_have_a_shape_of_their_own(tree):
    symbols = {e.get("id"): ET.tostring(e) for e in tree.iter("symbol")}
    assert set(symbols) == {f"mark-{str(s).replace(' ', '-')}" for s in State}
    assert len({drawn.split(b">", 1)[1] for drawn in symbols.values()}) == len(State)


def test_the_same_assessment_gives_the_same_page(outcome, without_kashi, text):
    assert page(without_kashi, before=outcome) == text


def test_the_page_is_small_and_its_work_is_bounded_by_what_it_shows(outcome, text, tree):
    assert len(text.encode()) < LARGEST_B
    shown = sum(1 for _ in tree.iter())
    assert calls(lambda: page(outcome)) < CALLS_AN_ELEMENT * shown


def test_a_folder_gets_an_index_and_a_file_its_own_name(outcome, tmp_path):
    assert write_report(outcome, tmp_path / "today" / "kashi") == tmp_path / "today" / "kashi" / "index.html"
    file = write_report(outcome, tmp_path / "page.html")
    assert file == tmp_path / "page.html"
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_corridor_that_asks_nothing_has_a_page_too(outcome):
    corridor = replace(outcome.corridor, needs=())
    empty = replace(outcome, corridor=corridor, assessments=(), answers=(), plan=Plan())
    text = page(empty)
    assert ET.fromstring(text.removeprefix("<!DOCTYPE html>")).tag == "html"
    assert "0 of 0 needs met" in text
