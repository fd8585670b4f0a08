"""Rows of (satellite, time, value) onto a regular table, satellites in order, times in order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from serai.formats.precise import rows as k
from serai.formats.refusal import FaultJudge
from serai.formats.rinex.header import Text
from serai.wording import Reason, reason

Integers = NDArray[np.int64]

SENTENCES: Mapping[int, tuple[str, Reason]] = {
    k.BAD_EPOCH: ("epochs not read", reason("formats.expected.a_time")),
    k.BAD_SATELLITE: ("lines not read", reason("formats.expected.satellite")),
    k.BAD_NUMBER: ("lines not read", reason("formats.expected.numbers_in_columns")),
    k.STRAY: ("lines of no kind", reason("formats.expected.epoch_or_position")),
}


def tell(text: Text, judge: FaultJudge, fault: NDArray[np.uint8], line: Integers, count: int) -> None:
    """Refuse or count what the compiled pass could not read."""
    for i in range(count):
        kind, expected = SENTENCES[int(fault[i])]
        judge.fault(kind, int(line[i]) + 1, expected, text.line(int(line[i])))


def names(codes: NDArray[np.int32]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Give the satellites of codes, in order, and each row's place among them."""
    present, place = np.unique(codes, return_inverse=True)
    return tuple(f"{chr(65 + code // 100)}{code % 100:02d}" for code in present.tolist()), place


def scattered(
    shape: tuple[int, ...],
    place: tuple[NDArray[np.int64], ...],
    values: NDArray[np.float64],
    judge: FaultJudge,
    what: str,
) -> NDArray[np.float64]:
    """Put values into a table of NaN; a place given twice is refused, or the first one kept."""
    flat = np.ravel_multi_index(place, shape[: len(place)])
    first = np.unique(flat, return_index=True)[1]
    if len(first) < len(flat):
        expected, more = reason("formats.expected.once_at_each_epoch"), len(flat) - len(first)
        judge.fault(what, 0, expected, reason("formats.came.more", count=more), more)
    table = np.full(shape, np.nan)
    table.reshape(-1, *shape[len(place) :])[flat[first]] = values[first]
    return table
