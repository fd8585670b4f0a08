"""Cases of attenuation as a table: one row a path, with a place's own figures in place of the maps.

Columns: lat_deg, lon_deg, height_m, frequency_ghz, elevation_deg, percent, polarisation_deg, diameter_m,
efficiency; and, where given, the figures of ``OWN``. Each row comes back with its decibels by cause and the
name of any figure it lacked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from serai.errors import Refused
from serai.radio.attenuation import ELEVATION, FREQUENCY, PERCENT, Attenuation, Ground, attenuation
from serai.radio.ground import ground_at
from serai.radio.limits import Limit, refuse_outside
from serai.radio.maps import Maps

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
LATITUDE = Limit(of="WGS 84", quantity="latitude", low=-90.0, high=90.0, unit="degrees")
TILT_DEG, EFFICIENCY = 45.0, 0.65  # circular polarisation; the antenna of the ITU-R's own validation cases


class CasesRefused(Refused):
    """A row of cases cannot be read as written."""

    key: ClassVar[str] = "cases_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One path: its figures by column, None where not given; ``line`` in the file, ``row`` as it stood."""

    figures: Mapping[str, float | None]
    line: int = 0
    row: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one case comes to: decibels by cause (None: unknown), what it lacked, its figures' sources."""

    case: Case
    decibels: Mapping[str, float | None]
    lacking: tuple[str, ...]
    sources: Mapping[str, str]


def read_cases(text: str, name: str = "cases") -> tuple[Case, ...]:
    """The cases of a CSV text; a cell that is no number is refused with its line and column."""
    reader = csv.DictReader(io.StringIO(text))
    missing = [c for c in NEEDED if c not in (reader.fieldnames or ())]
    if missing:
        raise CasesRefused(
            f"{name}, line 1: expected the columns {', '.join(NEEDED)}, but {missing[0]} is missing"
        )
    cases = []
    for row in reader:
        figures: dict[str, float | None] = {}
        for column in (*PATH, *OWN):
            cell = (row.get(column) or "").strip()
            try:
                figures[column] = float(cell) if cell else None
            except ValueError:
                raise CasesRefused(
                    f"{name}, line {reader.line_num}, column '{column}': expected a number, got '{cell}'"
                ) from None
        for column in NEEDED:
            if figures[column] is None:
                raise CasesRefused(
                    f"{name}, line {reader.line_num}, column '{column}': expected a number, got nothing"
                )
        cases.append(
            Case(figures=figures, line=reader.line_num, row={k: v or "" for k, v in row.items() if k})
        )
    return tuple(cases)


def check(case: Case) -> None:
    """Refuse a case that lies outside what the Recommendations cover, by the Recommendation's own limit."""
    f = case.figures
    for limit, column in (
        (LATITUDE, "lat_deg"),
        (FREQUENCY, "frequency_ghz"),
        (ELEVATION, "elevation_deg"),
        (PERCENT, "percent"),
    ):
        refuse_outside(limit, _number(f[column]))


def answers(cases: Sequence[Case], maps: Maps, *, older: bool = False) -> tuple[Answer, ...]:
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


def write(answered: Iterable[Answer]) -> str:
    """The rows of the cases with their decibels and what they lacked, as CSV."""
    out = io.StringIO()
    rows = list(answered)
    columns = list(dict.fromkeys(c for a in rows for c in (a.case.row or ())))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, *WRITTEN, "lacking"])
    for a in rows:
        row = a.case.row or {}
        decibels = ["" if (v := a.decibels[c]) is None else repr(v) for c in WRITTEN]
        writer.writerow([*(row.get(c, "") for c in columns), *decibels, ";".join(a.lacking)])
    return out.getvalue()


def _answer(
    k: int,
    case: Case,
    result: Attenuation,
    merged: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
    sources: Mapping[str, str],
) -> Answer:
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
    return Answer(case=case, decibels=decibels, lacking=tuple(lacking), sources=sources)


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
