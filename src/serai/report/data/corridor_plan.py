"""A corridor's plan as data: rows of bookings for CSV and JSON, calendar events, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

from serai.formats.ical import CalendarEvent, calendar
from serai.needs import Booking
from serai.plan.contests import Contest, WantedPass
from serai.pool import Pool
from serai.pool.naming import asset_name
from serai.questions.corridor_plan import CorridorPlan
from serai.report.data.plan_limits import not_counted
from serai.report.data.plan_own_use import own_use_answer
from serai.report.data.plan_terms import quotas_answer, refused_answer
from serai.report.data.schedule import partners_answer
from serai.time import Instant
from serai.wording import harmless_json

Answer = dict[str, object]
SLOT_NS = 2_700_000_000_000  # 45 minutes, half of the fastest way round: as in the calendar of passes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLook:
    """A booked look, and the pass that brings it down (None where it needs none)."""

    need: str
    priority: int
    satellite: str
    owner: str
    look_start: Instant
    look_end: Instant
    station: str | None
    station_owner: str | None
    start: Instant | None
    end: Instant | None
    down: Instant


COLUMNS = tuple(field.name for field in fields(PlannedLook))


def planned_looks(of: CorridorPlan) -> tuple[PlannedLook, ...]:
    """Every look of the plan with its pass, by time."""
    rows = (_row(of, of.horizon.books[name]) for name in of.schedule.chosen)
    return tuple(sorted(rows, key=lambda r: (r.look_start, r.need, r.satellite)))


def _row(of: CorridorPlan, bookings: tuple[Booking, ...]) -> PlannedLook:
    pool, need = of.corridor.pool, of.corridor.need(bookings[0].need)
    look = bookings[0].opportunity
    carried = bookings[1].opportunity if len(bookings) > 1 else None
    satellite = look.uses[0].asset
    station = carried.uses[0].asset if carried is not None else None
    return PlannedLook(
        need=need.id,
        priority=need.priority,
        satellite=satellite,
        owner=pool[satellite].owner,
        look_start=look.span.start,
        look_end=look.span.end,
        station=station,
        station_owner=None if station is None else pool[station].owner,
        start=None if carried is None else carried.span.start,
        end=None if carried is None else carried.span.end,
        down=look.counts_at if carried is None else carried.counts_at,
    )


def plan_answer(of: CorridorPlan) -> Answer:
    """The answer of `serai plan`: bookings, value, bound and gap by level, contests, what is left, faults."""
    made = of.schedule
    rows = zip(made.levels, made.objective, made.bound, made.gaps, strict=True)
    return {
        "corridor": of.corridor.id,
        "start": of.horizon.span.start.utc(),
        "end": of.horizon.span.end.utc(),
        "inputs": {"corridor": of.corridor.version},
        "solver": made.solver,
        "ended": made.ended,
        "problem": made.problem,
        "levels": [{"name": n, "objective": v, "bound": b, "gap": g} for n, v, b, g in rows],
        "results_wanted": len(of.horizon.problem.tasks),
        "results_planned": len({of.horizon.problem.option[name].task for name in made.chosen}),
        "bookings": [plain(row) for row in planned_looks(of)],
        "contests": [_contest(one, of.corridor.pool) for one in of.contests],
        "left": [{"need": left.need, "reason": str(left.reason)} for left in of.plan.left],
        "refused": refused_answer(of),
        "quotas": quotas_answer(made, of.horizon.problem),
        "own_use": own_use_answer(of),
        "partners": partners_answer(made, of.horizon.problem),
        "not_counted": not_counted(of),
        "faults": [str(fault) for fault in of.faults],
    }


def plain(row: PlannedLook) -> dict[str, str | int | None]:
    """A row with its moments in UTC."""
    values = ((name, getattr(row, name)) for name in COLUMNS)
    return {name: v.utc() if isinstance(v, Instant) else v for name, v in values}


def _contest(one: Contest, pool: Pool) -> Answer:
    return {
        "station": one.station,
        "antennas": one.antennas,
        "stays": [_wanted(p) for p in one.passes if p.booked],
        "gives_way": [_wanted(p) for p in one.gave_way],
        "says": str(one.says(pool)),
    }


def _wanted(one: WantedPass) -> Answer:
    return {
        "satellite": one.satellite,
        "needs": list(one.needs),
        "start": one.span.start.utc(),
        "end": one.span.end.utc(),
    }


def plan_calendar(of: CorridorPlan, *, made_by: str) -> str:
    """Looks and passes as a calendar; an event keeps its name when the day is planned again."""
    pool = of.corridor.pool
    events = [event for row in planned_looks(of) for event in _events(row, pool)]
    once = {event.uid: event for event in events}  # one pass that carries several looks is one event
    by_time = sorted(once.values(), key=lambda e: (e.start, e.uid))
    return calendar(by_time, name=of.corridor.name, made_by=made_by, as_of=of.horizon.span.start)


def _events(row: PlannedLook, pool: Pool) -> Iterator[CalendarEvent]:
    satellite = asset_name(pool, row.satellite)
    yield CalendarEvent(
        uid=f"look-{row.need}-{row.satellite}-{_slot(row.look_start, row.look_end)}@serai",
        start=row.look_start,
        end=row.look_end,
        summary=f"{satellite} looks for {row.need}",
    )
    if row.station is not None and row.start is not None and row.end is not None:
        station = asset_name(pool, row.station)
        yield CalendarEvent(
            uid=f"pass-{row.satellite}-{row.station}-{_slot(row.start, row.end)}@serai",
            start=row.start,
            end=row.end,
            summary=f"{satellite} comes down at {station}",
            location=station,
        )


def _slot(start: Instant, end: Instant) -> int:
    return (start.tai_ns + end.tai_ns) // 2 // SLOT_NS


def plan_geojson(of: CorridorPlan) -> str:
    """Each booked look as the centre of its need's box (RFC 7946), with its row as properties."""
    features = []
    for row in planned_looks(of):
        box = of.corridor.need(row.need).box
        centre = box.centre()
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [centre.lon_deg, centre.lat_deg]},
                "properties": plain(row),
            }
        )
    return harmless_json(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
