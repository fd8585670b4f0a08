"""The ladders beside an assessment's page: one for each connect need, found from it, and back to it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.report.page.test_in_a_browser import opened

from serai.cli import main
from serai.outcome.dated import dated_events
from serai.outcome.outcome import assess, open_corridor
from serai.questions.ladder import need_ladder
from serai.report import write_report
from serai.report.page.ladder import ladder_page
from serai.report.page.ladders import file_name, write_ladders
from serai.time import Span

REFERENCE = Path(__file__).parents[3] / "corridors" / "belt-and-road"
ASKED = ("N28", "N33", "N36", "N03")
# The picture of a screen and that of a phone are both in the page; one of them is to be seen.
FRAME = """<!DOCTYPE html><title>waiting</title>
<iframe src="{page}" style="border:0;width:1280px;height:800px"></iframe>
<script>
onload = function () {{
  var frame = document.querySelector("iframe"), inside = frame.contentDocument, found = {{}};
  {widths}.forEach(function (width) {{
    frame.style.width = width + "px";
    frame.getBoundingClientRect();
    var root = inside.documentElement, seen = [], least = 99;
    inside.querySelectorAll("svg.topology").forEach(function (e) {{
      var wide = e.getBoundingClientRect().width;
      if (!wide) return;
      seen.push(e.getAttribute("class"));
      e.querySelectorAll("text").forEach(function (t) {{
        var own = parseFloat(inside.defaultView.getComputedStyle(t).fontSize);
        least = Math.min(least, own * wide / e.viewBox.baseVal.width);
      }});
    }});
    found[width] = {{ scroll: root.scrollWidth, client: root.clientWidth, seen: seen, least: least }};
  }});
  document.title = JSON.stringify(found);
}};
</script>
"""


@pytest.fixture(scope="module")
def outcome():
    """The reference corridor's day with three connect needs, and one that is none."""
    return assess(open_corridor(REFERENCE).only(*ASKED), losses=False)


@pytest.fixture(scope="module")
def folder(outcome, tmp_path_factory):
    made = tmp_path_factory.mktemp("report")
    write_report(outcome, made, ladders=True)
    return made


