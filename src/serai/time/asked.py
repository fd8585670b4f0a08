"""A moment as a person asks for it: now, a date, a time in UTC, with its offset, or by a zone's own clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from serai.errors import Refused
from serai.time.instant import Instant
from serai.wording import reason

NOW = "now"
_ASKED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,6})?)?)?"
    r"(?: ?(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?"
)
_FURTHEST_OFFSET = timedelta(hours=14)  # Line Islands; the other way it is 12


def present() -> Instant:
    """The moment that the machine's clock shows, cut to the minute so that a command can repeat it."""
    return Instant.from_datetime(datetime.now(UTC).replace(second=0, microsecond=0))


def present_second() -> Instant:
    """The moment that the machine's clock shows, cut to the second: for deadlines and leases."""
    return Instant.from_datetime(datetime.now(UTC).replace(microsecond=0))


def zone_named(name: str) -> ZoneInfo:
    """The time zone of the IANA database with this name ("Asia/Karachi"), in any case; else refused."""
    known = available_timezones()
    by_fold = {one.casefold(): one for one in known}
    found = by_fold.get(name.strip().replace(" ", "_").casefold())
    if found is None:
        raise Refused("time.no_such_zone", zone=name, hint=_near(name, sorted(known)))
    try:
        return ZoneInfo(found)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("time.no_such_zone", zone=name, hint="") from None


def _near(name: str, known: Sequence[str]) -> object:
    """The zone that was likely meant: by its city, or by how it is spelled."""
    word = name.strip().replace(" ", "_").casefold()
    near = [one for one in known if one.casefold().rpartition("/")[2] == word.rpartition("/")[2]]
    near = near or get_close_matches(name, known, n=1)
    return reason("time.did_you_mean_zone", zone=near[0]) if near else ""


def moment_asked(text: str, zone: tzinfo | None = None) -> Instant:
    """Read a moment as it is typed on a command line.

    ``now`` is the present minute. A time ends in Z (UTC, ISO 8601, leap seconds included) or in its offset
    from UTC (+05:00, +0500, +05). A date alone is its midnight, and both a date and a time without an offset
    are read by the clock of ``zone`` where one is given; else a date is UTC's and such a time is refused.

    >>> moment_asked("2026-08-22T05:00+05:00").utc(), moment_asked("2026-08-22").utc()
    ('2026-08-22T00:00:00Z', '2026-08-22T00:00:00Z')
    """
    said = text.strip()
    if said.casefold() == NOW:
        return present()
    found = _ASKED.fullmatch(said)
    if found is None:
        if said.endswith(("Z", "z")):
            return Instant.from_utc(said[:-1] + "Z")
        raise Refused("time.not_a_moment", text=text)
    timed, offset = found["hour"] is not None, found["sign"] is not None
    if timed and not offset and zone is None:
        raise Refused("time.whose_clock", text=text)
    own = _offset(found, text) if offset else (zone or UTC)
    return Instant.from_datetime(_placed(_wall(found, text), own, text))


def _wall(found: re.Match[str], text: str) -> datetime:
    """What the clock on the wall shows."""
    try:
        day = datetime.fromisoformat(found["day"])
    except ValueError:
        raise Refused("time.no_such_day", text=text) from None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    try:
        shown = day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        raise Refused("time.no_such_time_of_day", text=text) from None
    return shown + timedelta(microseconds=int((found["fraction"] or ".0")[1:].ljust(6, "0")))


def _offset(found: re.Match[str], text: str) -> timezone:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or ahead > _FURTHEST_OFFSET:
        raise Refused("time.no_such_offset", text=text)
    return timezone(-ahead if found["sign"] == "-" else ahead)


def _placed(wall: datetime, zone: tzinfo, text: str) -> datetime:
    """The wall's time in its zone; refused where that clock shows it twice or never (summer time)."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise Refused("time.twice_or_never", text=text, zone=str(zone))
    return first
