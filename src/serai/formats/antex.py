"""Antenna phase centres from ANTEX files: of satellites and of receivers, per frequency.

M. Rothacher, R. Schmid, "ANTEX: The Antenna Exchange Format, Version 1.4" (2010). Millimetres become metres.
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

MM = 1e-3
MOST_ANGLES = 721  # of a grid; half a degree all round


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One frequency's phase centre: its mean offset and its variations.

    ``offset_m``: north, east, up of a receiver antenna; X, Y, Z in the body frame of a satellite.
    ``noazi_m`` over the zenith (nadir for satellites) angles; ``grid_m`` (azimuths, angles) or None.
    """

    offset_m: Floats
    noazi_m: Floats
    grid_m: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Antenna:
    """One antenna: ``serial`` is 'G01' for a satellite's, '' where it holds for a whole type.

    ``patterns`` by system and frequency number, such as 'G01', 'C02', 'E05'. Validity: TAI ns, None where
    open.
    """

    kind: str
    serial: str
    svn: str
    zenith_deg: Floats
    azimuth_deg: Floats
    patterns: Mapping[str, Pattern]
    from_tai_ns: int | None
    until_tai_ns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Antennas:
    """All antennas of a file; ``absolute`` says whether its variations are absolute or relative."""

    version: float
    absolute: bool
    antennas: tuple[Antenna, ...]
    skipped: Mapping[str, int]

    def satellite(self, name: str, tai_ns: int) -> Antenna | None:
        """Give the antenna of the satellite that flew under a name ('C19') at a time."""
        for one in self.antennas:
            begun = one.from_tai_ns is None or one.from_tai_ns <= tai_ns
            ended = one.until_tai_ns is not None and one.until_tai_ns < tai_ns
            if one.serial == name and begun and not ended:
                return one
        return None

    def receiver(self, kind: str) -> Antenna | None:
        """Give the type-mean antenna of 'ASH701945E_M    SCIS': 16 characters of antenna, 4 of radome."""
        wanted = kind.split()
        return next((one for one in self.antennas if one.kind.split() == wanted and not one.serial), None)


@dataclass(slots=True)
class _Figures:
    """What the lines of one frequency have given so far, millimetres."""

    offset: list[float] | None = None
    noazi: list[float] | None = None
    rows: list[list[float]] = field(default_factory=list)


def read_antex(source: Source, *, lenient: bool = False) -> Antennas:
    """Read an ANTEX file (also packed) or its bytes; refused at the first fault unless lenient."""
    lines = Lines.of(source, lenient=lenient)
    first = next(lines, "")
    version = finite(first[:8])
    if label_of(first) != "ANTEX VERSION / SYST" or version is None:
        raise BadFile(lines.judge.file, 1, reason("formats.expected.antex"), first)
    absolute, antennas = True, []
    for line in lines:
        label = label_of(line)
        if label == "PCV TYPE / REFANT":
            absolute = line[:1].upper() == "A"
        elif label == "START OF ANTENNA":
            antenna = _antenna(lines)
            if antenna is not None:
                antennas.append(antenna)
    return Antennas(
        version=version,
        absolute=absolute,
        antennas=tuple(antennas),
        skipped=MappingProxyType(dict(lines.judge.skipped)),
    )


