"""A plan in words: what was booked for whom, why, and what could not be."""

from __future__ import annotations

from serai.needs import Plan
from serai.pool import Pool


def explain(plan: Plan, pool: Pool) -> list[str]:
    """One sentence for each booking and for each need left without, in order of time."""
    lines = []
    for booking in plan.bookings:
        names = " with ".join(
            pool[u.asset].name if u.asset in pool else u.asset for u in booking.opportunity.uses
        )
        lines.append(f"{booking.opportunity.span.start}  {booking.need}  {names}: {booking.reason}")
    lines += [f"{left.need} is left without: {left.reason}" for left in plan.left]
    return lines
