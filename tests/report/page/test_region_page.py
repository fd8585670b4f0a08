"""The page of a region to hand: words, maps and tables say the same, and it asks nobody for anything."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import serai
from serai.earth.outline import Outline
from serai.questions.region import region
from serai.report.page.areas.region import region_page
from serai.report.readings.region import by_day, next_look, picture
from serai.wording import percent

PKT = ZoneInfo("Asia/Karachi")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FRAME = """<!DOCTYPE html><title>waiting</title>
<iframe src="{page}" style="border:0;width:{width}px;height:800px"></iframe><script>onload = function () {{
  var root = document.querySelector("iframe").contentDocument.documentElement;
  document.title = root.scrollWidth + " of " + root.clientWidth;
}};</script>"""


@pytest.fixture(scope="module")
def sindh(root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    return region(corridor, root / "examples" / "flood.geojson", need="N01", days=2.0)


@pytest.fixture(scope="module")
def tree(sindh):
    return ET.fromstring(region_page(sindh, PKT).partition("\n")[2])


def test_the_picture_and_the_ranked_looks_add_up_to_the_same(sindh):
    at_s, share = picture(sindh).steps()
    rising = [row for row in sindh.rows if row.added > 0.0]
    assert share.tolist() == pytest.approx([row.cumulative for row in rising])
    assert at_s.tolist() == pytest.approx(
        [r.in_hand.seconds_since(sindh.span.start) for r in rising], abs=1e-6
    )


def test_a_strip_that_adds_lies_over_what_it_has_in_hand_first(sindh):
    shown = picture(sindh)
    for one in shown.strips:
        mine = np.flatnonzero(shown.first_s == one.in_hand_s)
        assert one.adds == bool(len(mine))
        if len(mine):
            inside = Outline.of_polygons([[one.ring_deg]]).contains(shown.lon_deg[mine], shown.lat_deg[mine])
            assert inside.mean() > 0.99  # but for places on its very edges


def test_the_days_add_up(sindh):
    days = by_day(sindh)
    assert sum(day.looks for day in days) == sum(1 for row in sindh.rows if row.rank)
    assert days[-1].cumulative == pytest.approx(sindh.covered)
    assert sum(day.added for day in days) == pytest.approx(sindh.covered)
    assert days[1].start.seconds_since(days[0].start) == 86_400.0


def test_the_next_look_is_said_with_who_when_and_by_which_station(sindh):
    first = sindh.rows[0]
    said = str(next_look(sindh, PKT))
    assert said.startswith("the next look: Gaofen-3 02 of China National Space Administration at ")
    assert re.search(r"in hand 22 Aug 2026 \d\d:\d\d UTC \(\d\d:\d\d PKT\) by Kashi \(Kashgar\)", said)
    assert said.endswith(f"it covers {percent(first.covered)}")


def test_every_look_stands_in_the_table_and_no_column_is_empty(tree, sindh):
    table = next(s for s in tree.iter("section") if s.get("id") == "looks")
    rows = list(table.iter("tr"))[1:]
    assert len(rows) == sum(1 for row in sindh.rows if row.rank)
    heads = [th.text for th in table.iter("th")]
    assert "Clear" not in heads  # radars need no clear sky
    assert all(len(row) == len(heads) for row in rows)


def test_the_page_holds_all_that_it_needs(tree):
    assert not [e for e in tree.iter() if e.get("src") or (e.get("href") or "").startswith("http")]
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert len([s for s in tree.iter("svg") if s.get("class") == "area-map"]) == 3


@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_a_phone_and_a_desk(sindh, tmp_path, width):
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no browser here to look at the page with: apt-get install chromium")
    page, frame = tmp_path / "page.html", tmp_path / "frame.html"
    page.write_text(region_page(sindh, PKT), encoding="utf-8")
    frame.write_text(FRAME.format(page=page.name, width=width), encoding="utf-8")
    quiet = (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--allow-file-access-from-files",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=3000",
    )  # fmt: skip
    words = [browser, *quiet, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", frame.as_uri()]
    dom = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False).stdout
    scroll, client = map(int, re.search(r"<title>(\d+) of (\d+)</title>", dom).groups())
    assert width - 30 < client <= width  # but for a bar to scroll with
    assert scroll == client
