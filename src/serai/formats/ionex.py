"""Maps of the vertical electron content from IONEX files, and the code biases they carry.

S. Schaer, W. Gurtner, J. Feltens, "IONEX: The IONosphere Map EXchange Format, Version 1.1" (2015). Times
are UT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.lines import Lines, finite, label_of, whole
from serai.formats.refusal import BadFile
from serai.formats.rinex.clocks import tai_of
from serai.formats.scan import days_of
from serai.formats.source import Source
from serai.wording import reason

Floats = NDArray[np.float64]

KM = 1000.0
NS = 1e-9
MISSING = 9999
MOST_NODES = 1_000_000  # of one map


@dataclass(frozen=True, slots=True, kw_only=True)
class IonosphereMaps:
    """Vertical electron content over latitude and longitude at common times, TECU; NaN where not known.

    ``tecu`` and ``rms_tecu`` (None where the file has none) are (times, latitudes, longitudes) on a shell
    at ``height_m`` above a sphere of ``base_radius_m``; ``bias_s`` are the differential code biases of
    satellites ('G01') in seconds, as the file defines them.
    """

    version: float
    mapping: str
    tai_ns: NDArray[np.int64]
    lat_deg: Floats
    lon_deg: Floats
    height_m: float
    base_radius_m: float
    tecu: Floats
    rms_tecu: Floats | None
    bias_s: Mapping[str, float]
    skipped: Mapping[str, int]


@dataclass(slots=True)
class _Found:
    grid: dict[str, list[float]] = field(default_factory=dict)
    radius_km: float = float("nan")
    mapping: str = ""
    exponent: int = -1  # IONEX 1.1: 0.1 TECU unless said otherwise
    bias_ns: dict[str, float] = field(default_factory=dict)
    maps: dict[str, dict[int, Floats]] = field(default_factory=lambda: {"TEC": {}, "RMS": {}})


@dataclass(slots=True)
class _Map:
    """The map being read: 'TEC' or 'RMS', '' between maps; ``row`` is the next latitude's."""

    kind: str
    exponent: int
    table: Floats
    tai_ns: int | None = None
    row: int = 0


def read_ionex(source: Source, *, lenient: bool = False) -> IonosphereMaps:
    """Read an IONEX file (also packed) or its bytes; refused at the first fault unless lenient."""
    lines = Lines.of(source, lenient=lenient)
    first = next(lines, "")
    version = finite(first[:8])
    if label_of(first) != "IONEX VERSION / TYPE" or version is None:
        raise BadFile(lines.judge.file, 1, reason("formats.expected.ionex"), first)
    found = _Found()
    _header(lines, found)
    lat, lon, height = (_axis(lines, found, name) for name in ("LAT", "LON", "HGT"))
    if len(lat) * len(lon) > MOST_NODES or len(height) != 1:
        expected = reason("formats.expected.one_height", most=MOST_NODES)
        came = reason("formats.came.maps", heights=len(height), nodes=len(lat) * len(lon))
        raise BadFile(lines.judge.file, 0, expected, came)
    _maps(lines, found, len(lat), len(lon))
    if not found.maps["TEC"]:
        raise BadFile(lines.judge.file, 0, reason("formats.expected.a_map"), reason("formats.came.none"))
    times = np.array(sorted(found.maps["TEC"]), dtype=np.int64)
    rms = found.maps["RMS"]
    empty = np.full((len(lat), len(lon)), np.nan)
    return IonosphereMaps(
        version=version,
        mapping=found.mapping,
        tai_ns=times,
        lat_deg=lat,
        lon_deg=lon,
        height_m=float(height[0]) * KM,
        base_radius_m=found.radius_km * KM,
        tecu=np.stack([found.maps["TEC"][int(t)] for t in times]),
        rms_tecu=np.stack([rms.get(int(t), empty) for t in times]) if rms else None,
        bias_s=MappingProxyType({name: value * NS for name, value in found.bias_ns.items()}),
        skipped=MappingProxyType(dict(lines.judge.skipped)),
    )


