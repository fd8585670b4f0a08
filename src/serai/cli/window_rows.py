"""Windows as rows of a table: the same columns for CSV, JSON and the screen, written as they are found."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.access.sweep import Part
    from serai.cli.bulk_inputs import Sky

Cell = str | int | float | None
CUT = ("", "start", "end", "both")  # which ends of a window are those of the period


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a kind of window are called; azimuths only where they are asked for."""

    place: str
    start: str
    end: str
    best: str
    best_at: str
    azimuths: tuple[str, str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The header, in order."""
        return (
            "satellite",
            self.place,
            self.start,
            self.end,
            self.best,
            "uncertainty_s",
            self.best_at,
            *(self.azimuths or ()),
            "duration_s",
            "cut",
            "uncertainty_90_s",
            "norad",
        )


PASSES = Columns(
    "station",
    "rise",
    "set",
    "max_elevation_deg",
    "max_elevation_at",
    ("rise_azimuth_deg", "max_elevation_azimuth_deg", "set_azimuth_deg"),
)
LOOKS = Columns("point", "start", "end", "off_nadir_deg", "off_nadir_at")


def rows_of(part: Part, sky: Sky, places: Sequence[str], columns: Columns) -> Iterator[tuple[Cell, ...]]:
    """The rows of some windows, by satellite, place and start. Moments to the millisecond, angles to 1e-4."""
    from serai.access.timing import timing_uncertainty_of
    from serai.time import utc_texts

    table = part.table
    median, most = timing_uncertainty_of(table, sky.motions, len(places))
    starts, ends, bests = (utc_texts(at, 3) for at in (table.start_ns, table.end_ns, table.best_ns))
    satellite, place = (table.pair // len(places)).tolist(), (table.pair % len(places)).tolist()
    value, lasting = table.best.tolist(), table.duration_s.tolist()
    cut = (table.cut_start + 2 * table.cut_end).tolist()
    azimuth = part.azimuth_deg.tolist()
    norad = [motion.elements.norad for motion in sky.motions]
    for k in range(len(table)):
        yield (
            sky.names[satellite[k]],
            places[place[k]],
            starts[k],
            ends[k],
            round(value[k], 4),
            _known(median[k]),
            bests[k],
            *((round(one, 2) for one in azimuth[k]) if columns.azimuths else ()),
            round(lasting[k], 3),
            CUT[cut[k]],
            _known(most[k]),
            norad[satellite[k]],
        )


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], write: Callable[[str], object]) -> None:
    """Rows as CSV, a batch of lines at a time; what is unknown stays empty."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    for row in rows:
        lines.writerow(row)
        if text.tell() > 1 << 20:
            write(text.getvalue())
            text.seek(0)
            text.truncate()
    write(text.getvalue())


def write_json(
    before: dict[str, object],
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    after: Callable[[], dict[str, object]],
    write: Callable[[str], object],
) -> None:
    """One JSON object with the rows as objects under ``name``, as they come; ``after`` is asked last."""
    write(json.dumps(before, ensure_ascii=False)[:-1] + f', "{name}": [')
    joint = "\n"
    for row in rows:
        write(joint + json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))
        joint = ",\n"
    write("], " + json.dumps(after(), ensure_ascii=False)[1:] + "\n")


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 2)
