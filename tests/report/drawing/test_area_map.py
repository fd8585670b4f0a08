"""The maps of an area: colours are moments, painted ground is what is covered, and all lies in the frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.needs import AreaPicture, AreaStrip
from serai.report.drawing.area_map import (
    COLOURS,
    LEFT,
    RIGHT,
    WIDTH,
    TimeClasses,
    sum_map,
    swath_map,
    time_classes,
)
from serai.report.drawing.area_sum import sum_chart
from serai.time import Instant, Span

HOUR_S = 3_600.0
START = Instant.from_utc("2026-08-22T00:00:00Z")
SIDE = 40


def ring(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def square(west=66.0, south=24.0, size=4.0, first_h=None, strips=()):
    """A box of places in rows; ``first_h`` says when a place is in hand, from its share of the way east."""
    at = (np.arange(SIDE) + 0.5) / SIDE
    lon, lat = np.meshgrid(west + size * at, south + size * at)
    share = np.broadcast_to(at, (SIDE, SIDE)).ravel()
    hours = np.array([np.inf if first_h is None else first_h(x) for x in share])
    return AreaPicture(
        within=Span.of(START, 48 * HOUR_S),
        geometry={"type": "Polygon", "coordinates": [ring(west, south, west + size, south + size)]},
        lon_deg=(lon.ravel() + 180.0) % 360.0 - 180.0,
        lat_deg=lat.ravel(),
        weight=np.full(SIDE * SIDE, 1.0 / SIDE**2),
        first_s=hours * HOUR_S,
        strips=tuple(strips),
    )


def within_turn(ring_deg):
    """Longitudes as places on the Earth have them, -180 to 180: they jump at the date line."""
    ring_deg[:, 0] = (ring_deg[:, 0] + 180.0) % 360.0 - 180.0
    return ring_deg


def strip(number, west, east, *, adds=True, hours=3.0, south=23.5, north=28.5):
    return AreaStrip(
        number=number,
        name=f"Sat {number}",
        ring_deg=within_turn(np.array(ring(west, south, east, north))),
        in_hand_s=hours * HOUR_S,
        adds=adds,
    )


def drawn(markup):
    return ET.fromstring(str(markup))


def painted(tree):
    """How much of the map's ground bears each colour, in square units of the drawing."""
    found = {}
    for path in tree.iter("path"):
        if "h" in path.get("d") and path.get("fill") == "none" and path.get("stroke") in COLOURS:
            width = float(path.get("stroke-width")) - 0.3
            runs = [float(run) - 0.3 for run in re.findall(r"h(-?[\d.]+)", path.get("d"))]
            found[path.get("stroke")] = found.get(path.get("stroke"), 0.0) + width * sum(runs)
    return found


def test_each_moment_is_a_class_and_later_ones_are_lighter():
    shown = square(first_h=lambda x: 3.0 if x < 0.5 else 9.0)
    classes = time_classes(shown)
    assert classes.ends_s == (3 * HOUR_S, 9 * HOUR_S)
    assert [classes.colour(k) for k in range(2)] == [COLOURS[0], COLOURS[-1]]
    assert classes.of(np.array([0.0, 3 * HOUR_S, 3 * HOUR_S + 1, 9 * HOUR_S, np.inf])).tolist() == [
        0,
        0,
        1,
        1,
        -1,
    ]


def test_many_moments_are_seven_classes_that_part_the_ground_evenly():
    shown = square(first_h=lambda x: 1.0 + 40.0 * x)
    partly = square(first_h=lambda x: 1.0 + 40.0 * x if x < 0.7 else np.inf)
    assert len(time_classes(partly).ends_s) == len(COLOURS)
    classes = time_classes(shown)
    assert len(classes.ends_s) == len(COLOURS)
    assert classes.ends_s[-1] == shown.first_s.max()
    counts = np.bincount(classes.of(shown.first_s))
    assert counts.max() <= 1.3 * counts.min()


@given(st.lists(st.floats(0.1, 300.0), min_size=1, max_size=60))
def test_every_moment_has_a_class_that_ends_no_earlier(hours):
    moments = np.array(hours) * HOUR_S
    shown = square(first_h=lambda x: hours[int(x * len(hours)) % len(hours)])
    classes = time_classes(shown)
    ends = np.array(classes.ends_s)[classes.of(np.intersect1d(moments, shown.first_s))]
    assert (ends >= np.intersect1d(moments, shown.first_s)).all()
    assert list(classes.ends_s) == sorted(set(classes.ends_s))


def test_the_ground_painted_is_the_share_in_hand():
    """A quarter never, half first at three, a quarter at nine hours."""
    shown = square(first_h=lambda x: np.inf if x < 0.25 else 3.0 if x < 0.75 else 9.0)
    found = painted(drawn(sum_map(shown, time_classes(shown), "a")))
    whole = (WIDTH - LEFT - RIGHT) ** 2
    early, late = found[COLOURS[0]], found[COLOURS[-1]]
    assert set(found) == {COLOURS[0], COLOURS[-1]}
    margin = 1.0 + 2 * 0.12  # what lies beyond the area is painted too, and clipped
    # the height has its margin as well, and is painted over
    assert early / (whole * 28.28 / 27.0) == pytest.approx(0.5 / margin, abs=0.02)
    assert late / (whole * 28.28 / 27.0) == pytest.approx((0.25 + 0.12) / margin, abs=0.03)


def test_the_painted_ground_is_clipped_to_the_area():
    tree = drawn(sum_map(square(first_h=lambda _: 3.0), TimeClasses(ends_s=(3 * HOUR_S,)), "N10"))
    names = {clip.get("id"): clip for clip in tree.iter("clipPath")}
    assert set(names) == {"area-N10", "frame-sum-N10"}
    assert any(g.get("clip-path") == "url(#area-N10)" for g in tree.iter("g"))


