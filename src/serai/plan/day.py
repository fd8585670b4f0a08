"""The plan behind a verdict: the problem of `serai plan`, filled by the solver that is always there.

It needs no OR-Tools and counts no time: the same needs, opportunities and pool give the same plan wherever
they are planned, and the search of `serai plan` begins from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from serai.needs import Need, Opportunity, Plan
from serai.plan.booked import as_plan
from serai.plan.horizon import FollowOn, horizon
from serai.plan.scheduling import greedy, scheduled
from serai.pool import Pool
from serai.time import Span


def day_plan(
    needs: Sequence[Need],
    opportunities: Mapping[str, Sequence[Opportunity]],
    follow_on: FollowOn,
    pool: Pool,
    span: Span,
) -> Plan:
    """First priorities first, the earliest in hand first, each taken where it still fits."""
    of = horizon(needs, opportunities, follow_on, pool, span)
    return as_plan(scheduled(of.problem, solver=greedy.NAME), of, pool)
