"""A region to hand: which looks cover how much of an area, when each is in hand and by which way.

One look is one flyover: the mode that covers most of the area (of equals the finest), its strip laid where it
covers most, for as long as the area lies beneath. Duty cycles that nobody published do not shorten it. What
looks cover together is counted in the order in which they come into hand, each strip then laid where it adds
most to those before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.access.strips import Strips, Sweeping, strips_of
from serai.earth.samples import AreaSamples
from serai.ground import ContactRules, contacts, downlink_allowed, free_contacts, image_stations
from serai.needs import Need, Plan
from serai.observe.areas.maps import MadeMap, maps_in_turn
from serai.observe.areas.sensing import SweepingSatellite, sweeping
from serai.observe.delivery import KEPT_ON_BOARD_S, Deliveries, deliveries
from serai.observe.looks import LOOK_S, SUN_ELEVATION_MIN_DEG, Looks, free_looks
from serai.observe.request import ImageRequest, asked_of
from serai.observe.sensors import EligibleSensor, EligibleSensors, eligible_sensors
from serai.orbit import Motion
from serai.pool import Pool
from serai.time import Span
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
ROUNDED = 1.0 - 1e-9  # a sum of samples that is all of them may fall short by so little
SOON_S = 3.0 * 3_600.0  # a look that another way brings in hand so much later hangs on its station


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionLooks:
    """The looks (n,) at an area in order of time, when each is in hand, and what they cover together.

    ``strips`` are what each covers by itself and ``looks`` the same in the form of a point's looks; ``by``
    tells when each is down. ``looking`` are the satellites whose strips they are, by ``strips.motion``.
    """

    need: Need[ImageRequest]
    pool: Pool
    span: Span
    samples: AreaSamples
    eligible: EligibleSensors
    looking: tuple[SweepingSatellite, ...]
    sweep: Sweeping
    strips: Strips
    looks: Looks
    by: Deliveries

    def __len__(self) -> int:
        return len(self.strips)

    @cached_property
    def arrivals_s(self) -> Floats:
        """When each look is in hand (n,), seconds after the span's start; infinite where it never is."""
        arrivals: Floats = self.by.arrivals_s(np.ones((1, len(self.pool.assets)), dtype=bool))[0]
        return arrivals

    @cached_property
    def ranked(self) -> Integers:
        """The looks that come into hand, first to last; of equals the one that covers more, then by time."""
        rows = np.flatnonzero(np.isfinite(self.arrivals_s))
        order = np.lexsort((self.strips.start_ns[rows], -self.strips.covered[rows], self.arrivals_s[rows]))
        return rows[order]

    @cached_property
    def joined(self) -> tuple[Floats, Strips]:
        """What each of the ranked looks adds to those in hand before it, and where its strip then lies."""
        return self.sweep.joined(self._in_sweep[self.ranked])

    @cached_property
    def first_to_cover(self) -> Integers:
        """The rank, from 0, of the look that has each sample (n,) of the area in hand first; -1 for none."""
        return self.sweep.first_to_cover(self._in_sweep[self.ranked])

    def together(self, ranks: Flags) -> float:
        """The share of the area that some of the ranked looks cover together, as if the others were not."""
        added, _ = self.sweep.joined(self._in_sweep[self.ranked[ranks]])
        return float(added.sum()) / self.samples.size

    def maps(self, share: float, ranks: Flags | None = None) -> tuple[MadeMap, ...]:
        """The maps of ``share`` of the area made one after the other, of all ranked looks or of some.

        Only what is in hand within the span counts. Moments are seconds after its start; ``looks`` of a map
        are places among those looks.
        """
        rows = self.ranked if ranks is None else self.ranked[ranks]
        rows = rows[self.arrivals_s[rows] <= self.span.duration_s]
        taken_s = (self.strips.start_ns[rows] - self.span.start.tai_ns) / 1e9
        return maps_in_turn(
            taken_s,
            self.arrivals_s[rows],
            lambda some: self.sweep.joined(self._in_sweep[rows[some]])[0] / self.samples.size,
            share,
        )

    def waits_s(self, share: float, asked_s: Floats) -> Floats:
        """How long one waits (n,) from each moment asked, seconds after the span's start, for a new map.

        It is there when looks taken since then that are in hand cover ``share`` of the area, each strip laid
        where it adds most; infinite where the span's looks do not come to that.
        """
        taken_s = (self.strips.start_ns[self.ranked] - self.span.start.tai_ns) / 1e9
        waits = np.full(len(asked_s), np.inf)
        for k, at_s in enumerate(asked_s.tolist()):
            rows = self.ranked[taken_s >= at_s]
            added, _ = self.sweep.joined(self._in_sweep[rows])
            enough = np.flatnonzero(np.cumsum(added) >= share * self.samples.size * ROUNDED)
            if len(enough):
                waits[k] = self.arrivals_s[rows[enough[0]]] - at_s
        return waits

    @cached_property
    def covered_share(self) -> Floats:
        """The share (n,) of the area that each look covers by itself."""
        return self.strips.covered / self.samples.size

    @cached_property
    def added_share(self) -> Floats:
        """The share that each of the ranked looks adds."""
        return self.joined[0] / self.samples.size

    @cached_property
    def _in_sweep(self) -> Integers:
        """The place of each look among all strips of the sweep (some are not free)."""
        places = {int(fly): k for k, fly in enumerate(self.sweep.strips.flyover)}
        return np.array([places[int(fly)] for fly in self.strips.flyover], dtype=np.int64)

    def eye(self, look: int) -> EligibleSensor:
        """The sensor that a look is taken with."""
        return self.eligible.found[int(self.looks.eye[look])]

    def eye_when_joined(self, rank: int) -> EligibleSensor:
        """The sensor that the look at a rank is taken with where it adds most."""
        strips = self.joined[1]
        satellite = self.looking[int(strips.motion[rank])]
        return self.eligible.found[satellite.eyes[int(strips.sensor[rank])]]

    def station(self, look: int) -> str:
        """The station that has a look down first; "" where it comes another way."""
        row = self.by.down_s[look]
        if not len(row) or not row.min() <= self.by.otherwise_s[look] or not np.isfinite(row.min()):
            return ""
        return self.pool.assets[int(self.by.stations[int(row.argmin())])].id

    def hangs_on(self, look: int) -> tuple[str, ...]:
        """The satellite, and its station where no other way has the look within three hours of it."""
        satellite = self.pool.assets[int(self.looks.satellite[look])].id
        station = self.station(look)
        if not station:
            return (satellite,)
        others = np.sort(np.append(self.by.down_s[look], self.by.otherwise_s[look]))
        alone = len(others) < 2 or not others[1] <= others[0] + SOON_S
        return (satellite, station) if alone else (satellite,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownSatellites:
    """Satellites without a corridor: their sensors, and all motions of each with when each counts.

    ``motions`` (m,) and ``stretches_ns`` (m, 2) are one after the other, ``of`` (m,) the satellite's id;
    ``sun_deg`` is the least height of the Sun for sensors that need daylight.
    """

    eligible: EligibleSensors
    motions: tuple[Motion, ...]
    stretches_ns: Integers
    of: tuple[str, ...]
    sun_deg: float


def region_looks(
    need: Need[ImageRequest],
    samples: AreaSamples,
    pool: Pool,
    world: World,
    span: Span,
    flown: FlownSatellites | None = None,
) -> RegionLooks:
    """The looks at an area over a span by the sensors that count for a need, with nothing booked.

    The need says who asks, for which kinds and how fine; its terms, its processing and last mile count.
    What is ``flown`` without a corridor looks with the sensors given, an unknown swath at its widest.
    """
    eligible = eligible_sensors(need, pool) if flown is None else flown.eligible
    looking = sweeping(eligible.found, at_best=flown is not None)
    if flown is None:
        motions: Sequence[Motion] = [m for one in looking if (m := pool[one.id].motion) is not None]
    else:
        by_id = {one.id: one for one in looking}
        looking, motions = tuple(by_id[name] for name in flown.of), flown.motions
    sweep = strips_of(
        motions,
        [one.strips for one in looking],
        samples,
        span,
        world.orientation,
        sun_deg=SUN_ELEVATION_MIN_DEG if flown is None else flown.sun_deg,
        stretches_ns=None if flown is None else flown.stretches_ns,
    )
    whole = _as_looks(sweep.strips, looking, eligible, pool)
    seen = free_looks(whole, pool, Plan(), need.id)
    kept = np.isin(_keys(whole), _keys(seen)) if len(seen) < len(whole) else np.ones(len(whole), bool)
    strips = sweep.strips.where(kept)
    return RegionLooks(
        need=need,
        pool=pool,
        span=span,
        samples=samples,
        eligible=eligible,
        looking=looking,
        sweep=sweep,
        strips=strips,
        looks=seen,
        by=_brought_down(need, seen, pool, world, span),
    )


def _keys(some: Looks) -> Integers:
    """A number for each look: a satellite looks at no two moments at once."""
    keys: Integers = some.at_ns * 1_000 + some.satellite
    return keys


def _as_looks(
    strips: Strips, looking: tuple[SweepingSatellite, ...], eligible: EligibleSensors, pool: Pool
) -> Looks:
    """Strips in the form of looks; a scene lasts at least as long as a look at a point."""
    eyes = np.array(
        [looking[m].eyes[s] for m, s in zip(strips.motion.tolist(), strips.sensor.tolist(), strict=True)],
        dtype=np.int64,
    )
    found = eligible.found
    late = np.array([np.inf if eye.delay_s is None else eye.delay_s for eye in found])
    places = np.array([pool.place_of[one.id] for one in looking], dtype=np.int64)
    half_ns = round(LOOK_S * 0.5e9)
    none = np.zeros(len(strips), dtype=bool)
    return Looks(
        at_ns=strips.at_ns,
        end_ns=np.maximum(strips.end_ns, strips.at_ns + half_ns),
        satellite=places[strips.motion] if len(looking) else np.empty(0, np.int64),
        eye=eyes,
        by_station=np.array([eye.by_station for eye in found], dtype=bool)[eyes] if len(found) else none,
        delay_s=late[eyes] if len(found) else np.empty(0),
        obtainable=np.array([eye.without_station for eye in found], dtype=bool)[eyes] if len(found) else none,
        off_nadir_deg=strips.off_nadir_deg,
        incidence_deg=strips.incidence_deg,
        right=strips.low_m + strips.high_m > 0.0,
        northbound=none,
        covers=np.empty((len(strips), 0), bool),
    )


def _brought_down(need: Need[ImageRequest], seen: Looks, pool: Pool, world: World, span: Span) -> Deliveries:
    """When each look is in hand; contacts are sought of the satellites alone that look and need a station."""
    rules = world.rules_of(ContactRules)
    asking = np.unique(seen.satellite[seen.by_station])
    satellites = tuple(pool.assets[int(k)].id for k in asking)
    stations = image_stations(pool)
    allowed = downlink_allowed(pool, satellites, stations)
    until = Span(span.start, span.end.plus(seconds=KEPT_ON_BOARD_S + 2.0 * rules.contact_min_s))
    reach = contacts(world, pool, satellites, stations, until, allowed)
    reach = free_contacts(reach, pool, Plan(), need.id, rules.contact_min_s)
    return deliveries(seen, reach, pool, world, span.start, asked_of(need).on_ground_s or 0.0, allowed)
