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


def utc_texts(tai_ns: NDArray[np.int64], decimals: int = 0) -> list[str]:
    """Spell many moments in UTC, rounded to 0, 3, 6 or 9 decimals: ['2026-08-22T00:00:00Z', ...]."""
    if decimals not in _UNITS:
        raise Refused("time.decimals", known=tuple(sorted(_UNITS)), decimals=decimals)
    unit = 10 ** (9 - decimals)
    moments = (np.asarray(tai_ns, dtype=np.int64).ravel() + unit // 2) // unit * unit
    if not moments.size:
        return []
    leap = LeapSeconds.published()
    offset = leap.offset_s(moments)
    labels = np.datetime64("2000-01-01T00:00:00", "ns") + (moments - offset * S).astype("timedelta64[ns]")
    texts = [f"{text}Z" for text in np.datetime_as_string(labels, unit=_UNITS[decimals])]
    starts = leap.tai_starts_ns()
    following = np.minimum(np.searchsorted(starts, moments, side="right"), len(starts) - 1)
    for row in np.flatnonzero((starts[following] > moments) & (starts[following] - moments <= S)):
        texts[row] = Instant(int(moments[row])).utc(decimals)  # inside a leap second
    return texts


def tai_ns_of_utc(texts: Sequence[str]) -> NDArray[np.int64]:
    """Read many UTC texts (as ``Instant.from_utc`` does one) into TAI nanoseconds."""
    return tai_ns_array(Instant.from_utc(text) for text in texts)


def tai_ns_array(instants: Iterable[Instant]) -> NDArray[np.int64]:
    """The columnar twin of some instants: int64 TAI nanoseconds since 2000-01-01T00:00:00 TAI."""
    return np.array([instant.tai_ns for instant in instants], dtype=np.int64)
