"""Instants and spans as a page and a terminal say them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

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


def period(span: Span, zone: ZoneInfo | None = None) -> str:
    """A span in words: "22 Aug 2026 00:00 to 23 Aug 2026 00:00 UTC", with a zone's clock in brackets."""
    own = f" ({local(span.start, zone)} to {local(span.end, zone)})" if zone else ""
    return f"{minute(span.start)} to {minute(span.end)} UTC{own}"


def local(at: Instant, zone: ZoneInfo | None, *, of: Instant | None = None) -> str:
    """An instant to the minute by a zone's own clock: "09:17 PKT", with its date where that is not UTC's.

    ``of`` is the moment whose UTC date stands beside it, where that is another one; "" without a zone.
    """
    if zone is None:
        return ""
    there = at.datetime().astimezone(zone).isoformat()
    shown = f"{there[11:16]} {abbreviation(at, zone)}"
    same = there[:10] == (of or at).utc(decimals=0)[:10]
    return shown if same else f"{times.day(there)[:-5]} {shown}"


@dataclass(frozen=True, slots=True)
class ReaderClocks:
    """The clocks that a reader goes by: UTC's and a zone's own (None: UTC's alone), from one moment on.

    The date stands beside a time of day where it is not that of ``since``.
    """

    since: Instant
    zone: ZoneInfo | None = None

    def says(self, at: Instant, *, seconds: bool = False) -> str:
        """A moment as a list of moments says it: "04:17 (09:17 PKT)", "23 Aug 04:17 (09:17 PKT)"."""
        shown = clock(at) if seconds else clock(at)[:5]
        dated = shown if day(at) == day(self.since) else f"{day(at)[:-5]} {shown}"
        return f"{dated}{self.own(at)}"

    def own(self, at: Instant) -> str:
        """The zone's clock in brackets: " (09:17 PKT)"; nothing where UTC's is the only one."""
        there = local(at, self.zone)
        return f" ({there})" if there else ""

    @property
    def named(self) -> str:
        """What the clocks are called: "UTC", "UTC (PKT)"."""
        return "UTC" if self.zone is None else f"UTC ({abbreviation(self.since, self.zone)})"


def abbreviation(at: Instant, zone: ZoneInfo) -> str:
    """What a zone's clock is called at an instant: "PKT"; by its offset where it has no letters ("UTC+5")."""
    there = at.datetime().astimezone(zone)
    name = there.tzname() or ""
    if name[:1].isalpha():
        return name
    sign, hours, minutes = (offset := there.isoformat()[-6:])[0], int(offset[1:3]), offset[4:]
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")


def beside(at: Instant, zone: ZoneInfo | None) -> str:
    """An instant in UTC, and by the zone's clock in brackets: "22 Aug 2026 04:17 UTC (09:17 PKT)"."""
    own = local(at, zone)
    return f"{minute(at)} UTC" + (f" ({own})" if own else "")