def _header(lines: Lines, found: _Found) -> None:
    for line in lines:
        label = label_of(line)
        if label == "END OF HEADER":
            return
        if label in ("LAT1 / LAT2 / DLAT", "LON1 / LON2 / DLON", "HGT1 / HGT2 / DHGT"):
            values = [finite(line[2 + 6 * k : 8 + 6 * k]) for k in range(3)]
            found.grid[label[:3]] = [value for value in values if value is not None]
        elif label == "BASE RADIUS":
            found.radius_km = finite(line[:8]) or found.radius_km
        elif label == "MAPPING FUNCTION":
            found.mapping = line[2:6].strip()
        elif label == "EXPONENT":
            found.exponent = _exponent(lines, line)
        elif label == "PRN / BIAS / RMS":
            name, bias = line[3:6].replace(" ", "0"), finite(line[6:16])
            if bias is None:
                lines.fault("biases not read", reason("formats.expected.bias"))
            else:
                found.bias_ns["G" + name[1:] if name[0] == "0" else name] = bias
    expected = reason("formats.expected.header_end", label="END OF HEADER")
    raise BadFile(lines.judge.file, len(lines.lines), expected, reason("formats.came.none_in_the_file"))


def _exponent(lines: Lines, line: str) -> int:
    value = whole(line[:6])
    if value is None or not -10 <= value <= 10:
        raise BadFile(lines.judge.file, lines.number, reason("formats.expected.exponent"), line[:20])
    return value


def _axis(lines: Lines, found: _Found, name: str) -> Floats:
    values = found.grid.get(name, [])
    if len(values) == 3:
        low, high, step = values
        if step == 0 and low == high:
            return np.array([low])
        if step != 0 and 0 <= (high - low) / step < 10_000:
            return low + step * np.arange(round((high - low) / step) + 1, dtype=np.float64)
    expected = reason("formats.expected.in_header", label=f"{name}1 / {name}2 / D{name}")
    raise BadFile(lines.judge.file, 0, expected, str(values))


def _maps(lines: Lines, found: _Found, rows: int, columns: int) -> None:
    one = _Map("", found.exponent, np.empty((0, 0)))
    for line in lines:
        label = label_of(line)
        if label.startswith("START OF ") and label.endswith(" MAP"):
            one = _Map(label[9:12], one.exponent, np.full((rows, columns), np.nan))
        elif label.startswith("END OF ") and label.endswith(" MAP"):
            if one.kind in found.maps and one.kind == label[7:10]:
                _keep(lines, one, found.maps[one.kind])
            one = _Map("", found.exponent, np.empty((0, 0)))
        elif label == "END OF FILE":
            return
        else:
            _take(lines, label, one, found)
    expected = reason("formats.expected.label", label="END OF FILE")
    lines.fault("files without their end", expected, reason("formats.came.end"))


def _take(lines: Lines, label: str, one: _Map, found: _Found) -> None:
    """Read what one line of a map, and the numbers below it, say."""
    if label == "EPOCH OF CURRENT MAP":
        one.tai_ns = _time(lines.current)
    elif label == "EXPONENT":
        one.exponent = _exponent(lines, lines.current)
    elif label == "LAT/LON1/LON2/DLON/H" and one.kind in found.maps:
        rows, columns = one.table.shape
        values = _row(lines, columns)
        if values is None or one.row >= rows:
            lines.fault("rows not read", reason("formats.expected.rows", columns=columns, rows=rows))
        else:
            one.table[one.row] = values
        one.row += 1


def _keep(lines: Lines, one: _Map, maps: dict[int, Floats]) -> None:
    rows = len(one.table)
    if one.tai_ns is None or one.row != rows:
        lines.fault("maps not read", reason("formats.expected.whole_map", rows=rows))
    else:
        maps[one.tai_ns] = one.table * 10.0**one.exponent


def _row(lines: Lines, columns: int) -> Floats | None:
    text = ""
    for _ in range(-(-columns // 16)):
        text += next(lines, "").ljust(80)[:80]
    values = [whole(text[5 * k : 5 * k + 5]) for k in range(columns)]
    if None in values:
        return None
    return np.array([np.nan if value in (MISSING, None) else float(value) for value in values])


def _time(line: str) -> int | None:
    parts = [whole(line[6 * k : 6 * k + 6]) for k in range(6)]
    year, month, day, hour, minute, second = (part if part is not None else -1 for part in parts)
    days = days_of(year, month, day)
    inside = 1980 <= year <= 2100 and 0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60
    if days < -100_000 or not inside:
        return None
    ns = ((hour * 60 + minute) * 60 + second) * 1_000_000_000
    days, ns = (days + 1, ns - 86_400 * 10**9) if hour == 24 else (days, ns)
    return int(tai_of(np.array([days]), np.array([ns]), "UTC")[0])
