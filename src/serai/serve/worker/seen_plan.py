"""A plan as one caller sees it: the bookings for its needs, and when its own assets are used for others."""

from __future__ import annotations

from dataclasses import replace

from serai.questions.corridor_plan import CorridorPlan
from serai.report.data.corridor_plan import plain, plan_answer, planned_looks
from serai.serve.trust.shared import member_of
from serai.serve.worker.view import CallerView

Told = dict[str, object]
COMMON = ("corridor", "start", "end", "inputs", "solver", "ended")


def seen_plan(view: CallerView, of: CorridorPlan) -> CorridorPlan:
    """The part of a plan that is for needs that are seen; whole for whoever sees all."""
    if view.whole:
        return of
    chosen = tuple(name for name in of.schedule.chosen if of.horizon.books[name][0].need in view.need_ids)
    return replace(of, schedule=replace(of.schedule, chosen=chosen), plan=view.plan(of.plan))


def seen_plan_answer(view: CallerView, of: CorridorPlan) -> Told:
    """The plan for programs: of others' needs it tells no more than when assets of one's own are used.

    Levels, contests, refusals, quotas and faults are those of the whole plan: a field that is not among
    those named here is left out.
    """
    mine, option = seen_plan(view, of), of.horizon.problem.option
    whole = plan_answer(of)
    own = [name for name in option if _need(of, name) in view.need_ids]
    return {
        **{name: whole[name] for name in COMMON},
        "levels": [],
        "results_wanted": len({option[name].task for name in own}),
        "results_planned": len({option[name].task for name in mine.schedule.chosen}),
        "bookings": [plain(row) for row in planned_looks(mine)],
        "left": [{"need": left.need, "reason": str(left.reason)} for left in mine.plan.left],
        "faults": [],
        "yours_for_others": _uses_for_others(view, of),
    }


def _need(of: CorridorPlan, option: str) -> str:
    books = of.horizon.books.get(option, ())
    return books[0].need if books else ""


def _uses_for_others(view: CallerView, of: CorridorPlan) -> list[Told]:
    """When assets of the caller's own are used for needs that it does not see."""
    pool = of.corridor.pool
    who = None if view.caller is None else member_of(view.caller, pool)
    if who is None:
        return []
    found = [
        {"asset": use.asset, "start": use.span.start.utc(), "end": use.span.end.utc()}
        for booking in of.plan.bookings
        if booking.need not in view.need_ids
        for use in booking.opportunity.uses
        if pool[use.asset].owner == who.id
    ]
    return [dict(one) for one in sorted(found, key=lambda one: (one["start"], one["asset"]))]
