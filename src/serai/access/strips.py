"""The strips that satellites sweep of an area: when, how much of it, and what all together cover.

Coverage is counted on samples spread evenly over the area (`serai.earth.samples`): a union, never a sum. A
strip runs along the track for as long as the area lies beneath, as wide as the sensor's swath, laid once for
each flyover to the side where it covers most, or in turn: where its satellite has not looked for longest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import strips as kernel
from serai.access.compiled.flyover import NEVER
from serai.access.flyovers import Flyovers, apogee, flyovers_of
from serai.access.sweep import threads_allowed
from serai.earth import A_M, F, Orientation, geodetic, sun_ecef_unit
from serai.earth.samples import AreaSamples
from serai.orbit import Motion
from serai.time import Span

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

OBLIQUE_DEG = 80.0  # beyond it nothing on the ground is imaged
NEVER_LOOKED_S = 30.0 * 86_400.0  # so long before the first flyover a satellite is taken to have looked
CHUNK = 64  # flyovers that a thread takes at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class StripSensor:
    """What a sensor sweeps: how far it can look, to which side, by what light, and how wide a strip.

    ``side`` is 1 to the right of the track, -1 to the left, 0 either; ``one_side``: a strip lies on one side
    of the track only, as a radar's. ``width_m`` 0: all that is within reach at once, as a scanning imager.
    """

    off_nadir_deg: float | None = None
    incidence_deg: tuple[float, float] | None = None
    side: int = 0
    one_side: bool = False
    daylight: bool = False
    width_m: float = 0.0

    def row(self) -> list[float]:
        """The sensor as the kernel takes it: limits as cosines."""
        low, high = self.incidence_deg or (None, OBLIQUE_DEG)
        return [
            -1.0 if self.off_nadir_deg is None else math.cos(math.radians(self.off_nadir_deg)),
            2.0 if not low else math.cos(math.radians(low)),
            math.cos(math.radians(min(high, OBLIQUE_DEG))),
            float(self.side),
            float(self.one_side),
            float(self.daylight),
            self.width_m,
        ]

    def reach_rad(self, apogee_m: float) -> float:
        """The largest angle at the Earth's centre between the satellite and what it sees from so far out."""
        incidence = OBLIQUE_DEG if self.incidence_deg is None else min(self.incidence_deg[1], OBLIQUE_DEG)
        bound = math.radians(incidence)
        lowest_m = A_M * (1.0 - F)
        if self.off_nadir_deg is not None:
            sine = apogee_m * math.sin(math.radians(self.off_nadir_deg)) / lowest_m
            bound = min(bound, math.asin(sine) if sine < 1.0 else bound)
        return bound - math.asin(min(1.0, lowest_m * math.sin(bound) / apogee_m))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Strips:
    """Strips (n,) that cover something of an area, in order of time; the motion, and which of its sensors.

    ``covered`` is what each covers by itself, in the samples' unit; ``bits`` (n, samples / 8) which samples.
    ``low_m`` and ``high_m`` are its edges, metres over the ground from the track, to the right positive;
    angles are the means over what it covers. ``flyover`` is its place in ``flyovers``.
    """

    motion: Integers
    sensor: Integers
    start_ns: Integers
    end_ns: Integers
    covered: Floats
    low_m: Floats
    high_m: Floats
    incidence_deg: Floats
    off_nadir_deg: Floats
    flyover: Integers
    bits: Bytes

    def __len__(self) -> int:
        return len(self.motion)

    @property
    def at_ns(self) -> Integers:
        """The middle of each."""
        return self.start_ns + (self.end_ns - self.start_ns) // 2

    def where(self, rows: Flags | Integers) -> Strips:
        """Only some of them, or in another order."""
        return Strips(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sweeping:
    """Flyovers of an area with the sensors that sweep it: what `strips_of` counts on."""

    flyovers: Flyovers
    samples: AreaSamples
    sensors: Floats
    of: Integers
    suns: Floats
    sun_sine: float
    strips: Strips

    def joined(self, rows: Integers) -> tuple[Floats, Strips]:
        """What each of some strips adds to those before it, in the order given, and where it then lies.

        A strip is laid where it adds most; what adds nothing keeps its place and has 0.
        """
        order, told, _ = self._laid(rows)
        added = told[order, kernel.ADDED]
        mine = self.strips.where(rows)
        moved = added > 0.0
        low = np.where(moved, told[order, kernel.LOW_ADDED], mine.low_m)
        high = np.where(moved, told[order, kernel.HIGH_ADDED], mine.high_m)
        own = told[order, kernel.WHICH_ADDED] - self.of[order, 0]
        columns = {f.name: getattr(mine, f.name) for f in fields(mine)}
        for name, column in (("start_ns", kernel.BEGIN_ADDED), ("end_ns", kernel.END_ADDED)):
            columns[name] = columns[name].copy()
            columns[name][moved] = self.flyovers.at_ns(order[moved], told[order[moved], column])
        columns |= {
            "low_m": low,
            "high_m": high,
            "sensor": np.where(moved, own, mine.sensor).astype(np.int64),
        }
        return added, Strips(**columns)

    def first_to_cover(self, rows: Integers) -> Integers:
        """The place in ``rows`` of the strip that covers each sample first (n,), as in `joined`; else -1."""
        return self._laid(rows)[2]

    def _laid(self, rows: Integers) -> tuple[Integers, Floats, Integers]:
        """The flyovers of strips in the order given, what is told of all, and who covers a sample first."""
        told = np.zeros((len(self.flyovers), kernel.TOLD))
        told[:, kernel.WHICH] = NEVER
        order = self.strips.flyover[rows]
        told[order, kernel.WHICH] = 0.0
        left, first = self.samples.weight.copy(), np.full(len(self.samples), -1, np.int64)
        fly, cells = self.flyovers, self.samples
        kernel.sweep_added(
            fly.ways, fly.rows, self.sensors, self.of, cells.ecef_m, cells.up, self.suns,
            self.sun_sine, order, left, first, told, *kernel.room(len(cells)),
        )  # fmt: skip
        return order, told, first


def strips_of(
    motions: Sequence[Motion],
    sensors: Sequence[Sequence[StripSensor]],
    samples: AreaSamples,
    span: Span,
    orientation: Orientation,
    *,
    sun_deg: float,
    stretches_ns: Integers | None = None,
    in_turn: bool = False,
) -> Sweeping:
    """The strips that each motion's sensors sweep of an area over a span, one a flyover: the best of them.

    With ``in_turn`` each strip lies where its motion has not looked for longest, whatever the others do.
    ``stretches_ns`` (motions, 2) is when each motion counts, where several are element sets of one satellite.
    Motions without a position, or so high that they sweep nothing, have none.
    """
    centre, cap = samples.cap()
    near = np.array([_near_rad(m, own, cap) for m, own in zip(motions, sensors, strict=True)])
    fly = flyovers_of(motions, near, centre, span, orientation)
    if stretches_ns is not None:
        middle = fly.at_ns(np.arange(len(fly)), 0.5 * (np.diff(fly.rows) - 1))
        begin, end = stretches_ns[fly.motion].T
        fly = fly.where((middle >= begin) & (middle < end))
    counts = np.array([len(own) for own in sensors], dtype=np.int64)
    firsts = np.concatenate([[0], np.cumsum(counts)])
    rows = np.array([one.row() for own in sensors for one in own]).reshape(-1, kernel.SENSOR)
    of = np.stack([firsts[:-1][fly.motion], firsts[1:][fly.motion]], axis=1)
    middle = fly.at_ns(np.arange(len(fly)), 0.5 * (np.diff(fly.rows) - 1))
    suns = sun_ecef_unit(middle, orientation) if len(fly) else np.empty((0, 3))
    sine = math.sin(math.radians(sun_deg))
    swept = _swept_in_turn if in_turn else _swept
    told, bits = swept(fly, samples, rows, of, suns, sine)
    which = np.flatnonzero(told[:, kernel.WHICH] >= 0.0)
    start, end = (fly.at_ns(which, told[which, column]) for column in (kernel.BEGIN, kernel.END))
    found = Strips(
        motion=fly.motion[which],
        sensor=told[which, kernel.WHICH].astype(np.int64) - of[which, 0],
        start_ns=start,
        end_ns=end,
        covered=told[which, kernel.COVERED],
        low_m=told[which, kernel.LOW],
        high_m=told[which, kernel.HIGH],
        incidence_deg=np.degrees(np.arccos(np.minimum(told[which, kernel.INCIDENCE], 1.0))),
        off_nadir_deg=np.degrees(np.arccos(np.minimum(told[which, kernel.NADIR], 1.0))),
        flyover=which,
        bits=bits[which],
    )
    inside = (found.at_ns >= span.start.tai_ns) & (found.at_ns < span.end.tai_ns)
    found = found.where(np.flatnonzero(inside)[np.argsort(found.at_ns[inside], kind="stable")])
    return Sweeping(
        flyovers=fly, samples=samples, sensors=rows, of=of, suns=suns, sun_sine=sine, strips=found
    )


def _swept(
    fly: Flyovers, samples: AreaSamples, sensors: Floats, of: Integers, suns: Floats, sine: float
) -> tuple[Floats, Bytes]:
    """What each flyover covers by itself, worked out in threads."""
    told = np.zeros((len(fly), kernel.TOLD))
    bits = np.zeros((len(fly), (len(samples) + 7) // 8), np.uint8)

    def part(begin: int) -> None:
        kernel.sweep_own(
            fly.ways, fly.rows, sensors, of, samples.ecef_m, samples.up, samples.weight, suns, sine,
            begin, min(begin + CHUNK, len(fly)), told, bits, *kernel.room(len(samples)),
        )  # fmt: skip

    with ThreadPoolExecutor(threads_allowed()) as pool:
        list(pool.map(part, range(0, len(fly), CHUNK)))
    return told, bits


def _swept_in_turn(
    fly: Flyovers, samples: AreaSamples, sensors: Floats, of: Integers, suns: Floats, sine: float
) -> tuple[Floats, Bytes]:
    """What each flyover covers where its strip lies in turn: a motion's flyovers one after the other."""
    told = np.zeros((len(fly), kernel.TOLD))
    bits = np.zeros((len(fly), (len(samples) + 7) // 8), np.uint8)
    if len(fly):
        at_s = (fly.start_ns - int(fly.start_ns.min())) / 1e9
        kernel.sweep_in_turn(
            fly.ways, fly.rows, sensors, of, samples.ecef_m, samples.up, samples.weight, suns, sine,
            fly.motion, at_s, -NEVER_LOOKED_S, told, bits, np.empty((2, len(samples))),
            *kernel.room(len(samples)),
        )  # fmt: skip
    return told, bits


def _near_rad(motion: Motion, sensors: Sequence[StripSensor], cap_rad: float) -> float:
    """The angle from the area's middle within which a motion may see some of it; NaN for none."""
    apogee_m = apogee(motion)
    if not sensors or not np.isfinite(apogee_m):
        return float("nan")
    return cap_rad + max(one.reach_rad(apogee_m) for one in sensors)


def edge_rings_deg(sweep: Sweeping, strips: Strips, step_s: float = 20.0) -> list[Floats]:
    """The outline of each strip as a closed ring (n, 2) of longitude and latitude, not cut at the date line.

    A point every ``step_s`` along either edge: where a straight line across the track, so far over the ground
    from it, meets the ellipsoid.
    """
    return [_edge_ring_deg(sweep.flyovers, strips, k, step_s) for k in range(len(strips))]


def _edge_ring_deg(fly: Flyovers, strips: Strips, k: int, step_s: float) -> Floats:
    p = int(strips.flyover[k])
    way = fly.ways[fly.rows[p] : fly.rows[p + 1]]
    first, last = (
        (int(t[k]) - int(fly.start_ns[p])) / fly.step_ns[p] for t in (strips.start_ns, strips.end_ns)
    )
    count = max(2, math.ceil((last - first) * fly.step_ns[p] / (step_s * 1e9)) + 1)
    at = np.clip(np.linspace(first, last, count), 0.0, len(way) - 1.0)
    state = np.stack([np.interp(at, np.arange(len(way)), way[:, c]) for c in range(6)], axis=1)
    return ring_beside_deg(state[:, :3], state[:, 3:], float(strips.low_m[k]), float(strips.high_m[k]))


def ring_beside_deg(r_m: Floats, v_mps: Floats, low_m: float, high_m: float) -> Floats:
    """The closed ring of a strip along Earth-fixed states (n, 3), its edges so far right of the track."""
    ring = np.concatenate([places_beside_deg(r_m, v_mps, low_m), places_beside_deg(r_m, v_mps, high_m)[::-1]])
    return np.concatenate([ring, ring[:1]])


def places_beside_deg(r: Floats, v: Floats, side_m: Floats | float) -> Floats:
    """Longitude and latitude (n, 2) of the places abeam, so far over the ground to the right of the track.

    ``side_m`` is one distance, or one (n,) for each.
    """
    along = v / np.linalg.norm(v, axis=1, keepdims=True)
    across = np.cross(along, r)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    under = np.cross(across, along)
    place = r
    for _ in range(3):
        radius = np.linalg.norm(place, axis=1) if place is not r else np.full(len(r), A_M)
        sine, ahead = np.sin(side_m / radius), np.einsum("ij,ij->i", r, along) / radius
        depth = np.sqrt(np.maximum(1.0 - sine**2 - ahead**2, 0.0))
        unit = sine[:, None] * across + ahead[:, None] * along + depth[:, None] * under
        squash = np.sqrt(unit[:, 0] ** 2 + unit[:, 1] ** 2 + (unit[:, 2] / (1.0 - F)) ** 2)
        place = unit * (A_M / squash)[:, None]
    lat, lon, _ = geodetic(place)
    return np.stack([lon, lat], axis=1)
