"""Every reader: by keyboard alone, by axe-core, in three languages; and names that would do harm."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from serai.serve.console_files import FOLDER, LAND
from tests.serve.conftest import Running
from tests.serve.console.conftest import PHONE, Eyes

MOST_B = 250_000  # of the built console and the land, compressed
AXE = Path(
    "web/node_modules/axe-core/axe.min.js"
)  # MPL-2.0, a tool of the checks alone: .ci/console installs it
SERIOUS = ("serious", "critical")
HARM = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>\u202ejavascript:alert(1)'


@pytest.fixture(scope="module")
def axe(root: Path) -> str:
    if not (root / AXE).exists():
        pytest.skip("axe-core is not here: run .ci/console, which installs it")
    return (root / AXE).read_text(encoding="utf-8")


def faults(page: Page, axe: str) -> list[str]:
    """What a checker of accessibility finds that is serious."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} ({one['nodes'][0].get('failureSummary', '')[:200]})"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(eyes: Eyes, server: Running, axe: str, colours: str):
    page = eyes.page(f"{server.url}/#lang=en&theme={colours}&without=kashi")
    for view, ready in (  # each with what must have come
        ("now", ".consequences"), ("place", "svg.sky"), ("resilience", ".matrix"), ("data", "#ages-heading"),
    ):  # fmt: skip
        page.evaluate(
            "at => { location.hash = at }",
            f"#lang=en&theme={colours}&view={view}&place=27,68&without=kashi&region=67,26;69,26;68,28",
        )
        expect(page.locator(ready).first).to_be_visible()
        assert faults(page, axe) == [], view
    page.evaluate("at => { location.hash = at }", f"#lang=ar&theme={colours}&need=flood")
    expect(page.locator("dialog")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert faults(page, axe) == []


def test_the_story_is_told_by_the_keyboard_alone(eyes: Eyes, server: Running):
    page = eyes.page(f"{server.url}/#lang=en")
    headline = page.locator("main header .headline")
    expect(headline).to_be_visible()

    def tab_to(wanted: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            said = page.evaluate(
                "(e => e.getAttribute('aria-label') || e.textContent)(document.activeElement)"
            )
            if said.strip().startswith(wanted):
                return
        pytest.fail(f"the keyboard does not reach {wanted!r}")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the settings
    tab_to("Asset, group, party or event")
    page.keyboard.type("kashi")
    page.keyboard.press("Enter")
    expect(headline).to_have_text("1 need stands worse")
    tab_to("Undo")
    page.keyboard.press("Enter")
    expect(headline).to_have_text(server.ask("/verdicts").json["headline"]["says"])
    # the map: a station is brought to the middle, chosen and struck
    page.evaluate("location.hash = '#lang=en&at=station:kashi'")
    expect(page.locator(".card h2")).to_have_text("Kashi (Kashgar)")
    page.evaluate("location.hash = '#lang=en'")
    tab_to("Map")
    for key in ("+", "-", "ArrowLeft", "ArrowRight", "0"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")  # what is at the middle, or the place there
    expect(page.locator(".card")).to_be_visible()
    # a footprint by its corners
    page.get_by_role("button", name="Draw a footprint").focus()
    page.keyboard.press("Enter")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press("Enter")
        page.keyboard.press(key)
    expect(page.locator(".draw")).to_contain_text("3 so far")
    page.keyboard.press("Backspace")
    expect(page.locator(".draw")).to_contain_text("2 so far")
    page.keyboard.press("Escape")
    expect(page.locator(".draw")).to_have_count(0)
    # a need in full, and back
    page.locator("#needs tbody button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def harmful(told: Any, key: str = "") -> Any:
    """The same answer with names and sentences that would run something, were they taken for a page."""
    if isinstance(told, dict):
        return {k: harmful(v, k) for k, v in told.items()}
    if isinstance(told, list):
        return [harmful(one, key) for one in told]
    plain = ("title", "name", "why", "says", "remedy", "remedies", "owned_by", "out", "what", "summary")
    return f"{told} {HARM}" if key in plain and isinstance(told, str) else told


def test_names_from_tables_run_nothing_and_are_shown_as_they_are(eyes: Eyes, server: Running):
    def changed(route: Route) -> None:
        kept = {k: v for k, v in route.request.headers.items() if k != "if-none-match"}
        came = route.fetch(headers=kept)
        route.fulfill(response=came, body=json.dumps(harmful(came.json())))

    for path in ("verdicts", "needs", "corridor", "feeds/corridor.geojson", "matrix", "corridor/check"):
        eyes.context.route(f"**/api/v1/{path}", changed)
    page = eyes.page(f"{server.url}/#lang=ar&at=station:kashi")
    for view in ("now", "place", "resilience", "data"):
        page.evaluate(
            "at => { location.hash = at }", f"#lang=ar&view={view}&at=station:kashi&place=27,68&need=flood"
        )
        expect(page.locator("dialog h2")).to_contain_text('<img src=x onerror="window.harmed=1">')
        page.wait_for_timeout(150)
        assert page.evaluate("window.harmed") is None
        assert page.locator("img").count() == 0
        assert page.locator("main script").count() == 0


@pytest.mark.parametrize(
    ("language", "state", "way"), [("en", "degraded", "ltr"), ("zh", "降级", "ltr"), ("ar", "متدهور", "rtl")]
)
def test_each_language_has_its_direction_and_no_word_is_wider_than_a_phone(
    eyes: Eyes, server: Running, language: str, state: str, way: str
):
    page = eyes.page(f"{server.url}/#lang={language}", PHONE)
    expect(page.locator("#needs .state").first).to_contain_text(state)
    assert page.evaluate("document.documentElement.dir") == way
    for view in ("now", "place", "resilience", "data"):
        page.evaluate("at => { location.hash = at }", f"#lang={language}&view={view}&place=27,68")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], view


def test_units_and_times_are_those_asked_for(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en&view=place&place=27,68")
    expect(page.locator(".highest li").first).to_contain_text("km")
    expect(page.locator(".slider output")).to_contain_text("UTC")
    page.evaluate("location.hash = '#lang=en&view=place&place=27,68&units=nautical&time=local'")
    expect(page.locator(".highest li").first).to_contain_text("nmi")
    expect(page.locator(".slider output")).to_contain_text("05:00")


def test_all_that_is_loaded_is_small(root: Path):
    parts = [*FOLDER.iterdir(), root / "src" / "serai" / "report" / "assets" / LAND]
    assert 50_000 < sum(len(gzip.compress(one.read_bytes(), mtime=0)) for one in parts) < MOST_B
