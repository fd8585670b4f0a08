"""Satellite clocks from RINEX clock files, versions 2 and 3.

J. Ray, W. Gurtner, "RINEX Extensions to Handle Clock Information", versions 3.02 (2010) and 3.04 (2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.formats.precise import rows as kernel
from serai.formats.precise.table import names, scattered, tell
from serai.formats.refusal import BadFile, FaultJudge
from serai.formats.rinex.clocks import BEHIND_TAI_S, OF_SYSTEM, UTC_KEPT, no_such_second, tai_of
from serai.formats.rinex.header import Text, read_header
from serai.formats.source import Source, bytes_of
from serai.wording import reason

LONG_NAMES = 3.04  # from this version on names have nine characters and labels begin in column 66
SHIFT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTable:
    """Clock biases of satellites at common epochs: (satellites, epochs), seconds, NaN where absent.

    ``sigma_s`` likewise, NaN where the file gives none. Receiver clocks (AR) are left aside.
    """

    version: float
    agency: str
    time_system: str
    satellites: tuple[str, ...]
    tai_ns: NDArray[np.int64]
    clock_s: NDArray[np.float64]
    sigma_s: NDArray[np.float64]
    skipped: Mapping[str, int]


def read_clocks(source: Source, *, lenient: bool = False) -> ClockTable:
    """Read a RINEX clock file (also packed) or its bytes; refused at the first fault unless lenient."""
    raw, name = bytes_of(source)
    judge = FaultJudge(name, lenient=lenient)
    text = Text.of(raw, name)
    header = read_header(text, "C")
    system = header.text("TIME SYSTEM ID", 0, 6) or OF_SYSTEM.get(header.system, "GPS")
    if system not in BEHIND_TAI_S and system not in UTC_KEPT:
        raise BadFile(name, 0, reason("formats.expected.time_system_of_clocks"), system)
    count = len(text) - header.lines
    code = np.empty(count, dtype=np.int32)
    day, ns = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    values = np.full((count, 2), np.nan)
    fault, line = np.empty(count, dtype=np.uint8), np.empty(count, dtype=np.int64)
    rows, faults = kernel.clock_rows(
        text.buffer, text.starts, header.lines, SHIFT if header.version >= LONG_NAMES else 0,
        code, day, ns, values, fault, line,
    )  # fmt: skip
    tell(text, judge, fault, line, faults)
    if no_such_second(day[:rows], ns[:rows], system).any():
        expected = reason("formats.expected.seconds_below_60")
        judge.fault("seconds 60 that were none", 0, expected, reason("formats.came.second_60"))
    tai, place = np.unique(tai_of(day[:rows], ns[:rows], system), return_inverse=True)
    satellites, satellite = names(code[:rows])
    table = scattered(
        (len(satellites), len(tai), 2),
        (satellite, place),
        values[:rows],
        judge,
        "satellites twice at an epoch",
    )
    return ClockTable(
        version=header.version,
        agency=header.text("ANALYSIS CENTER", 0, 3),
        time_system=system,
        satellites=satellites,
        tai_ns=tai,
        clock_s=table[..., 0],
        sigma_s=table[..., 1],
        skipped=MappingProxyType(dict(judge.skipped)),
    )
