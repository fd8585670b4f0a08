"""Rows and arrays: what pandas, xarray and geopandas take on as it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from serai.earth import Box
from serai.earth.rings import box_geometry
from serai.report import booking_rows, figure_arrays, geojson, needs_rows, single_point_rows
from serai.report.data.rows import utc
from serai.time import Instant


def test_the_needs_are_a_table_of_pandas(outcome):
    table = pd.DataFrame(needs_rows(outcome)).set_index("need")
    assert len(table) == 36
    assert table.loc["N01", "state"] == "met"
    assert table.loc["N01", "value"] == 1.9
    assert table["share_met"].dtype == float
    assert set(table["state"]) == {"met", "degraded", "not met", "unknown", "out of season"}


def test_the_single_points_can_be_counted_by_need(outcome):
    table = pd.DataFrame(single_point_rows(outcome))
    assert table.groupby("need")["id"].count()["N01"] >= 2  # its satellite and its station
    assert list(table["rank"]) == sorted(table["rank"])


def test_bookings_carry_times_that_pandas_understands(outcome):
    table = pd.DataFrame(booking_rows(outcome))
    assert str(table["start"].dtype).startswith("datetime64")
    assert (table["end"] > table["start"]).all()
    assert table.loc[0, "start"] == pd.Timestamp("2026-08-22T00:30:00")


def test_a_figure_over_time_is_an_array_of_xarray(outcome):
    times, values = figure_arrays(outcome, "n03")["horizontal_error_95"]
    array = xr.DataArray(values, coords={"time": times}, dims="time")
    assert array.sel(time="2026-08-22T12:00").item() == 2.4
    assert figure_arrays(outcome, "N22") == {}  # not judged: its values would mean nothing


def test_times_are_utc_as_the_instants_themselves_say_it():
    said = ("2016-12-31T23:59:59Z", "2017-01-01T00:00:00Z", "2026-08-22T00:00:00.250Z")
    found = utc(np.array([Instant.from_utc(t).tai_ns for t in said]))
    assert list(found) == [np.datetime64(t.removesuffix("Z"), "ns") for t in said]
    assert len(utc(np.empty(0, dtype=np.int64))) == 0


def test_the_boxes_are_geojson_with_the_state_beside_them(outcome):
    collection = geojson(outcome)
    features = {f["id"]: f for f in collection["features"]}
    assert collection["type"] == "FeatureCollection"
    assert features["N01"]["properties"]["state"] == "met"
    ring = features["N01"]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [66.5, 25.0]
    assert ring[2] == [70.5, 29.0]


def test_a_box_across_the_date_line_is_cut_there():
    shape = box_geometry(Box(lon_min=170.0, lat_min=-20.0, lon_max=-170.0, lat_max=-10.0))
    assert shape["type"] == "MultiPolygon"
    longitudes = [sorted({p[0] for p in ring}) for (ring,) in shape["coordinates"]]
    assert longitudes == [[170.0, 180.0], [-180.0, -170.0]]
