"""Coverage by hand on a few looks, by counting every second on random ones, and as other programs read it."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.access.coverage import coverage, grid_of
from serai.earth import Box, Place
from serai.errors import Refused
from serai.report.data.coverage import csv_text, geojson_text, write_netcdf
from serai.time import Instant, Span, WindowTable

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
LENGTH = 1_000
SPAN = Span.of(T0, LENGTH)
HERE = Place(lat_deg=24.9, lon_deg=67.1)
THERE = Place(lat_deg=-10.0, lon_deg=179.0)
NOWHERE = Place(lat_deg=90.0, lon_deg=0.0)


def table(looks: list[tuple[int, int, int]]) -> WindowTable:
    """Looks as (pair, start, end) in whole seconds of the span."""
    rows = sorted(looks)
    pair = np.array([row[0] for row in rows], dtype=np.int64)
    start, end = (T0.tai_ns + np.array([row[k] for row in rows], dtype=np.int64) * 10**9 for k in (1, 2))
    no = np.zeros(len(rows), bool)
    return WindowTable(pair, start, end, no, no, np.full(len(rows), np.nan), start)


def test_a_revisit_runs_from_the_end_of_a_look_to_the_start_of_the_next():
    # two satellites (pairs 0, 3) over the first of three places: 100-200 and 150-250, 400-450, 900-910
    found = coverage(
        table([(0, 100, 200), (3, 150, 250), (0, 400, 450), (3, 900, 910), (1, 0, 1_000)]),
        [HERE, THERE, NOWHERE],
        SPAN,
        at_least=2,
    )
    assert found.looks.tolist() == [4, 1, 0]
    assert found.mean_revisit_s[0] == pytest.approx((150 + 450) / 2)
    assert found.median_revisit_s[0] == pytest.approx(300.0)
    assert found.worst_revisit_s[0] == 450.0
    assert found.revisit_95_s[0] == pytest.approx(150 + 0.95 * 300)
    assert found.expected_wait_s[0] == pytest.approx((100**2 + 150**2 + 450**2) / 2 / 910)
    assert found.seen_s.tolist() == [210.0, 1_000.0, 0.0]
    assert found.covered[:, 1].tolist() == [0.05, 0.0, 0.0]
    assert found.longest_gap_s.tolist() == [450.0, 0.0, 1_000.0]
    assert np.isnan(found.mean_revisit_s[1:]).all()
    assert found.expected_wait_s[1] == 0.0
    assert np.isnan(found.expected_wait_s[2])
    assert found.mean("mean_revisit_s") == 300.0


looks = st.tuples(st.integers(0, 8), st.integers(0, LENGTH - 1), st.integers(1, 200)).map(
    lambda row: (row[0], row[1], min(row[1] + row[2], LENGTH))
)


@settings(max_examples=150)
@given(st.lists(looks, max_size=25))
def test_any_looks_are_counted_as_second_by_second(rows: list[tuple[int, int, int]]):
    places = [HERE, THERE, NOWHERE]
    found = coverage(table(rows), places, SPAN, at_least=3)
    for place in range(3):
        seeing = np.zeros(LENGTH, np.int64)
        for pair, start, end in rows:
            if pair % 3 == place:
                seeing[start:end] += 1
        for k in range(3):
            assert found.covered[place, k] == pytest.approx((seeing > k).mean())
        edges = np.flatnonzero(np.diff((seeing > 0).astype(int), prepend=0, append=0))
        starts, ends = edges[::2], edges[1::2]
        gaps = starts[1:] - ends[:-1]
        if len(gaps):
            assert found.mean_revisit_s[place] == pytest.approx(gaps.mean())
            assert found.median_revisit_s[place] == pytest.approx(np.median(gaps))
            assert found.revisit_95_s[place] == pytest.approx(np.quantile(gaps, 0.95))
            assert found.worst_revisit_s[place] == gaps.max()
        else:
            assert np.isnan(found.mean_revisit_s[place])
        if len(starts):
            waits = [
                max(0.0, next(s - t for s, e in zip(starts, ends, strict=True) if e > t))
                for t in np.arange(0, ends[-1], 0.5)
            ]
            assert found.expected_wait_s[place] == pytest.approx(np.mean(waits), abs=0.3)


def test_a_grid_weighs_its_cells_by_area():
    places, weight = grid_of(Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0), 10.0)
    assert len(places) == 18 * 36
    assert (places[0].lat_deg, places[0].lon_deg, places[-1].lat_deg, places[-1].lon_deg) == (
        -85,
        -175,
        85,
        175,
    )
    assert weight[0] == pytest.approx(np.cos(np.radians(85.0)))
    across, _ = grid_of(Box(lon_min=170.0, lat_min=-10.0, lon_max=-170.0, lat_max=10.0), 5.0)
    assert sorted({place.lon_deg for place in across}) == [-177.5, -172.5, 172.5, 177.5]
    with pytest.raises(Refused, match="at most 90 degrees"):
        grid_of(Box(lon_min=0.0, lat_min=0.0, lon_max=1.0, lat_max=1.0), 0.0)


@pytest.fixture
def found():
    return coverage(table([(0, 100, 200), (0, 400, 450), (1, 10, 20)]), [HERE, THERE], SPAN)


def test_the_table_leaves_empty_what_is_not_known(found):
    rows = list(csv.DictReader(io.StringIO(csv_text(found, ["here", "there"]))))
    assert rows[0]["id"] == "here"
    assert float(rows[0]["mean_revisit_h"]) == pytest.approx(200 / 3_600, rel=1e-5)
    assert rows[1]["mean_revisit_h"] == ""


def test_geojson_has_points_or_cells(found):
    points = json.loads(geojson_text(found, ["here", "there"]))["features"]
    assert points[0]["geometry"] == {"type": "Point", "coordinates": [67.1, 24.9]}
    assert "mean_revisit_h" not in points[1]["properties"]
    cells = json.loads(geojson_text(found, ["here", "there"], (2.0, 4.0)))["features"]
    ring = cells[0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == pytest.approx([65.1, 23.9])


def test_netcdf_is_read_by_another_program(found, tmp_path):
    xarray = pytest.importorskip("xarray")
    write_netcdf(found, tmp_path / "places.nc")
    with xarray.open_dataset(tmp_path / "places.nc", engine="scipy") as read:
        assert read.mean_revisit_h.values[0] == pytest.approx(200 / 3_600)
        assert np.isnan(read.mean_revisit_h.values[1])
        assert read.mean_revisit_h.attrs["units"] == "h"
    places, weight = grid_of(Box(lon_min=0.0, lat_min=0.0, lon_max=20.0, lat_max=10.0), 10.0)
    gridded = coverage(table([(0, 100, 200), (1, 400, 450)]), places, SPAN, weight=weight)
    write_netcdf(gridded, tmp_path / "grid.nc", shape=(1, 2))
    with xarray.open_dataset(tmp_path / "grid.nc", engine="scipy") as read:
        assert read.seen_h.dims == ("lat", "lon")
        assert read.seen_h.sel(lat=5.0, lon=15.0).item() == pytest.approx(50 / 3_600)
