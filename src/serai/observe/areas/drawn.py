"""The picture of a need's area: the strips of looks in hand in time, and when each place is first in hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.access.strips import ring_beside_deg
from serai.needs import AreaMap, AreaPicture, AreaStrip
from serai.observe.areas.looks import SatelliteStrips, area_strips
from serai.observe.areas.told import AreaCovered
from serai.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_DRAWN = 60  # strips beside those that add something: more would hide the map
STEP_S = 20.0  # between the points of a strip's edge


def area_map(covered: AreaCovered, world: World) -> AreaMap:
    """The picture of an area by the looks that count, made when somebody looks at it."""
    return AreaMap(tell=lambda: area_picture(covered, world))


def area_picture(covered: AreaCovered, world: World) -> AreaPicture:
    """The picture itself."""
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
    arrivals_s, told = case.arrivals()[0], []
    for rank, look in enumerate(rows.tolist()):
        satellite = case.pool.assets[int(case.looks.satellite[look])]
        strips = laid.get(satellite.id)  # an imager that stares has none
        if strips is None or (rank not in adding and rank >= MOST_DRAWN):
            continue
        told.append(
            AreaStrip(
                number=rank + 1,
                name=satellite.name,
                ring_deg=_ring_deg(strips, int(case.looks.at_ns[look]), satellite.id, world),
                in_hand_s=float(arrivals_s[look]),
                adds=rank in adding,
            )
        )
    return tuple(told)


def _ring_deg(strips: SatelliteStrips, at_ns: int, satellite: str, world: World) -> Floats:
    """The outline of the strip whose middle is at a moment."""
    k = int(np.searchsorted(strips.at_ns, at_ns))
    start, end = int(strips.start_ns[k]), int(strips.end_ns[k])
    moments = np.linspace(start, end, max(2, int(np.ceil((end - start) / (STEP_S * 1e9))) + 1))
    motion = world.almanac.motions([satellite])[0]
    r, v = motion.state(np.rint(moments).astype(np.int64), world.orientation)
    return ring_beside_deg(r, v, float(strips.low_m[k]), float(strips.high_m[k]))
