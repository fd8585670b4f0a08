"""Cloud cover out of NetCDF: units, order of axes, times and packing, and what a look makes of it."""

from __future__ import annotations

import sys
from itertools import pairwise

import netCDF4
import numpy as np
import pytest
from scipy.io import netcdf_file

import serai
from serai.errors import Refused
from serai.formats.clouds import netcdf
from serai.formats.clouds.netcdf import read_cloud_forecast
from serai.questions.region import region
from serai.time import Instant, Span

START = Instant.from_utc("2026-08-22T00:00:00Z")
LATS, LONS = np.array([30.0, 27.5, 25.0, 22.5]), np.array([65.0, 67.5, 70.0])
HOURS = np.array([0.0, 6.0, 12.0, 60.0])


AXES = ("time", "latitude", "longitude")
HOURLY = "hours since 2026-08-22 00:00:00"


def written(
    path, cover, *, units="%", since=HOURLY, name="tcc", lats=LATS, lons=LONS, packed=False, axes=AXES
):
    with netcdf_file(str(path), "w", version=2) as file:
        for axis, values in (("time", HOURS), ("latitude", lats), ("longitude", lons)):
            file.createDimension(axis, len(values))
            one = file.createVariable(axis, "f8", (axis,))
            one[:] = values
        file.variables["time"].units = since
        one = file.createVariable(name, "i2" if packed else "f8", axes)
        if packed:
            one.scale_factor, one.add_offset, one._FillValue = 0.5, 10.0, np.int16(-1)
            one[:] = np.where(np.isnan(cover), -1, np.round((cover - 10.0) / 0.5)).astype("i2")
        else:
            one[:] = cover
        one.units = units
    return path


@pytest.fixture
def cover():
    """Percent: ten times the hour's place, more to the east; nothing in one cell."""
    rows = np.zeros((4, 4, 3))
    rows += np.array([0.0, 20.0, 40.0, 60.0])[:, None, None] + np.array([0.0, 10.0, 20.0])
    rows[:, 3, 0] = np.nan
    return rows


def at(hours):
    return START.plus(seconds=hours * 3600.0)


@pytest.mark.parametrize("packed", [False, True])
def test_cover_is_nearest_in_place_and_a_straight_line_in_time(tmp_path, cover, packed):
    found = read_cloud_forecast(written(tmp_path / "c.nc", cover, packed=packed))
    assert found.clear(27.4, 67.6, at(0)) == pytest.approx(0.9)
    assert found.clear(27.4, 67.6, at(3)) == pytest.approx(0.8)  # half way from 10 to 30 percent
    assert found.clear(27.4, 70.9, at(12)) == pytest.approx(0.4)
    assert found.clear(27.4, 67.6, at(60)) == pytest.approx(0.3)
    assert found.clear(22.5, 65.0, at(0)) is None  # nothing is told there


def test_beyond_the_grid_by_more_than_half_a_cell_and_beyond_the_hours_nothing_is_told(tmp_path, cover):
    found = read_cloud_forecast(written(tmp_path / "c.nc", cover))
    for lat, lon, hours, told in (
        (31.25, 67.5, 0, True), (31.3, 67.5, 0, False), (27.5, 71.25, 0, True), (27.5, 71.3, 0, False),
        (27.5, 67.5, -0.01, False), (27.5, 67.5, 60.01, False),
    ):  # fmt: skip
        assert (found.clear(lat, lon, at(hours)) is not None) == told


def test_longitudes_go_round_and_axes_may_stand_in_any_order(tmp_path, cover):
    turned = np.transpose(cover, (2, 0, 1))
    path = written(tmp_path / "c.nc", turned, axes=("longitude", "time", "latitude"), lons=LONS - 360.0)
    one, other = read_cloud_forecast(path), read_cloud_forecast(written(tmp_path / "d.nc", cover))
    for lat, lon, hours in ((27.5, 67.5, 3), (25.0, 70.0, 50), (30.0, 65.0 + 360.0, 6)):
        assert one.clear(lat, lon, at(hours)) == pytest.approx(other.clear(lat, lon, at(hours)))


