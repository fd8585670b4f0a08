"""Moments, spans, windows and grids: the one time line of a corridor."""

from serai.time.grid import cut_at, grid
from serai.time.instant import Instant
from serai.time.leap_seconds import BeforeLeapSeconds, LeapSeconds, utc_offset_s
from serai.time.spelling import tai_ns_array, tai_ns_of_utc, utc_characters, utc_texts
from serai.time.table import WindowTable
from serai.time.windows import Span, Windows

__all__ = [
    "BeforeLeapSeconds",
    "Instant",
    "LeapSeconds",
    "Span",
    "WindowTable",
    "Windows",
    "cut_at",
    "grid",
    "tai_ns_array",
    "tai_ns_of_utc",
    "utc_characters",
    "utc_offset_s",
    "utc_texts",
]
