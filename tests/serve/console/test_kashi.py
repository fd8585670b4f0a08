"""Kashi is down in the flood: the story clicked through, on the reference corridor, in a real browser."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.serve.conftest import Running
from tests.serve.console.conftest import PHONE, WIDE, Eyes, at_on_map

KASHI = (75.93, 39.5)
FREE = (60.0, -20.0)  # open sea
# Ten states of the corridor, each by what is lost in it; the first is the day as it is.
STATES = (
    "", "kashi", "aircas", "cnsa", "constellation:gaofen-3", "constellation:beidou", "landing:karachi",
    "gaofen-3-02", "thuraya-2", "galileo-sar",
)  # fmt: skip
ORDER = ("not met", "unknown", "degraded", "met", "out of season")


def supposed(server: Running, **asked: object) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    """What the interface answers to a what-if: the states, and the last verdict of each need."""
    lines = server.ask("/what-if", {"fortnight": False, **asked}).lines
    return lines[0], {one["need"]: one for one in lines if one["stage"] == "verdict"}


def head(page: Page) -> str:
    return " ".join(page.locator("main header").inner_text().split())


def test_the_kashi_story_from_the_map_to_the_agreement_and_back(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    told = corridor_server.ask("/verdicts").json["headline"]
    expect(page.locator("main header .headline")).to_have_text(told["says"])
    assert told["why"] in head(page)
    assert told["remedy"] in head(page)
    # the map says where it is, the card what it is
    page.locator(".map .canvas").scroll_into_view_if_needed()
    expect(page.locator(".timeline .booked").first).to_be_visible()  # the page has all that it shows
    page.mouse.click(*at_on_map(page, *KASHI))
    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text("Kashi (Kashgar)")
    assert "at=station%3Akashi" in page.url
    card.get_by_role("button", name="Strike", exact=True).click()
    # states, why and remedy are those of the interface
    states, verdicts = supposed(corridor_server, losses=["kashi"])
    first = verdicts["N01"]
    assert states["worse"] == ["N01"]
    expect(page.locator("main header .headline")).to_have_text("1 need stands worse")
    expect(page.locator("main header .cause")).to_have_text(str(first["why"]))
    expect(page.locator("main header .remedy")).to_contain_text(str(first["remedies"][0]))  # type: ignore[index]
    expect(page.locator(".consequences")).to_contain_text(str(first["why"]))
    # a remedy is an agreement: T15 lets Karachi take the pass
    page.get_by_label("Agree a term").select_option("T15")
    states, _ = supposed(corridor_server, losses=["kashi"], terms=["T15"])
    assert "N01" not in states["worse"]  # type: ignore[operator]
    expect(page.locator("main header .headline")).to_contain_text("No need stands worse")
    # the state is a link
    again = eyes.page(page.url)
    expect(again.locator("main header .headline")).to_contain_text("No need stands worse")
    expect(again.locator(".supposed")).to_contain_text("kashi")
    again.close()
    # undone step by step
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("main header .headline")).to_have_text("1 need stands worse")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("main header .headline")).to_have_text(told["says"])
    assert "without" not in page.url


def test_a_footprint_drawn_on_the_map_strikes_what_stands_in_it(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    expect(page.locator(".timeline .booked").first).to_be_visible()
    page.get_by_role("button", name="Draw a footprint").click()
    page.locator(".map .canvas").scroll_into_view_if_needed()
    for lon, lat in ((72.0, 37.0), (79.0, 37.0), (79.0, 42.0), (72.0, 42.0)):
        page.mouse.click(*at_on_map(page, lon, lat))
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator("main header .headline")).to_contain_text("worse")
    drawn = json.loads(
        page.evaluate("JSON.stringify(new URLSearchParams(location.hash.slice(1)).getAll('area'))")
    )
    corners = [[float(x) for x in one.split(",")] for one in drawn[0].split(";")]
    shape = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    told = corridor_server.ask("/what-if/states", {"areas": [shape]}).json
    assert "kashi" in told["lost"]
    count = len(told["worse"])
    expect(page.locator("main header .headline")).to_contain_text(f"{count} need")


IN_VIEW = """([selector]) => {
  const one = document.querySelector(selector);
  if (!one) return "absent";
  const room = one.getBoundingClientRect();
  const high = room.top >= 0 && room.bottom <= innerHeight, wide = room.left >= 0 && room.right <= innerWidth;
  return high && wide ? one.innerText : "out of view";
}"""


def test_five_seconds_tell_the_worst_need_its_cause_and_a_remedy_in_ten_states(
    eyes: Eyes, corridor_server: Running
):
    """On the first screen, wide and on a phone, without scrolling."""
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    expect(page.locator("main header .cause")).to_be_visible()
    priority = {one["need"]: one["priority"] for one in corridor_server.ask("/verdicts").json["verdicts"]}
    for loss in STATES:
        page.evaluate("loss => { location.hash = `#lang=en${loss ? `&without=${loss}` : ''}` }", loss)
        if not loss:
            told = corridor_server.ask("/verdicts").json["headline"]
            need, why = told["need"], told["why"]
        else:
            states = corridor_server.ask("/what-if/states", {"losses": [loss]}).json
            after = {one["need"]: one["after"] for one in states["needs"]}
            assert states["worse"], loss
            need = min(states["worse"], key=lambda one: (ORDER.index(after[one]), priority[one]))
            expect(page.locator("main header .headline")).to_contain_text("worse")
            expect(page.locator("main header b bdi").first).to_have_text(need)
            why = None
        expect(page.locator("main header .cause")).to_be_visible()
        for size in (WIDE, PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.evaluate("scrollTo(0, 0)")
            seen = page.evaluate(IN_VIEW, ["main header"])
            assert seen != "out of view", (loss, size)
            assert need in seen, (loss, size)
            cause = page.evaluate(IN_VIEW, ["main header .cause"])
            assert len(cause) > 20, (loss, size)
            assert why is None or why in cause
            remedy = page.locator("main header .remedy")
            if remedy.count():
                assert len(page.evaluate(IN_VIEW, ["main header .remedy"])) > 20, (loss, size)
            else:  # nobody knows one: the interface has none either
                assert not supposed(corridor_server, losses=[loss])[1][need]["remedies"], loss


def test_a_place_tells_positioning_links_looks_sky_and_its_own_time(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en&view=place&after=372")
    page.get_by_label("A name, or latitude, longitude").fill("27.7, 68.8")
    page.get_by_role("button", name="Show").click()
    here = page.locator(".place")
    expect(here.locator("h1")).to_have_text("27.7° N, 68.8° E")
    ladder = corridor_server.ask("/places/ladder?lat_deg=27.7&lon_deg=68.8").json["ladder"]
    expect(here).to_contain_text(ladder[0]["by"])
    expect(here).to_contain_text("11:12 by the clocks of Karachi")
    expect(here).to_contain_text("N01")
    put = corridor_server.ask("/places/needs/N03?lat_deg=27.7&lon_deg=68.8").json
    expect(here).to_contain_text(put["why"])
    expect(here.locator(".sky .sat").first).to_be_visible()
    features = corridor_server.ask("/feeds/corridor.geojson").json["features"]
    sensing = {one["properties"]["name"] for one in features if one["properties"].get("reaches")}
    looks = corridor_server.ask("/places/looks?lat_deg=27.7&lon_deg=68.8").json["looks"]
    later = [one for one in looks if one["start"] > "2026-08-22T06:12" and one["satellite"] in sensing]
    expect(here.locator("ol").last).to_contain_text(later[0]["satellite"])
    expect(here).to_contain_text(
        f"{len([x for x in looks if x['start'] >= '2026-08-22T06:11' and x['satellite'] in sensing])} looks"
    )
    # a region drawn beside it
    page.evaluate("location.hash += '&region=67,26;70,26;70,28;67,28'")
    shape = {"type": "Polygon", "coordinates": [[[67, 26], [70, 26], [70, 28], [67, 28], [67, 26]]]}
    told = corridor_server.ask("/regions", {"area": shape, "days": 1}).json
    expect(here).to_contain_text(f"{told['covered_percent']:.1f}".rstrip("0").rstrip(".") + " %")
    expect(here.get_by_text(told["looks"][0]["satellite"], exact=True).first).to_be_visible()


def test_resilience_and_data_say_what_the_interfaces_say(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en&view=resilience")
    matrix = corridor_server.ask("/matrix").json
    worse = [
        [
            need
            for need, one, before in zip(matrix["needs"], row, matrix["before"], strict=True)
            if one > before
        ]
        for row in matrix["after"]
    ]
    heaviest = max(range(len(worse)), key=lambda k: len(worse[k]))
    expect(page.locator(".matrix tbody tr").nth(1)).to_contain_text(matrix["losses"][heaviest]["name"])
    assert page.locator(".matrix tbody tr").nth(1).locator("td.changed").count() == len(worse[heaviest])
    advice = corridor_server.ask("/advice").json["agreements"]
    agreements = page.locator("table.advice tbody tr")
    expect(agreements).to_have_count(len(advice))
    expect(agreements.first).to_contain_text(advice[0]["what"])
    for mend in advice[0]["mends"]:
        expect(agreements.first).to_contain_text(f"{mend['before']} → {mend['after']}")
    page.get_by_role("button", name="Data", exact=True).click()
    ages = corridor_server.ask("/corridor/ages").json["elements"]
    stale = [one for one in ages if one["too_old_for"]]
    oldest = max(stale, key=lambda one: (len(one["too_old_for"]), one["age_days"]))
    expect(page.locator("table.small tbody tr").first).to_contain_text(oldest["name"])
    expect(page.locator("#main")).to_contain_text(f"{len(stale)} satellites have elements that are too old")
    for source in corridor_server.ask("/corridor").json["sources"].values():
        expect(page.locator("dl")).to_contain_text(source["publisher"])


def test_the_day_has_its_looks_its_passes_and_how_good_positioning_is(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    day = page.locator(".timeline")
    expect(day.locator(".quality").first).to_be_visible()
    plan, lanes = corridor_server.ask("/plan").json, corridor_server.ask("/lanes").json["lanes"]
    needs = {one["id"]: one for one in corridor_server.ask("/needs").json["needs"]}
    passes = {(one["station"], one["satellite"], one["start"]) for one in plan["bookings"] if one["start"]}
    assert day.locator(".booked").count() == len(plan["bookings"]) + len(passes)
    looks = [
        x for one in needs.values() for x in one.get("next_looks", ()) if x["at"] <= "2026-08-23T00:00:00Z"
    ]
    assert day.locator(".possible").count() == len(looks)
    for lane, told in zip(lanes, day.locator(".told").all_inner_texts(), strict=False):
        known = [value for value in lane["drawn"]["values"] if value is not None]
        assert told.startswith(f"{min(known):g}–{max(known):g} {lane['drawn']['unit']}"), lane["need"]
        assert needs[lane["need"]]["service"] == "navigate"
