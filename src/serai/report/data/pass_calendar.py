"""Passes as a calendar (iCalendar), in order of time."""

from __future__ import annotations

from collections.abc import Container, Sequence

from serai.formats.ical import CalendarEvent, calendar, read_starts
from serai.questions.flights import timing_of
from serai.questions.windows import FoundWindows
from serai.time import Instant

SLOT_NS = 2_700_000_000_000  # 45 minutes: half of the fastest satellite's way round
SAME_PASS_NS = 1_200_000_000_000  # 20 minutes: elements weeks old come so early or late, and no two passes


def calendar_of(found: FoundWindows, before: str = "", *, made_by: str) -> str:
    """The text of a calendar with one event a pass; events keep their names when elements are renewed.

    ``before`` is the calendar that it takes the place of: passes that are in it keep their names exactly.
    """
    table, sky = found.part.table, found.search.sky
    timing = timing_of(table, sky.flights, len(found.search.places), sky.orientation)
    order = _in_time(found)
    names = _kept_names(found, order, before)
    used, events = set(names.values()), []
    for k in order:
        uid = names.get(k) or _uid(found, k, used)
        used.add(uid)
        events.append(_event(found, k, uid, float(timing.median_s[k]), float(timing.age_s[k])))
    epochs = [int(one.epoch_ns[-1]) for one in sky.flights if len(one.epoch_ns)]
    as_of = Instant(max(epochs)) if epochs else sky.span.start
    return calendar(events, name="Passes", made_by=made_by, as_of=as_of)


def _in_time(found: FoundWindows) -> list[int]:
    """The rows in order of time; what begins at one moment by satellite and place."""
    table, sites, flights = found.part.table, found.search.places, found.search.sky.flights

    def key(k: int) -> tuple[int, str, str]:
        which, where = divmod(int(table.pair[k]), len(sites))
        return int(table.start_ns[k]), flights[which].name, sites[where].id

    return sorted(range(len(table)), key=key)


def _kept_names(found: FoundWindows, order: Sequence[int], before: str) -> dict[int, str]:
    """The names that passes have in an older calendar: of the same satellite and place, nearest in time.

    No satellite comes to a place twice within twice that time, but in parts behind a mask, which are as near.
    """
    old: dict[str, dict[str, int]] = {}
    for uid, start in read_starts(before):
        old.setdefault(uid.rpartition("-")[0], {})[uid] = start.tai_ns
    names: dict[int, str] = {}
    for k in order:
        mine, start_ns = old.get(_who_where(found, k), {}), int(found.part.table.start_ns[k])
        uid = min(mine, key=lambda one: abs(mine[one] - start_ns), default="")
        if uid and abs(mine[uid] - start_ns) < SAME_PASS_NS:
            names[k] = uid
            del mine[uid]
    return names


def _who_where(found: FoundWindows, k: int) -> str:
    """How the name of a pass begins: the satellite and the place."""
    which, where = divmod(int(found.part.table.pair[k]), len(found.search.places))
    flight = found.search.sky.flights[which]
    return f"{flight.norad or flight.name}-{found.search.places[where].id}"


def _uid(found: FoundWindows, k: int, used: Container[str]) -> str:
    """The name of a new pass: who, where and which slot of time its highest moment falls into.

    No satellite stands highest over a place twice in a slot but behind a mask that cuts a pass in parts; they
    are numbered. Newer elements move the moment by seconds, so one entry in hundreds would change its slot in
    a calendar made anew.
    """
    slot = int(found.part.table.best_ns[k]) // SLOT_NS
    named, part = f"{_who_where(found, k)}-{slot}", 1
    begun = named
    while f"{named}@serai" in used:
        part += 1
        named = f"{begun}.{part}"
    return f"{named}@serai"


def _event(found: FoundWindows, k: int, uid: str, late_s: float, age_s: float) -> CalendarEvent:
    """One pass: who over where, how high and when, how sure that is and how old its elements are."""
    table, sky, sites = found.part.table, found.search.sky, found.search.places
    which, where = divmod(int(table.pair[k]), len(sites))
    site, name, start = sites[where], sky.flights[which].name, Instant(int(table.start_ns[k]))
    highest = Instant(int(table.best_ns[k]))
    sure = f", +-{late_s:.1f} s (median)" if late_s == late_s else ", uncertainty not known"
    aged = f", elements {age_s / 86_400.0:.1f} days old" if age_s == age_s else ""
    return CalendarEvent(
        uid=uid,
        start=start,
        end=Instant(int(table.end_ns[k])),
        summary=f"{name} over {site.id}, {table.best[k]:.0f} deg",
        location=site.id,
        description=f"highest {table.best[k]:.1f} deg at {highest.utc(0)}{sure}{aged}",
        lat_deg=site.place.lat_deg,
        lon_deg=site.place.lon_deg,
    )
