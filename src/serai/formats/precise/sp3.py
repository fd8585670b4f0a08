"""Precise orbits and clocks from SP3 files, versions a to d.

S. Hilla, "The Extended Standard Product 3 Orbit Format (SP3-d)", NGS, 2016. Positions are of the satellites'
centres of mass in the frame the file names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.precise import rows as kernel
from serai.formats.precise.sp3_accuracy import accuracies_m
from serai.formats.precise.table import names, scattered, tell
from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex.clocks import BEHIND_TAI_S, UTC_KEPT, tai_of
from serai.formats.rinex.header import Text
from serai.formats.source import Source, bytes_of
from serai.wording import reason

Floats = NDArray[np.float64]

KM = 1000.0
MICRO = 1e-6
NO_CLOCK = 999_999.0  # microseconds; SP3-d: 999999.999999 stands for a bad or absent clock
DECIMETRE_PER_S = 0.1  # the unit of velocities
SPELLED: Mapping[str, str] = {"BDS": "BDT", "GLN": "GLO", "QZT": "QZS", "IRN": "IRN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitTable:
    """Positions and clocks of satellites at common epochs; NaN where the file has none.

    ``r_m`` (satellites, epochs, 3) in ``frame``, ``clock_s`` (satellites, epochs), ``v_mps`` like ``r_m`` or
    None where the file has no velocities. ``predicted``: where the orbit is marked as predicted,
    ``manoeuvre``: where one is marked; ``accuracy_m`` (satellites,) is the standard deviation over the whole
    file that its header says, NaN where it says none.
    """

    version: str
    agency: str
    frame: str
    time_system: str
    satellites: tuple[str, ...]
    tai_ns: NDArray[np.int64]
    r_m: Floats
    clock_s: Floats
    v_mps: Floats | None
    predicted: NDArray[np.bool_]
    manoeuvre: NDArray[np.bool_]
    accuracy_m: Floats
    skipped: Mapping[str, int]


def read_sp3(source: Source, *, lenient: bool = False) -> OrbitTable:
    """Read an SP3 file (also packed) or its bytes; refused at the first fault unless lenient."""
    raw, name = bytes_of(source)
    judge = FaultJudge(name, lenient=lenient)
    text = Text.of(raw, name)
    first = text.line(0)
    if not (first.startswith("#") and first[1:2] in "abcd" and first[2:3] in "PV") or len(first) < 50:
        raise BadFile(name, 1, reason("formats.expected.sp3"), first)
    begin, system = _header(text)
    return _read(text, begin, system, judge)


def _header(text: Text) -> tuple[int, str]:
    """Give the line of the first epoch, and the time system."""
    system = ""
    index = 0
    for index in range(1, len(text)):
        line = text.line(index)
        if line.startswith("*"):
            return index, system or "GPS"
        if line.startswith("%c") and not system:
            said = line[9:12].strip()
            system = SPELLED.get(said, said) if said not in ("", "ccc") else "GPS"
            if system not in BEHIND_TAI_S and system not in UTC_KEPT:
                raise BadFile(text.file, index + 1, reason("formats.expected.time_system_of_orbits"), said)
        elif line[:1] not in ("#", "+", "%", "/"):
            break
    expected = reason("formats.expected.sp3_epoch")
    raise BadFile(text.file, min(index + 1, len(text)), expected, text.line(index))


def _read(text: Text, begin: int, system: str, judge: FaultJudge) -> OrbitTable:
    count = len(text) - begin
    day, ns = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    epoch, code = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    moves, flags = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.uint8)
    values = np.full((count, 4), np.nan)
    fault, line = np.empty(count, dtype=np.uint8), np.empty(count, dtype=np.int64)
    epochs, rows, faults, ended = kernel.sp3_rows(
        text.buffer, text.starts, begin, day, ns, epoch, code, moves, values, flags, fault, line
    )
    tell(text, judge, fault, line, faults)
    if not ended:
        expected = reason("formats.expected.last_line", line="EOF")
        judge.fault("files without their end", len(text), expected, text.line(len(text) - 1))
    tai = tai_of(day[:epochs], ns[:epochs], system)
    order, place = np.unique(tai, return_inverse=True)
    if epochs > 1 and bool((np.diff(tai) <= 0).any()):
        judge.fault(
            "epochs not later than the one before",
            0,
            reason("formats.expected.later_epochs"),
            reason("formats.came.one_that_is_not"),
        )
    satellites, satellite = names(code[:rows])
    at = place[epoch[:rows]] if rows else np.empty(0, dtype=np.int64)
    still = ~moves[:rows]
    shape = (len(satellites), len(order))
    here = (satellite[still], at[still])
    table = scattered((*shape, 4), here, values[:rows][still], judge, "satellites twice at an epoch")
    marks = scattered(shape, here, flags[:rows][still].astype(float), FaultJudge("", lenient=True), "")
    r_m = table[..., :3] * KM
    r_m[(r_m == 0.0).all(axis=-1)] = np.nan  # SP3-d: 0.000000 stands for a bad or absent position
    clock = np.where(np.abs(table[..., 3]) >= NO_CLOCK, np.nan, table[..., 3]) * MICRO
    bits = np.nan_to_num(marks).astype(np.uint8)
    v_mps = None
    if moves[:rows].any():
        there = (satellite[~still], at[~still])
        v_mps = scattered((*shape, 4), there, values[:rows][~still], judge, "satellites twice at an epoch")
        v_mps = v_mps[..., :3] * DECIMETRE_PER_S
    first = text.line(0)
    return OrbitTable(
        version=first[1],
        agency=first[56:60].strip(),
        frame=first[46:51].strip(),
        time_system=system,
        satellites=satellites,
        tai_ns=order,
        r_m=r_m,
        clock_s=clock,
        v_mps=v_mps,
        predicted=bits & 8 != 0,
        manoeuvre=bits & 4 != 0,
        accuracy_m=accuracies_m(text, begin, satellites, judge),
        skipped=MappingProxyType(dict(judge.skipped)),
    )
