"""What platforms allow, as rules of a scheduling problem: turning, duty, power, storage filled and emptied.

A look is held on board from its begin to the end of the pass that brings it down, and fills a part of what
that pass can carry. Figures are rounded so that a plan is never easier than the table: whole seconds, joules
and megabits, looks upwards (by two seconds at most), what is allowed downwards. A figure that nobody told
makes no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

from serai.ground import image_dishes
from serai.needs import Booking, Use
from serai.plan.platforms import Platform, orbit_s, platform_of
from serai.plan.scheduling import Resource, ResourceUse, SlewLaw, UseLimit
from serai.pool import Pool

MEGABIT = 1e6
JOULES = 3600.0  # in a watt-hour


class Aboard:
    """The platforms of a pool's satellites, and the room that a problem's looks and passes take and have."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.rooms: dict[str, Resource] = {}

    def _platform(self, asset: str) -> Platform | None:
        """The platform of a satellite; None of anything else."""
        known = asset in self._pool and self._pool[asset].kind == "satellite"
        return platform_of(self._pool[asset]) if known else None

    def ruled(self, resource: Resource) -> Resource:
        """A satellite with the law of its turns and the limits of an orbit."""
        one = self._platform(resource.id)
        if one is None or resource.units != 1:
            return resource
        slew = None
        if one.slew_deg_s is not None:
            per_s = max(1, floor(one.slew_deg_s * 1000.0))
            slew = SlewLaw(settle=ceil(one.settle_s or 0.0), per_second=per_s)
        return replace(resource, slew=slew, limits=tuple(self._limits(one, resource.id)))

    def _limits(self, one: Platform, asset: str) -> Iterator[UseLimit]:
        turn_s = orbit_s(self._pool[asset])
        if turn_s is None:
            return
        if one.duty_s is not None:
            yield UseLimit(window=ceil(turn_s), at_most=floor(one.duty_s))
        if one.imaging_w is not None and one.imaging_wh is not None:
            yield UseLimit(window=ceil(turn_s), at_most=floor(one.imaging_wh * JOULES), of="energy")

    def looking(self, use: Use, as_held: ResourceUse) -> ResourceUse:
        """A look with where its satellite points and what it draws."""
        one = self._platform(use.asset)
        if one is None:
            return as_held
        energy = 0 if one.imaging_w is None else ceil(one.imaging_w * use.span.duration_s)
        if use.roll_deg is None or one.slew_deg_s is None:
            return replace(as_held, energy=energy)
        roll = round(use.roll_deg * 1000.0)
        return replace(as_held, energy=energy, pointing=((roll, 0), (roll, 0)))

    def kept(self, bookings: Sequence[Booking], held: Sequence[ResourceUse]) -> Iterator[ResourceUse]:
        """The room that a look takes on board and in the pass that brings it down, where both are known.

        ``bookings`` are a look and its pass, ``held`` their uses in the problem, in the same order.
        """
        if len(bookings) != 2:
            return
        look, way = bookings
        (seen,), (*down,) = look.opportunity.uses, way.opportunity.uses
        one = self._platform(seen.asset)
        if one is None or one.record_bps is None:
            return
        size = max(1, ceil(one.record_bps * seen.span.duration_s / MEGABIT))
        taken, passes = held[0], held[1:]
        if one.storage_bits is not None:
            room = self._room(f"{seen.asset} storage", one.storage_bits)
            yield ResourceUse(resource=room, start=taken.start, end=max(u.end for u in passes), units=size)
        follow = look.opportunity.follow_on
        sent_bps = None if follow is None or follow.parcel is None else follow.parcel.rate_bps
        for use, of in zip(down, passes, strict=True):
            rate_bps = self._rate_bps(use.asset, sent_bps)
            if rate_bps is not None:
                room = self._room(f"{use.serves} volume", rate_bps * use.span.duration_s)
                yield ResourceUse(resource=room, start=of.start, end=of.end, units=size)

    def _rate_bps(self, station: str, sent_bps: float | None) -> float | None:
        """What comes down a second: as the satellite sends it, no more than the station's dishes take."""
        if sent_bps is None or station not in self._pool:
            return sent_bps
        taken = [d.max_rate_bps for d in image_dishes(self._pool[station]) if d.max_rate_bps is not None]
        return min(sent_bps, max(taken, default=sent_bps))

    def _room(self, name: str, bits: float) -> str:
        self.rooms.setdefault(name, Resource(id=name, units=max(1, floor(bits / MEGABIT))))
        return name