def _antenna(lines: Lines) -> Antenna | None:
    said: dict[str, str] = {}
    patterns: dict[str, Pattern] = {}
    zenith: Floats = np.empty(0)
    azimuth: Floats = np.empty(0)
    for line in lines:
        label = label_of(line)
        if label == "END OF ANTENNA":
            break
        if label in ("START OF ANTENNA", "END OF FREQUENCY"):
            lines.fault("antennas not read", reason("formats.expected.end_of_antenna_first"))
            return None
        if label == "ZEN1 / ZEN2 / DZEN":
            zenith = _angles(lines, 3)
            if not len(zenith):
                return None
        elif label == "DAZI":
            azimuth = _azimuths(line)
        elif label == "START OF FREQUENCY":
            pattern = _pattern(lines, zenith, azimuth)
            if pattern is None:
                return None
            patterns[line[3:6].replace(" ", "0")] = pattern
        else:
            said.setdefault(label, line)
    else:
        expected = reason("formats.expected.label", label="END OF ANTENNA")
        lines.fault("antennas not read", expected, reason("formats.came.end_of_file"))
        return None
    name = said.get("TYPE / SERIAL NO", "").ljust(60)
    if not name[:20].strip():
        expected = reason("formats.expected.antenna_type")
        lines.fault("antennas not read", expected, reason("formats.came.none_before_its_end"))
        return None
    return Antenna(
        kind=name[:20].rstrip(),
        serial=name[20:40].strip(),
        svn=name[40:50].strip(),
        zenith_deg=zenith,
        azimuth_deg=azimuth,
        patterns=MappingProxyType(patterns),
        from_tai_ns=_time(said.get("VALID FROM", "")),
        until_tai_ns=_time(said.get("VALID UNTIL", "")),
    )


def _angles(lines: Lines, count: int) -> Floats:
    values = lines.floats(6, 2, count, "antennas not read")
    if values is None:
        return np.empty(0)
    low, high, step = values
    if not (0 < step <= 90 and 0 <= low < high <= 180 and (high - low) / step < MOST_ANGLES):
        lines.fault("antennas not read", reason("formats.expected.zenith_angles"))
        return np.empty(0)
    return low + step * np.arange(round((high - low) / step) + 1, dtype=np.float64)


def _azimuths(line: str) -> Floats:
    step = finite(line[2:8]) or 0.0
    return step * np.arange(round(360.0 / step) + 1 if 0.5 <= step <= 360.0 else 0, dtype=np.float64)


def _pattern(lines: Lines, zenith: Floats, azimuth: Floats) -> Pattern | None:
    found = _Figures()
    for line in lines:
        label = label_of(line) if "OF " in line[60:80] or "/" in line[60:80] else ""
        if label == "END OF FREQUENCY":
            break
        if not _taken(lines, label, len(zenith), found):
            return None
    rows = found.rows
    if found.offset is None or found.noazi is None or (rows and len(rows) != len(azimuth)):
        expected = reason("formats.expected.whole_frequency")
        lines.fault("antennas not read", expected, reason("formats.came.frequency_without"))
        return None
    return Pattern(
        offset_m=np.array(found.offset) * MM,
        noazi_m=np.array(found.noazi) * MM,
        grid_m=np.array(rows) * MM if rows else None,
    )


def _taken(lines: Lines, label: str, angles: int, found: _Figures) -> bool:
    """Keep the figures of the current line; False, and a fault, where it has none."""
    if label == "NORTH / EAST / UP":
        found.offset = lines.floats(10, 0, 3, "antennas not read")
        return found.offset is not None
    line = lines.current
    values = [finite(line[8 + 8 * k : 16 + 8 * k]) for k in range(angles)]
    row = [value for value in values if value is not None]
    if len(row) < len(values) or label:
        lines.fault("antennas not read", reason("formats.expected.variations", count=angles))
        return False
    if "NOAZI" in line[:8]:
        found.noazi = row
    else:
        found.rows.append(row)
    return True


def _time(line: str) -> int | None:
    """Validity in GPS time, as the format has it."""
    parts = [whole(line[6 * k : 6 * k + 6]) for k in range(5)]
    second = finite(line[30:43])
    year, month, day, hour, minute = (part if part is not None else 0 for part in parts)
    days = days_of(year, month, day)
    if days < 0 and year < 1970:
        return None
    ns = round(((hour * 60 + minute) * 60 + (second or 0.0)) * 1e9)
    return int(tai_of(np.array([days]), np.array([ns]), "GPS")[0])
