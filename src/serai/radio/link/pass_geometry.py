"""A pass over a place: a planner's, of a circle by its altitude and how high it climbs, or a real one.

Under a planner's pass the Earth does not turn: within 3 % it lasts as long as real ones of a sun-synchronous
satellite (tests/radio/link/test_budget_file.py), and less like them the less its orbit is inclined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.bulk import elevation_windows
from serai.earth import Orientation, Place
from serai.earth.ellipsoid import A_M
from serai.earth.look import azimuth_elevation_range
from serai.orbit import Ephemeris, Motion
from serai.orbit.kepler import MU_M3_S2
from serai.time import Instant, Span

F = NDArray[np.float64]
DAY_S, MINUTE_S = 86_400.0, 60.0
LOOK_AHEAD_S = 7 * DAY_S  # a week: a low satellite that rises at a place at all does so within it
SHORTEST_S = 60.0  # a pass that brings less than a minute is not the next one


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """Moments of a pass (n,): seconds since it rises above the lowest elevation, elevation, range.

    ``rise`` is when that is; None of a planner's pass.
    """

    since_s: F
    elevation_deg: F
    range_m: F
    rise: Instant | None = None


def overhead(altitude_m: float, highest_deg: float, lowest_deg: float, step_s: float = 1.0) -> Overhead:
    """The pass that climbs to an elevation, from its rise to its setting at the lowest one.

    The central angle from the place is least, ``near``, at the highest elevation, and else follows
    cos(angle) = cos(near) cos(n t) on the sphere; n is the mean motion.
    """
    radius = A_M + altitude_m
    near, far = (_central_rad(radius, deg) for deg in (highest_deg, lowest_deg))
    rate = float(np.sqrt(MU_M3_S2 / radius**3))
    half_s = float(np.arccos(np.clip(np.cos(far) / np.cos(near), -1.0, 1.0))) / rate
    since = np.append(np.arange(0.0, 2.0 * half_s, step_s), 2.0 * half_s)
    angle = np.cos(near) * np.cos(rate * (since - half_s))
    range_m = np.sqrt(A_M**2 + radius**2 - 2.0 * A_M * radius * angle)
    sine = np.clip((radius * angle - A_M) / range_m, -1.0, 1.0)
    return Overhead(since_s=since, elevation_deg=np.degrees(np.arcsin(sine)), range_m=range_m)


def next_pass(
    motion: Motion,
    place: Place,
    lowest_deg: float,
    after: Instant,
    orientation: Orientation,
    step_s: float = 1.0,
    within_ns: tuple[int, int] | None = None,
) -> Overhead | None:
    """The first whole pass above an elevation after a moment; None where a week has none.

    A satellite that stays above it all week has no pass: the day after the moment stands for it, without
    ``rise``. ``within_ns`` leaves out passes whose middle is before the first moment, or not before the last.
    """
    span = Span(after, after.plus(seconds=LOOK_AHEAD_S))
    table = elevation_windows(Ephemeris.of([motion], span, orientation), [place], lowest_deg, span)
    if len(table) == 1 and table.cut_start[0] and table.cut_end[0]:
        return _always(motion, place, after, orientation)
    whole = ~table.cut_start & ~table.cut_end & (table.duration_s >= SHORTEST_S)
    if within_ns is not None:
        middle_ns = table.start_ns + (table.end_ns - table.start_ns) // 2
        whole &= (middle_ns >= within_ns[0]) & (middle_ns < within_ns[1])
    first = np.flatnonzero(whole)
    if not len(first):
        return None
    start_ns, end_ns = int(table.start_ns[first[0]]), int(table.end_ns[first[0]])
    tai_ns = np.append(np.arange(start_ns, end_ns, round(step_s * 1e9)), end_ns)
    positions, _ = motion.state(tai_ns, orientation)
    _, elevation, away = azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, positions)
    return Overhead(
        since_s=(tai_ns - start_ns) / 1e9, elevation_deg=elevation, range_m=away, rise=Instant(start_ns)
    )


def _always(motion: Motion, place: Place, after: Instant, orientation: Orientation) -> Overhead:
    """A day of a satellite that does not set for a week, minute by minute; it has no rise."""
    since_s = np.arange(0.0, DAY_S + 1.0, MINUTE_S)
    positions, _ = motion.state(after.tai_ns + np.round(since_s * 1e9).astype(np.int64), orientation)
    _, elevation, away = azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, positions)
    return Overhead(since_s=since_s, elevation_deg=elevation, range_m=away)


def _central_rad(radius_m: float, elevation_deg: float) -> float:
    """The angle at the Earth's centre between a place and a satellite that it sees at an elevation."""
    e = np.radians(elevation_deg)
    return float(np.arccos(A_M / radius_m * np.cos(e)) - e)
