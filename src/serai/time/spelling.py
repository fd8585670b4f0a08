"""UTC texts of many moments at once, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.time.instant import Instant
from serai.time.leap_seconds import LeapSeconds, S

_UNITS: Mapping[int, Literal["s", "ms", "us", "ns"]] = {0: "s", 3: "ms", 6: "us", 9: "ns"}
_SHAPE = tuple(b"0000-00-00T00:00:00.000Z")
_DIGITS = (  # the column of each digit of a time of day, how many milliseconds it stands for, how far it goes
    *((11, 36_000_000, 10), (12, 3_600_000, 10), (14, 600_000, 6), (15, 60_000, 10)),
    *((17, 10_000, 6), (18, 1_000, 10), (20, 100, 10), (21, 10, 10), (22, 1, 10)),
)


def utc_texts(tai_ns: NDArray[np.int64], decimals: int = 0) -> list[str]:
    """Spell many moments in UTC, rounded to 0, 3, 6 or 9 decimals: ['2026-08-22T00:00:00Z', ...]."""
    if decimals not in _UNITS:
        raise Refused("time.decimals", known=tuple(sorted(_UNITS)), decimals=decimals)
    if decimals == 3:
        characters = utc_characters(tai_ns)
        texts: list[str] = characters.view(f"S{characters.shape[1]}").ravel().astype(str).tolist()
        return texts
    moments, labels, inside = _labels(tai_ns, 10 ** (9 - decimals))
    if not moments.size:
        return []
    texts = [f"{text}Z" for text in np.datetime_as_string(labels, unit=_UNITS[decimals])]
    for row in inside.tolist():
        texts[row] = Instant(int(moments[row])).utc(decimals)
    return texts


def utc_characters(tai_ns: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Many moments in UTC to the millisecond, as characters (n, 24): '2026-08-22T00:00:00.000Z'."""
    moments, labels, inside = _labels(tai_ns, 1_000_000)
    days = labels.astype("datetime64[D]")
    first = days.min(initial=days[0]) if days.size else np.datetime64("2000-01-01", "D")
    day = (days - first).astype(np.int64)
    known, which = _days(day)
    dates = np.datetime_as_string(first + known, unit="D").astype("S10").view(np.uint8).reshape(-1, 10)
    out = np.empty((moments.size, len(_SHAPE)), np.uint8)
    out[:] = _SHAPE
    out[:, :10] = dates[which]
    ms = (labels - days).astype("timedelta64[ms]").astype(np.int32)  # of a day: 86,400,000 at most
    for column, per, most in _DIGITS:
        out[:, column] = ord("0") + ms // per % most
    for row in inside.tolist():
        out[row] = np.frombuffer(Instant(int(moments[row])).utc(3).encode(), np.uint8)
    return out


def _days(day: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The days to spell, and which of them each moment has: all of a short period, else those that occur."""
    count = int(day.max(initial=-1)) + 1
    if count <= len(day):
        return np.arange(count), day
    known, which = np.unique(day, return_inverse=True)
    return known, which.reshape(-1)


def _labels(
    tai_ns: NDArray[np.int64], unit: int
) -> tuple[NDArray[np.int64], NDArray[np.datetime64], NDArray[np.int64]]:
    """Moments rounded to a unit, their UTC, and the rows that stand inside a leap second."""
    moments = (np.asarray(tai_ns, dtype=np.int64).ravel() + unit // 2) // unit * unit
    leap = LeapSeconds.published()
    offset = leap.offset_s(moments)
    labels = np.datetime64("2000-01-01T00:00:00", "ns") + (moments - offset * S).astype("timedelta64[ns]")
    starts = leap.tai_starts_ns()
    following = np.minimum(np.searchsorted(starts, moments, side="right"), len(starts) - 1)
    inside = np.flatnonzero((starts[following] > moments) & (starts[following] - moments <= S))
    return moments, labels, inside


def tai_ns_of_utc(texts: Sequence[str]) -> NDArray[np.int64]:
    """Read many UTC texts (as ``Instant.from_utc`` does one) into TAI nanoseconds."""
    return tai_ns_array(Instant.from_utc(text) for text in texts)


def tai_ns_array(instants: Iterable[Instant]) -> NDArray[np.int64]:
    """The columnar twin of some instants: int64 TAI nanoseconds since 2000-01-01T00:00:00 TAI."""
    return np.array([instant.tai_ns for instant in instants], dtype=np.int64)
