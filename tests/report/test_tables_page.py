"""Answers as pandas, xarray and geopandas take them on: the code of docs/tables.md, and what it gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tables.md"


def run(block: int) -> dict[str, Any]:
    """The names that a block of the page leaves behind."""
    code = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code[block], PAGE.name, "exec"), names)
    return names


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return run(0)


def test_needs_are_a_table_of_one_row_a_need(page):
    outcome, needs = page["outcome"], page["needs"]
    assert needs.index.tolist() == [a.need.id for a in outcome.assessments]
    assert needs["share_met"].dtype == np.float64
    assert needs["state"].tolist() == [str(a.state) for a in outcome.assessments]


def test_bookings_carry_times_that_pandas_computes_with(page):
    bookings = page["bookings"]
    assert len(bookings) == sum(len(b.opportunity.uses) for b in page["outcome"].plan.bookings)
    assert pd.api.types.is_datetime64_any_dtype(bookings["start"])
    assert (bookings["end"] > bookings["start"]).all()


def test_figures_are_arrays_over_time_in_utc(page):
    figures = page["figures"]
    begin = page["corridor"].start.utc(decimals=0).removesuffix("Z")
    assert figures["time"].values[0] == np.datetime64(begin)
    assert np.unique(np.diff(figures["time"].values)) == np.timedelta64(300, "s")
    for figure in page["outcome"]["N03"].figures:
        if not figure.missing:
            np.testing.assert_array_equal(figures[figure.measure.name].values, figure.values)


def test_boxes_lie_on_the_map_where_their_needs_are(page):
    boxes = page["boxes"]
    assert isinstance(boxes, geopandas.GeoDataFrame)
    assert boxes.crs.to_epsg() == 4326
    for one, bounds in zip(page["outcome"].assessments, boxes.bounds.itertuples(), strict=True):
        box = one.need.box
        asked = (box.lon_min, box.lat_min, box.lon_max, box.lat_max)
        assert (bounds.minx, bounds.miny, bounds.maxx, bounds.maxy) == asked


def test_passes_are_a_table_whose_times_add_up(monkeypatch):
    monkeypatch.chdir(ROOT)
    passes = run(1)["passes"]
    lasted = (passes["set"] - passes["rise"]).dt.total_seconds()
    whole = passes[passes["cut"].isna() | (passes["cut"] == "")]
    assert len(whole) > 100
    np.testing.assert_allclose(lasted[whole.index], whole["duration_s"], atol=1.0)
    assert passes["max_elevation_deg"].between(10.0, 90.0).all()
