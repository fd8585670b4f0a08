"""Cases of attenuation as a table: one row a path, with a place's own figures in place of the maps.

Columns: lat_deg, lon_deg, height_m, frequency_ghz, elevation_deg, percent, polarisation_deg, diameter_m,
efficiency; and, where given, the figures of ``OWN``. Each row comes back with its decibels by cause and the
name of any figure it lacked.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from serai.errors import Refused
from serai.files import csv_rows
from serai.radio.propagation.attenuation import (
    ELEVATION,
    FREQUENCY,
    PERCENT,
    Attenuation,
    Ground,
    attenuation,
)
from serai.radio.propagation.limits import ValidityRange, refuse_outside
from serai.radio.propagation.maps import Maps
from serai.radio.propagation.site_climate import ground_at
from serai.wording import Reason, csv_cell, reason

NEEDED = ("lat_deg", "frequency_ghz", "elevation_deg", "percent")
PATH = (*NEEDED, "lon_deg", "height_m", "polarisation_deg", "diameter_m", "efficiency")
# The figures of a place by the name of their column; the rest are called as ``Ground`` calls them.
OWN: Mapping[str, str] = {
    "columnar_liquid_kg_m2": "liquid_kg_m2",
    "columnar_vapour_kg_m2": "column_kg_m2",
    "n_wet": "wet_refractivity",
    **{f.name: f.name for f in fields(Ground) if f.name != "height_km"},
}
WRITTEN = ("rain_db", "gas_db", "cloud_db", "scintillation_db", "total_db")
LATITUDE = ValidityRange(
    of="WGS 84",
    quantity=reason("radio.quantity.latitude"),
    low=-90.0,
    high=90.0,
    unit=reason("radio.degrees"),
)
RANGES: Mapping[str, tuple[float, float]] = {  # what a figure can be on this Earth; beyond it is a slip
    "lon_deg": (-180.0, 360.0),
    "height_m": (-500.0, 9000.0),
    "polarisation_deg": (-180.0, 180.0),
    "diameter_m": (0.01, 100.0),
    "efficiency": (0.01, 1.0),
    "r001_mm_h": (0.0, 400.0),
    "rain_height_km": (0.0, 10.0),
    "temperature_k": (180.0, 340.0),
    "temperature_exceeded_k": (180.0, 340.0),
    "pressure_hpa": (300.0, 1100.0),
    "pressure_exceeded_hpa": (300.0, 1100.0),
    "vapour_g_m3": (0.0, 60.0),
    "vapour_exceeded_g_m3": (0.0, 60.0),
    **dict.fromkeys(("columnar_liquid_kg_m2", "liquid_kg_m2", "reduced_kg_m2"), (0.0, 20.0)),
    **dict.fromkeys(("columnar_vapour_kg_m2", "column_kg_m2"), (0.0, 120.0)),
    **dict.fromkeys(("n_wet", "wet_refractivity"), (0.0, 250.0)),
}
TILT_DEG, EFFICIENCY = 45.0, 0.65  # circular polarisation; the antenna of the ITU-R's own validation cases


class CasesRefused(Refused):
    """A row of cases cannot be read as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathCase:
    """One path: its figures by column, None where not given; its ``row`` and ``where`` it stood in a file."""

    figures: Mapping[str, float | None]
    line: int = 0
    row: Mapping[str, str] | None = None
    where: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAttenuation:
    """What one case comes to: decibels by cause (None: unknown), what it lacked, its figures' sources."""

    case: PathCase
    decibels: Mapping[str, float | None]
    lacking: tuple[str, ...]
    sources: Mapping[str, str]

    def __repr__(self) -> str:
        total = self.decibels.get("total_db")
        lacking = f", lacking {', '.join(self.lacking)}" if self.lacking else ""
        return f"Answer(total {'unknown' if total is None else f'{total:.2f} dB'}{lacking})"


def read_cases(text: str, name: str = "cases") -> tuple[PathCase, ...]:
    """The cases of a CSV text; what cannot be read as it stands is refused with its line and column.

    Columns that are not known are kept and written back, but not read (see ``unread``).
    """
    rows = csv_rows(text, name)
    header = [cell.strip() for cell in next(rows, (0, []))[1]]
    _check_header(header, name)
    cases = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        where = reason("radio.line", file=name, line=line)
        if len(cells) > len(header):
            raise CasesRefused("radio.cells", where=where, cells=len(cells), columns=len(header))
        row = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
        figures = {c: _figure(row.get(c, ""), c, where) for c in (*PATH, *OWN)}
        for column in NEEDED:
            if figures[column] is None:
                raise CasesRefused("radio.no_number", where=_in(where, column))
        cases.append(PathCase(figures=figures, line=line, row=row, where=where))
    if not cases:
        raise CasesRefused("radio.no_cases", name=name)
    return tuple(cases)


def unread(cases: Iterable[PathCase]) -> tuple[str, ...]:
    """The columns that were written back but mean nothing here: names of places, or a figure misspelt."""
    return tuple(dict.fromkeys(c for case in cases for c in (case.row or ()) if c not in (*PATH, *OWN)))


