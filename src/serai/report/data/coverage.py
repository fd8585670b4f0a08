"""Coverage as files other programs read: CSV, GeoJSON (RFC 7946) and NetCDF (CF conventions 1.8)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
from scipy.io import netcdf_file

from serai.access.coverage import Coverage, Floats
from serai.files import written
from serai.wording import csv_cell, harmless_json

HOUR_S = 3_600.0
# Column of the file, column of Coverage, what divides it, what it says
COLUMNS = (
    ("mean_revisit_h", "mean_revisit_s", HOUR_S, "mean time from the end of a look to the start of the next"),
    ("median_revisit_h", "median_revisit_s", HOUR_S, "median of the same"),
    ("revisit_95_h", "revisit_95_s", HOUR_S, "95 % of the same"),
    ("worst_revisit_h", "worst_revisit_s", HOUR_S, "longest of the same"),
    ("longest_gap_h", "longest_gap_s", HOUR_S, "longest time unseen, the period's ends included (at least)"),
    ("expected_wait_h", "expected_wait_s", HOUR_S, "mean wait for the next look, up to the last look"),
    ("seen_h", "seen_s", HOUR_S, "time seen by any satellite"),
)


def columns_of(found: Coverage) -> dict[str, Floats]:
    """The columns of each file, by name: hours, and per cent of time seen by at least k satellites."""
    columns = {name: getattr(found, column) / unit for name, column, unit, _ in COLUMNS}
    for k in range(found.covered.shape[1]):
        columns[f"covered_{k + 1}_percent"] = 100.0 * found.covered[:, k]
    return columns


def csv_text(found: Coverage, ids: list[str]) -> str:
    """One row a place; what is not known stays empty."""
    columns = columns_of(found)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["id", "lat_deg", "lon_deg", "looks", *columns])
    for k, name in enumerate(ids):
        values = [column[k] for column in columns.values()]
        lines.writerow(
            [csv_cell(name), float(found.lat_deg[k]), float(found.lon_deg[k]), int(found.looks[k])]
            + ["" if np.isnan(value) else f"{value:.6g}" for value in values]
        )
    return text.getvalue()


def geojson_text(found: Coverage, ids: list[str], cell_deg: tuple[float, float] | None = None) -> str:
    """One feature a place: a point, or with ``cell_deg`` (latitude, longitude) the cell around it."""
    columns = columns_of(found)
    features = []
    for k, name in enumerate(ids):
        lat, lon = float(found.lat_deg[k]), float(found.lon_deg[k])
        known = {key: round(float(v[k]), 6) for key, v in columns.items() if not np.isnan(v[k])}
        features.append(
            {
                "type": "Feature",
                "geometry": _cell(lat, lon, *cell_deg)
                if cell_deg
                else {"type": "Point", "coordinates": [lon, lat]},
                "properties": {"id": name, "looks": int(found.looks[k]), **known},
            }
        )
    return harmless_json(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))


def write_netcdf(
    found: Coverage, path: str | Path, *, shape: tuple[int, int] | None = None, history: str = ""
) -> None:
    """A NetCDF 3 file: one dimension of places, or with ``shape`` (rows, columns) latitude by longitude."""
    with written(path) as beside, netcdf_file(str(beside), "w", version=2) as file:
        _say(
            file,
            Conventions="CF-1.8",
            title="Coverage by satellites",
            history=history,
            time_coverage_start=found.within.start.utc(),
            time_coverage_end=found.within.end.utc(),
        )
        if shape is None:
            dimensions: tuple[str, ...] = ("place",)
            file.createDimension("place", len(found))
            lat, lon = found.lat_deg, found.lon_deg
            where: tuple[tuple[str, ...], tuple[str, ...]] = (dimensions, dimensions)
        else:
            dimensions = ("lat", "lon")
            file.createDimension("lat", shape[0])
            file.createDimension("lon", shape[1])
            lat, lon = found.lat_deg.reshape(shape)[:, 0], found.lon_deg.reshape(shape)[0]
            where = (("lat",), ("lon",))
        for name, values, unit, axis in (
            ("lat", lat, "degrees_north", where[0]),
            ("lon", lon, "degrees_east", where[1]),
        ):
            variable = file.createVariable(name, "d", axis)
            variable[:] = values
            _say(variable, units=unit, standard_name={"lat": "latitude", "lon": "longitude"}[name])
        says = {name: words for name, _, _, words in COLUMNS}
        for name, column in {"looks": found.looks.astype(np.float64), **columns_of(found)}.items():
            variable = file.createVariable(name, "d", dimensions)
            variable[:] = column.reshape(shape) if shape else column
            unit = "1" if name == "looks" else ("percent" if name.endswith("percent") else "h")
            _say(variable, units=unit, long_name=says.get(name, name.replace("_", " ")))
            if shape is None:
                _say(variable, coordinates="lat lon")


def _say(what: object, **attributes: str) -> None:
    """Attributes of a file or a variable, which SciPy takes as attributes of its object."""
    for name, words in attributes.items():
        setattr(what, name, words)


def _cell(lat: float, lon: float, height_deg: float, width_deg: float) -> dict[str, object]:
    south, north = max(lat - height_deg / 2, -90.0), min(lat + height_deg / 2, 90.0)
    west, east = lon - width_deg / 2, lon + width_deg / 2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
