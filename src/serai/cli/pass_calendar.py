"""Passes as a calendar (iCalendar), in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serai.formats.ical import CalendarEvent
    from serai.questions.windows import FoundWindows


def calendar_of(found: FoundWindows) -> str:
    """The text of a calendar with one event a pass; events keep their names when elements are renewed."""
    from serai import __version__
    from serai.access.timing import timing_uncertainty_of
    from serai.formats.ical import calendar

    table, sky = found.part.table, found.search.sky
    late, _ = timing_uncertainty_of(table, sky.motions, len(found.search.places))
    order = sorted(range(len(table)), key=lambda k: int(table.start_ns[k]))
    events = [_event(found, k, float(late[k])) for k in order]
    as_of = max((motion.elements.epoch for motion in sky.motions), default=sky.span.start)
    return calendar(events, name="Passes", made_by=f"serai {__version__}", as_of=as_of)


def _event(found: FoundWindows, k: int, late_s: float) -> CalendarEvent:
    """One pass: who over where, how high and when, and how sure that is."""
    from serai.formats.ical import CalendarEvent
    from serai.time import Instant

    table, sky, sites = found.part.table, found.search.sky, found.search.places
    which, where = divmod(int(table.pair[k]), len(sites))
    site, name, start = sites[where], sky.names[which], Instant(int(table.start_ns[k]))
    norad, highest = sky.motions[which].elements.norad, Instant(int(table.best_ns[k]))
    sure = f", +-{late_s:.1f} s (median)" if late_s == late_s else ", uncertainty not known"
    return CalendarEvent(
        uid=f"{norad}-{site.id}-{start.utc(0)}@serai",
        start=start,
        end=Instant(int(table.end_ns[k])),
        summary=f"{name} over {site.id}, {table.best[k]:.0f} deg",
        location=site.id,
        description=f"highest {table.best[k]:.1f} deg at {highest.utc(0)}{sure}",
        lat_deg=site.place.lat_deg,
        lon_deg=site.place.lon_deg,
    )
