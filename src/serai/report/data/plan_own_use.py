"""Owners' use of their own assets in a plan, as data and in a line each."""

from __future__ import annotations

from collections.abc import Iterator

from serai.pool.naming import party_name
from serai.questions.corridor_plan import CorridorPlan
from serai.questions.plans.own_use import OwnUseReached, own_use_reached
from serai.report.data.plan_terms import moment_of
from serai.wording import Reason, reason

Answer = dict[str, object]


def own_use_answer(of: CorridorPlan) -> list[Answer]:
    """Each own use of each day: what is wanted at least (None: not counted), what is planned, and why."""
    problem = of.horizon.problem
    return [
        {
            "id": one.id,
            "owner": one.owner,
            "of": None if one.own is None else one.own.of,
            "start": None if one.own is None else moment_of(one.own.start, problem),
            "end": None if one.own is None else moment_of(one.own.end, problem),
            "at_least": None if one.own is None else one.own.at_least,
            "planned": one.planned,
            "why": None if one.why is None else str(one.why),
        }
        for one in own_use_reached(of)
    ]


def own_use_lines(of: CorridorPlan) -> Iterator[Reason]:
    """A line for each own use of each day."""
    for one in own_use_reached(of):
        yield _line(one, of)


def _line(one: OwnUseReached, of: CorridorPlan) -> Reason:
    if one.own is None:
        return reason("plan.own_use.not_counted", own=one.id, why=one.why)
    return reason(
        "plan.own_use.planned",
        own=one.id,
        planned=reason(f"plan.own_use.{one.own.of}", count=one.planned),
        owner=party_name(of.corridor.pool, one.owner),
        least=reason(f"plan.own_use.{one.own.of}", count=one.own.at_least),
        why=one.why or "",
    )