def check(case: PathCase) -> None:
    """Refuse a case that lies outside what the Recommendations cover, by the Recommendation's own limit."""
    for limit, column in (
        (LATITUDE, "lat_deg"),
        (FREQUENCY, "frequency_ghz"),
        (ELEVATION, "elevation_deg"),
        (PERCENT, "percent"),
    ):
        refuse_outside(limit, _number(case.figures[column]), case.where or "")
    for column, (low, high) in RANGES.items():
        value = case.figures.get(column)
        if value is not None and not low <= value <= high:
            at = _in(case.where, column) if case.where else column
            raise CasesRefused("radio.not_between", where=at, low=low, high=high, got=value)


def _check_header(header: Sequence[str], name: str) -> None:
    if not any(header):
        raise CasesRefused("radio.cases_empty", name=name, needed=NEEDED)
    if len(header) == 1 and ";" in header[0]:
        raise CasesRefused("radio.semicolons", name=name)
    twice = next((c for c in header if c and header.count(c) > 1), None)
    if twice is not None:
        raise CasesRefused("radio.column_twice", name=name, column=twice)
    missing = [c for c in NEEDED if c not in header]
    if missing:
        raise CasesRefused("radio.column_missing", name=name, needed=NEEDED, missing=missing[0])


def _in(where: Reason, column: str) -> Reason:
    return reason("radio.column", where=where, column=column)


def _figure(cell: str, column: str, where: Reason) -> float | None:
    cell = cell.strip()
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CasesRefused("radio.no_number_but", where=_in(where, column), got=cell)
    return value


def answers(cases: Sequence[PathCase], maps: Maps, *, older: bool = False) -> tuple[CaseAttenuation, ...]:
    """The attenuation of every case, all at once; what a case lacks is named and its decibels are None."""
    if not cases:
        return ()
    column = {c: np.array([_number(case.figures.get(c)) for case in cases]) for c in (*PATH, *OWN)}
    height_km = column["height_m"] / 1e3
    placed = np.isfinite(column["lon_deg"])
    found = ground_at(
        maps,
        lat_deg=column["lat_deg"],
        lon_deg=np.where(placed, column["lon_deg"], 0.0),
        percent=column["percent"],
        height_km=height_km,
        older=older,
    )
    merged: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
    sources: list[dict[str, str]] = [{} for _ in cases]
    for f in fields(Ground):
        from_map = getattr(found.ground, f.name)
        values = np.where(placed, np.nan if from_map is None else from_map, np.nan)
        own = height_km if f.name == "height_km" else _own(column, f.name)
        merged[f.name] = np.where(np.isfinite(own), own, values)
        for k, row in enumerate(sources):
            if np.isfinite(own[k]):
                row[f.name] = "given"
            elif np.isfinite(merged[f.name][k]):
                row[f.name] = found.sources[f.name]
    result = attenuation(
        Ground(**merged),
        lat_deg=column["lat_deg"],
        frequency_ghz=column["frequency_ghz"],
        elevation_deg=column["elevation_deg"],
        percent=column["percent"],
        tilt_deg=np.where(np.isfinite(column["polarisation_deg"]), column["polarisation_deg"], TILT_DEG),
        diameter_m=column["diameter_m"],
        efficiency=np.where(np.isfinite(column["efficiency"]), column["efficiency"], EFFICIENCY),
    )
    return tuple(_answer(k, case, result, merged, sources[k]) for k, case in enumerate(cases))


def write(answered: Iterable[CaseAttenuation]) -> str:
    """The rows of the cases with their decibels and what they lacked, as CSV."""
    out = io.StringIO()
    rows = list(answered)
    columns = list(dict.fromkeys(c for a in rows for c in (a.case.row or ())))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, *WRITTEN, "lacking"])
    for a in rows:
        row = a.case.row or {}
        decibels = ["" if (v := a.decibels[c]) is None else repr(v) for c in WRITTEN]
        writer.writerow([*(csv_cell(row.get(c, "")) for c in columns), *decibels, ";".join(a.lacking)])
    return out.getvalue()


def _answer(
    k: int,
    case: PathCase,
    result: Attenuation,
    merged: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
    sources: Mapping[str, str],
) -> CaseAttenuation:
    decibels = {c: _or_none(getattr(result, c), k) for c in WRITTEN}
    lacking = []
    wanted = {
        "rain_db": ("height_km", "r001_mm_h", "rain_height_km"),
        "gas_db": ("pressure_hpa", "temperature_k", "vapour_g_m3"),
        "scintillation_db": ("wet_refractivity",),
    }
    for cause, names in wanted.items():
        if decibels[cause] is None:
            lacking += ["height_m" if n == "height_km" else n for n in names if not np.isfinite(merged[n][k])]
    if decibels["cloud_db"] is None and not np.isfinite(merged["liquid_kg_m2"][k]):
        lacking.append("columnar_liquid_kg_m2")
    if decibels["scintillation_db"] is None and case.figures.get("diameter_m") is None:
        lacking.append("diameter_m")
    return CaseAttenuation(case=case, decibels=decibels, lacking=tuple(lacking), sources=sources)


def _own(
    column: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]], name: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    values = np.full(len(column["lat_deg"]), np.nan)
    for written, of in OWN.items():
        if of == name:
            values = np.where(np.isfinite(column[written]), column[written], values)
    return values


def _or_none(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], k: int) -> float | None:
    value = float(np.broadcast_to(values, values.shape or (k + 1,))[k])
    return value if np.isfinite(value) else None


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
