"""Where the records of a navigation file are, of which satellite and message, and their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.formats.refusal import FaultJudge
from serai.formats.rinex import nav_kernel
from serai.formats.rinex.header import Header, Text
from serai.formats.rinex.nav_layouts import (
    BEIDOU_GEOS,
    GALILEO_E1_E5A_CLOCK,
    GALILEO_FNAV,
    GALILEO_SOURCES,
    WIDTH,
)
from serai.wording import reason

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FRAME = ord(">")
_SATELLITE = re.compile(r"[GRECJIS](?!00)[0-9][0-9]")
_SYSTEM = re.compile(r"[GRECJIS]")
ONE_MESSAGE: Mapping[str, str] = {"G": "LNAV", "J": "LNAV", "I": "LNAV", "R": "FDMA", "S": "SBAS"}


@dataclass(frozen=True, slots=True)
class Frames:
    """Where records are: first line (from 0) and number of lines, and what they are.

    ``kind`` is 'EPH', 'ION', 'STO' or 'EOP'; ``satellite`` such as 'G01', or the system's letter alone where
    the file names no satellite (RINEX 4, all but 'EPH'); ``message`` such as 'LNAV', '' where the file does
    not say (before RINEX 4).
    """

    first: Integers
    lines: Integers
    kind: NDArray[np.str_]
    satellite: NDArray[np.str_]
    message: NDArray[np.str_]

    def where(self, chosen: Flags | Integers) -> Frames:
        """Give the frames chosen."""
        return Frames(
            self.first[chosen],
            self.lines[chosen],
            self.kind[chosen],
            self.satellite[chosen],
            self.message[chosen],
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of records: civil time in the system's own scale, and up to 39 values, NaN where blank."""

    day: Integers
    ns: Integers
    values: Floats

    def where(self, chosen: Flags | Integers) -> Numbers:
        """Give the records chosen."""
        return Numbers(self.day[chosen], self.ns[chosen], self.values[chosen])


def frames_of(text: Text, header: Header, judge: FaultJudge) -> Frames:
    """Find the records by the lines they begin with."""
    begin, end = header.lines, len(text)
    while end > begin and not text.line(end - 1).strip():
        end -= 1
    heads = text.buffer[text.starts[begin:end]] if end > begin else text.buffer[:0]
    if header.version >= 4.0:
        return _framed(text, begin, end, np.flatnonzero(heads == FRAME) + begin, judge)
    if header.version >= 3.0:
        first = np.flatnonzero((heads >= 65) & (heads <= 90)) + begin
        satellite = _texts(text, first, 0, 3)
    else:
        second = text.buffer[np.minimum(text.starts[begin:end] + 1, len(text.buffer) - 1)]
        first = np.flatnonzero((second >= 48) & (second <= 57)) + begin
        letter = {"N": "G", "G": "R", "H": "S"}[header.kind]
        numbers = np.char.strip(_texts(text, first, 0, 2))
        satellite = np.char.add(letter, np.char.zfill(numbers, 2)) if len(first) else np.array([], "U3")
    if (len(first) and first[0] > begin) or (not len(first) and end > begin):
        expected = reason("formats.expected.record_of_satellite")
        judge.fault("lines outside a record", begin + 1, expected, text.line(begin))
    lines = np.diff(np.append(first, end))
    kind = np.full(len(first), "EPH")
    message = np.full(len(first), "", dtype="U4")
    return Frames(first, lines, kind, _zeroed(satellite), message)


def numbers_of(text: Text, frames: Frames, header: Header, judge: FaultJudge) -> tuple[Frames, Numbers]:
    """Read the numbers of all records; those with a fault are refused, or left out and counted."""
    frames = _of_real_satellites(text, frames, judge)
    count = len(frames.first)
    values = np.full((count, WIDTH), np.nan)
    day, ns = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    fault, at = np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.int64)
    slow = np.empty((16 * count, 4), dtype=np.int64)
    year_digits = 4 if header.version >= 3.0 else 2
    many = nav_kernel.records(
        text.buffer, text.starts, frames.first, frames.lines, 4 if year_digits == 4 else 3, year_digits,
        frames.kind != "STO", values, day, ns, fault, at, slow,
    )  # fmt: skip
    _again(text, values, slow[:many])
    for i in np.flatnonzero(fault).tolist():
        wrong = reason("formats.expected.numbers_of_19")
        if fault[i] == nav_kernel.BAD_TIME:
            wrong = reason("formats.expected.time_of_record")
        judge.fault("records not read", int(at[i]) + 1, wrong, text.line(int(at[i])))
    good = fault == 0
    if good.all():
        return frames, Numbers(day, ns, values)
    return frames.where(good), Numbers(day, ns, values).where(good)


