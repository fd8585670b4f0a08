"""What is wrong with a plan: judged from the plan and the pool alone.

This checker shares no code with any planner. It walks through every asset's bookings by the clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Booking, Need, Parcel, Plan, Use
from serai.plan.platform_faults import platform_faults
from serai.pool import Asset, Pool
from serai.wording import Reason, reason


def faults(plan: Plan, pool: Pool, needs: Sequence[Need] = ()) -> list[Reason]:
    """Every fault of a plan, one sentence each; an empty list is a sound plan.

    Judged: assets that do not exist or may not be used, uses while an owner keeps an asset back or an event
    takes it away, more held of an asset than there is of it, needs that nobody asked, results carried before
    they exist or by another satellite, stations that no term in force lets a satellite use, uses outside the
    plan, and what no platform allows (turns, duty, power, storage, what a pass can carry).
    """
    found = [f for booking in plan.bookings for f in _of_one(booking, plan, pool, needs)]
    held: dict[str, list[tuple[Use, Booking]]] = {}
    for booking in plan.bookings:
        for use in booking.opportunity.uses:
            held.setdefault(use.asset, []).append((use, booking))
    for asset_id in sorted(held):
        found += _double(pool, asset_id, held[asset_id])
    return found + _carried(plan, pool) + platform_faults(plan.bookings, pool)


def _of_one(booking: Booking, plan: Plan, pool: Pool, needs: Sequence[Need]) -> list[Reason]:
    found = []
    if needs and booking.need not in {n.id for n in needs}:
        found.append(
            reason("plan_faults.nobody_asked", opportunity=booking.opportunity.id, need=booking.need)
        )
    for use in booking.opportunity.uses:
        if use.asset not in pool:
            found.append(reason("plan_faults.not_in_pool", need=booking.need, asset=use.asset))
            continue
        asset = pool[use.asset]
        if asset.out:
            found.append(reason("plan_faults.out", need=booking.need, asset=asset.name, why=asset.out))
        found += [
            reason(
                "plan_faults.kept_back",
                asset=asset.name,
                owner=_owner(asset, pool),
                until=str(kept.end),
                need=booking.need,
                start=str(use.span.start),
            )
            for kept in asset.kept_back
            if kept.start < use.span.end and use.span.start < kept.end
        ]
        found += [
            reason("plan_faults.lost", asset=asset.name, start=str(lost.start), need=booking.need)
            for lost in asset.lost_during
            if lost.start < use.span.end and use.span.start < lost.end
        ]
        if plan.span is not None and use.span.start < plan.span.start:
            found.append(reason("plan_faults.before_plan", asset=asset.name, start=str(use.span.start)))
    return found


def _double(pool: Pool, asset_id: str, held: list[tuple[Use, Booking]]) -> list[Reason]:
    """Walk an asset's uses by the clock and name the first moment at which too much of it is held."""
    name = pool[asset_id].name if asset_id in pool else asset_id
    moments = sorted({use.span.start for use, _ in held})
    for moment in moments:
        now = [(u, b) for u, b in held if u.span.start <= moment < u.span.end]
        purposes: dict[object, float] = {}
        for index, (use, _) in enumerate(now):
            purpose: object = use.serves or index
            purposes[purpose] = max(purposes.get(purpose, 0.0), use.share)
        if sum(purposes.values()) > 1.000001:
            return [
                reason(
                    "plan_faults.twice", asset=name, at=str(moment), whom=tuple(_whom(u, b) for u, b in now)
                )
            ]
    return []


def _whom(use: Use, booking: Booking) -> Reason:
    if use.serves:
        return reason("plan_faults.for_use", need=booking.need, use=use.serves)
    return reason("plan_faults.for_need", need=booking.need)


def _carried(plan: Plan, pool: Pool) -> list[Reason]:
    found: list[Reason] = []
    by_id = {(b.need, b.opportunity.id): b for b in plan.bookings if not b.carries}
    for booking in plan.bookings:
        source = by_id.get((booking.need, booking.carries))
        if booking.carries and source is None:
            at, carried = booking.opportunity.id, booking.carries
            found.append(reason("plan_faults.carries_nothing", opportunity=at, carried=carried))
        follow = source.opportunity.follow_on if booking.carries and source is not None else None
        parcel = follow.parcel if follow is not None else None
        if parcel is not None:
            found += _carried_one(booking, parcel, pool)
    return found


def _carried_one(booking: Booking, parcel: Parcel, pool: Pool) -> list[Reason]:
    """What is wrong with one carrying of a parcel: before it exists, or without a term."""
    found = []
    ends = booking.opportunity.counts_at
    if ends < parcel.ready:
        at, ready = booking.opportunity.id, str(parcel.ready)
        found.append(reason("plan_faults.not_ready", opportunity=at, ends=str(ends), ready=ready))
    if parcel.aboard not in pool:
        return found
    satellite = pool[parcel.aboard]
    used = [pool[u.asset] for u in booking.opportunity.uses if u.asset in pool]
    stations = [a for a in used if a.kind == "station" and pool.terms.downlink(satellite, a) is None]
    start = str(booking.opportunity.span.start)
    return found + [
        reason(
            "plan_faults.no_downlink",
            satellite=satellite.name,
            station=station.name,
            need=booking.need,
            start=start,
        )
        for station in stations
    ]


def _owner(asset: Asset, pool: Pool) -> str:
    party = pool.party(asset.owner)
    return party.name if party is not None else asset.owner
