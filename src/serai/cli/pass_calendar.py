"""Passes as a calendar (iCalendar), in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from serai.formats.ical import CalendarEvent
    from serai.questions.windows import FoundWindows


SLOT_NS = 2_700_000_000_000  # 45 minutes: half of the fastest satellite's way round


def calendar_of(found: FoundWindows) -> str:
    """The text of a calendar with one event a pass; events keep their names when elements are renewed."""
    from serai import __version__
    from serai.formats.ical import calendar
    from serai.questions.flights import timing_of
    from serai.time import Instant

    table, sky = found.part.table, found.search.sky
    timing = timing_of(table, sky.flights, len(found.search.places))
    events, used = [], set[str]()
    for k in _in_time(found):
        uid = _uid(found, k, used)
        used.add(uid)
        events.append(_event(found, k, uid, float(timing.median_s[k]), float(timing.age_s[k])))
    epochs = [int(one.epoch_ns[-1]) for one in sky.flights if len(one.epoch_ns)]
    as_of = Instant(max(epochs)) if epochs else sky.span.start
    return calendar(events, name="Passes", made_by=f"serai {__version__}", as_of=as_of)


def _in_time(found: FoundWindows) -> list[int]:
    """The rows in order of time; what begins at one moment by satellite and place."""
    table, sites, flights = found.part.table, found.search.places, found.search.sky.flights

    def key(k: int) -> tuple[int, str, str]:
        which, where = divmod(int(table.pair[k]), len(sites))
        return int(table.start_ns[k]), flights[which].name, sites[where].id

    return sorted(range(len(table)), key=key)


def _uid(found: FoundWindows, k: int, used: Container[str]) -> str:
    """The name of a pass: who, where and which slot of time its highest moment falls into.

    No satellite stands highest over a place twice in a slot but behind a mask that cuts a pass in parts; they
    are numbered. Newer elements move the moment by seconds, so one entry in hundreds changes its slot.
    """
    table, sites = found.part.table, found.search.places
    which, where = divmod(int(table.pair[k]), len(sites))
    flight = found.search.sky.flights[which]
    who, slot = flight.norad or flight.name, int(table.best_ns[k]) // SLOT_NS
    named, part = f"{who}-{sites[where].id}-{slot}", 1
    while f"{named}@serai" in used:
        part += 1
        named = f"{who}-{sites[where].id}-{slot}.{part}"
    return f"{named}@serai"


def _event(found: FoundWindows, k: int, uid: str, late_s: float, age_s: float) -> CalendarEvent:
    """One pass: who over where, how high and when, how sure that is and how old its elements are."""
    from serai.formats.ical import CalendarEvent
    from serai.time import Instant

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
