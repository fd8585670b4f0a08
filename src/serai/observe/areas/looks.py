"""The looks at a need's area: who flies over, when, and which of its places the strip covers.

Each flyover is one look by the mode of its satellite that covers most, its strip laid in turn: where that
satellite has not looked for longest (`serai.access.strips`). Other satellites do not matter to it, so that
the loss of one moves no strip of another. A sensor whose swath nobody published counts only where that
figure is granted at its best: it then sweeps all within its reach at once. An imager that stares covers the
whole area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.strips import Sweeping, strips_of
from serai.needs.area import NeedArea
from serai.observe.areas.sensing import SweepingSatellite, sweeping
from serai.observe.looks import LOOK_S, SUN_ELEVATION_MIN_DEG, Looks, stares_at, too_short
from serai.observe.sensors import EligibleSensor
from serai.pool import Pool
from serai.time import Span
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SatelliteStrips:
    """The strips (n,) that one satellite sweeps of an area; ``sensor`` is a place among its sensors.

    ``low_m`` and ``high_m`` are their edges, over the ground to the right of the track.
    """

    at_ns: Integers
    start_ns: Integers
    end_ns: Integers
    low_m: Floats
    high_m: Floats
    sensor: Integers
    off_nadir_deg: Floats
    incidence_deg: Floats
    right: Flags
    northbound: Flags
    covers: Flags


def area_looks(
    found: Sequence[EligibleSensor], pool: Pool, world: World, area: NeedArea, span: Span, *, in_turn: bool
) -> Looks:
    """The looks of some sensors at an area over a span, in order of time.

    Without ``in_turn`` a strip lies where it covers most, the same each time that a track comes back: what
    pairs of passes need. Looks that are shorter than the corridor's rules ask do not count.
    """
    counted = _counted(found, world)
    looking = sweeping(counted, at_best=True)
    swept = _swept(looking, world, area, span, in_turn=in_turn)
    parts = [_looks(one, found, strips, pool) for one, strips in zip(looking, swept, strict=True)]
    for number, eye in enumerate(counted):
        if eye is not None and eye.stares:
            middle = area.places.middle()
            stare = stares_at(number, eye, pool, world, middle, span)
            parts.append(stare.covering(np.ones((len(stare), len(area.places)), dtype=bool)))
    if not parts:
        return Looks.none(len(area.places))
    whole = Looks.concatenate(parts)
    inside = (whole.at_ns >= span.start.tai_ns) & (whole.at_ns < span.end.tai_ns)
    rows = np.flatnonzero(inside)
    return whole.where(rows[np.argsort(whole.at_ns[rows], kind="stable")])


def area_strips(
    found: Sequence[EligibleSensor], world: World, area: NeedArea, span: Span, *, in_turn: bool
) -> Mapping[str, SatelliteStrips]:
    """The strips behind those looks, by satellite; what was asked for before is not worked out again."""
    looking = sweeping(_counted(found, world), at_best=True)
    swept = _swept(looking, world, area, span, in_turn=in_turn)
    return {one.id: strips for one, strips in zip(looking, swept, strict=True)}


def _counted(found: Sequence[EligibleSensor], world: World) -> list[EligibleSensor | None]:
    """The sensors in their places, without those whose looks are shorter than the rules ask."""
    short = {id(eye) for eye in too_short(found, world)}
    return [None if id(eye) in short else eye for eye in found]


def _swept(
    looking: Sequence[SweepingSatellite], world: World, area: NeedArea, span: Span, *, in_turn: bool
) -> list[SatelliteStrips]:
    """The strips of each satellite, found once for the same modes and kept in the almanac."""

    def find(missing: Sequence[int]) -> list[SatelliteStrips]:
        those = [looking[k] for k in missing]
        sweep = strips_of(
            world.almanac.motions([one.id for one in those]),
            [one.strips for one in those],
            area.places,
            span,
            world.orientation,
            sun_deg=SUN_ELEVATION_MIN_DEG,
            in_turn=in_turn,
        )
        return [_of_motion(sweep, k) for k in range(len(those))]

    keys = [("strips", one.id, one.strips, area.digest, span, in_turn) for one in looking]
    return world.almanac.several(keys, find)


def _of_motion(sweep: Sweeping, motion: int) -> SatelliteStrips:
    strips, fly = sweep.strips.where(sweep.strips.motion == motion), sweep.flyovers
    middle = (fly.rows[strips.flyover] + fly.rows[strips.flyover + 1]) // 2
    covers = np.unpackbits(strips.bits, axis=1, bitorder="little")[:, : len(sweep.samples)]
    return SatelliteStrips(
        at_ns=strips.at_ns,
        start_ns=strips.start_ns,
        end_ns=strips.end_ns,
        low_m=strips.low_m,
        high_m=strips.high_m,
        sensor=strips.sensor,
        off_nadir_deg=strips.off_nadir_deg,
        incidence_deg=strips.incidence_deg,
        right=strips.low_m + strips.high_m > 0.0,
        northbound=fly.ways[middle, 5] > 0.0,
        covers=covers.astype(bool),
    )


def _looks(
    one: SweepingSatellite, found: Sequence[EligibleSensor], strips: SatelliteStrips, pool: Pool
) -> Looks:
    """The strips of one satellite in the form of looks; a scene lasts at least as long as one of a point."""
    eye = np.array(one.eyes, dtype=np.int64)[strips.sensor]
    late = np.array([np.inf if (s := found[k].delay_s) is None else s for k in one.eyes])
    by_station = np.array([found[k].by_station for k in one.eyes], dtype=bool)
    otherwise = np.array([found[k].without_station for k in one.eyes], dtype=bool)
    return Looks(
        at_ns=strips.at_ns,
        end_ns=np.maximum(strips.end_ns, strips.at_ns + round(LOOK_S * 0.5e9)),
        satellite=np.full(len(eye), pool.place_of[one.id], np.int64),
        eye=eye,
        by_station=by_station[strips.sensor],
        delay_s=late[strips.sensor],
        obtainable=otherwise[strips.sensor],
        off_nadir_deg=strips.off_nadir_deg,
        incidence_deg=strips.incidence_deg,
        right=strips.right,
        northbound=strips.northbound,
        covers=strips.covers,
    )
