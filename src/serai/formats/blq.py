"""Ocean loading coefficients from files of the BLQ form: eleven tides by station.

H.-G. Scherneck, Onsala Space Observatory (free ocean tide loading provider): after a station's name three
rows of amplitudes, metres (up, west, south), and three of phase lags, degrees, for M2 S2 N2 K2 K1 O1 P1 Q1 Mf
Mm Ssa.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.lines import Lines, finite
from serai.formats.source import Source
from serai.wording import reason

Floats = NDArray[np.float64]

TIDES, ROWS = 11, 6
LARGEST_M = 1.0  # no loading is larger; a file in millimetres would be
SIX_ROWS = reason("formats.expected.loading_rows", rows=ROWS, count=TIDES)


@dataclass(frozen=True, slots=True)
class Loading:
    """One station's coefficients: ``amplitude_m`` and ``lag_deg`` (3: up, west, south; 11 tides)."""

    station: str
    amplitude_m: Floats
    lag_deg: Floats


@dataclass(frozen=True, slots=True)
class Loadings:
    """All stations of a file, by the names it gives them."""

    file: str
    stations: Mapping[str, Loading]

    def of(self, marker: str) -> Loading:
        """The station of a marker's name ('ONSA00SWE') or of its first four letters; refused if unknown."""
        wanted = marker.strip().upper()
        for name in (wanted, wanted[:4]):
            if name and name in self.stations:
                return self.stations[name]
        known = tuple(sorted(self.stations))
        if not known:
            raise Refused("formats.no_loading_at_all", file=self.file)
        if not wanted:
            raise Refused("formats.no_loading_without_name", file=self.file, known=known)
        raise Refused("formats.no_loading", file=self.file, station=marker.strip(), known=known)


def read_blq(source: Source, *, lenient: bool = False) -> Loadings:
    """Read a BLQ file (or its bytes); refused at the first fault unless lenient."""
    lines = Lines.of(source, lenient=lenient)
    found: dict[str, Loading] = {}
    name, rows = "", list[list[float]]()
    for line in lines:
        if line.startswith("$$") or not line.strip():
            continue
        row = _row(line)
        if row is None:
            if rows or not _is_name(line, name):
                lines.fault("stations not read", SIX_ROWS)
            name, rows = line.split()[0].upper(), []
            continue
        rows.append(row)
        if len(rows) == ROWS:
            _keep(lines, name, rows, found)
            name, rows = "", []
    if rows:
        lines.fault("stations not read", SIX_ROWS, reason("formats.came.end"))
    return Loadings(lines.judge.file, found)


def _row(line: str) -> list[float] | None:
    """The eleven numbers of a line; None where it holds anything else."""
    values = [finite(word) for word in line.split()]
    numbers = [value for value in values if value is not None]
    return numbers if len(numbers) == len(values) == TIDES else None


def _is_name(line: str, before: str) -> bool:
    """Whether a line that is no row names a station: by a word, or by one of digits where none is named."""
    values = [finite(word) for word in line.split()]
    return None in values or (len(values) == 1 and not before)


def _keep(lines: Lines, name: str, rows: list[list[float]], found: dict[str, Loading]) -> None:
    table = np.array(rows)
    if np.abs(table[:3]).max() > LARGEST_M or not name:
        lines.fault("stations not read", reason("formats.expected.loading"))
    else:
        found[name] = Loading(name, table[:3], table[3:])
