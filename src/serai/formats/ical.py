"""Calendars that other programs read: iCalendar, RFC 5545 (September 2009)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serai.time import Instant
from serai.wording import harmless

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_ESCAPED = re.compile(r"\\(.)")
OCTETS_IN_A_LINE = 75  # RFC 5545, 3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """Something that happens from one moment to another; ``uid`` stays the same when it is written again."""

    uid: str
    start: Instant
    end: Instant
    summary: str
    location: str = ""
    description: str = ""
    lat_deg: float | None = None
    lon_deg: float | None = None


def calendar(events: Iterable[CalendarEvent], *, name: str, made_by: str, as_of: Instant) -> str:
    """The text of a calendar; ``as_of`` is when what it says was worked out (DTSTAMP), not the clock's time.

    Moments are whole seconds of UTC: an event begins no later and ends no earlier than it is said to.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(made_by)}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, as_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def read_starts(text: str) -> list[tuple[str, Instant]]:
    """The names (UID) of a calendar's events and when each begins; what lacks either is passed over."""
    found: list[tuple[str, Instant]] = []
    uid, start = "", None
    for line in text.replace("\r\n", "\n").replace("\n ", "").split("\n"):
        head, _, value = line.partition(":")
        if head == "BEGIN":
            uid, start = "", None
        elif head == "UID":
            uid = _plain(value)
        elif head == "DTSTART":
            start = _read_moment(value)
        elif line == "END:VEVENT" and uid and start is not None:
            found.append((uid, start))
    return found


def _read_moment(value: str) -> Instant | None:
    """A moment of UTC as it is written here; None where it is written otherwise."""
    whole = _MOMENT.fullmatch(value)
    return Instant.from_utc("{}-{}-{}T{}:{}:{}Z".format(*whole.groups())) if whole else None


def _plain(value: str) -> str:
    """A text value without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _event(event: CalendarEvent, as_of: Instant) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_moment(as_of, up=False)}",
        f"DTSTART:{_moment(event.start, up=False)}",
        f"DTEND:{_moment(event.end, up=True)}",
        f"SUMMARY:{_text(event.summary)}",
    ]
    if event.location:
        lines.append(f"LOCATION:{_text(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{_text(event.description)}")
    if event.lat_deg is not None and event.lon_deg is not None:
        lines.append(f"GEO:{event.lat_deg:.6f};{event.lon_deg:.6f}")
    return [*lines, "END:VEVENT"]


def _moment(at: Instant, *, up: bool) -> str:
    """The whole second before a moment, or after it: 20260822T000000Z."""
    text = at.utc(9)
    if up and text[19:] != ".000000000Z":
        text = at.plus(seconds=1.0).utc(9)
    return text[:19].replace("-", "").replace(":", "") + "Z"


def _text(words: str) -> str:
    """A text value with what has a meaning in a calendar written so that it has none (3.3.11)."""
    words = harmless(words).replace("\r\n", "\n").replace("\r", "\n")
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, written)
    return words


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never inside a character."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > OCTETS_IN_A_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