def messages_before_4(frames: Frames, numbers: Numbers, sources: int) -> NDArray[np.str_]:
    """Name the messages that RINEX 2 and 3 do not name: by satellite, Galileo by its data sources."""
    system = _systems(frames)
    out = np.full(len(system), "", dtype="U4")
    for letter, message in ONE_MESSAGE.items():
        out[system == letter] = message
    said = numbers.values[:, sources]
    bits = np.where(np.isfinite(said) & (np.abs(said) < 4096), said, 0).astype(np.int64)
    fnav = (bits & GALILEO_FNAV != 0) | ((bits & GALILEO_SOURCES == 0) & (bits & GALILEO_E1_E5A_CLOCK != 0))
    out[(system == "E") & fnav] = "FNAV"
    out[(system == "E") & ~fnav] = "INAV"
    number = np.array([int(name[1:]) if name[1:].isdecimal() else 0 for name in frames.satellite.tolist()])
    geo = np.isin(number, BEIDOU_GEOS)
    out[(system == "C") & geo] = "D2"
    out[(system == "C") & ~geo] = "D1"
    return out


def _of_real_satellites(text: Text, frames: Frames, judge: FaultJudge) -> Frames:
    named = zip(frames.satellite.tolist(), frames.kind.tolist(), strict=True)
    real = np.array(
        [
            _SATELLITE.fullmatch(name) is not None or (kind != "EPH" and _SYSTEM.fullmatch(name) is not None)
            for name, kind in named
        ],
        dtype=bool,
    )
    for i in np.flatnonzero(~real).tolist():
        line = int(frames.first[i]) - (frames.message[i] != "")
        judge.fault("records not read", line + 1, reason("formats.expected.satellite"), text.line(line))
    return frames if real.all() else frames.where(real)


def _zeroed(names: NDArray[np.str_]) -> NDArray[np.str_]:
    return np.char.replace(np.char.rstrip(names), " ", "0") if len(names) else names


def _systems(frames: Frames) -> NDArray[np.str_]:
    return frames.satellite.astype("U1")


def _framed(text: Text, begin: int, end: int, marks: Integers, judge: FaultJudge) -> Frames:
    if (len(marks) and marks[0] > begin) or (not len(marks) and end > begin):
        expected = reason("formats.expected.record_mark")
        judge.fault("lines outside a record", begin + 1, expected, text.line(begin))
    kind = _texts(text, marks, 2, 5)
    satellite = _texts(text, marks, 6, 9)
    message = np.char.strip(_texts(text, marks, 10, 14))
    lines = np.diff(np.append(marks, end)) - 1
    return Frames(marks + 1, lines, kind, _zeroed(satellite), message)


def _texts(text: Text, lines: Integers, low: int, high: int) -> NDArray[np.str_]:
    """Cut the same characters out of many lines; what lies beyond a line's end counts as blank."""
    width = high - low
    if not len(lines):
        return np.empty(0, dtype=f"U{width}")
    places = text.starts[lines][:, None] + np.arange(low, high)
    inside = places < text.starts[lines + 1][:, None]
    cut = np.where(inside, text.buffer[np.minimum(places, len(text.buffer) - 1)], 32)
    cut = np.where((cut < 32) | (cut > 126), 32, cut).astype(np.uint8)
    found: NDArray[np.str_] = np.ascontiguousarray(cut).view(f"S{width}").ravel().astype(f"U{width}")
    return found


def _again(text: Text, values: Floats, slow: Integers) -> None:
    """Read the numbers with large exponents again by Python, whose decimals are exact to the last bit."""
    for record, place, low, high in slow.tolist():
        piece = text.buffer[low:high].tobytes().replace(b"D", b"e").replace(b"d", b"e")
        values[record, place] = float(piece)
