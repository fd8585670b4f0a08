"""The plan of some days of a corridor: who looks when, which station takes which pass, proven how far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from serai.corridor import Corridor
from serai.earth import Orientation
from serai.needs import Plan, premised
from serai.outcome.dated import asked_about, dated_events, with_events
from serai.outcome.planned import DAY_S, Progress
from serai.plan import faults
from serai.plan.booked import as_plan
from serai.plan.contests import Contest, contests
from serai.plan.horizon import PlanHorizon, horizon
from serai.plan.scheduling import Effort, Schedule, schedule_faults, scheduled
from serai.plan.scheduling.result import Told
from serai.services import service
from serai.time import Instant, Span
from serai.wording import Reason
from serai.world import World


@dataclass(frozen=True, kw_only=True)
class CorridorPlan:
    """A plan with the schedule that it was made from and the judgements of both."""

    corridor: Corridor
    world: World
    horizon: PlanHorizon
    schedule: Schedule
    plan: Plan

    @cached_property
    def faults(self) -> tuple[Reason, ...]:
        """What is wrong with the schedule and with its bookings; nothing, in a sound plan."""
        own = schedule_faults(self.schedule, self.horizon.problem)
        return (*own, *faults(self.plan, self.corridor.pool, self.corridor.needs))

    @cached_property
    def contests(self) -> tuple[Contest, ...]:
        """Passes wanted at once on too few antennas, and who gave way."""
        return contests(self.schedule, self.horizon)


def corridor_plan(
    corridor: Corridor,
    *,
    at: Instant | None = None,
    days: float | None = None,
    solver: str | None = None,
    effort: Effort | None = None,
    progress: Progress | None = None,
    told: Told | None = None,
) -> CorridorPlan:
    """Plan some days of a corridor from a moment on (its own start and length unless said)."""
    corridor, world, of = corridor_horizon(corridor, at=at, days=days, progress=progress)
    made = scheduled(of.problem, solver=solver, effort=effort, told=told)
    plan = as_plan(made, of, corridor.pool)
    return CorridorPlan(corridor=corridor, world=world, horizon=of, schedule=made, plan=plan)


def corridor_horizon(
    corridor: Corridor,
    *,
    at: Instant | None = None,
    days: float | None = None,
    progress: Progress | None = None,
) -> tuple[Corridor, World, PlanHorizon]:
    """The problem of some days of a corridor, with the corridor under its dated events, and its world."""
    begin, length = at or corridor.start, corridor.days if days is None else days
    world = corridor.world(begin, Orientation.published())
    span = Span(begin, begin.plus(seconds=length * DAY_S))
    corridor = with_events(
        corridor, dated_events(corridor, asked_about(begin, length, corridor.needs, fortnight=False))
    )
    pool = corridor.pool
    asked = [n for n in corridor.needs if n.in_season(begin)]
    opportunities = {}
    for i, need in enumerate(asked):
        opportunities[need.id] = service(need.service).bookable(need, premised(need, pool), world, span)
        if progress is not None:
            progress("looking for opportunities", i + 1, len(asked))
    of = horizon(
        asked, opportunities, lambda n: service(n.service).bookable(n, pool, world, span), pool, span
    )
    return corridor, world, of
