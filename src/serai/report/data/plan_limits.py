"""Limits of platforms that a plan does not count, because nobody told the figures: said, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from serai.plan.platforms import LIMITS, unknown_limits
from serai.pool.naming import asset_name
from serai.questions.corridor_plan import CorridorPlan
from serai.wording import Reason, reason


def not_counted(of: CorridorPlan) -> dict[str, list[str]]:
    """By limit (slew, duty, power, storage) the satellites planned for which no table tells its figures."""
    pool = of.corridor.pool
    uses = (u.asset for b in of.plan.bookings for u in b.opportunity.uses)
    looking = sorted({name for name in uses if name in pool and pool[name].kind == "satellite"})
    found: dict[str, list[str]] = defaultdict(list)
    for name in looking:
        for limit in unknown_limits(pool[name]):
            found[limit].append(name)
    return {limit: found[limit] for limit in LIMITS if limit in found}


def not_counted_lines(of: CorridorPlan) -> Iterator[Reason]:
    """A line for limits that are unknown of the same satellites."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for limit, names in not_counted(of).items():
        alike[tuple(names)].append(limit)
    for satellites, limits in alike.items():
        named = tuple(asset_name(of.corridor.pool, one) for one in satellites)
        words = tuple(reason(f"plan.limits.{limit}") for limit in limits)
        yield reason("plan.limits.not_counted", limits=words, satellites=named)
