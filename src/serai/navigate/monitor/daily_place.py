"""Where a station stands by PPP, file by file, and by how much that jumps: frost, subsidence, an earthquake.

Static positions from precise orbits and clocks (`gnss.estimators.ppp`), forwards and backwards. At ESBC a day
repeats to 14 mm in the plane and 25 mm in height (docs/accuracy-position.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation
from serai.gnss.estimators.ppp import PppSettings, both_ways
from serai.gnss.estimators.ppp_rows import PAIR, ppp_rows
from serai.gnss.observations.inputs import Observations
from serai.gnss.observations.site_events import left_at_ns
from serai.gnss.satellites.precise import Precise
from serai.gnss.solution import enu

Floats = NDArray[np.float64]

LEAST_HOURS = 4.0  # of a file, for a static position by float ambiguities (assumed)
JUMP_M = (0.03, 0.03, 0.06)  # east, north, up: over twice what days repeat to (assumed)
REMEMBERED = 30  # places before, of which the median is what a new one is held against


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyPlace:
    """A static position: east, north and up of the place that is known, and the formal sigmas, metres."""

    begin: int
    end: int
    enu_m: tuple[float, ...]
    sigma_m: tuple[float, ...]


def daily_place(
    observations: Observations, orbits: Precise, place_m: Floats, mask_deg: float
) -> DailyPlace | None:
    """The static position of a file; None where it is too short, not still, or not of the orbits' time."""
    times = np.asarray(observations.tai_ns, dtype=np.int64)
    if (times[-1] - times[0]) / 3.6e12 < LEAST_HOURS or left_at_ns(observations) is not None:
        return None
    known = {name[0] for name in orbits.satellites}
    systems = "".join(s for s in PAIR if s in known)
    rows = ppp_rows(observations, orbits, systems, place_m)
    if not len(rows.tai_ns):
        return None
    settings = PppSettings(mask_deg=mask_deg, orientation=Orientation.published())
    track = both_ways(rows, np.tile(place_m, (len(times), 1)), orbits.frame, settings)
    solved = np.flatnonzero(track.solved)
    if not len(solved) or (times[solved[-1]] - times[solved[0]]) / 3.6e12 < LEAST_HOURS:
        return None
    middle = solved[len(solved) // 2]
    off = enu(place_m) @ (track.position_m[middle] - place_m)
    sigma = track.sigmas_enu_m()[middle]
    return DailyPlace(
        begin=int(times[0]),
        end=int(times[-1]),
        enu_m=tuple(round(float(v), 5) for v in off),
        sigma_m=tuple(round(float(v), 5) for v in sigma),
    )


def jumps(places: Sequence[DailyPlace]) -> list[tuple[DailyPlace, float]]:
    """The places at which the station has jumped, and by how much (m): once each, what follows is the new.

    Each is held against the median of those before it, since the jump before.
    """
    found, since = [], 0
    for k, one in enumerate(places):
        before = [p.enu_m for p in places[max(since, k - REMEMBERED) : k]]
        if before:
            apart = np.abs(np.array(one.enu_m) - np.median(np.array(before), axis=0))
            if (apart > JUMP_M).any():
                found.append((one, float(np.linalg.norm(apart))))
                since = k
    return found
