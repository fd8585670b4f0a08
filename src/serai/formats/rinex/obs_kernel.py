"""All epochs of a RINEX 3 or 4 observation file in one compiled pass, each sorted by satellite."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.obs_rows import (
    BAD_EPOCH,
    BAD_SATELLITE,
    CUT,
    FINE,
    NO_TYPE,
    NOT_AN_EPOCH,
    NOT_LATER,
    TWICE,
    UNKNOWN_SYSTEM,
    civil_time,
    satellite_code,
    satellite_line,
)
from serai.formats.scan import GOOD, ZERO, Bytes, Integers, number, trimmed, whole
from serai.jit import alone, compiled

EPOCH_MARK = 62  # '>'
MOST_IN_EPOCH = 1000  # the count has three digits
DONE, EVENT, FAULT = 0, 1, 2
DAY_NS = 86_400_000_000_000


@compiled
def epoch_line(buffer: Bytes, start: int, end: int) -> tuple[int, int, int, int, int, float]:
    """Read '> 2020 06 25 00 00 00.0000000  0 43': status, days, ns of day, flag, count, clock offset."""
    if end - start < 33:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    ok, count = whole(buffer, start + 32, min(start + 35, end))
    flag = int(buffer[start + 31]) - ZERO
    if ok != GOOD or count < 0 or flag < 0 or flag > 6:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    if flag > 1:
        return FINE, 0, 0, flag, count, np.nan
    ok, days, ns = civil_time(buffer, start + 2, 4, start + 29)
    if ok != GOOD:
        return BAD_EPOCH, 0, 0, 0, 0, np.nan
    clock = np.nan
    if end > start + 41:
        ok, clock = number(buffer, start + 41, min(start + 56, end))
    return FINE, days, ns, flag, count, clock


@compiled
def by_satellite(codes: Integers, lines: Integers, count: int) -> None:
    """Sort the lines of one epoch by satellite, in place; they mostly come sorted."""
    for i in range(1, count):
        code, line = codes[i], lines[i]
        j = i
        while j > 0 and codes[j - 1] > code:
            codes[j], lines[j] = codes[j - 1], lines[j - 1]
            j -= 1
        codes[j], lines[j] = code, line


@alone
def epochs(  # noqa: C901  # one compiled pass over all lines; parts of it would share all its state
    buffer: Bytes,
    starts: Integers,
    line: int,
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
    """Read epochs from a line on: (DONE, line, 0), (EVENT, line, records) or (FAULT, line, kind).

    An event gives the line its header records begin in, and how many there are.

    `state` holds the epochs and rows written so far and is brought up to date; `room` (2, `MOST_IN_EPOCH`)
    is to work in.
    """
    last = len(starts) - 1
    codes, places = room[0], room[1]
    while line < last:
        start = starts[line]
        end = trimmed(buffer, start, starts[line + 1])
        if end == start or buffer[start] != EPOCH_MARK:
            if end > start:
                if not lenient:
                    return FAULT, line, NOT_AN_EPOCH
                skipped[NOT_AN_EPOCH] += 1
            line += 1
            continue
        fault, days, of_day, flag, count, offset = epoch_line(buffer, start, end)
        if fault != FINE:
            if not lenient:
                return FAULT, line, fault
            skipped[fault] += 1
            line += 1
            while line < last and buffer[starts[line]] != EPOCH_MARK:
                line += 1
            continue
        head = line
        line += 1
        if flag > 1:
            if line + count > last:
                if not lenient:
                    return FAULT, head, CUT
                skipped[CUT] += 1
                count = last - line
            if flag == 6:
                line += count
                continue
            return EVENT, line, count
        e = state[0]
        late = e == 0 or days > day[e - 1] or (days == day[e - 1] and of_day > ns[e - 1])
        if not late and not lenient:
            return FAULT, head, NOT_LATER
        found = 0
        for _ in range(count):
            if line >= last or buffer[starts[line]] == EPOCH_MARK:
                if not lenient:
                    return FAULT, head, CUT
                skipped[CUT] += 1
                break
            code = satellite_code(buffer, starts[line], starts[line + 1])
            kind = FINE
            if code < 0:
                kind = BAD_SATELLITE
            elif columns[code // 100, 0] == NO_TYPE:
                kind = UNKNOWN_SYSTEM
            if kind != FINE:
                if not lenient:
                    return FAULT, line, kind
                skipped[kind] += 1
            else:
                codes[found], places[found] = code, line
                found += 1
            line += 1
        if not late:
            skipped[NOT_LATER] += 1
            continue
        by_satellite(codes, places, found)
        day[e], ns[e], flags[e], clock[e] = days, of_day, flag, offset
        state[0] = e + 1
        for i in range(found):
            if i and codes[i] == codes[i - 1]:
                if not lenient:
                    return FAULT, places[i], TWICE
                skipped[TWICE] += 1
                continue
            at, row = places[i], state[1]
            system = codes[i] // 100
            stop = trimmed(buffer, starts[at], starts[at + 1])
            kind, faults = satellite_line(
                buffer,
                starts[at] + 3,
                stop,
                columns[system],
                locks[system],
                factors[system],
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
