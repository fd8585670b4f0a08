"""Exhibits of any service: the page and JSON draw them by their shape alone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from serai.earth import Place
from serai.needs import (
    Heading,
    Lane,
    Map,
    MapLine,
    MapPlace,
    Series,
    Table,
    TableCell,
    TableRow,
)
from serai.report import page
from serai.report.data.json import assess_answer
from serai.report.page.quality import drawn_lane
from serai.report.readings.figures import reading
from serai.report.readings.tables import told_tables
from serai.time import Instant, Span

START = Instant.from_utc("2026-08-22T00:00:00Z")
HOUR = Span(START, START.plus(seconds=3600.0))


def row(about, weight=0.0, *, known=True):
    return TableRow(
        about=about,
        cells=(TableCell(text=about), TableCell(text=f"{weight:g} s", known=known, source="a test")),
        says=f"{about} sounds",
        weight=(weight,),
        values=MappingProxyType({"siren": about, "delay_s": weight}),
    )


def sirens(*rows, shared=False):
    return Table(
        key="siren_delays",
        title="Sirens <all>",
        about="",
        label="Sirens",
        headings=(Heading(text="Siren"), Heading(text="Delay", figure=True)),
        rows=rows,
        of="sirens",
        shared=shared,
    )


def showing(outcome, need, *exhibits):
    answers = tuple(
        replace(a, notes=replace(a.notes, exhibits=exhibits)) if a.need.id == need else a
        for a in outcome.answers
    )
    return replace(outcome, answers=answers)


def tree(outcome):
    return ET.fromstring(page(outcome).removeprefix("<!DOCTYPE html>"))


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_a_table_of_one_need_stands_where_the_need_stands_in_full(outcome):
    shown = showing(outcome, "N02", sirens(row("karachi", 9.0), row("islamabad", 30.0, known=False)))
    found = tree(shown)
    table = found.find(".//details[@id='details-N02']//table[@class='exhibit']")
    assert [words(r) for r in table.iter("tr")] == ["SirenDelay", "islamabad30 s", "karachi9 s"]
    unknown = table.find("tbody/tr")
    assert (unknown.get("class"), unknown.find("td[2]").get("class")) == ("unknown", "number unknown")
    assert table.find("tbody/tr[2]/td[2]").attrib == {
        "title": "a test",
        "class": "number",
        "data-label": "delay",
    }
    assert "Sirens karachi sounds" in words(found.find(".//details[@id='details-N02']/dl")).replace(
        "Sirenskarachi", "Sirens karachi"
    )
    assert found.find(".//section[@id='siren-delays']") is None


def test_a_shared_table_has_a_part_of_the_page_and_a_way_to_it(outcome):
    found = tree(showing(outcome, "N02", sirens(row("karachi", 9.0), shared=True)))
    assert words(found.find(".//section[@id='siren-delays']/h2")) == "Sirens <all>"
    assert [a.text for a in found.iter("a") if a.get("href") == "#siren-delays"] == ["Sirens <all>"]


def test_programs_find_tables_by_their_keys_and_rows_by_theirs(outcome):
    own = assess_answer(
        showing(outcome, "N02", sirens(row("karachi", 9.0), row("kashi", 1.0))), needs=("N02",)
    )
    (need,) = own["needs"]
    assert [r["siren"] for r in need["siren_delays"]] == ["karachi", "kashi"]  # its own table, whole
    assert need["station_volumes"] == []
    assert "siren_delays" not in own
    shared = sirens(row("karachi", 9.0), row("kashi", 1.0), shared=True)
    both = assess_answer(showing(outcome, "N02", shared), needs=("N02",))
    assert [r["siren"] for r in both["needs"][0]["siren_delays"]] == ["karachi"]  # that on its path
    assert [r["siren"] for r in both["siren_delays"]["sirens"]] == ["karachi", "kashi"]


def test_of_shared_tables_that_over_the_shortest_period_with_most_rows_counts(outcome):
    small, large = sirens(row("kashi"), shared=True), sirens(row("kashi"), row("miyun"), shared=True)
    shown = showing(showing(outcome, "N02", small), "N03", large)
    assert len(assess_answer(shown)["siren_delays"]["sirens"]) == 2
    longer = Span(START, START.plus(seconds=3 * 86_400.0))
    late = tuple(replace(a, within=longer) if a.need.id == "N03" else a for a in shown.assessments)
    assert len(assess_answer(replace(shown, assessments=late))["siren_delays"]["sirens"]) == 1


def test_sentences_are_told_only_of_assets_on_the_path(outcome):
    shown = showing(outcome, "N02", sirens(row("karachi"), row("kashi")))
    assert told_tables(shown["N02"], shown.answer("N02")) == [("Sirens", ["karachi sounds"])]
    assert told_tables(shown["N02"], None) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1.0, 2.0, 2.0], "load 1.0 to 2.0 %"),
        ([2.0, 2.0, 2.0], "load 2.0 %"),
        ([2.0, np.nan, 2.0], "load 2.0 %, at times none"),
        ([np.nan, np.nan, np.nan], "load unknown"),
    ],
)
def test_a_lane_tells_the_range_of_what_it_draws(outcome, values, told):
    tai_ns = START.tai_ns + np.arange(3) * 1_200_000_000_000
    lane = Lane(
        title="Load",
        about="",
        tai_ns=tai_ns,
        drawn=Series(name="load", values=np.array(values), unit="%", decimals=1),
    )
    drawn = drawn_lane(outcome.answers[0].need, lane, HOUR)
    assert f">{told}</span>" in drawn
    assert drawn_lane(outcome.answers[0].need, lane, Span(HOUR.end, HOUR.end.plus(seconds=60.0))) is None


def test_lines_and_places_of_an_answer_are_drawn_on_the_map(outcome):
    here, there = (
        MapPlace(name=n, at=Place(lat_deg=25.0, lon_deg=x)) for n, x in (("Here", 60.0), ("There", 62.0))
    )
    line = MapLine(asset="kashi", a=here, b=there, kind="terrestrial")
    lone = MapPlace(name="Alone", at=Place(lat_deg=30.0, lon_deg=60.0), kind="siren")
    outside = MapPlace(name="Outside", at=Place(lat_deg=-60.0, lon_deg=60.0))
    found = tree(showing(outcome, "N02", Map(lines=(line,), places=(lone, outside))))
    titles = [t.text for t in found.find(".//section[@id='map']").iter("title")]
    assert titles.count("Kashi: Here to There") == 1
    assert [t for t in titles if t in ("Here", "There", "Alone (siren)", "Outside")] == [
        "Here",
        "There",
        "Alone (siren)",
    ]


def test_a_figure_says_what_its_share_is_a_share_of(outcome):
    one = outcome["N10"]
    assert reading(one, 0).of == "time"
    counted = replace(one, figures=(replace(one.figures[0], share_of="images"),))
    assert reading(counted, 0).of == "288 images"
