"""The picture of a need's area: the strips of looks in hand in time, and when each place is first in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.access.strips import ring_beside_deg
from serai.needs import AreaPicture, AreaStrip
from serai.observe.areas.looks import SatelliteStrips, area_strips
from serai.observe.areas.told import AreaCovered
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_DRAWN = 24  # strips beside those that add something: more would hide the map
STEP_S = 40.0  # between the points of a strip's edge


def area_picture(covered: AreaCovered, world: World) -> AreaPicture:
    """The picture of an area by the looks that count."""
    case = covered.case
    area = case.need.area
    assert area is not None  # it is asked for only of needs that have one
    arrivals_s, covers = case.arrivals()[0], case.looks.covers
    rows = np.flatnonzero(covered.counted)
    rows = rows[np.lexsort((rows, arrivals_s[rows]))]
    first = np.where(covers[rows].any(axis=0), covers[rows].argmax(axis=0), -1) if len(rows) else -1
    first_s = np.where(first >= 0, arrivals_s[rows[first]], np.inf) if len(rows) else np.inf
    return AreaPicture(
        within=case.period.within,
        geometry=area.geometry,
        lon_deg=area.places.lon_deg,
        lat_deg=area.places.lat_deg,
        weight=covered.weight,
        first_s=np.broadcast_to(np.asarray(first_s, dtype=np.float64), covered.weight.shape),
        strips=_strips(covered, world, rows, frozenset(np.unique(first).tolist())),
    )


def _strips(
    covered: AreaCovered, world: World, rows: Integers, adding: frozenset[int]
) -> tuple[AreaStrip, ...]:
    """The strips of looks in the order in which they are in hand: all that add, and some of the others."""
    case = covered.case
    assert case.need.area is not None
    in_turn = case.need.measure("repeat_pass") is None
    laid = area_strips(case.eligible.found, world, case.need.area, case.period.looks, in_turn=in_turn)
    shown = [(rank, look) for rank, look in enumerate(rows.tolist()) if rank in adding or rank < MOST_DRAWN]
    arrivals_s, rings, told = case.arrivals()[0], _rings_deg(covered, laid, [k for _, k in shown], world), []
    for rank, look in shown:
        if look in rings:
            told.append(
                AreaStrip(
                    number=rank + 1,
                    name=case.pool.assets[int(case.looks.satellite[look])].name,
                    ring_deg=rings[look],
                    in_hand_s=float(arrivals_s[look]),
                    adds=rank in adding,
                )
            )
    return tuple(told)


def _rings_deg(
    covered: AreaCovered, laid: Mapping[str, SatelliteStrips], shown: Sequence[int], world: World
) -> dict[int, Floats]:
    """The outline of the strip of each look; an imager that stares has none. One search a satellite."""
    seen, rings = covered.case.looks, {}
    for place in dict.fromkeys(seen.satellite[list(shown)].tolist()):
        satellite = covered.case.pool.assets[place].id
        if satellite not in laid:
            continue
        strips, mine = laid[satellite], [k for k in shown if seen.satellite[k] == place]
        rows = np.searchsorted(strips.at_ns, seen.at_ns[mine])
        moments = [_moments(int(strips.start_ns[k]), int(strips.end_ns[k])) for k in rows.tolist()]
        motion = world.almanac.motions([satellite])[0]
        r, v = motion.state(np.concatenate(moments), world.orientation)
        ends = np.cumsum([len(one) for one in moments])[:-1]
        for look, k, at, along in zip(mine, rows.tolist(), np.split(r, ends), np.split(v, ends), strict=True):
            rings[look] = ring_beside_deg(at, along, float(strips.low_m[k]), float(strips.high_m[k]))
    return rings


def _moments(start: int, end: int) -> Integers:
    """Moments along a strip, TAI ns, its two ends among them."""
    count = max(2, int(np.ceil((end - start) / (STEP_S * 1e9))) + 1)
    return np.rint(np.linspace(start, end, count)).astype(np.int64)
