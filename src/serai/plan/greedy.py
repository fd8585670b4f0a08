"""The plan that is always available: needs in order of urgency, each taking what comes to hand first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from serai.needs import Booking, Left, Need, Opportunity, Plan
from serai.plan.bookings import Ledger
from serai.pool import Pool
from serai.time import Instant, Span
from serai.wording import Reason, reason

FollowOn = Callable[[Need], Sequence[Opportunity]]
FRESHEST = 0.5  # a result is asked for again after half the interval wanted, so that one may fail


def greedy(
    needs: Sequence[Need],
    opportunities: Mapping[str, Sequence[Opportunity]],
    follow_on: FollowOn,
    pool: Pool,
    span: Span,
) -> Plan:
    """Choose opportunities need by need, most urgent first, earliest result first.

    For each need the planner walks through its opportunities in the order in which they count. It
    takes the first that is free and whose follow-on need (carrying the image down) finds a free
    opportunity too, then waits half the interval that the need asks for before it takes the next.
    Same input, same plan: ties fall to the earlier result and then to the id.
    """
    ledger = Ledger(pool)
    booked: list[Booking] = []
    left: list[Left] = []
    for need in sorted(needs, key=lambda n: (n.priority, n.id)):
        wishes = sorted(opportunities.get(need.id, ()), key=lambda o: (o.counts_at, o.id))
        taken, refused = _for_one(need, wishes, ledger, follow_on, span.start)
        booked += taken
        if wishes and not taken:
            left.append(Left(need=need.id, reason=_none_fits(len(wishes), refused)))
    booked.sort(key=lambda b: (b.opportunity.span.start, b.opportunity.id, b.need))
    return Plan(bookings=tuple(booked), left=tuple(left), span=span)


def _for_one(
    need: Need, wishes: Sequence[Opportunity], ledger: Ledger, follow_on: FollowOn, start: Instant
) -> tuple[list[Booking], Reason | str]:
    """The bookings of one need, written into the ledger, and why the last wish that did not fit did not."""
    spacing_s = FRESHEST * (need.wanted_every_s or 0.0)
    booked: list[Booking] = []
    refused: Reason | str = ""
    next_from = start
    for wish in wishes:
        if wish.counts_at < next_from:
            continue
        chosen, why_not = _with_follow_on(wish, need, ledger, follow_on)
        if not chosen:
            refused = why_not
            continue
        for booking in chosen:
            ledger.hold(booking.opportunity.uses)
        booked += chosen
        next_from = wish.counts_at.plus(seconds=spacing_s)
    return booked, refused


def _none_fits(count: int, refused: Reason | str) -> Reason:
    if not refused:
        return reason("plan.one_not_in_time") if count == 1 else reason("plan.none_in_time", count=count)
    if count == 1:
        return reason("plan.one_does_not_fit", why=refused)
    return reason("plan.none_fits", count=count, why=refused)


def _with_follow_on(
    wish: Opportunity, need: Need, ledger: Ledger, follow_on: FollowOn
) -> tuple[list[Booking], Reason | str]:
    """The bookings that a wish takes with everything that must follow it, or why it cannot be had."""
    refusal = ledger.refusal(wish.uses)
    if refusal:
        return [], refusal
    first = Booking(opportunity=wish, need=need.id, reason=wish.why)
    if wish.follow_on is None:
        return [first], ""
    refusal = reason("plan.carries_nothing", opportunity=wish.id)
    for way in sorted(follow_on(wish.follow_on), key=lambda o: (o.counts_at, o.id)):
        why_not = ledger.refusal(way.uses)
        if why_not:
            refusal = why_not
            continue
        return [first, Booking(opportunity=way, need=need.id, reason=way.why, carries=wish.id)], ""
    return [], refusal
