"""All numbers of a navigation file's records in one compiled pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.rinex.nav_layouts import WIDTH
from serai.formats.rinex.obs_rows import civil_time
from serai.formats.scan import BAD, BLANK, GOOD, SLOW, Bytes, Integers, number, trimmed
from serai.jit import alone

FIELD = 19
FINE, BAD_TIME, BAD_NUMBER = 0, 1, 2


@alone
def records(
    buffer: Bytes,
    starts: Integers,
    first: Integers,
    lines: Integers,
    head: int,
    year_digits: int,
    numbers_on_head: NDArray[np.bool_],
    values: NDArray[np.float64],
    day: Integers,
    ns: Integers,
    fault: NDArray[np.uint8],
    fault_line: Integers,
    slow: Integers,
) -> int:
    """Read each record's time and numbers; how many numbers are to be read again for the last bit.

    `first` and `lines`: the line each record begins in and how many it has. `head`: where the year stands.
    `slow` receives (record, number, start, end) of numbers that came out correct to an ulp only.
    """
    indent = 4 if year_digits == 4 else 3
    clock_at = head + 19
    many = 0
    for i in range(len(first)):
        line = first[i]
        if lines[i] < 1:
            fault[i], fault_line[i] = BAD_TIME, line - 1
            continue
        start, end = starts[line], trimmed(buffer, starts[line], starts[line + 1])
        if end < start + clock_at - 1:
            fault[i], fault_line[i] = BAD_TIME, line
            continue
        ok, day[i], ns[i] = civil_time(buffer, start + head, year_digits, min(start + clock_at, end))
        if ok != GOOD:
            fault[i], fault_line[i] = BAD_TIME, line
            continue
        k = 0
        for j in range(lines[i]):
            line = first[i] + j
            start, end = starts[line], trimmed(buffer, starts[line], starts[line + 1])
            at = start + (clock_at if j == 0 else indent)
            fields = 3 if j == 0 else 4
            for field in range(fields):
                low = at + field * FIELD
                if low >= end or (j == 0 and not numbers_on_head[i]) or k >= WIDTH:
                    k += 1
                    continue
                high = min(low + FIELD, end)
                status, value = number(buffer, low, high)
                if status == BAD or (status != BLANK and high < low + FIELD):
                    fault[i], fault_line[i] = BAD_NUMBER, line
                elif status != BLANK:
                    values[i, k] = value
                    if status == SLOW and many < len(slow):
                        slow[many, 0], slow[many, 1], slow[many, 2], slow[many, 3] = i, k, low, high
                        many += 1
                k += 1
    return many
