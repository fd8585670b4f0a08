"""A schedule of a corridor as bookings, and why a need that got none got none, in an operator's words."""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Booking, Left, Plan, Use
from serai.plan.bookings import Ledger
from serai.plan.horizon import PlanHorizon
from serai.plan.scheduling import Schedule
from serai.plan.scheduling.left import left_tasks
from serai.pool import Pool
from serai.wording import Reason, reason


def as_plan(schedule: Schedule, of: PlanHorizon, pool: Pool) -> Plan:
    """The bookings of a schedule, in order of time, and the needs that got nothing with the reason."""
    bookings = [b for name in schedule.chosen for b in of.books[name]]
    bookings.sort(key=lambda b: (b.opportunity.span.start, b.opportunity.id, b.need))
    served = {b.need for b in bookings}
    ledger = Ledger(pool)
    for booking in bookings:
        ledger.hold(booking.opportunity.uses)
    left: dict[str, Reason] = {}
    for one in left_tasks(schedule, of.problem):
        need = of.need_of[one.task]
        if need not in served and need not in left:
            left[need] = _why(need, one.why, of, ledger, bookings)
    return Plan(
        bookings=tuple(bookings),
        left=tuple(Left(need=need, reason=why) for need, why in left.items()),
        span=of.span,
    )


def _why(
    need: str, otherwise: Reason, of: PlanHorizon, ledger: Ledger, bookings: Sequence[Booking]
) -> Reason:
    """The first asset, or limit of a platform, in the way of a need's first option; else the rule broken."""
    ways = [bookings for bookings in of.books.values() if bookings[0].need == need]
    if not ways:
        return reason("plan.not_carried")
    looks = {bookings[0].opportunity.id for bookings in ways}
    over = ledger.over(ways[0], bookings)
    refusal = ledger.refusal(_uses(ways[0])) or (over[0] if over else otherwise)
    if len(looks) == 1:
        return reason("plan.one_does_not_fit", why=refusal)
    return reason("plan.none_fits", count=len(looks), why=refusal)


def _uses(bookings: tuple[Booking, ...]) -> tuple[Use, ...]:
    return tuple(use for booking in bookings for use in booking.opportunity.uses)
