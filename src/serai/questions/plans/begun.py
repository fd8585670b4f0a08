"""Bookings that new elements no longer show, although they have begun or are near: they stay as booked.

What a satellite is doing, or was told to do soon, does not change because its next element set is bad. So one
bad element set fails one satellite, from the end of the frozen time on, and nothing that is in progress.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from serai.corridor import Corridor
from serai.ground import image_antennas
from serai.needs import Booking, Need, Opportunity, Plan, Use
from serai.plan import faults
from serai.plan.horizon import PlanHorizon, joined_with
from serai.pool import Asset, Pool
from serai.questions.plans.earlier import EarlierBooking, EarlierPlan, found_again
from serai.time import Instant, Span, Windows
from serai.wording import Reason, reason

UNPLACED = ("corridor.no_elements", "corridor.not_propagated", "corridor.elements_unusable")
LATER_S = 10 * 86_400.0  # beyond the last pass that brings something down


def with_begun(of: PlanHorizon, earlier: EarlierPlan, corridor: Corridor, until: Instant) -> PlanHorizon:
    """The problem with every earlier booking that begins before a moment, as it was booked if need be.

    What assets or terms that are no more would make unsound is not put back.
    """
    needs = {need.id: need for need in corridor.needs}
    found = zip(earlier.bookings, found_again(earlier, of), strict=True)
    for booking, name in [*found]:
        need = needs.get(booking.need)
        if name in of.books or need is None or booking.look >= until or booking.look_end is None:
            continue
        booked = tuple(_as_booked(booking, need, corridor.pool))
        if not faults(Plan(bookings=booked), corridor.pool):
            of = joined_with(of, need, booked, corridor.pool)
    return of


def until_failed(corridor: Corridor, earlier: EarlierPlan, until: Instant) -> Corridor:
    """The corridor in which booked satellites that have no usable elements any more fail only then."""
    ever = Windows([Span(until, earlier.span.end.plus(seconds=LATER_S))])
    booked = {booking.satellite for booking in earlier.bookings}
    assets = tuple(
        replace(a, out="", lost_during=a.lost_during | ever) if a.id in booked and _unplaced(a) else a
        for a in corridor.pool.assets
    )
    return replace(corridor, pool=replace(corridor.pool, assets=assets))


def _unplaced(asset: Asset) -> bool:
    """Whether nothing keeps an asset from its work but that nobody knows where it is."""
    return isinstance(asset.out, Reason) and asset.out.key in UNPLACED


def _as_booked(one: EarlierBooking, need: Need, pool: Pool) -> Iterator[Booking]:
    """The look and the pass of an earlier booking, at their times."""
    assert one.look_end is not None
    why = reason("plan.remade.as_booked")
    look = Use(asset=one.satellite, span=Span(one.look, one.look_end), serves=one.name)
    middle = one.look.plus(seconds=one.look_end.seconds_since(one.look) / 2.0)
    first = Opportunity(id=one.name, need=need.id, uses=(look,), counts_at=middle, why=why)
    yield Booking(opportunity=first, need=need.id, reason=why)
    if one.start is None or one.end is None or one.down is None:
        return
    name = f"{one.satellite}/{one.station}/{one.start.utc(0)}"
    share = 1.0 / image_antennas(pool[one.station]) if one.station in pool else 1.0
    down = Use(asset=one.station, span=Span(one.start, one.end), share=share, serves=name)
    way = Opportunity(id=name, need=need.id, uses=(down,), counts_at=one.down, why=why)
    yield Booking(opportunity=way, need=need.id, reason=why, carries=first.id)


def named_lost(earlier: EarlierPlan, of: PlanHorizon) -> dict[str, EarlierBooking]:
    """The earlier bookings that are not in a problem any more, by the name they go under there."""
    found = zip(earlier.bookings, found_again(earlier, of), strict=True)
    return {name: booking for booking, name in found if name not in of.books}
