"""Numbers, dates and lines out of a buffer of bytes: the compiled inner steps of the text readers.

Every function takes the whole buffer (uint8) and a half-open range in it, and none of them raises: a bad
number comes back as a status, and the reader makes the sentence.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import compiled, inlined

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

BLANK, GOOD, BAD, SLOW = 0, 1, 2, 3  # what `number` found; SLOW: correct to an ulp only, see `numbers_again`
SPACE, PLUS, MINUS, POINT, ZERO, NINE = 32, 43, 45, 46, 48, 57
MOST_DIGITS = 18  # of a mantissa in 64 bits
EXACT_MANTISSA = 1 << 53
EXACT_POWER = 22  # the largest power of ten a double holds exactly


def lines_of(buffer: Bytes) -> Integers:
    """Where the lines of a buffer begin, and its length at the end."""
    ends = np.flatnonzero(buffer == 10)
    count = len(ends) + (0 if len(ends) and ends[-1] == len(buffer) - 1 else 1)
    starts = np.empty(count + 1, dtype=np.int64)
    starts[0] = 0
    starts[1 : len(ends) + 1] = ends + 1
    starts[count] = len(buffer)
    return starts if len(buffer) else np.zeros(1, dtype=np.int64)


@inlined
def trimmed(buffer: Bytes, start: int, end: int) -> int:
    """Where a line ends without its blanks and line ends."""
    while end > start and buffer[end - 1] <= SPACE:
        end -= 1
    return end


@compiled
def power_of_ten(exponent: int) -> float:
    """Ten to a power from 0 to 22, exactly."""
    value = 1.0
    for _ in range(exponent):
        value *= 10.0
    return value


@compiled
def scaled(mantissa: int, exponent: int) -> tuple[int, float]:
    """A whole number times a power of ten: GOOD where the double is the nearest one, else SLOW."""
    if mantissa == 0:
        return GOOD, 0.0
    if exponent == 0:
        return (GOOD if mantissa < EXACT_MANTISSA else SLOW), float(mantissa)
    if mantissa < EXACT_MANTISSA and -EXACT_POWER <= exponent <= EXACT_POWER:
        if exponent < 0:
            return GOOD, mantissa / power_of_ten(-exponent)
        return GOOD, mantissa * power_of_ten(exponent)
    return SLOW, mantissa * 10.0**exponent


@compiled
def number(  # noqa: C901  # one walk over the characters
    buffer: Bytes, start: int, end: int
) -> tuple[int, float]:
    """Read a decimal number with or without an exponent (E, e, D or d), blanks around it allowed."""
    while start < end and buffer[start] == SPACE:
        start += 1
    while end > start and buffer[end - 1] == SPACE:
        end -= 1
    if start == end:
        return BLANK, np.nan
    negative = buffer[start] == MINUS
    if negative or buffer[start] == PLUS:
        start += 1
    mantissa, digits, decimals, exponent = 0, 0, 0, 0
    point = False
    while start < end:
        c = buffer[start]
        if ZERO <= c <= NINE:
            if digits < MOST_DIGITS:
                mantissa = mantissa * 10 + (c - ZERO)
                if mantissa > 0:
                    digits += 1
                if point:
                    decimals += 1
            elif not point:
                decimals -= 1
        elif c == POINT and not point:
            point = True
        else:
            break
        start += 1
    if digits == 0 and mantissa == 0 and buffer[start - 1] != ZERO and not (point and decimals > 0):
        return BAD, np.nan
    if start < end:
        c = buffer[start]
        if c not in (69, 101, 68, 100):
            return BAD, np.nan
        status, exponent = whole(buffer, start + 1, end)
        if status != GOOD or exponent > 400 or exponent < -400:
            return BAD, np.nan
    status, value = scaled(mantissa, exponent - decimals)
    return status, -value if negative else value


@compiled
def whole(buffer: Bytes, start: int, end: int) -> tuple[int, int]:
    """Read a whole number, blanks around it allowed."""
    while start < end and buffer[start] == SPACE:
        start += 1
    while end > start and buffer[end - 1] == SPACE:
        end -= 1
    if start == end:
        return BLANK, 0
    negative = buffer[start] == MINUS
    if negative or buffer[start] == PLUS:
        start += 1
    if start == end or end - start > MOST_DIGITS:
        return BAD, 0
    value = 0
    for i in range(start, end):
        c = buffer[i]
        if c < ZERO or c > NINE:
            return BAD, 0
        value = value * 10 + (c - ZERO)
    return GOOD, -value if negative else value


@compiled
def days_of(year: int, month: int, day: int) -> int:
    """Days from 2000-01-01 to a date of the Gregorian calendar; a date no calendar has gives -10**9."""
    if month < 1 or month > 12 or day < 1 or year < 1900 or year > 2200:
        return -1_000_000_000
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    length = 31
    if month in (4, 6, 9, 11):
        length = 30
    elif month == 2:
        length = 29 if leap else 28
    if day > length:
        return -1_000_000_000
    y = year - 1 if month <= 2 else year  # days from the civil date, H. Hinnant's algorithm
    era_year = y % 400
    shifted = (month + 9) % 12
    of_year = (153 * shifted + 2) // 5 + day - 1
    of_era = era_year * 365 + era_year // 4 - era_year // 100 + of_year
    return (y // 400) * 146_097 + of_era - 730_425


@compiled
def nanoseconds(buffer: Bytes, start: int, end: int) -> tuple[int, int]:
    """Read seconds with decimals as whole nanoseconds (digits beyond the ninth are dropped)."""
    while start < end and buffer[start] == SPACE:
        start += 1
    while end > start and buffer[end - 1] == SPACE:
        end -= 1
    if start == end:
        return BLANK, 0
    value, decimals, point, digits = 0, 0, False, 0
    for i in range(start, end):
        c = buffer[i]
        if ZERO <= c <= NINE:
            digits += 1
            if decimals < 9 and digits < MOST_DIGITS:
                value = value * 10 + (c - ZERO)
                if point:
                    decimals += 1
        elif c == POINT and not point:
            point = True
        else:
            return BAD, 0
    if digits == 0:
        return BAD, 0
    for _ in range(9 - decimals):
        value *= 10
    return GOOD, value
