"""What stands on the page is what the interfaces tell for it: every need, every figure, the sky."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, radians, sin
from typing import Any

from playwright.sync_api import Page, expect

from tests.serve.conftest import Running
from tests.serve.console.conftest import Eyes

ORDER = ("not met", "unknown", "degraded", "met", "out of season")
A_M, F = 6_378_137.0, 1 / 298.257223563  # WGS 84
NMI_M = 1852
NEAR_DEG = 1.0  # the page tells whole degrees
COLLECT = """() => ({
  open: !!document.querySelector("dialog[open]"),
  head: document.querySelector("dialog h2")?.innerText,
  state: document.querySelector("dialog > p .state")?.innerText,
  said: document.querySelector("dialog")?.innerText,
})"""


def plain(text: str) -> str:
    return " ".join(text.split())


def said(value: float) -> str:
    """A figure as the page writes it in English: two decimals at most."""
    text = f"{Decimal(repr(value)).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def test_every_need_stands_in_the_table_as_it_is_told_worst_first(eyes: Eyes, corridor_server: Running):
    told = corridor_server.ask("/verdicts").json["verdicts"]
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    rows = page.locator("#needs tbody tr")
    expect(rows).to_have_count(len(told))
    expected = sorted(told, key=lambda one: (ORDER.index(one["verdict"]), one["priority"]))
    for row, one in zip(rows.all_inner_texts(), expected, strict=True):
        assert plain(row) == plain(
            f"{one['need']} {one['title']} {one['verdict']} {one['state']} {one['why']}"
        )
    short = [one for one in told if one["verdict"] not in ("met", "out of season")]
    page.get_by_label("Only those not met").check()
    expect(rows).to_have_count(len(short))
    expect(page.locator("#needs")).to_contain_text(f"{len(short)} needs")


def test_every_need_in_full_says_each_sentence_and_figure_that_is_told(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en")
    expect(page.locator(".points").first).to_be_visible()
    for need in corridor_server.ask("/needs").json["needs"]:
        page.evaluate("id => { location.hash = `#lang=en&need=${id}` }", need["id"])
        page.wait_for_function(
            "id => document.querySelector('dialog h2')?.innerText.startsWith(id)", arg=need["id"]
        )
        found = page.evaluate(COLLECT)
        assert found["open"]
        assert plain(found["head"]) == f"{need['id']} {need['title']}"
        assert found["state"] == need["verdict"]
        text = plain(found["said"])
        for sentence in (need["why"], *need["remedies"], *need["hangs_on"], " · ".join(need["path"])):
            assert plain(sentence) in text, need["id"]
        for one in need["rests_on"]:
            assert plain(f"{one['what']} ({one['basis']})") in text, need["id"]
        for name, one in need["figures"].items():
            value = one["missing"] or "–" if one["value"] is None else f"{said(one['value'])} {one['unit']}"
            assert plain(f"{name.replace('_', ' ')}: {value}") in text, need["id"]
            if one["threshold"] is not None:
                assert f"(asked {plain(said(one['threshold']) + ' ' + one['unit'])})" in text, need["id"]


def seen_from(lat_deg: float, lon_deg: float, one: dict[str, Any]) -> tuple[float, float, float]:
    """Elevation and azimuth (deg) and range (m) of a place above the ellipsoid from another on it."""

    def fixed(lat: float, lon: float, height: float) -> tuple[float, float, float]:
        e2 = F * (2 - F)
        n = A_M / (1 - e2 * sin(lat) ** 2) ** 0.5
        return (
            (n + height) * cos(lat) * cos(lon),
            (n + height) * cos(lat) * sin(lon),
            (n * (1 - e2) + height) * sin(lat),
        )  # fmt: skip

    lat, lon = radians(lat_deg), radians(lon_deg)
    here = fixed(lat, lon, 0.0)
    there = fixed(radians(one["lat_deg"]), radians(one["lon_deg"]), one["height_m"])
    dx, dy, dz = (b - a for a, b in zip(here, there, strict=True))
    east, out = -sin(lon) * dx + cos(lon) * dy, cos(lon) * dx + sin(lon) * dy
    north, up = -sin(lat) * out + cos(lat) * dz, cos(lat) * out + sin(lat) * dz
    far = hypot(east, north, up)
    return degrees(asin(up / far)), degrees(atan2(east, north)) % 360.0, far


def highest(page: Page) -> list[tuple[str, float, float, float]]:
    """The list beside the sky: name, elevation, azimuth, range in the unit of the page."""
    pattern = re.compile(r"(.+?) (\d+)° up, azimuth (\d+)°, ([\d,]+) (?:km|nmi)")
    rows = [pattern.fullmatch(plain(one)) for one in page.locator(".highest li").all_inner_texts()]
    return [(m[1], float(m[2]), float(m[3]), float(m[4].replace(",", ""))) for m in rows if m]


def test_the_sky_over_a_place_is_that_of_the_positions_at_a_minute_of_the_slider(
    eyes: Eyes, corridor_server: Running
):
    """In both units; the slider goes by minutes, at which points of the tracks lie."""
    features = corridor_server.ask("/feeds/corridor.geojson").json["features"]
    ids = {
        one["properties"]["name"]: one["properties"]["id"]
        for one in features
        if one["properties"]["role"] == "asset"
    }
    places = {
        one["id"]: one
        for one in corridor_server.ask("/positions?start=2026-08-22T06:12:00Z").json["positions"]
    }
    up = [x for x in (seen_from(27.0, 68.0, one)[0] for one in places.values()) if x > 0]
    for units, metres in (("metric", 1000), ("nautical", NMI_M)):
        page = eyes.page(f"{corridor_server.url}/#lang=en&view=place&place=27,68&after=372&units={units}")
        expect(page.locator(".highest li").first).to_be_visible()
        expect(page.locator(".place")).to_contain_text(f"{len(up)} satellites above the horizon")
        told = highest(page)
        assert len(told) == 14
        for name, elevation, azimuth, far in told:
            true = seen_from(27.0, 68.0, places[ids[name]])
            assert abs(elevation - true[0]) < NEAR_DEG, name
            assert abs((azimuth - true[1] + 180) % 360 - 180) * cos(radians(elevation)) < NEAR_DEG, name
            assert abs(far - true[2] / metres) < 2, name
        assert [one[1] for one in told] == sorted((one[1] for one in told), reverse=True)
        page.close()


def test_the_needs_of_a_place_are_those_whose_area_it_lies_in(eyes: Eyes, corridor_server: Running):
    page = eyes.page(f"{corridor_server.url}/#lang=en&view=place&place=27.7,68.8")
    here = page.locator(".stated li")
    expect(here.first).to_be_visible()
    found = {plain(one).split(" ")[1] if not one.startswith("not met") else plain(one).split(" ")[2]
             for one in here.all_inner_texts()}  # fmt: skip
    inside = set()
    for one in corridor_server.ask("/feeds/corridor.geojson").json["features"]:
        shape = one["geometry"]
        if one["properties"]["role"] == "need" and shape and "Polygon" in shape["type"]:
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            if any(within(68.8, 27.7, part[0]) for part in parts):
                inside.add(one["properties"]["id"])
    assert found == inside
    assert len(inside) > 3


def within(x: float, y: float, ring: list[list[float]]) -> bool:
    """Whether a point lies in a ring, by the winding of its corners about it."""
    turned = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        step = atan2(by - y, bx - x) - atan2(ay - y, ax - x)
        turned += (step + radians(180)) % radians(360) - radians(180)
    return abs(turned) > radians(180)
