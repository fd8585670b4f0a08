"""What is wrong with a plan: judged from the plan and the pool alone.

This checker shares no code with any planner. It walks through every asset's bookings by the clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from serai.needs import Booking, Need, Parcel, Plan, Use
from serai.pool import Asset, Pool


def faults(plan: Plan, pool: Pool, needs: Sequence[Need] = ()) -> list[str]:
    """Every fault of a plan, one sentence each; an empty list is a sound plan.

    Judged: assets that do not exist or may not be used, uses while an owner keeps an asset back, more
    held of an asset than there is of it, needs that nobody asked, results carried before they exist or
    by another satellite, stations that no term in force lets a satellite use, uses outside the plan.
    """
    found = [f for booking in plan.bookings for f in _of_one(booking, plan, pool, needs)]
    held: dict[str, list[tuple[Use, Booking]]] = {}
    for booking in plan.bookings:
        for use in booking.opportunity.uses:
            held.setdefault(use.asset, []).append((use, booking))
    for asset_id in sorted(held):
        found += _double(pool, asset_id, held[asset_id])
    return found + _carried(plan, pool)


def _of_one(booking: Booking, plan: Plan, pool: Pool, needs: Sequence[Need]) -> list[str]:
    found = []
    if needs and booking.need not in {n.id for n in needs}:
        found.append(f"{booking.opportunity.id} is booked for {booking.need}, which nobody asked")
    for use in booking.opportunity.uses:
        if use.asset not in pool:
            found.append(f"need {booking.need} uses {use.asset}, which is not in the pool")
            continue
        asset = pool[use.asset]
        if asset.out:
            found.append(f"need {booking.need} uses {asset.name}, which cannot be used: {asset.out}")
        found += [
            f"{asset.name} is kept back by {_owner(asset, pool)} until {kept.end}, "
            f"but need {booking.need} uses it from {use.span.start}"
            for kept in asset.kept_back
            if kept.start < use.span.end and use.span.start < kept.end
        ]
        if plan.span is not None and use.span.start < plan.span.start:
            found.append(f"{asset.name} is used from {use.span.start}, before the plan begins")
    return found


def _double(pool: Pool, asset_id: str, held: list[tuple[Use, Booking]]) -> list[str]:
    """Walk an asset's uses by the clock and name the first moment at which too much of it is held."""
    name = pool[asset_id].name if asset_id in pool else asset_id
    moments = sorted({use.span.start for use, _ in held})
    for moment in moments:
        now = [(u, b) for u, b in held if u.span.start <= moment < u.span.end]
        purposes: dict[object, float] = {}
        for index, (use, _) in enumerate(now):
            purpose: object = use.serves if use.serves else index
            purposes[purpose] = max(purposes.get(purpose, 0.0), use.share)
        if sum(purposes.values()) > 1.000001:
            whom = [b.need if not u.serves else f"{b.need} ({u.serves})" for u, b in now]
            listed = " and for ".join(dict.fromkeys(whom))
            return [f"{name} is booked twice at {moment}: for {listed}"]
    return []


def _carried(plan: Plan, pool: Pool) -> list[str]:
    found = []
    by_id = {(b.need, b.opportunity.id): b for b in plan.bookings if not b.carries}
    for booking in plan.bookings:
        if not booking.carries:
            continue
        source = by_id.get((booking.need, booking.carries))
        if source is None:
            found.append(f"{booking.opportunity.id} carries {booking.carries}, which is not in the plan")
            continue
        follow = source.opportunity.follow_on
        parcel = follow.wants if follow is not None else None
        if isinstance(parcel, Parcel) and booking.opportunity.counts_at < parcel.ready:
            found.append(
                f"{booking.opportunity.id} ends at {booking.opportunity.counts_at}, "
                f"before what it carries is ready at {parcel.ready}"
            )
        used = [pool[u.asset] for u in booking.opportunity.uses if u.asset in pool]
        stations = [a for a in used if a.kind == "station"]
        if isinstance(parcel, Parcel) and parcel.aboard in pool:
            satellite = pool[parcel.aboard]
            found += [
                f"no term in force lets {satellite.name} come down at {station.name}, "
                f"but need {booking.need} books it at {booking.opportunity.span.start}"
                for station in stations
                if pool.terms.downlink(satellite, station) is None
            ]
    return found


def _owner(asset: Asset, pool: Pool) -> str:
    party = pool.party(asset.owner)
    return party.name if party is not None else asset.owner
