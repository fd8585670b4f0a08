"""What a duty officer sees without scrolling: the worst need's name, its cause and what would help."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from tests.report.page.test_in_a_browser import opened

from serai.needs import State
from serai.outcome.headline import cause, headline, remedy
from serai.report import page
from serai.wording import sentence

SCREENS = ((1280, 800), (390, 844))
FRAME = """<!DOCTYPE html><title>waiting</title>
<iframe style="border:0"></iframe>
<script>
var pages = {pages}, screens = {screens}, frame = document.querySelector("iframe"), found = [];
function inView(e, height) {{
  var box = e.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= height;
}}
function look(k) {{
  if (k === pages.length) {{ document.title = JSON.stringify(found); return; }}
  frame.onload = function () {{
    var inside = frame.contentDocument, seen = [];
    screens.forEach(function (screen) {{
      frame.style.width = screen[0] + "px"; frame.style.height = screen[1] + "px";
      frame.getBoundingClientRect();
      var parts = [".headline", ".worst h2", ".worst .cause", ".worst .remedy"].map(function (name) {{
        var e = inside.querySelector(name);
        return e && inView(e, screen[1]) ? e.textContent : "";
      }});
      seen.push(parts);
    }});
    found.push(seen);
    look(k + 1);
  }};
  frame.src = pages[k];
}}
look(0);
</script>
"""


def only(outcome, *ids: str, verdict: State | None = None):
    """The outcome with some of its needs, all in one state if said."""
    kept = [a for a in outcome.assessments if a.need.id in ids]
    if verdict is not None:
        kept = [replace(a, state=verdict) for a in kept]
    answers = tuple(a for a in outcome.answers if a.need.id in ids)
    return replace(outcome, assessments=tuple(kept), answers=answers)


def longest(outcome):
    """An outcome whose worst need says a great deal."""
    told = "a sentence that goes on and on, with names, figures and reasons, " * 12
    first = headline(outcome).worst
    assert first is not None
    worse = replace(first, why=told, remedies=(told,))
    return replace(outcome, assessments=tuple(worse if a is first else a for a in outcome.assessments))


@pytest.fixture(scope="module")
def prepared(outcome, without_kashi):
    """Ten states of the corridor, with the one before it where something was struck."""
    asked = [a.need.id for a in outcome.assessments]
    return (
        (outcome, None),
        (without_kashi, outcome),
        (longest(outcome), None),
        (longest(without_kashi), outcome),
        (only(outcome, "N01", "N03", verdict=State.NOT_MET), None),
        (only(outcome, "N10", verdict=State.DEGRADED), None),
        (only(outcome, "N22", verdict=State.UNKNOWN), None),
        (only(outcome, *asked, verdict=State.DEGRADED), None),
        (only(outcome, *asked, verdict=State.NOT_MET), None),
        (only(outcome, "N31", "N32", "N33", verdict=State.NOT_MET), None),
    )


def test_the_worst_need_its_cause_and_a_remedy_are_seen_without_scrolling(browser, prepared, tmp_path):
    for k, (after, before) in enumerate(prepared):
        (tmp_path / f"page{k}.html").write_text(page(after, before=before), encoding="utf-8")
    names = json.dumps([f"page{k}.html" for k in range(len(prepared))])
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(pages=names, screens=json.dumps(SCREENS)), encoding="utf-8")
    title = re.search(r"<title>(\[.*?\])</title>", opened(browser, frame, tmp_path, "--window-size=1400,900"))
    assert title, "the pages did not finish loading"
    seen = json.loads(html.unescape(title[1]))
    assert len(seen) == len(prepared) == 10
    for (after, _), screens in zip(prepared, seen, strict=True):
        said = headline(after)
        assert said.worst is not None
        wanted = [
            sentence(str(said.sentence)),
            f"{said.worst.need.id} {said.worst.need.title}",
            sentence(str(cause(said.worst))),
            sentence(str(remedy(said.worst))),
        ]
        for screen in screens:
            assert [" ".join(x.split()) for x in screen] == [" ".join(x.split()) for x in wanted]
