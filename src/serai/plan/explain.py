"""A plan in words: what was booked for whom, why, and what could not be."""

from __future__ import annotations

from serai.needs import Plan
from serai.pool import Pool
from serai.wording import Reason, reason


def explain(plan: Plan, pool: Pool) -> list[Reason]:
    """One sentence for each booking and for each need left without, in order of time."""
    booked = [
        reason(
            "plan.booking",
            start=str(booking.opportunity.span.start),
            need=booking.need,
            assets=tuple(
                pool[u.asset].name if u.asset in pool else u.asset for u in booking.opportunity.uses
            ),
            why=booking.reason,
        )
        for booking in plan.bookings
    ]
    return booked + [reason("plan.left", need=left.need, why=left.reason) for left in plan.left]
