"""One satellite's line of a RINEX 3 or 4 observation file, and the line that opens an epoch: compiled.

RINEX 3.05 (IGS/RTCM, December 2020), tables A2 and A3: a satellite's line is `A1,I2.2` and one
`F14.3,I1,I1` for each observation type of its system; blank or 0.0 stands for an observation not made.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.scan import BAD, BLANK, GOOD, SPACE, ZERO, Bytes, days_of, nanoseconds, number, whole
from serai.jit import compiled

FIELD = 16  # characters of one observation: value, loss-of-lock digit, strength digit
VALUE = 14
SYSTEMS = 26  # one per letter
NO_TYPE, UNWANTED = -1, -2  # in a table of columns: no further type, and one that has no code here

# What can be wrong, as the compiled steps say it; `obs_faults` has the sentences.
FINE, NOT_AN_EPOCH, BAD_EPOCH, CUT, BAD_SATELLITE, UNKNOWN_SYSTEM = 0, 1, 2, 3, 4, 5
BAD_NUMBER, TWICE, NOT_LATER, BEYOND, CUT_FIELD, BAD_LOCK = 6, 7, 8, 9, 10, 11
KINDS = 12


@compiled
def satellite_code(buffer: Bytes, start: int, end: int) -> int:
    """Number a satellite by its letter and two digits, 100 * letter + number; -1 where it is none."""
    if end - start < 3:
        return -1
    return satellite_number(int(buffer[start]), int(buffer[start + 1]), int(buffer[start + 2]))


@compiled
def satellite_number(letter: int, tens: int, ones: int) -> int:
    """The same by the three characters themselves; a blank before the last digit is a nought."""
    letter, ones = letter - 65, ones - ZERO
    tens = 0 if tens == SPACE else tens - ZERO
    if not (0 <= letter < SYSTEMS and 0 <= tens <= 9 and 0 <= ones <= 9) or tens + ones == 0:
        return -1
    return letter * 100 + tens * 10 + ones


@compiled
def civil_time(buffer: Bytes, at: int, year_digits: int, end: int) -> tuple[int, int, int]:
    """Read 'YYYY MM DD hh mm ss.sssssss' (or two digits of a year): status, days since 2000, ns of the day.

    A second of 60 is let through at 23:59 only; whether it existed the time system must say.
    """
    ok, days, minute, ns = civil_minute(buffer, at, year_digits, end)
    limit = 61 if minute == 1439 else 60
    if ok != GOOD or ns >= limit * 1_000_000_000:
        return BAD, 0, 0
    return GOOD, days, minute * 60_000_000_000 + ns


@compiled
def civil_minute(buffer: Bytes, at: int, year_digits: int, end: int) -> tuple[int, int, int, int]:
    """The same in parts: status, days since 2000, minute of the day, nanoseconds (60 s too)."""
    from_month = at + year_digits
    if end < from_month + 13:
        return BAD, 0, 0, 0
    ok, year = whole(buffer, at, from_month)
    bad = ok != GOOD
    ok, month = whole(buffer, from_month, from_month + 3)
    bad |= ok != GOOD
    ok, day = whole(buffer, from_month + 3, from_month + 6)
    bad |= ok != GOOD
    ok, hour = whole(buffer, from_month + 6, from_month + 9)
    bad |= ok != GOOD
    ok, minute = whole(buffer, from_month + 9, from_month + 12)
    bad |= ok != GOOD
    ok, ns = nanoseconds(buffer, from_month + 12, end)
    if bad or ok != GOOD or hour < 0 or hour > 23 or minute < 0 or minute > 59:
        return BAD, 0, 0, 0
    if year_digits == 2:
        year += 1900 if year >= 80 else 2000
    days = days_of(year, month, day)
    if days < -100_000:
        return BAD, 0, 0, 0
    return GOOD, days, hour * 60 + minute, ns


@compiled
def fixed_three(buffer: Bytes, start: int, end: int) -> tuple[int, float]:
    """Read F14.3 quickly: blanks, a sign, digits, a point and three digits at the end; else as `number`."""
    i = start
    while i < end and buffer[i] == SPACE:
        i += 1
    if i == end:
        return BLANK, np.nan
    if end - i < 4 or buffer[end - 4] != 46:
        return number(buffer, start, end)
    negative = buffer[i] == 45
    if negative:
        i += 1
    mantissa = np.int64(0)
    while i < end:
        if i != end - 4:
            digit = np.int64(buffer[i]) - ZERO
            if digit < 0 or digit > 9:
                return number(buffer, start, end)
            mantissa = mantissa * 10 + digit
        i += 1
    value = mantissa / 1000.0
    return GOOD, -value if negative else value


@compiled
def satellite_line(
    buffer: Bytes,
    start: int,
    end: int,
    columns: NDArray[np.int32],
    locks: NDArray[np.int32],
    factors: NDArray[np.float64],
    row: int,
    values: NDArray[np.float64],
    lli: NDArray[np.uint8],
) -> tuple[int, int]:
    """Put one line's observations into its row; the kind of the first fault, and how many there were.

    `columns`, `locks`, `factors`: of this system, one per observation type; a lock column of -1 is none.
    """
    worst, faults = FINE, 0
    at = start
    for k in range(len(columns)):
        if columns[k] == NO_TYPE or at >= end:
            break
        if columns[k] == UNWANTED:
            at += FIELD
            continue
        stop = min(at + VALUE, end)
        status, value = fixed_three(buffer, at, stop)
        if status == BAD or (status != BLANK and stop == end and end - at < VALUE):
            worst, faults = (BAD_NUMBER if status == BAD else CUT_FIELD), faults + 1
        elif status != BLANK and value != 0.0:
            values[columns[k], row] = value / factors[k]
        if locks[k] >= 0 and at + VALUE < end:
            lock = buffer[at + VALUE]
            if ZERO <= lock <= ZERO + 9:
                lli[locks[k], row] = lock - ZERO
            elif lock != SPACE:
                worst, faults = BAD_LOCK, faults + 1
        at += FIELD
    if at < end:
        worst, faults = BEYOND, faults + 1
    return worst, faults
