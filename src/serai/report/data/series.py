"""The record of a watched place for programs: one JSON object, a table of dates, maps as arrays."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.files import made_folder, npz_bytes, put
from serai.observe.series.areas import PolygonRecord
from serai.observe.series.composites import periods_of
from serai.observe.series.record import DateRecord, Monitoring
from serai.observe.series.sensors import SensorOffset
from serai.observe.series.watch import forget
from serai.report.drawing.series import change_map, series_chart
from serai.wording import csv_cell, harmless, harmless_json

DIGITS = 6
COLUMNS = ("date", "sensor", "valid_percent", "cause", "value", "expected", "low", "high")
MAPS = (
    *("valid_count", "maximum", "spread", "trend_per_year", "confirmed", "first_disturbed"),
    *("departure", "weakest", "ewma", "cusum", "mosum", "coefficients"),
)
ASKED = ("segment_", "filled", "composite")


def monitor_json(found: Monitoring) -> dict[str, object]:
    """The record as one object; shares in per cent, dates in UTC, null where nothing is known."""
    return {
        "stack": found.stack.path.name,
        "layer": found.stack.layer,
        "start": found.stack.times[0],
        "end": found.stack.times[-1],
        "history_until": found.stack.times[found.until - 1],
        "dates": found.stack.dates,
        "pixels": found.stack.shape[0] * found.stack.shape[1],
        "not_watched": found.not_watched,
        "valid_percent": _known(100.0 * found.valid_share),
        "limits_sigma": {"68": _known(found.limits[0]), "95": _known(found.limits[1])},
        "notes": [str(one) for one in found.stack.source.notes],
        "sensors": [_sensor(found, one) for one in found.sensors],
        "series": [_row(one) for one in found.series],
        "breaks": [
            {
                "date": one.time,
                "first_disturbed": one.first,
                "confidence": _known(one.confidence),
                "pixels": one.pixels,
                "share_percent": _known(100.0 * one.share),
                "departure": _known(one.departure),
            }
            for one in found.breaks
        ],
        "alarms": [
            {"date": one.time, "first_disturbed": one.first, "kind": one.why.key, "why": str(one.why)}
            for one in found.alarms
        ],
    }


def polygons_json(records: tuple[PolygonRecord, ...]) -> list[dict[str, object]]:
    """Each polygon with what the record says of it."""
    return [
        {
            "name": one.name,
            "pixels": one.pixels,
            "watched": one.watched,
            "valid_percent": _known(100.0 * one.valid),
            "changed_percent": _known(100.0 * one.changed),
            "first_disturbed": one.first or None,
            "trend_per_year": _known(one.trend),
        }
        for one in records
    ]


def _sensor(found: Monitoring, one: SensorOffset) -> dict[str, object]:
    return {
        "sensor": one.sensor,
        "reference": one.reference,
        "dates": one.dates,
        "bias": _known(one.bias),
        "bias_sigma": _known(one.bias_sigma),
        "drift_per_year": _known(one.drift),
        "drift_sigma": _known(one.drift_sigma),
        "step_date": None if one.step_at < 0 else found.stack.times[one.step_at],
        "step": _known(one.step),
        "step_of": one.step_of or None,
        "step_sigma": _known(one.step_sigma),
        "why": None if one.why is None else str(one.why),
    }


def monitor_csv(found: Monitoring) -> str:
    """One row a date; what is not known stays empty."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in found.series:
        lines.writerow(["" if v is None else csv_cell(v) for v in _row(one).values()])
    return text.getvalue()


def monitor_maps(found: Monitoring) -> dict[str, NDArray[Any]]:
    """Maps of (rows, columns); ``times`` are the dates that the numbers in them stand for, -1 is never."""
    more = [name for name in found.maps if name.startswith(ASKED)]
    arrays = {name: found.maps[name] for name in (*MAPS, *more)}
    if found.composite:
        arrays["composite_from"] = np.array(periods_of(found.stack.times, found.composite)[1])
    return {**arrays, "times": np.array(found.stack.times)}


def write_monitoring(found: Monitoring, folder: Path) -> tuple[Path, ...]:
    """Write the record, the table, the maps and the pictures into a folder, each whole; their names."""
    made_folder(folder)
    record = json.dumps(monitor_json(found), ensure_ascii=False, indent=2)
    contents: dict[str, str | bytes] = {
        "record.json": harmless_json(record),
        "series.csv": monitor_csv(found),
        "maps.npz": npz_bytes(monitor_maps(found)),
        "series.svg": harmless(series_chart(found)),
        "change.svg": harmless(change_map(found)),
    }
    for name, what in contents.items():
        put(folder / name, what)
    forget(folder)
    return tuple(folder / name for name in contents)


def _row(one: DateRecord) -> dict[str, object]:
    return {
        "date": one.time,
        "sensor": one.sensor or None,
        "valid_percent": _known(100.0 * one.valid),
        "cause": str(one.cause),
        "value": _known(one.value),
        "expected": _known(one.expected),
        "low": _known(one.low),
        "high": _known(one.high),
    }


def _known(value: float) -> float | None:
    return round(value, DIGITS) if math.isfinite(value) else None
