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

Floats = NDArray[np.float64]

TIDES, ROWS = 11, 6
LARGEST_M = 1.0  # no loading is larger; a file in millimetres would be


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
        raise Refused(
            f"{self.file} has no ocean loading of the station {marker.strip() or '(no name)'!r}; it has "
            f"{', '.join(sorted(self.stations)) or 'none'}"
        )


def read_blq(source: Source, *, lenient: bool = False) -> Loadings:
    """Read a BLQ file (or its bytes); refused at the first fault unless lenient."""
    lines = Lines.of(source, lenient=lenient)
    found: dict[str, Loading] = {}
    name, rows = "", list[list[float]]()
    for line in lines:
        if line.startswith("$$") or not line.strip():
            continue
        values = [finite(word) for word in line.split()]
        numbers = [value for value in values if value is not None]
        if len(numbers) < len(values) or len(values) != TIDES:
            named = len(numbers) < len(values) or (len(values) == 1 and not name)  # or a name of digits
            if rows or not named:
                lines.fault("stations not read", f"{ROWS} rows of {TIDES} numbers after a station's name")
            name, rows = line.split()[0].upper() if line.split() else "", []
            continue
        rows.append(numbers)
        if len(rows) == ROWS:
            table = np.array(rows)
            if np.abs(table[:3]).max() > LARGEST_M or not name:
                lines.fault("stations not read", "a station's name, and amplitudes in metres")
            else:
                found[name] = Loading(name, table[:3], table[3:])
            name, rows = "", []
    if rows:
        lines.fault("stations not read", f"{ROWS} rows of {TIDES} numbers after a station's name", "the end")
    return Loadings(lines.judge.file, found)
