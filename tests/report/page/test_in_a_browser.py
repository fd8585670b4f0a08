"""The page in a real browser: it fits a phone, asks nobody for anything, and its small comforts work."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from serai.report import write_report

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--allow-file-access-from-files",  # the frame below and what it shows are two files
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the browser's own calls home find nobody
    "--virtual-time-budget=4000",
)
WIDTHS = (360, 480, 600, 768, 900, 1024, 1280)
# A page is drawn with the fonts that a machine has: layout may hang on none of them. Letters set apart stand
# for the widest of all, on every machine.
LETTERS = {"as they come": "", "serif": "serif", "monospace": "monospace", "wide": "sans-serif"}
APART = {"wide": "0.12em"}
# A window of a browser without a screen is 500 px wide at least; a frame may be as narrow as a phone. One
# opening of the browser looks at every width and every font, with every part of the page unfolded.
FRAME = """<!DOCTYPE html><title>waiting</title>
<iframe src="{page}" style="border:0;width:1280px;height:800px"></iframe>
<script>
onload = function () {{
  var frame = document.querySelector("iframe"), inside = frame.contentDocument;
  var root = inside.documentElement, body = inside.body, found = {{}};
  function named(e) {{ return e.tagName + "." + (e.getAttribute("class") || ""); }}
  function fits(width) {{
    frame.style.width = width + "px";
    frame.getBoundingClientRect();
    var wide = [], spilt = [];
    inside.querySelectorAll("main *").forEach(function (e) {{
      if (e.closest(".map-frame, svg, .heard, thead, .lane-name, .table-frame table")) return;
      var box = e.getBoundingClientRect();
      if (box.width > 0 && box.right > root.clientWidth + 0.5) wide.push(named(e));
    }});
    inside.querySelectorAll("td, th").forEach(function (e) {{
      if (!e.closest("thead") && e.scrollWidth > e.clientWidth + 1) spilt.push(named(e) + e.textContent);
    }});
    return {{
      scroll: root.scrollWidth, client: root.clientWidth, wide: wide.slice(0, 5), spilt: spilt.slice(0, 5)
    }};
  }}
  inside.querySelectorAll("details").forEach(function (e) {{ e.open = true; }});
  var letters = {letters}, apart = {apart};
  Object.keys(letters).forEach(function (name) {{
    body.style.setProperty("font-family", letters[name], "important");
    body.style.letterSpacing = apart[name] || "normal";
    {widths}.forEach(function (width) {{ found[name + " " + width] = fits(width); }});
  }});
  var tools = inside.querySelector(".tools"), rows = "tr[data-service]";
  var buttons = tools.querySelectorAll("button");
  buttons[buttons.length - 1].click();
  var shown = inside.querySelectorAll(rows + ":not([hidden])");
  document.title = JSON.stringify({{
    fits: found,
    tools: !tools.hidden, pressed: buttons[buttons.length - 1].textContent,
    shown: shown.length, all: inside.querySelectorAll(rows).length,
    others: inside.querySelectorAll(rows + ":not([hidden]):not([data-service=observe])").length,
    fetched: inside.defaultView.performance.getEntriesByType("resource").map(String)
  }});
}};
</script>
"""


@pytest.fixture(scope="module")
def report(outcome, without_kashi, tmp_path_factory) -> Path:
    return write_report(without_kashi, tmp_path_factory.mktemp("report") / "page.html", before=outcome)


def opened(browser: str, page: Path, folder: Path, *more: str) -> str:
    """Open a page in the browser, let its scripts run, and give back what the document then is."""
    done = subprocess.run(
        [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", *more, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "HOME": str(folder)},
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def seen(browser, report, tmp_path_factory) -> dict:
    """What a script beside the page saw of it, in a frame of every width and with every font."""
    folder = tmp_path_factory.mktemp("frame")
    frame = folder / "frame.html"
    told = {"letters": json.dumps(LETTERS), "apart": json.dumps(APART), "widths": list(WIDTHS)}
    frame.write_text(FRAME.format(page=report.as_uri(), **told), encoding="utf-8")
    found = re.search(r"<title>(\{.*?\})</title>", opened(browser, frame, folder, "--window-size=1400,900"))
    assert found, "the page did not finish loading"
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(seen, width, letters):
    page = seen["fits"][f"{letters} {width}"]
    assert page["wide"] == []
    assert page["scroll"] <= page["client"] <= width
    assert page["client"] > width - 30  # the frame did take this width


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_cell_of_a_table_runs_into_its_neighbour(seen, width, letters):
    assert seen["fits"][f"{letters} {width}"]["spilt"] == []


def test_the_needs_of_one_service_can_be_shown_alone(seen):
    assert seen["tools"]
    assert seen["pressed"] == "observe"
    assert 0 < seen["shown"] < seen["all"] == 36
    assert seen["others"] == 0


def test_opening_the_page_fetches_nothing(seen):
    assert seen["fetched"] == []


def test_the_page_forbids_the_browser_to_fetch_anything(browser, report, tmp_path):
    tried = "document.body.appendChild(new Image()).src = 'other.png'; document.title = 'tried'"
    watched = """<script>addEventListener("securitypolicyviolation", function (e) {
      document.documentElement.dataset.refused = e.effectiveDirective; });</script></head>"""
    text = report.read_text(encoding="utf-8").replace("</head>", watched)
    text = text.replace("</body>", f"<script>{tried}</script></body>")
    copy = tmp_path / "copy.html"
    copy.write_text(text, encoding="utf-8")
    after = opened(browser, copy, tmp_path)
    assert "<title>tried</title>" in after
    assert 'data-refused="img-src"' in after


def test_the_page_takes_up_the_readers_wish_for_dark(browser, report, tmp_path):
    script = "<script>document.title = getComputedStyle(document.body).backgroundColor</script></body>"
    copy = tmp_path / "copy.html"
    copy.write_text(report.read_text(encoding="utf-8").replace("</body>", script), encoding="utf-8")
    colours = [
        re.search(
            r"<title>(rgb[^<]*)</title>", opened(browser, copy, tmp_path, f"--blink-settings={setting}")
        )
        for setting in ("preferredColorScheme=1", "preferredColorScheme=0")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", c[1]))) for c in colours if c)
    assert light > 600
    assert dark < 150
