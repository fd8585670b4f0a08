"""All looks at a point that count for a need: who looks when, and how the data can be had.

A satellite in low orbit looks as it passes abeam, when the point is within the sensor's reach and, for
sensors that need it, in daylight. An imager that stares looks once in each scan while the point is far
enough from the edge of its disk. Every look that the geometry allows counts as taken: that an open
satellite's owner may have planned otherwise, and cloud, are not judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from serai.earth import Place, elevation_deg, sun_elevation_deg
from serai.needs import Plan
from serai.observe.overflights import Overflights, overflights_of
from serai.observe.rules import ObserveRules
from serai.observe.sensors import EligibleSensor
from serai.pool import Pool
from serai.time import Span
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LOOK_S = 20.0  # a scene: about 140 km along the track of a low orbit (7 km/s over the ground)
SUN_ELEVATION_MIN_DEG = 10.0  # a Sun lower than this leaves long shadows; land imagers are planned above it
DISK_EDGE_ELEVATION_DEG = 15.0  # too oblique beyond a zenith angle of 75 degrees, where nobody says otherwise
STARE_STEP_S = 1800.0  # nodes of geosynchronous orbits; they are within 500 m between them


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The looks at a point in order of time; all columns (n,).

    ``at_ns`` is when the point is seen, ``end_ns`` when the data are complete on board. ``satellite``
    is a place in the pool's assets, ``eye`` the finest sensor that sees it (a place in the eyes).
    ``by_station`` says that the look can be asked for and comes down at stations; ``delay_s`` is the
    shortest known delay by ways without a station (infinite when there is none), ``obtainable`` that
    there is such a way however late. ``covers`` (n, places) are the places of the need's area that each
    covers; it has no columns for a need judged at a point.
    """

    at_ns: Integers
    end_ns: Integers
    satellite: Integers
    eye: Integers
    by_station: Flags
    delay_s: Floats
    obtainable: Flags
    off_nadir_deg: Floats
    incidence_deg: Floats
    right: Flags
    northbound: Flags
    covers: Flags

    def __len__(self) -> int:
        return len(self.at_ns)

    def where(self, rows: Flags | Integers) -> Looks:
        """Only some of them, or in another order."""
        return Looks(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def covering(self, covers: Flags) -> Looks:
        """The same looks, at an area."""
        return replace(self, covers=covers)

    @classmethod
    def concatenate(cls, parts: Sequence[Looks]) -> Looks:
        """Several in one, as they come."""
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)})

    @classmethod
    def none(cls, places: int) -> Looks:
        """No looks at an area of so many places."""
        moments, angles, flags = np.empty(0, np.int64), np.empty(0), np.empty(0, bool)
        return cls(
            at_ns=moments,
            end_ns=moments,
            satellite=moments,
            eye=moments,
            by_station=flags,
            delay_s=angles,
            obtainable=flags,
            off_nadir_deg=angles,
            incidence_deg=angles,
            right=flags,
            northbound=flags,
            covers=np.empty((0, places), bool),
        )


def looks(
    found: Sequence[EligibleSensor],
    pool: Pool,
    world: World,
    point: Place,
    span: Span,
    satellites: Sequence[str],
) -> Looks:
    """The looks of some eyes at a point over a span; ``satellites`` are those that pass.

    Looks that are shorter than the corridor's rules ask do not count.
    """
    short = {id(eye) for eye in too_short(found, world)}
    flights = overflights_of(world, satellites, point, span)
    lit = _sunlit(world, satellites, point, span, flights)
    place_in = {name: i for i, name in enumerate(satellites)}
    passing, finest = _Columns.of(len(flights)), np.array([_finest(eye) for eye in found])
    parts = []
    for number, eye in enumerate(found):
        if id(eye) in short:
            continue
        if eye.stares:
            parts.append(stares_at(number, eye, pool, world, point, span))
            continue
        mine = flights.satellite == place_in[eye.asset.id]
        mine &= eye.sensor.reaches(flights.off_nadir_deg, flights.incidence_deg, flights.right)
        if eye.sensor.needs_daylight:
            mine &= lit
        passing.add(number, eye, mine, finest)
    seen = passing.eye >= 0
    in_pool = np.array([pool.place_of[name] for name in satellites], dtype=np.int64)
    half_ns = round(LOOK_S * 0.5e9)
    parts.append(
        Looks(
            at_ns=flights.at_ns[seen],
            end_ns=flights.at_ns[seen] + half_ns,
            satellite=in_pool[flights.satellite[seen]] if len(in_pool) else np.empty(0, np.int64),
            eye=passing.eye[seen],
            by_station=passing.by_station[seen],
            delay_s=passing.delay_s[seen],
            obtainable=passing.obtainable[seen],
            off_nadir_deg=flights.off_nadir_deg[seen],
            incidence_deg=flights.incidence_deg[seen],
            right=flights.right[seen],
            northbound=flights.northbound[seen],
            covers=np.empty((int(seen.sum()), 0), bool),
        )
    )
    whole = Looks.concatenate(parts)
    return whole.where(np.argsort(whole.at_ns, kind="stable"))