def test_a_grid_that_tells_one_meridian_twice_tells_all_places(tmp_path):
    """A file from 0 to 360, or from -180 to 180, has its first longitude again at the end."""
    for first in (0.0, -180.0):
        lons = first + np.linspace(0.0, 360.0, 145)
        path = written(tmp_path / "c.nc", np.full((4, 4, 145), 40.0), lons=lons)
        found = read_cloud_forecast(path)
        for lon in (67.0, 68.75, 179.9, -180.0, -0.01, 360.0):
            assert found.clear(27.5, lon, at(0)) == pytest.approx(0.6)


def test_half_way_between_two_longitudes_of_single_precision_is_on_the_grid(tmp_path):
    """0.1 deg in single precision is off by some 1e-5 deg; a region across Greenwich has one wide gap."""
    lons = (np.arange(-200, 700, dtype=np.float32) * np.float32(0.1)).astype(np.float64)
    found = read_cloud_forecast(written(tmp_path / "c.nc", np.full((4, 4, 900), 40.0), lons=lons))
    for east, west in pairwise(lons):
        assert found.clear(27.5, (east + west) / 2.0, at(0)) is not None
    assert found.clear(27.5, 69.94, at(0)) is not None
    assert found.clear(27.5, 70.0, at(0)) is None
    assert found.clear(27.5, -20.1, at(0)) is None


@pytest.mark.parametrize(
    ("since", "factor"), [("seconds since 2026-08-22", 3600.0), ("days since 2026-8-22 0:00:0.0", 1.0 / 24.0)]
)
def test_times_in_other_units_and_cover_as_a_fraction(tmp_path, cover, since, factor, monkeypatch):
    monkeypatch.setitem(globals(), "HOURS", HOURS * factor)
    path = written(tmp_path / "c.nc", cover / 100.0, units="1", since=since, name="clt")
    assert read_cloud_forecast(path).clear(27.5, 67.5, at(3)) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda p, _: p.write_bytes(b"\x89HDF\r\n" + b"0" * 64), "a NetCDF file (CDF-1, CDF-2 or NetCDF-4)"),
        (lambda p, _: p.write_bytes(b"lat,lon,tcc\n"), "a NetCDF file (CDF-1, CDF-2 or NetCDF-4)"),
        (lambda p, _: p.write_bytes(b"CDF\x02" + b"\xff" * 40), "a NetCDF file (CDF-1, CDF-2 or NetCDF-4)"),
        (lambda p, c: written(p, c, name="t2m"), "cloud_area_fraction"),
        (lambda p, c: written(p, c, since="months since 2026-08"), "hours since 2026-08-22"),
        (lambda p, c: written(p, c[0, 0], axes=("longitude",)), "time, latitude and longitude"),
        (lambda p, c: written(p, c, lats=LATS * np.nan), "axis latitude, and one point at least, got '4 wi"),
        (lambda p, c: written(p, c, units="1"), "a share of 1, or in percent with the units '%', got '80 1'"),
        (lambda p, c: written(p, c / 12.5, units="okta"), "in percent with the units '%', got '6.4 okta'"),
    ],
)  # fmt: skip
def test_what_is_no_forecast_is_refused_in_one_sentence(tmp_path, cover, made, says):
    path = tmp_path / "c.nc"
    made(path, cover)
    with pytest.raises(Refused) as refused:
        read_cloud_forecast(path)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def written_4(path, cover):
    """The same grid as a packed and deflated NetCDF-4 file."""
    with netCDF4.Dataset(path, "w") as file:
        for axis, values in (("time", HOURS), ("latitude", LATS), ("longitude", LONS)):
            file.createDimension(axis, len(values))
            file.createVariable(axis, "f8", (axis,))[:] = values
        file.variables["time"].units = HOURLY
        one = file.createVariable("tcc", "i2", AXES, zlib=True, fill_value=np.int16(-1))
        one.scale_factor, one.add_offset, one.units = 0.5, 10.0, "%"
        one[:] = np.ma.masked_array(np.nan_to_num(cover, nan=10.0), np.isnan(cover))
    return path


