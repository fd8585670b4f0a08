"""The page of a place: a line for each service, a dot for what it hangs on, and nothing left unsaid."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from serai.cli import main
from serai.connect.ladder import Rung
from serai.pool import Pool
from serai.report.drawing.topology import SHOWN, shown_rungs, topology

NOTHING = Pool(assets=())


def rung(by, *hangs_on, service="data", rate=1e6, today=1.0, missing=""):
    return Rung(
        service=service,
        by=by,
        id=by,
        today=today,
        year=0.99,
        hangs_on=hangs_on,
        rate_bps=rate,
        missing=missing,
    )


def drawn(*rungs):
    return ET.fromstring(topology(rungs, NOTHING))


def classes(tree, tag):
    return [one.get("class") for one in tree.iter(tag) if one.get("class") not in ("class", "place", None)]


def test_what_several_lines_hang_on_is_filled_and_counted_and_what_one_does_is_not():
    tree = drawn(rung("a", "sat-a", "rain"), rung("b", "sat-b", "rain"))
    assert classes(tree, "circle") == ["on", "on shared", "on", "on shared"]
    said = [t.text for t in tree.iter("text")]
    assert said.count("rain ×2") == 2
    assert "sat-a" in said


def test_what_comes_and_goes_is_dashed_and_what_lacks_a_figure_says_so():
    tree = drawn(rung("a"), rung("b", today=0.5), rung("c", missing="its rate"))
    assert classes(tree, "line") == ["way", "way at-times", "way unsure"]
    said = [t.text for t in tree.iter("text")]
    assert said.count("not published") == 1
    assert "1 Mbit/s" in said


def test_the_best_of_each_kind_are_drawn_and_data_of_unknown_rate_are_not():
    many = [rung(f"s{k}") for k in range(SHOWN + 3)]
    calls = rung("phone", service="voice", rate=4e3)
    assert shown_rungs([*many, rung("x", rate=None), calls]) == [*many[:SHOWN], calls]


def test_no_services_are_an_empty_picture():
    assert classes(drawn(), "circle") == []


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "deep" / "relief.html"
    assert main(["connect", "--need", "N36", "--page", str(file)]) == 0
    return file.read_text(encoding="utf-8")


def test_the_page_is_xml_and_asks_no_other_host(page):
    tree = ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    assert [s.get("id") for s in tree.iter("section")] == ["picture", "services", "shut"]
    assert not [e for e in tree.iter() if (e.get("src") or e.get("href") or "").startswith("http")]


def test_it_tells_every_service_what_is_shut_and_what_is_left_when_all_ask(page):
    assert "<h1>Project camp beyond cable and road, Thar desert</h1>" in page
    assert "When all needs ask at once: 10 Mbit/s asked, 31.9 Mbit/s alone, 10 Mbit/s when all ask" in page
    assert "hangs on Intelsat 20 and rain" in page
    assert "<strong>Starlink in Pakistan</strong>: unverified" in page


def test_a_page_of_no_place_is_refused(tmp_path, capsys):
    assert main(["connect", "--all", "--page", str(tmp_path / "x.html")]) == 1
    assert "say where" in capsys.readouterr().err
    assert main(["connect", "--without", "landing:karachi", "--page", str(tmp_path / "x.html")]) == 1
    assert not (tmp_path / "x.html").exists()
