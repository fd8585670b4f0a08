"""Composites: one image a period from all valid values of it, and what the model says where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.observe.series.kernels import Singles

CALENDAR: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}  # months of a period
LONGEST_D = 3_660


def periods_of(times: Sequence[str], kind: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The number of each date's period, from that of the first date on, and the first day of every period.

    ``kind`` is month, quarter or year of the calendar (UTC), or a number of days from the first date on.
    """
    days = np.array([time[:10] for time in times], dtype="datetime64[D]")
    months = CALENDAR.get(kind)
    if months is not None:
        number = days.astype("datetime64[M]").astype(int) // months
        first = ((number[0] + np.arange(number[-1] - number[0] + 1)) * months).astype("datetime64[M]")
        return tuple((number - number[0]).tolist()), tuple(first.astype("datetime64[D]").astype(str).tolist())
    length = int(kind) if kind.isdecimal() and kind.isascii() and len(kind) < 5 else 0
    if not 1 <= length <= LONGEST_D:
        raise Refused("series.composite", came=kind, kinds=tuple(CALENDAR), most=LONGEST_D)
    number = (days - days[0]).astype(int) // length
    begin = days[0] + length * np.arange(number[-1] + 1)
    return tuple(number.tolist()), tuple(begin.astype(str).tolist())


def composites(
    values: Singles, valid: NDArray[np.bool_], filled: Singles, periods: Sequence[int]
) -> tuple[Singles, NDArray[np.int16]]:
    """By period: the median of a pixel's valid values, and of how many dates.

    Where a pixel has none, the mean of what the model says for the period's dates, and 0; NaN where the
    period has no date.
    """
    number = np.array(periods)
    shape = (int(number.max()) + 1, values.shape[1])
    found, count = np.full(shape, np.nan, np.float32), np.zeros(shape, np.int16)
    for k in np.unique(number).tolist():
        at = number == k
        some = np.where(valid[at], values[at], np.float32(np.nan))
        count[k] = valid[at].sum(axis=0)
        known = count[k] > 0
        found[k, known] = np.nanmedian(some[:, known], axis=0)
        found[k, ~known] = filled[at][:, ~known].mean(axis=0)
    return found, count
