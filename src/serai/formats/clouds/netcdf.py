"""Cloud cover on a grid of latitude, longitude and time, out of a NetCDF file (CF conventions, section 4).

The classic formats (CDF-1, CDF-2) are read by scipy, NetCDF-4 by netCDF4 (the extra `netcdf`).
Cover is the variable whose standard name is cloud_area_fraction, or one named tcc, clt, tcdc or
total_cloud_cover; as a fraction or in percent, whichever its units say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.io import netcdf_file

from serai.errors import Refused
from serai.files import LARGEST_B, content
from serai.formats.clouds.grid import CloudForecast
from serai.formats.refusal import BadFile
from serai.time import Instant
from serai.wording import reason

Floats = NDArray[np.float64]

COVER = ("tcc", "clt", "tcdc", "total_cloud_cover", "cloud_cover")
STANDARD = "cloud_area_fraction"
LAT, LON, TIME = ("latitude", "lat"), ("longitude", "lon"), ("valid_time", "time")
UNIT_S: Mapping[str, float] = MappingProxyType(
    {"second": 1.0, "minute": 60.0, "hour": 3_600.0, "day": 86_400.0}
)
_SINCE = re.compile(
    r"(second|minute|hour|day)s?\s+since\s+(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{1,2}))?)?"
)
LARGEST_CELLS = 100_000_000  # of a grid and its hours, 0.8 GB in memory
FULL = 1.05  # cover above this is no share: packing and interpolation overshoot by less
HDF5 = b"\x89HDF"


def read_cloud_forecast(path: str | Path) -> CloudForecast:
    """Read a file, or refuse it in a sentence."""
    name = Path(path).name
    raw, _ = content(path, LARGEST_B)
    if raw[:4] != HDF5 and raw[:3] != b"CDF":
        raise BadFile(name, 0, reason("formats.expected.netcdf"), reason("formats.came.other_bytes"))
    opened = _netcdf4 if raw[:4] == HDF5 else _classic
    try:
        with opened(raw, name) as file:
            return _forecast(file, name)
    except (
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        AssertionError,
        OSError,
        RuntimeError,
    ) as why:
        if isinstance(why, Refused):
            raise
        raise BadFile(name, 0, reason("formats.expected.netcdf"), str(why)[:60]) from None


def _classic(raw: bytes, _: str) -> Any:
    """A file in a classic format, by scipy."""
    return netcdf_file(io.BytesIO(raw), "r", mmap=False, maskandscale=True)


def _netcdf4(raw: bytes, name: str) -> Any:
    """A NetCDF-4 file, by netCDF4; refused where that is not installed."""
    try:
        library = import_module("netCDF4")
    except ImportError:
        raise Refused("formats.netcdf_4", file=name) from None
    return library.Dataset(name, memory=raw)


def _forecast(file: Any, name: str) -> CloudForecast:
    cover = _cover(file, name)
    axes = [_axis(file, dimension, name) for dimension in cover.dimensions]
    order = [k for wanted in (TIME, LAT, LON) for k, (kind, _) in enumerate(axes) if kind == wanted]
    if len(axes) != 3 or len(order) != 3:
        raise BadFile(name, 0, reason("formats.expected.cloud_grid"), ", ".join(cover.dimensions))
    at, lat, lon = (axes[k][1] for k in order)
    for dimension, (_, told) in zip(cover.dimensions, axes, strict=True):
        if not len(told) or not np.all(np.isfinite(told)):
            raise BadFile(name, 0, reason("formats.expected.axis_told", axis=dimension), _shown(told))
    if np.prod([len(values) for _, values in axes]) > LARGEST_CELLS:
        raise BadFile(name, 0, reason("formats.expected.fewer_cells", most=LARGEST_CELLS), str(cover.shape))
    values = np.ma.filled(np.ma.asarray(cover[:], dtype=np.float64), np.nan).transpose(order)
    units = _text(cover, "units").strip()
    values = values / 100.0 if units in ("%", "percent") else values
    if np.any(values > FULL):
        raise BadFile(
            name, 0, reason("formats.expected.cloud_units"), f"{np.nanmax(values):g} {units}".strip()
        )
    lon = lon % 360.0
    rows, columns, times = np.argsort(lat), np.argsort(lon), np.argsort(at)
    return CloudForecast(
        file=name,
        at_ns=at[times].astype(np.int64),
        lat_deg=lat[rows],
        lon_deg=lon[columns],
        cover=values[times][:, rows][:, :, columns],
    )


def _shown(values: NDArray[Any]) -> str:
    return f"{int(np.count_nonzero(~np.isfinite(values)))} without a number" if len(values) else "none"


def _cover(file: Any, name: str) -> Any:
    """The variable of cloud cover."""
    for called, one in file.variables.items():
        if _text(one, "standard_name") == STANDARD or called.casefold() in COVER:
            return one
    raise BadFile(
        name, 0, reason("formats.expected.cloud_cover", names=COVER), ", ".join(file.variables)[:60]
    )


def _axis(file: Any, dimension: str, name: str) -> tuple[tuple[str, ...] | None, NDArray[Any]]:
    """What an axis is, and its values: degrees, or TAI nanoseconds."""
    fold = dimension.casefold()
    kind = next((known for known in (TIME, LAT, LON) if fold in known), None)
    if kind is None or dimension not in file.variables:
        return None, np.empty(0)
    one = file.variables[dimension]
    values = np.asarray(np.ma.filled(np.ma.asarray(one[:], dtype=np.float64), np.nan))
    return kind, _moments(values, _text(one, "units"), name) if kind is TIME else values


def _moments(values: Floats, units: str, name: str) -> NDArray[np.int64]:
    """Times such as "hours since 1900-01-01 00:00:0.0", UTC, as TAI nanoseconds."""
    found = _SINCE.match(units.strip())
    if found is None:
        raise BadFile(name, 0, reason("formats.expected.since"), units[:60])
    year, month, day, hour, minute, second = (int(found[k] or 0) for k in range(2, 8))
    since = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    step_s = UNIT_S[found[1]]
    told = [since + timedelta(seconds=float(v) * step_s) for v in values.tolist()]
    return np.array([Instant.from_utc(f"{t:%Y-%m-%dT%H:%M:%S}Z").tai_ns for t in told], dtype=np.int64)


def _text(one: Any, attribute: str) -> str:
    value = getattr(one, attribute, b"")
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
