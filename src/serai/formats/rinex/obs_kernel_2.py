"""All epochs of a RINEX 2 observation file in one compiled pass, each sorted by satellite.

RINEX 2.11 (W. Gurtner, L. Estey, 2007), table A2: an epoch's line lists up to 12 satellites and goes on in
further lines; each satellite then has as many lines as its types need, five to a line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.obs_kernel import DONE, EVENT, FAULT, by_satellite
from serai.formats.rinex.obs_rows import (
    BAD_EPOCH,
    BAD_SATELLITE,
    CUT,
    FINE,
    NO_TYPE,
    NOT_LATER,
    TWICE,
    UNKNOWN_SYSTEM,
    civil_time,
    satellite_line,
    satellite_number,
)
from serai.formats.scan import GOOD, SPACE, ZERO, Bytes, Integers, number, trimmed, whole
from serai.jit import alone, compiled

GROW = 3  # more rows than there is room for
IN_LINE = 12  # satellites
FIELDS = 5  # in a line
LIST_AT = 32


@compiled
def epoch_line_2(buffer: Bytes, start: int, end: int) -> tuple[int, int, int, int, int, float]:
    """Read ' 20  6 25  0  0  0.0000000  0 12G01...': status, days, ns of day, flag, count, clock offset."""
    if end - start < 30:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    ok, count = whole(buffer, start + 29, min(start + LIST_AT, end))
    flag = int(buffer[start + 28]) - ZERO
    if buffer[start + 28] == SPACE:
        flag = 0  # RINEX 2 lets a flag of 0 be blank
    if ok != GOOD or count < 0 or flag < 0 or flag > 6 or buffer[start] != SPACE:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    if flag > 1 and flag < 6:
        return FINE, 0, 0, flag, count, np.nan
    ok, days, ns = civil_time(buffer, start + 1, 2, start + 26)
    if ok != GOOD:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    clock = np.nan
    if end > start + 68:
        ok, clock = number(buffer, start + 68, min(start + 80, end))
    return FINE, days, ns, flag, count, clock


@compiled
def satellites_of(
    buffer: Bytes, starts: Integers, line: int, count: int, letter: int, codes: Integers
) -> int:
    """Read an epoch's list of satellites over its lines; the lines it took, 0 where it cannot be read."""
    used = 1 if count == 0 else (count + IN_LINE - 1) // IN_LINE
    if line + used >= len(starts):
        return 0
    for k in range(count):
        row = line + k // IN_LINE
        at = starts[row] + LIST_AT + 3 * (k % IN_LINE)
        if at + 3 > starts[row + 1]:
            return 0
        own = int(buffer[at])
        codes[k] = satellite_number(letter if own == SPACE else own, int(buffer[at + 1]), int(buffer[at + 2]))
    return used


@alone
def epochs_2(  # noqa: C901  # one compiled pass over all lines; parts of it would share all its state
    buffer: Bytes,
    starts: Integers,
    line: int,
    letter: int,
    types: int,
    columns: NDArray[np.int32],
    locks: NDArray[np.int32],
    factors: NDArray[np.float64],
    lenient: bool,
    state: Integers,
    skipped: Integers,
    day: Integers,
    ns: Integers,
    flags: NDArray[np.uint8],
    clock: NDArray[np.float64],
    row_epoch: NDArray[np.int32],
    row_code: NDArray[np.int32],
    values: NDArray[np.float64],
    lli: NDArray[np.uint8],
    room: Integers,
) -> tuple[int, int, int]:
    """Read epochs from a line on: as `obs_kernel.epochs`, or (GROW, line, rows wanted).

    `letter` is the system of satellites without one, `types` how many types each satellite's lines hold.
    """
    last = len(starts) - 1
    codes, places = room[0], room[1]
    each = max(1, (types + FIELDS - 1) // FIELDS)
    while line < last:
        head = line
        start = starts[line]
        end = trimmed(buffer, start, starts[line + 1])
        if end == start:
            line += 1
            continue
        fault, days, of_day, flag, count, offset = epoch_line_2(buffer, start, end)
        used = 1
        if fault == FINE and (flag < 2 or flag == 6):
            if state[1] + count > values.shape[1]:
                return GROW, line, count
            used = satellites_of(buffer, starts, line, count, letter, codes)
            if used == 0:
                fault = CUT
        if fault != FINE:
            if not lenient:
                return FAULT, head, fault
            skipped[fault] += 1
            line += 1
            while line < last:  # go on where an epoch begins again
                start, end = starts[line], trimmed(buffer, starts[line], starts[line + 1])
                if epoch_line_2(buffer, start, end)[0] == FINE:
                    break
                line += 1
            continue
        if 1 < flag < 6:
            line += 1
            if line + count > last:
                if not lenient:
                    return FAULT, head, CUT
                skipped[CUT] += 1
                count = last - line
            return EVENT, line, count
        line += used
        if flag == 6:
            line = min(last, line + count * each)
            continue
        e = state[0]
        late = e == 0 or days > day[e - 1] or (days == day[e - 1] and of_day > ns[e - 1])
        if not late:
            if not lenient:
                return FAULT, head, NOT_LATER
            skipped[NOT_LATER] += 1
            line = min(last, line + count * each)
            continue
        found = 0
        for k in range(count):
            at = line + k * each
            if at + each > last:
                if not lenient:
                    return FAULT, head, CUT
                skipped[CUT] += 1
                break
            kind = FINE
            if codes[k] < 0:
                kind = BAD_SATELLITE
            elif columns[codes[k] // 100, 0] == NO_TYPE:
                kind = UNKNOWN_SYSTEM
            if kind != FINE:
                if not lenient:
                    return FAULT, head, kind
                skipped[kind] += 1
                continue
            codes[found], places[found] = codes[k], at
            found += 1
        line = min(last, line + count * each)
        by_satellite(codes, places, found)
        day[e], ns[e], flags[e], clock[e] = days, of_day, flag, offset
        state[0] = e + 1
        for i in range(found):
            if i and codes[i] == codes[i - 1]:
                if not lenient:
                    return FAULT, head, TWICE
                skipped[TWICE] += 1
                continue
            row, system = state[1], codes[i] // 100
            for j in range(each):
                at = places[i] + j
                low, high = j * FIELDS, min((j + 1) * FIELDS, types)
                stop = trimmed(buffer, starts[at], starts[at + 1])
                kind, faults = satellite_line(
                    buffer,
                    starts[at],
                    stop,
                    columns[system, low:high],
                    locks[system, low:high],
                    factors[system, low:high],
                    row,
                    values,
                    lli,
                )
                if faults:
                    if not lenient:
                        return FAULT, at, kind
                    skipped[kind] += faults
            row_epoch[row], row_code[row] = e, codes[i]
            state[1] = row + 1
    return DONE, line, 0
