"""The tables of the page as CSV files beside it, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from serai.files import put
from serai.outcome.outcome import Outcome
from serai.report.data.rows import Row, booking_rows, needs_rows, single_point_rows
from serai.wording import csv_cell, harmless

COMPANIONS: Mapping[str, Callable[[Outcome], list[Row]]] = {
    "needs.csv": needs_rows,
    "bookings.csv": booking_rows,
    "single_points.csv": single_point_rows,
}


def write_companions(outcome: Outcome, folder: Path) -> tuple[str, ...]:
    """Write the tables that have rows into a folder, and say which; one without rows leaves none behind."""
    written = []
    for name, rows in COMPANIONS.items():
        found = rows(outcome)
        if found:
            put(folder / name, harmless(_text(found)))
            written.append(name)
        else:
            (folder / name).unlink(missing_ok=True)
    return tuple(written)


def _text(rows: list[Row]) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(rows[0])
    lines.writerows([csv_cell(_plain(v)) for v in row.values()] for row in rows)
    return out.getvalue()


def _plain(value: object) -> object:
    """A moment as ISO 8601 to the second, what is unknown as an empty cell, anything else as it is."""
    if isinstance(value, np.datetime64):
        return f"{np.datetime_as_string(value, unit='s')}Z"
    return "" if value is None else value
