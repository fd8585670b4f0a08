"""Lines of satellite, time and numbers, as SP3 and RINEX clock files have them, in one compiled pass each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.obs_rows import civil_minute, civil_time, satellite_code
from serai.formats.scan import BAD, GOOD, SPACE, Bytes, Integers, number, trimmed, whole
from serai.jit import compiled

EPOCH, POSITION, VELOCITY, CORRELATION = 42, 80, 86, 69  # '*', 'P', 'V', 'E' at a line's start
FINE, BAD_EPOCH, BAD_SATELLITE, BAD_NUMBER, STRAY = 0, 1, 2, 3, 4
FIELD = 14
MINUTE_NS = 60_000_000_000
GPS = 600  # the code of 'G' and no number


@compiled
def sp3_rows(  # noqa: C901  # one compiled pass over all lines; parts of it would share all its state
    buffer: Bytes,
    starts: Integers,
    line: int,
    day: Integers,
    ns: Integers,
    epoch: NDArray[np.int32],
    code: NDArray[np.int32],
    moves: NDArray[np.bool_],
    values: NDArray[np.float64],
    flags: NDArray[np.uint8],
    fault: NDArray[np.uint8],
    fault_line: Integers,
) -> tuple[int, int, int, bool]:
    """Read the epochs and the lines P and V: how many epochs, rows and faults, and whether EOF was met.

    `flags` receives per row the four columns of an SP3 P line: clock event E, clock prediction P,
    manoeuvre M, orbit prediction P, as bits 0 to 3.
    """
    epochs, rows, faults = 0, 0, 0
    known = False
    while line < len(starts) - 1:
        start, end = starts[line], trimmed(buffer, starts[line], starts[line + 1])
        mark = buffer[start] if end > start else SPACE
        kind = FINE
        if mark == EPOCH:
            ok, days, minute, of_minute = civil_minute(buffer, start + 3, 4, end)
            known = ok == GOOD and of_minute <= MINUTE_NS  # 60.00000000: rounded up by its writer
            if known:
                day[epochs], ns[epochs] = days, minute * MINUTE_NS + of_minute
                epochs += 1
            else:
                kind = BAD_EPOCH
        elif mark in (POSITION, VELOCITY) and end - start > 4:
            satellite = satellite_code(buffer, start + 1, end)
            if satellite < 0 and buffer[start + 1] == SPACE:
                ok, prn = whole(buffer, start + 1, start + 4)
                satellite = GPS + prn if ok == GOOD and 0 < prn < 100 else -1
            if satellite < 0:
                kind = BAD_SATELLITE
            elif known:
                for k in range(4):
                    low = start + 4 + k * FIELD
                    ok, value = number(buffer, min(low, end), min(low + FIELD, end))
                    values[rows, k] = value
                    if ok == BAD or (k < 3 and low + FIELD > end):
                        kind = BAD_NUMBER
                for k, at in enumerate((74, 75, 78, 79)):
                    if start + at < end and buffer[start + at] != SPACE:
                        flags[rows] |= 1 << k
                if kind == FINE:
                    epoch[rows], code[rows], moves[rows] = epochs - 1, satellite, mark == VELOCITY
                    rows += 1
                else:
                    flags[rows] = 0
        elif mark == CORRELATION:
            if end - start == 3 and buffer[start + 1] == 79 and buffer[start + 2] == 70:
                return epochs, rows, faults, True
        elif mark != SPACE and not (mark == 47 and end - start > 1 and buffer[start + 1] == 42):
            kind = STRAY
        if kind != FINE:
            fault[faults], fault_line[faults] = kind, line
            faults += 1
        line += 1
    return epochs, rows, faults, False


@compiled
def clock_rows(
    buffer: Bytes,
    starts: Integers,
    line: int,
    shift: int,
    code: NDArray[np.int32],
    day: Integers,
    ns: Integers,
    values: NDArray[np.float64],
    fault: NDArray[np.uint8],
    fault_line: Integers,
) -> tuple[int, int]:
    """Read the lines AS of a RINEX clock file: how many rows and faults; `shift`: longer names' excess."""
    rows, faults = 0, 0
    while line < len(starts) - 1:
        start, end = starts[line], trimmed(buffer, starts[line], starts[line + 1])
        if end - start > 2 and buffer[start] == 65 and buffer[start + 1] == 83 and buffer[start + 2] == SPACE:
            kind = FINE
            satellite = satellite_code(buffer, start + 3, end)
            at = start + 8 + shift
            if satellite < 0:
                kind = BAD_SATELLITE
            elif end < at + 29:
                kind = BAD_EPOCH
            else:
                ok, days, of_day = civil_time(buffer, at, 4, at + 26)
                if ok != GOOD:
                    kind = BAD_EPOCH
                else:
                    day[rows], ns[rows], code[rows] = days, of_day, satellite
                    for k in range(2):
                        low = at + 32 + k * 20
                        ok, value = number(buffer, min(low, end), min(low + 19, end))
                        values[rows, k] = value
                        if ok == BAD or (k == 0 and low + 19 > end):
                            kind = BAD_NUMBER
            if kind == FINE:
                rows += 1
            else:
                fault[faults], fault_line[faults] = kind, line
                faults += 1
        line += 1
    return rows, faults
