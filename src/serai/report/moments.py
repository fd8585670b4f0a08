"""Instants and spans as a page and a terminal say them."""

from __future__ import annotations

from serai.time import Instant, Span
from serai.wording import times


def day(at: Instant) -> str:
    """The date of an instant in UTC: "22 Aug 2026"."""
    return times.day(at.utc(decimals=0))


def clock(at: Instant) -> str:
    """The time of day of an instant in UTC: "04:17:09"."""
    return times.clock(at.utc(decimals=0))


def minute(at: Instant) -> str:
    """An instant to the minute in UTC: "22 Aug 2026 04:17"."""
    return times.minute(at.utc(decimals=0))


def period(span: Span) -> str:
    """A span in words: "22 Aug 2026 00:00 to 23 Aug 2026 00:00 UTC"."""
    return f"{minute(span.start)} to {minute(span.end)} UTC"
