"""What platforms do not allow of a plan: judged by the clock from the plan and the pool alone.

This judge shares no code with what plans. It takes every satellite's looks in order of time: is there time to
turn, does any orbit see more imaging or energy than it may, is there room on board until each pass ends, and
does a pass carry no more than its time allows. What nobody told is not judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from serai.ground import image_dishes
from serai.needs import Booking, Use
from serai.plan.platforms import Platform, orbit_s, platform_of
from serai.pool import Asset, Pool
from serai.wording import Reason, reason

TURN_DEG = 0.002  # angles of a plan are whole thousandths of a degree
ROUNDING = 1.0 + 1e-9


@dataclass(frozen=True)
class _Look:
    """A look of one satellite, with the pass that brings it down where it has one."""

    need: str
    use: Use
    down: Use | None
    sent_bps: float | None


def platform_faults(bookings: Sequence[Booking], pool: Pool) -> list[Reason]:
    """Every turn, orbit, storage and pass of which bookings ask more than the platforms allow."""
    looks = _looks(bookings, pool)
    found: list[Reason] = []
    for name in sorted(looks):
        satellite = pool[name]
        one, mine = platform_of(satellite), sorted(looks[name], key=lambda k: (k.use.span.start, k.need))
        found += _turns(satellite, one, mine)
        found += _orbits(satellite, one, mine)
        found += _storage(satellite, one, mine)
    return found + list(_passes(looks, pool))


def _looks(bookings: Sequence[Booking], pool: Pool) -> dict[str, list[_Look]]:
    """The looks by satellite; one that several bookings share is taken once."""
    downs = {(b.need, b.carries): b.opportunity.uses[0] for b in bookings if b.carries}
    once: dict[str, dict[object, _Look]] = defaultdict(dict)
    for number, booking in enumerate(bookings):
        follow = booking.opportunity.follow_on
        for use in booking.opportunity.uses:
            if use.asset in pool and pool[use.asset].kind == "satellite":
                parcel = follow.parcel if follow is not None else None
                one = _Look(
                    need=booking.need,
                    use=use,
                    down=downs.get((booking.need, booking.opportunity.id)),
                    sent_bps=parcel.rate_bps if parcel is not None else None,
                )
                once[use.asset].setdefault(use.serves or number, one)
    return {name: list(found.values()) for name, found in once.items()}


def _turns(satellite: Asset, one: Platform, looks: Sequence[_Look]) -> Iterator[Reason]:
    turning = [k for k in looks if k.use.roll_deg is not None]
    for first, second in pairwise(turning):
        assert first.use.roll_deg is not None
        assert second.use.roll_deg is not None
        angle = abs(second.use.roll_deg - first.use.roll_deg)
        if one.slew_deg_s is None or angle <= TURN_DEG:
            continue
        takes = (angle - TURN_DEG) / one.slew_deg_s + (one.settle_s or 0.0)
        there = second.use.span.start.seconds_since(first.use.span.end)
        if there < takes:
            yield reason(
                "plan_faults.turn", asset=satellite.name, need=second.need, angle_deg=angle, takes_s=takes,
                there_s=there, at=str(second.use.span.start),
            )  # fmt: skip


def _orbits(satellite: Asset, one: Platform, looks: Sequence[_Look]) -> Iterator[Reason]:
    """The first orbit, from the begin of a look on, in which too much is imaged or drawn."""
    turn_s = orbit_s(satellite)
    power = one.imaging_wh is not None and one.imaging_w is not None
    for look in looks if turn_s is not None else ():
        start = look.use.span.start
        within = [k for k in looks if 0.0 <= k.use.span.start.seconds_since(start) < (turn_s or 0.0)]
        total_s = sum(k.use.span.duration_s for k in within)
        said = {"asset": satellite.name, "at": str(start), "minutes": (turn_s or 0.0) / 60.0}
        if one.duty_s is not None and total_s > one.duty_s * ROUNDING:
            yield reason("plan_faults.duty", total_s=total_s, most_s=one.duty_s, **said)
            return
        drawn_wh = (one.imaging_w or 0.0) * total_s / 3600.0
        if power and drawn_wh > (one.imaging_wh or 0.0) * ROUNDING:
            yield reason("plan_faults.power", total_wh=drawn_wh, most_wh=one.imaging_wh, **said)
            return


def _storage(satellite: Asset, one: Platform, looks: Sequence[_Look]) -> Iterator[Reason]:
    """The first look for which there is no room on board."""
    if one.storage_bits is None or one.record_bps is None:
        return
    for look in looks:
        now = look.use.span.start
        aboard = [k for k in looks if k.use.span.start <= now and (k.down is None or now < k.down.span.end)]
        bits = sum(one.record_bps * k.use.span.duration_s for k in aboard)
        if bits > one.storage_bits * ROUNDING:
            yield reason(
                "plan_faults.storage", asset=satellite.name, at=str(now), bits=bits, most=one.storage_bits
            )
            return


def _passes(looks: dict[str, list[_Look]], pool: Pool) -> Iterator[Reason]:
    """The passes that cannot carry what is booked for them."""
    carried: dict[tuple[str, str], list[tuple[str, _Look]]] = defaultdict(list)
    for name, mine in looks.items():
        for look in mine:
            if look.down is not None and look.sent_bps is not None:
                carried[look.down.asset, look.down.serves].append((name, look))
    for (station, _), together in sorted(carried.items()):
        satellite, first = together[0]
        record_bps = platform_of(pool[satellite]).record_bps
        if record_bps is None or first.down is None or first.sent_bps is None:
            continue
        dishes = image_dishes(pool[station]) if station in pool else ()
        heard = [d.max_rate_bps for d in dishes if d.max_rate_bps is not None]
        most = min(first.sent_bps, max(heard, default=first.sent_bps)) * first.down.span.duration_s
        bits = sum(record_bps * look.use.span.duration_s for _, look in together)
        if bits > most * ROUNDING:
            name = pool[station].name if station in pool else station
            at = str(first.down.span.start)
            yield reason(
                "plan_faults.volume", asset=pool[satellite].name, station=name, at=at, bits=bits, most=most
            )
