"""Strips over the corridor's needs beside a published acquisition plan of Sentinel-2B (ESA, February 2025).

The one element set at hand is 8 to 26 days younger than the plan, so that starts are early or late by
seconds.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

import serai
from serai.access.strips import StripSensor, ring_beside_deg, strips_of
from serai.earth import Orientation, Place
from serai.earth.outline import Outline
from serai.formats import read_elements
from serai.orbit import OrbitKind, Sgp4
from serai.orbit.age import timing_uncertainty_s
from serai.time import Instant, Span

PLACEMARK = re.compile(r"<Placemark>(.*?)</Placemark>", re.DOTALL)
FIELD = re.compile(r'<Data name="([^"]+)">\s*<value>(.*?)</value>', re.DOTALL)
SWATH_M, OFF_NADIR_DEG = 290_000.0, 10.3
EDGE_S = 12.0  # the age of the element set, and the plan's own margins


@dataclass(frozen=True)
class Datatake:
    """One planned image: from when to when, and its outline."""

    start: Instant
    stop: Instant
    outline: Outline
    ring: np.ndarray


@pytest.fixture(scope="module")
def plan(shared_data) -> list[Datatake]:
    raw = gzip.decompress((shared_data / "observe/plans/S2B_acquisition_plan_20250213.kml.gz").read_bytes())
    found = []
    for mark in PLACEMARK.findall(raw.decode("latin-1")):
        fields = dict(FIELD.findall(mark))
        ring = re.search(r"<coordinates>(.*?)</coordinates>", mark, re.DOTALL)
        if fields.get("Mode") != "NOBS" or ring is None:
            continue
        path = np.array([[float(v) for v in row.split(",")[:2]] for row in ring.group(1).split()])
        start, stop = (
            Instant.from_utc(f"{fields[k]}Z" if not fields[k].endswith("Z") else fields[k])
            for k in ("ObservationTimeStart", "ObservationTimeStop")
        )
        found.append(Datatake(start, stop, Outline.of_polygons([[path]]), path))
    return found


@pytest.fixture(scope="module")
def satellite(shared_data) -> Sgp4:
    return Sgp4(next(iter(read_elements(shared_data / "observe/plans/sentinel2b_2025-03-11.tle"))))


def test_the_whole_plan_is_read_three_outlines_over_the_date_line(plan):
    assert len(plan) == 1063
    assert sum(1 for one in plan if one.outline.box().lon_min > one.outline.box().lon_max) >= 3
    assert max(one.outline.size for one in plan) < 5e6  # none has become the rest of the world


def test_every_datatake_over_a_needs_box_belongs_to_a_look_that_covers_as_much(plan, satellite, root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    first, last = min(t.start for t in plan), max(t.stop for t in plan)
    span = Span(first.plus(seconds=-60.0), last.plus(seconds=60.0))
    sensor = StripSensor(off_nadir_deg=OFF_NADIR_DEG, width_m=SWATH_M)
    apart, datatakes, missed = [], 0, 0
    for need in (n for n in corridor.needs if n.service == "observe"):
        outline = Outline.of_box(need.box)
        where = Orientation.published()
        looks = strips_of(
            [satellite], [[sensor]], outline.samples(corners=True), span, where, sun_deg=0.0
        ).strips
        parts: dict[int, list[BaseGeometry]] = {}
        for one in plan:
            part = one.outline.shape.intersection(outline.shape)
            if part.area == 0.0:
                continue
            datatakes += 1
            early = looks.start_ns <= one.stop.tai_ns + EDGE_S * 1e9
            own = np.flatnonzero(early & (looks.end_ns >= one.start.tai_ns - EDGE_S * 1e9))
            if len(own) == 0:
                missed += 1
            else:
                parts.setdefault(int(own[0]), []).append(part)
        for look, mine in parts.items():
            planned = Outline(shapely.union_all(mine)).size / outline.size
            apart.append(float(looks.covered[look]) / outline.size - planned)
    more = np.array(apart)
    assert datatakes >= len(more) > 30  # many to one
    assert missed == 0  # three touch a corner alone
    assert np.median(np.abs(more)) < 0.001
    assert more.min() > -0.01  # a plan may end inside a box, over the sea; a look goes through
    assert (more < 0.02).mean() > 0.85


@pytest.fixture(scope="module")
def lateness(plan, satellite):
    """How old the element set is at each start, days, and how late the satellite passes it by that set, s."""
    age_d, late_s = [], []
    for one in plan:
        edge = one.ring[:2]  # the outline begins with the line that is seen first
        middle = Place(lat_deg=float(edge[:, 1].mean()), lon_deg=float(_mean_lon(edge[:, 0]))).ecef_m()
        moments = one.start.tai_ns + np.arange(-30, 31) * 1_000_000_000
        r, v = satellite.state(moments, Orientation.published())
        closing = np.einsum("ij,ij->i", r - middle, v)
        k = int(np.flatnonzero((closing[:-1] < 0.0) & (closing[1:] >= 0.0))[0])
        late_s.append(k - 30 + closing[k] / (closing[k] - closing[k + 1]))
        age_d.append(satellite.elements.epoch.seconds_since(one.start) / 86_400.0)
    return np.array(age_d), np.array(late_s)


def test_starts_are_late_by_what_a_smooth_curve_in_age_takes_out(lateness):
    age, late = lateness
    curve = np.polynomial.Polynomial.fit(age, late, 3)
    assert np.std(late - curve(age)) < 0.6
    told = np.array([timing_uncertainty_s(OrbitKind.LEO, days * 86_400.0)[1] for days in age])
    assert (np.abs(late) <= told).mean() >= 0.9


def test_strips_cut_to_the_plans_times_cover_what_the_plan_does(plan, satellite, lateness, root):
    """Each datatake's own strip, from start to stop, moved by the curve: share of a needs' box, in points."""
    curve = np.polynomial.Polynomial.fit(*lateness, 3)
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    boxes = [Outline.of_box(need.box) for need in corridor.needs if need.service == "observe"]
    corrected, raw = [], []
    for one, age in zip(plan, lateness[0].tolist(), strict=True):
        near = [box for box in boxes if one.outline.shape.intersection(box.shape).area > 0.0]
        for late_s, told in ((float(curve(age)), corrected), (0.0, raw)) if near else ():
            strip = _strip(one, satellite, late_s)
            for box in near:
                planned, ours = (
                    Outline(part).size if (part := shape.intersection(box.shape)).area > 0.0 else 0.0
                    for shape in (one.outline.shape, strip.shape)
                )
                told.append(100.0 * (ours - planned) / box.size)
    assert len(corrected) > 100
    assert np.abs(corrected).max() < 2.0
    assert np.median(np.abs(corrected)) <= np.median(np.abs(raw))


def _strip(one: Datatake, satellite: Sgp4, late_s: float) -> Outline:
    """The ground between both edges of the swath from a datatake's start to its stop, moved by so much."""
    shift = round(late_s * 1e9)
    count = max(2, round(one.stop.seconds_since(one.start) / 10.0) + 1)
    at = np.linspace(one.start.tai_ns + shift, one.stop.tai_ns + shift, count).astype(np.int64)
    r, v = satellite.state(at, Orientation.published())
    return Outline.of_polygons([[ring_beside_deg(r, v, -SWATH_M / 2, SWATH_M / 2)]])


def _mean_lon(lon: np.ndarray) -> float:
    """The middle of two longitudes, across the date line where they lie on its two sides."""
    a, b = lon
    middle = a + ((b - a + 180.0) % 360.0 - 180.0) / 2.0
    return float((middle + 180.0) % 360.0 - 180.0)