def lasts_s(eye: EligibleSensor) -> float:
    """How long one look of a sensor takes: a scene, or one scan of an imager that stares."""
    return eye.image_every_s if eye.stares else LOOK_S


def too_short(found: Sequence[EligibleSensor], world: World) -> tuple[EligibleSensor, ...]:
    """The sensors whose looks are shorter than the corridor lets count."""
    least_s = world.rules_of(ObserveRules).look_min_s
    return tuple(eye for eye in found if lasts_s(eye) < least_s)


def free_looks(whole: Looks, pool: Pool, plan: Plan, need: str) -> Looks:
    """The looks whose satellite no owner keeps back, no event takes away and no other need has booked."""
    taken: dict[int, list[Span]] = {}
    for place in np.unique(whole.satellite):
        kept = list(pool.assets[place].not_free)
        if kept:
            taken[int(place)] = kept
    for booking in plan.bookings:
        if booking.need == need:
            continue
        for use in booking.opportunity.uses:
            at = pool.place_of.get(use.asset)
            if at is not None and pool.assets[at].kind == "satellite":
                taken.setdefault(at, []).append(use.span)
    free = np.ones(len(whole), dtype=bool)
    length_ns = round(LOOK_S * 1e9)
    for place, spans in taken.items():
        rows = np.flatnonzero(whole.satellite == place)
        for span in spans:
            end_ns = whole.end_ns[rows]
            free[rows[(end_ns > span.start.tai_ns) & (end_ns - length_ns < span.end.tai_ns)]] = False
    return whole if free.all() else whole.where(free)


@dataclass(slots=True)
class _Columns:
    """What is known of each overflight while the eyes are gone through."""

    eye: Integers
    by_station: Flags
    delay_s: Floats
    obtainable: Flags

    @classmethod
    def of(cls, n: int) -> _Columns:
        return cls(np.full(n, -1, np.int64), np.zeros(n, bool), np.full(n, np.inf), np.zeros(n, bool))

    def add(self, number: int, eye: EligibleSensor, mine: Flags, finest: Floats) -> None:
        """Let one more eye see what it can; the finest (m, by eye) of a satellite's sensors is named."""
        self.by_station[mine] |= eye.by_station
        self.obtainable[mine] |= eye.without_station
        if eye.delay_s is not None:
            self.delay_s[mine] = np.minimum(self.delay_s[mine], eye.delay_s)
        better = mine & ((self.eye < 0) | (finest[number] < finest[self.eye]))
        self.eye[better] = number


def _finest(eye: EligibleSensor) -> float:
    return eye.sensor.resolution_m if eye.sensor.resolution_m is not None else np.inf


def _sunlit(world: World, satellites: Sequence[str], point: Place, span: Span, flights: Overflights) -> Flags:
    """Whether the Sun stands high enough at the point at each overflight."""

    def find() -> Flags:
        high: Flags = sun_elevation_deg(point, flights.at_ns, world.orientation) >= SUN_ELEVATION_MIN_DEG
        return high

    return world.almanac.once(("sunlit", tuple(satellites), point, span), find)


def stares_at(number: int, eye: EligibleSensor, pool: Pool, world: World, point: Place, span: Span) -> Looks:
    """One look in each scan of an imager that stares: the point is seen in its middle."""
    every_ns = round(eye.image_every_s * 1e9)
    first = -(-span.start.tai_ns // every_ns)
    start_ns = np.arange(first * every_ns, span.end.tai_ns, every_ns, dtype=np.int64)
    at_ns = start_ns + every_ns // 2
    hour = Span(span.start, span.end.plus(seconds=2 * STARE_STEP_S))
    ephemeris = world.almanac.ephemeris((eye.asset.id,), hour, STARE_STEP_S)
    at_ns = at_ns[at_ns < span.end.tai_ns]
    r = ephemeris.position_m(np.zeros(len(at_ns), np.int64), at_ns)
    elevation = elevation_deg(point.ecef_m(), point.lat_deg, point.lon_deg, r)
    oblique_deg = eye.sensor.incidence_max_deg
    edge_deg = DISK_EDGE_ELEVATION_DEG if oblique_deg is None else 90.0 - oblique_deg
    seen = elevation >= edge_deg
    if eye.sensor.needs_daylight:
        seen &= sun_elevation_deg(point, at_ns, world.orientation) >= SUN_ELEVATION_MIN_DEG
    at_ns = at_ns[seen]
    n = len(at_ns)
    return Looks(
        at_ns=at_ns,
        end_ns=at_ns + every_ns // 2,
        satellite=np.full(n, pool.place_of[eye.asset.id], np.int64),
        eye=np.full(n, number, np.int64),
        by_station=np.full(n, eye.by_station),
        delay_s=np.full(n, np.inf if eye.delay_s is None else eye.delay_s),
        obtainable=np.full(n, eye.without_station),
        off_nadir_deg=np.zeros(n),
        incidence_deg=90.0 - elevation[seen],
        right=np.zeros(n, bool),
        northbound=np.zeros(n, bool),
        covers=np.empty((n, 0), bool),
    )
