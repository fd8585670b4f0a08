"""The plan that is always available: needs in order of urgency, each taking what comes to hand first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from serai.needs import Booking, Left, Need, Opportunity, Plan
from serai.plan.bookings import Ledger
from serai.pool import Pool
from serai.time import Instant, Span

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
        if not wishes:
            continue
        spacing_s = FRESHEST * (need.wanted_every_s or 0.0)
        next_from: Instant = span.start
        refused = ""
        taken = 0
        for wish in wishes:
            if wish.counts_at < next_from:
                continue
            chosen, reason = _with_follow_on(wish, need, ledger, follow_on)
            if not chosen:
                refused = reason
                continue
            for booking in chosen:
                ledger.hold(booking.opportunity.uses)
            booked += chosen
            taken += 1
            next_from = wish.counts_at.plus(seconds=spacing_s)
        if not taken:
            left.append(Left(need=need.id, reason=f"none of {len(wishes)} opportunities fits: {refused}"))
    booked.sort(key=lambda b: (b.opportunity.span.start, b.opportunity.id, b.need))
    return Plan(bookings=tuple(booked), left=tuple(left), span=span)


def _with_follow_on(
    wish: Opportunity, need: Need, ledger: Ledger, follow_on: FollowOn
) -> tuple[list[Booking], str]:
    """The bookings that a wish takes with everything that must follow it, or why it cannot be had."""
    refusal = ledger.refusal(wish.uses)
    if refusal:
        return [], refusal
    first = Booking(opportunity=wish, need=need.id, reason=wish.why)
    if wish.follow_on is None:
        return [first], ""
    refusal = f"nothing carries on what {wish.id} leaves on board"
    for way in sorted(follow_on(wish.follow_on), key=lambda o: (o.counts_at, o.id)):
        why_not = ledger.refusal(way.uses)
        if why_not:
            refusal = why_not
            continue
        return [first, Booking(opportunity=way, need=need.id, reason=way.why, carries=wish.id)], ""
    return [], refusal
