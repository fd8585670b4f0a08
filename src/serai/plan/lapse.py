"""What is left of a plan after a loss: bookings of lost assets lapse, the others stay as they are."""

from __future__ import annotations

from dataclasses import replace

from serai.needs import Booking, Left, Plan, Use
from serai.pool import Pool
from serai.wording import reason


def lapsed(plan: Plan, pool: Pool) -> Plan:
    """The plan as it stands in a pool that has lost assets.

    A booking lapses when anything that it uses is lost, also for a part of its time, and so does one that
    carries on what a lapsed one would have left on board. Nothing is booked instead: what a new plan would
    win is a remedy, not this.
    """
    gone = {_key(b) for b in plan.bookings if any(_lost(u, pool) for u in b.opportunity.uses)}
    kept = tuple(b for b in plan.bookings if _key(b) not in gone and (b.need, b.carries) not in gone)
    served = {b.need for b in kept}
    empty = dict.fromkeys(b.need for b in plan.bookings if b.need not in served)
    left = tuple(Left(need=need, reason=reason("plan.lapsed")) for need in empty)
    return replace(plan, bookings=kept, left=(*plan.left, *left))


def _lost(use: Use, pool: Pool) -> bool:
    return use.asset not in pool or any(use.span.overlaps(s) for s in pool[use.asset].lost_during)


def _key(booking: Booking) -> tuple[str, str]:
    return booking.need, booking.opportunity.id
