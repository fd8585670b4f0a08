"""A corridor's plan made again after a change: what is near stays, the fewest bookings differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import floor

from serai.corridor import Corridor
from serai.errors import Refused
from serai.outcome.planned import Progress
from serai.plan.booked import as_plan
from serai.plan.horizon import PlanHorizon
from serai.plan.scheduling import Effort, ScheduleProblem, scheduled
from serai.plan.scheduling.replan import NewPlan, changes, replanned
from serai.plan.scheduling.result import Told
from serai.plan.scheduling.terms.fairness import asks_for_dues, results, undebted, with_dues
from serai.plan.scheduling.told import in_words
from serai.pool.naming import asset_name, brief
from serai.questions.corridor_plan import CorridorPlan, corridor_horizon
from serai.questions.plans.begun import named_lost, until_failed, with_begun
from serai.questions.plans.causes import ReplanCauses, caused, given_up_for
from serai.questions.plans.earlier import EarlierBooking, EarlierPlan, found_again
from serai.time import Instant, Span, Windows
from serai.wording import Reason, reason

NOTHING_ELSE = ReplanCauses()
FROZEN_H = 2.0  # what begins so soon stays as it is


@dataclass(frozen=True, kw_only=True)
class CorridorReplan:
    """The plan as it is now, what it was made again from, and the moment from which it may differ."""

    plan: CorridorPlan
    new: NewPlan
    now: Instant
    frozen_until: Instant
    gone: Mapping[str, EarlierBooking] = field(default_factory=dict)  # not found again, by name

    def says(self) -> Iterator[Reason]:
        """What is different, in words."""
        names = dict(booking_names(self.plan.horizon, self.plan.corridor))
        pool = self.plan.corridor.pool
        for name, booking in self.gone.items():
            said = (
                brief(asset_name(pool, booking.satellite)) if booking.satellite in pool else booking.satellite
            )
            look = reason("plan.remade.look", satellite=said, at=booking.look.utc(0))
            names[name] = reason("plan.remade.for_need", look=look, need=booking.need)
        start = self.plan.horizon.span.start
        for one in changes(self.new):
            yield in_words(one, names, lambda at: start.plus(seconds=float(at)).utc(0))


class NotInThePlan(Refused):
    """A moment that the earlier plan does not reach."""


def corridor_replan(
    corridor: Corridor,
    earlier: EarlierPlan,
    *,
    without: tuple[str, ...] = (),
    causes: ReplanCauses = NOTHING_ELSE,
    now: Instant | None = None,
    frozen_h: float = FROZEN_H,
    solver: str | None = None,
    effort: Effort | None = None,
    progress: Progress | None = None,
    told: Told | None = None,
) -> CorridorReplan:
    """Plan again from a moment on (the plan's start unless said): ``without`` what is lost from then on.

    ``causes`` are what else changed: needs cancelled or urgent, bookings refused, clouds forecast.
    """
    causes = causes.checked(corridor)
    span = earlier.span
    now = span.start if now is None else now
    if not span.start <= now < span.end:
        raise NotInThePlan(
            "plan.remade.not_now", now=now.utc(0), start=span.start.utc(0), end=span.end.utc(0)
        )
    days = span.duration_s / 86_400.0
    stood, world, whole = corridor_horizon(corridor, at=span.start, days=days, progress=progress)
    frozen_until = now.plus(seconds=frozen_h * 3600.0)
    stood = until_failed(stood, earlier, frozen_until)
    whole = with_begun(whole, earlier, stood, frozen_until)
    gone = named_lost(earlier, whole)
    lost = frozenset[str]()
    situation = whole.problem
    if without:
        changed, _, left = corridor_horizon(corridor.without(*without), at=span.start, days=days)
        lost = frozenset(a.id for a in stood.pool.assets) - {a.id for a in changed.pool.assets}
        changed = until_failed(changed, earlier, frozen_until)
        left = with_begun(left, earlier, changed, frozen_until)
        situation = _from_now(whole, left, lost, floor(now.seconds_since(span.start)))
    since, until = (floor(at.seconds_since(span.start)) for at in (now, frozen_until))
    situation = caused(situation, whole, stood.pool, causes, now=since, frozen_until=until)
    situation = _due(situation, solver, effort)
    new = replanned(
        situation,
        tuple(found_again(earlier, whole)),
        frozen_until=until,
        solver=solver,
        effort=effort,
        told=told,
    )
    new = replace(
        new,
        lost=tuple(
            (n, given_up_for(n, whole, causes) or _unseen(gone.get(n), stood) or _struck(why, lost))
            for n, why in new.lost
        ),
    )
    ever = Windows([Span(now, span.end.plus(seconds=10 * 86_400.0))])
    after = replace(stood, pool=stood.pool.losing_during(dict.fromkeys(lost, ever)) if lost else stood.pool)
    of = replace(whole, problem=new.problem)
    made = as_plan(new.schedule, of, after.pool)
    plan = CorridorPlan(corridor=after, world=world, horizon=of, schedule=new.schedule, plan=made)
    return CorridorReplan(plan=plan, new=new, now=now, frozen_until=frozen_until, gone=gone)


def _unseen(booking: EarlierBooking | None, corridor: Corridor) -> Reason | None:
    """Why a booking goes that is not found again although all it uses is there."""
    if booking is None or not {booking.satellite, booking.station} - {""} <= {
        a.id for a in corridor.pool.assets
    }:
        return None
    return reason("change.unseen", satellite=brief(asset_name(corridor.pool, booking.satellite)))


def _struck(why: Reason, lost: frozenset[str]) -> Reason:
    """Why a booking goes, where it needs what is lost: that it is."""
    resource = why.values.get("resource")
    return reason("change.struck", resource=resource) if resource in lost else why


def _due(of: ScheduleProblem, solver: str | None, effort: Effort | None) -> ScheduleProblem:
    """The situation with what partners are due of it: what is near and stays does not count as their due."""
    if not asks_for_dues(of):
        return of
    fair = scheduled(undebted(of), solver=solver, effort=effort)
    return with_dues(of, results(of, fair.chosen))


def _from_now(whole: PlanHorizon, left: PlanHorizon, lost: frozenset[str], now: int) -> ScheduleProblem:
    """The problem in which what is lost is closed from now on, and what hangs on it is not offered."""
    of = whole.problem
    end = of.end + 1
    resources = tuple(
        replace(r, closed=(*r.closed, (now, end, r.units))) if r.id in lost else r for r in of.resources
    )
    options = tuple(
        o
        for o in of.options
        if o.id in left.books
        or any(u.resource in lost for u in o.uses)
        or max((u.end for u in o.uses), default=now) <= now
    )
    return replace(of, resources=resources, options=options)


def booking_names(of: PlanHorizon, corridor: Corridor) -> Mapping[str, Reason | str]:
    """What options, tasks, resources and parties of a corridor's problem are called."""
    pool = corridor.pool
    names: dict[str, Reason | str] = {party.id: party.name for party in pool.parties.values()}
    names.update((r.id, brief(asset_name(pool, r.id))) for r in of.problem.resources)
    names.update(of.need_of)
    for name, (look, *carried) in of.books.items():
        satellite = brief(asset_name(pool, look.opportunity.uses[0].asset))
        at = look.opportunity.span.start.utc(0)
        if carried:
            station = brief(asset_name(pool, carried[0].opportunity.uses[0].asset))
            down = carried[0].opportunity.counts_at.utc(0)
            names[name] = reason(
                "plan.remade.carried", satellite=satellite, at=at, station=station, down=down
            )
        else:
            names[name] = reason("plan.remade.look", satellite=satellite, at=at)
    return names