def tree(file):
    return ET.fromstring(file.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>\n"))


def test_every_connect_need_has_a_page_linked_from_its_details_and_leading_back(folder):
    assert sorted(f.name for f in folder.glob("ladder-*")) == [
        f"ladder-{n}.html" for n in ("N28", "N33", "N36")
    ]
    part = {d.get("id"): d for d in tree(folder / "index.html").iter("details")}
    for need in ASKED:
        links = [a.get("href") for a in part[f"details-{need}"].iter("a")]
        assert (f"ladder-{need}.html" in links) is (need != "N03")
    (back,) = (a.get("href") for a in tree(folder / "ladder-N28.html").iter("a"))
    assert back == "index.html#details-N28"


def test_the_page_of_a_watched_place_is_linked_from_the_details_of_its_need(outcome, tmp_path):
    for need, file in (("N28", "N28.html"), ("N33", "other.html")):
        (tmp_path / need).mkdir()
        (tmp_path / need / file).write_text("<p/>", encoding="utf-8")
    write_report(outcome, tmp_path)
    part = {d.get("id"): d for d in tree(tmp_path / "index.html").iter("details")}
    for need, linked in (("N28", True), ("N33", False)):
        links = [a.get("href") for a in part[f"details-{need}"].iter("a")]
        assert (f"{need}/{need}.html" in links) is linked


def test_a_ladder_from_the_assessment_is_that_of_the_need_asked_by_itself(folder, tmp_path):
    assert main(["connect", str(REFERENCE), "--need", "N28", "--page", str(tmp_path / "alone.html")]) == 0
    beside, alone = tree(folder / "ladder-N28.html"), tree(tmp_path / "alone.html")
    rows = [["".join(cell.itertext()) for cell in page.iter("td")] for page in (beside, alone)]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 40
    text = (folder / "ladder-N28.html").read_text(encoding="utf-8")
    assert "As this need takes it, without red-sea (corridor)." in text
    assert "When all needs ask at once: 5 Gbit/s asked" in text


def test_what_a_need_takes_as_lost_is_lost_at_its_place_and_a_place_is_in_its_own_country(outcome):
    within = Span.of(outcome.at, seconds=86_400.0)
    need = outcome["N28"].need
    given = need_ladder(need, outcome.pool, outcome.world, within)
    lost = outcome.pool.without(*need.given_lost)
    struck = need_ladder(replace(need, given_lost=()), lost, outcome.world, within)
    whole = need_ladder(replace(need, given_lost=()), outcome.pool, outcome.world, within)
    assert given.found.rungs == struck.found.rungs
    assert given.found.rungs[0].rate_bps == 3e11
    assert whole.found.rungs[0].rate_bps == 1.3e12  # more than a million million bit/s, counted in kbit/s
    coasts = need_ladder(outcome["N33"].need, outcome.pool, outcome.world, within)
    assert coasts.countries == {"ID"}  # Banda Aceh's, not those of every coast of the need


def test_a_place_that_nothing_reaches_has_a_page_that_says_so_and_what_may_not_be_used(outcome):
    within = Span.of(outcome.at, seconds=86_400.0)
    found = need_ladder(outcome["N36"].need, outcome.pool, outcome.world, within)
    nothing = replace(found, found=replace(found.found, rungs=()))
    page = ET.fromstring(ladder_page(nothing, outcome.corridor).removeprefix("<!DOCTYPE html>\n"))
    assert [s.get("id") for s in page.iter("section")] == ["services", "shut"]
    assert "Nothing that is in order reaches this place." in "".join(page.itertext())


def test_only_what_is_out_on_the_day_of_the_ladder_is_a_caution(outcome, tmp_path):
    """Aqua's images end ten days on: a caution for who asks about the fortnight, none for this day."""
    fortnight = Span.of(outcome.at, seconds=14.0 * 86_400.0)
    later = replace(outcome, events=dated_events(outcome.corridor, fortnight))
    assert later.events.inside
    write_ladders(later, tmp_path, back="index.html")
    assert 'class="caution"' not in (tmp_path / "ladder-N36.html").read_text(encoding="utf-8")
    then = replace(later, at=outcome.at.plus(seconds=12.0 * 86_400.0))
    write_ladders(then, tmp_path, back="index.html")
    assert "Aqua out of service" in (tmp_path / "ladder-N36.html").read_text(encoding="utf-8")


def test_a_page_without_ladders_leaves_no_old_ones_beside_it(outcome, tmp_path):
    (tmp_path / "ladder-N36.html").write_text("of last week", encoding="utf-8")
    (tmp_path / "ladder-mine.html").write_text("another's", encoding="utf-8")
    index = write_report(outcome, tmp_path)
    assert [f.name for f in tmp_path.glob("ladder-*")] == ["ladder-mine.html"]
    assert "ladder-N" not in index.read_text(encoding="utf-8")


def test_a_page_by_its_own_name_stands_alone_without_ladders(outcome, tmp_path):
    write_report(outcome, tmp_path / "mine.html", ladders=True)
    assert [f.name for f in tmp_path.iterdir()] == ["mine.html"]


def test_the_command_writes_ladders_to_the_folder_it_is_given_and_none_to_its_own(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["assess", str(REFERENCE), "--today", "--need", "N36", "--report", "out"]) == 0
    assert (tmp_path / "out" / "ladder-N36.html").exists()
    assert main(["assess", str(REFERENCE), "--today", "--need", "N36"]) == 0
    assert not list((tmp_path / "serai-report").glob("ladder-*"))
    capsys.readouterr()


def test_an_id_that_is_no_file_name_is_written_as_one(outcome):
    need = replace(outcome["N36"].need, id="../A b")
    assert file_name(need) == "ladder-..%2FA%20b.html"


@pytest.mark.parametrize("need", ["N28", "N36"])
def test_in_a_browser_one_picture_is_to_be_seen_with_letters_that_can_be_read(
    browser, folder, tmp_path, need
):
    frame = tmp_path / "frame.html"
    widths = [360, 390, 760, 900, 1280]
    page = (folder / f"ladder-{need}.html").as_uri()
    frame.write_text(FRAME.format(page=page, widths=widths), encoding="utf-8")
    found = re.search(r"<title>(\{.*?\})</title>", opened(browser, frame, tmp_path, "--window-size=1400,900"))
    assert found, "the page did not finish loading"
    for width, seen in json.loads(html.unescape(found[1])).items():
        assert seen["seen"] == ["topology slim" if int(width) <= 760 else "topology wide"], width
        assert seen["scroll"] <= seen["client"] <= int(width)
        assert seen["least"] > 8.0, width