@pytest.mark.parametrize("kind", ["NETCDF4", "NETCDF3_CLASSIC"])
def test_a_file_of_no_hours_is_refused_when_it_is_read(tmp_path, kind):
    with netCDF4.Dataset(tmp_path / "c.nc", "w", format=kind) as file:
        for axis, values in (("time", ()), ("latitude", LATS), ("longitude", LONS)):
            file.createDimension(axis, len(values) or None)
            file.createVariable(axis, "f8", (axis,))[:] = values
        file.variables["time"].units = HOURLY
        file.createVariable("tcc", "f8", AXES).units = "%"
    with pytest.raises(Refused, match="every point of the axis time, and one point at least, got 'none'"):
        read_cloud_forecast(tmp_path / "c.nc")


def test_netcdf_4_is_read_as_the_classic_file_is(tmp_path, cover):
    old = read_cloud_forecast(written(tmp_path / "c.nc", cover, packed=True))
    new = read_cloud_forecast(written_4(tmp_path / "d.nc", cover))
    for told in ("at_ns", "lat_deg", "lon_deg", "cover"):
        np.testing.assert_array_equal(getattr(new, told), getattr(old, told))
    cut = tmp_path / "cut.nc"
    cut.write_bytes((tmp_path / "d.nc").read_bytes()[:3000])
    with pytest.raises(Refused, match="a NetCDF file"):
        read_cloud_forecast(cut)


def test_without_its_library_netcdf_4_is_refused_with_what_would_do(tmp_path, cover, monkeypatch):
    path = written_4(tmp_path / "d.nc", cover)
    monkeypatch.setitem(sys.modules, "netCDF4", None)
    with pytest.raises(Refused, match=r"install serai\[netcdf\]"):
        read_cloud_forecast(path)


def test_a_grid_too_large_to_hold_is_refused_before_it_is_read(tmp_path, cover, monkeypatch):
    monkeypatch.setattr(netcdf, "LARGEST_CELLS", cover.size)
    assert read_cloud_forecast(written_4(tmp_path / "d.nc", cover)).cover.size == cover.size
    monkeypatch.setattr(netcdf, "LARGEST_CELLS", cover.size - 1)
    with pytest.raises(Refused, match="47 cells of cloud cover"):
        read_cloud_forecast(tmp_path / "d.nc")


@pytest.mark.parametrize("weights", [[0.1] * 10, [0.7], [0.1], [1.0 / 3.0] * 3])
@pytest.mark.parametrize("hours", [1, 3, 24, 25])
def test_a_span_told_whole_is_told_whole_whatever_the_weights(tmp_path, cover, weights, hours):
    """By rounding 0.7 over 24 hours falls short of 0.7, and 0.1 goes beyond 0.1; the month gets no rest."""
    found = read_cloud_forecast(written(tmp_path / "c.nc", cover))
    places = [(27.5, 67.5, weight) for weight in weights]
    assert found.clear_over(places, Span(at(0), at(hours)))[0] == 1.0
    told, _ = found.clear_over([*places, (50.0, 67.5, 0.01)], Span(at(0), at(hours)))
    assert told == pytest.approx(
        sum(weights) / (sum(weights) + 0.01)
    )  # a place beyond the grid is told nothing


def test_a_look_has_the_forecasts_chance_where_it_reaches_and_the_months_elsewhere(tmp_path, cover, root):
    corridor = serai.open_corridor(root / "corridors" / "belt-and-road")
    asked = {"need": "N04", "days": 6.0, "sensors": ["radar", "optical"]}
    plain = region(corridor, **asked)
    grid = np.nan_to_num(cover, nan=50.0)
    file = written(tmp_path / "c.nc", grid, lats=LATS + 7.5, lons=LONS + 6.0)
    monthly = next(row.clear_chance for row in plain.rows if row.clear_by == "month")
    found = region(corridor, clouds=file, **asked)
    assert {row.clear_by for row in found.rows} == {"", "forecast", "month"}
    for row, was in zip(found.rows, plain.rows, strict=True):
        assert (row.start, row.covered) == (was.start, was.covered)
        late = row.start.seconds_since(START) > 60 * 3600.0
        if row.kind == "radar":
            assert (row.clear_chance, row.clear_by) == (1.0, "")
        elif late:
            assert (row.clear_chance, row.clear_by) == (monthly, "month")
    assert any(row.clear_by == "forecast" and row.clear_chance != monthly for row in found.rows)