def test_maps_of_two_areas_on_one_page_share_no_name():
    shown = square(first_h=lambda _: 3.0, strips=[strip(1, 66.0, 68.0)])
    classes = time_classes(shown)
    both = [
        m
        for about in ("N10", "N16")
        for m in (swath_map(shown, classes, about), sum_map(shown, classes, about))
    ]
    ids = [e.get("id") for m in both for e in drawn(m).iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_strips_that_add_are_filled_and_numbered_and_the_others_are_lines():
    shown = square(
        first_h=lambda _: 3.0,
        strips=[strip(1, 66.0, 68.0), strip(2, 66.5, 67.5, adds=False), strip(3, 68.0, 70.0)],
    )
    tree = drawn(swath_map(shown, time_classes(shown), "a"))
    named = {p.find("title").text: p for p in tree.iter("path") if p.find("title") is not None}
    assert named["1. Sat 1"].get("fill") in COLOURS
    assert named["2. Sat 2"].get("fill") == "none"
    assert [t.text for t in tree.iter("text") if t.text.isdigit()] == ["1", "3"]


def test_what_is_in_hand_first_lies_on_top():
    shown = square(first_h=lambda _: 3.0, strips=[strip(k, 66.0, 67.0 + k) for k in (1, 2, 3)])
    tree = drawn(swath_map(shown, time_classes(shown), "a"))
    order = [p.find("title").text for p in tree.iter("path") if p.find("title") is not None]
    assert order == ["3. Sat 3", "2. Sat 2", "1. Sat 1"]


def moves(d):
    """The points of a path in steps."""
    x = y = 0.0
    points = []
    for kind, a, b in re.findall(r"([Ml])(-?[\d.]+)[ ]?(-?[\d.]+)", d):
        x, y = (float(a), float(b)) if kind == "M" else (x + float(a), y + float(b))
        points.append((x, y))
    return points


@pytest.mark.parametrize("west", [-178.0, 10.0, 176.0, 178.0])
def test_an_area_across_the_date_line_is_drawn_as_one(west):
    """The same picture wherever on the Earth: as wide, and the strip over the same half of it."""
    east = (west + 4.0 + 180.0) % 360.0 - 180.0
    shown = square(west=west, first_h=lambda _: 3.0, strips=[strip(1, west, west + 2.0)])
    if east < west:  # as GeoJSON cuts it
        parts = [[ring(west, 24.0, 180.0, 28.0)], [ring(-180.0, 24.0, east, 28.0)]]
        cut = {"type": "MultiPolygon", "coordinates": parts}
        shown = AreaPicture(**{f: getattr(shown, f) for f in shown.__slots__} | {"geometry": cut})
    tree = drawn(swath_map(shown, time_classes(shown), "a"))
    outline = next(p for p in tree.iter("path") if p.get("stroke-width") == "1.6")
    x = [at[0] for at in moves(outline.get("d"))]
    wide = WIDTH - LEFT - RIGHT
    assert min(x) > 0.0
    assert max(x) < wide
    assert max(x) - min(x) == pytest.approx(wide / 1.24, rel=0.08)
    laid = next(p for p in tree.iter("path") if p.find("title") is not None)
    across = [at[0] for at in moves(laid.get("d"))]
    assert min(across) == pytest.approx(min(x), abs=0.2)
    assert max(across) == pytest.approx(0.5 * (min(x) + max(x)), abs=0.3)


def test_a_strip_round_a_pole_is_left_out():
    around = AreaStrip(
        number=1,
        name="Polar",
        ring_deg=np.array([[lon, 85.0] for lon in range(-180, 181, 20)], dtype=float),
        in_hand_s=HOUR_S,
        adds=True,
    )
    shown = square(south=80.0, first_h=lambda _: 1.0, strips=[around])
    tree = drawn(swath_map(shown, time_classes(shown), "a"))
    assert not [p for p in tree.iter("path") if p.find("title") is not None]


def test_lines_are_drawn_as_places_in_the_colours_of_their_moments():
    shown = square(first_h=lambda x: 3.0 if x < 0.5 else np.inf)
    line = {"type": "LineString", "coordinates": [[66.0, 24.0], [70.0, 28.0]]}
    shown = AreaPicture(**{f: getattr(shown, f) for f in shown.__slots__} | {"geometry": line})
    tree = drawn(sum_map(shown, time_classes(shown), "a"))
    fills = [c.get("fill") for c in tree.iter("circle")]
    assert fills.count("#ffffff") == fills.count(COLOURS[1]) == SIDE * SIDE // 2


def test_nothing_in_hand_is_white_and_the_chart_stays_at_the_foot():
    shown = square()
    classes = time_classes(shown)
    assert classes.ends_s == ()
    assert painted(drawn(sum_map(shown, classes, "a"))) == {}
    assert not list(drawn(sum_chart(shown, classes)).iter("circle"))


def test_the_chart_rises_to_the_share_in_hand():
    shown = square(first_h=lambda x: np.inf if x < 0.25 else 12.0 if x < 0.75 else 24.0)
    at_s, share = shown.steps()
    assert at_s.tolist() == [12 * HOUR_S, 24 * HOUR_S]
    assert share.tolist() == pytest.approx([0.5, 0.75])
    tree = drawn(sum_chart(shown, time_classes(shown)))
    dots = [(float(c.get("cx")), float(c.get("cy"))) for c in tree.iter("circle")]
    wide = WIDTH - LEFT - RIGHT
    assert [x / wide for x, _ in dots] == pytest.approx([0.25, 0.5], abs=1e-3)
    assert [1.0 - y / 210.0 for _, y in dots] == pytest.approx([0.5, 0.75], abs=1e-3)
