"""Which satellites a user sees, when: above the need's own sky mask, at each of the user's places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access import Mask
from serai.connect.endpoints import Ends
from serai.connect.fittings import Beam, Messenger
from serai.earth import MEAN_RADIUS_M, Place, azimuth_elevation_range, elevation_deg
from serai.needs import Need
from serai.pool import Pool
from serai.time import Span, grid
from serai.world import World

LOW_ORBIT_STEP_S, HIGH_ORBIT_STEP_S = 60.0, 300.0  # ephemeris nodes, shared with the other services
CLOSE_ENOUGH_M = 10.0  # below the mask's cone: looked at exactly, far more than the rounding of r.r
HIGH_ORBIT_M = 15_000_000.0  # above this a 300 s node is enough (MEO and higher)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """What is above the mask.

    ``above_deg`` (satellites, places, times) is the elevation where a satellite stands above the need's
    mask, NaN where it does not; ``radius_m`` (satellites,) how far each is from the Earth's centre at the
    start.
    """

    ids: tuple[str, ...]
    tai_ns: NDArray[np.int64]
    above_deg: NDArray[np.float32]
    radius_m: NDArray[np.float64]

    def of(self, ids: Sequence[str], least_deg: float | None) -> NDArray[np.bool_]:
        """Which of some satellites are visible, (ids, places, times), above a service's own limit too."""
        rows = np.array([self.ids.index(i) for i in ids], dtype=np.int64)
        with np.errstate(invalid="ignore"):
            seen: NDArray[np.bool_] = self.above_deg[rows] >= (least_deg or 0.0)
        return seen

    def any_of(self, ids: Sequence[str], least_deg: float | None) -> NDArray[np.bool_]:
        """Where and when any of some satellites is visible, (places, times)."""
        return np.asarray(self.of(ids, least_deg).any(axis=0))

    def lowest_deg(self, ids: Sequence[str], least_deg: float | None) -> NDArray[np.float64]:
        """How low each of some satellites stands while it is visible, (ids,); NaN when it never is."""
        rows = self.above_deg[np.array([self.ids.index(i) for i in ids], dtype=np.int64)]
        with np.errstate(invalid="ignore"):
            seen = rows >= (least_deg or 0.0)
        lowest = np.where(seen, rows, np.inf).min(axis=(1, 2), initial=np.inf)
        return np.where(np.isfinite(lowest), lowest, np.nan).astype(np.float64)

    def lowest(
        self, satellite: str, place: int, times: NDArray[np.int64], least_deg: float | None
    ) -> tuple[float, float]:
        """Elevation (deg) and range (m) of a satellite where a place sees it lowest; NaN for never."""
        row = self.ids.index(satellite)
        here = self.above_deg[row, place, times]
        with np.errstate(invalid="ignore"):
            seen = here[here >= (least_deg or 0.0)]
        if not len(seen):
            return math.nan, math.nan
        lowest_deg = float(seen.min())
        return lowest_deg, slant_range_m(lowest_deg, float(self.radius_m[row]))


def slant_range_m(elevation_deg: float, radius_m: float) -> float:
    """The range to a satellite at a distance from the Earth's centre (a sphere: within 0.2 %)."""
    sin = math.sin(math.radians(elevation_deg))
    return math.sqrt((MEAN_RADIUS_M * sin) ** 2 + radius_m**2 - MEAN_RADIUS_M**2) - MEAN_RADIUS_M * sin


def sky(
    ids: Sequence[str], need: Need, ends: Ends, pool: Pool, world: World, within: Span, step_s: float
) -> Visibility:
    """What a need's user sees of some satellites, at each of its places, every ``step_s`` over a span."""
    known = tuple(sorted({i for i in ids if i in pool and pool[i].usable and pool[i].motion is not None}))
    key = ("connect.sky", need.id, need.mask, known, ends.places, within, step_s)
    return world.almanac.once(key, lambda: _sky(known, need, ends, pool, world, within, step_s), bulky=True)


def _sky(
    ids: tuple[str, ...], need: Need, ends: Ends, pool: Pool, world: World, within: Span, step_s: float
) -> Visibility:
    times = grid(within, step_s)
    above = np.full((len(ids), len(ends.places), len(times)), np.nan, dtype=np.float32)
    radius_m = np.full(len(ids), np.nan)
    for names, node_s in zip(
        _orbits(pool, world, within), (LOW_ORBIT_STEP_S, HIGH_ORBIT_STEP_S), strict=True
    ):
        rows = [k for k, name in enumerate(ids) if name in names]
        if not rows:
            continue
        ephemeris = world.almanac.ephemeris(names, within, node_s)
        which = np.array([names.index(ids[k]) for k in rows])
        position_m = ephemeris.on_grid(times, which)
        radius_m[rows] = np.linalg.norm(position_m[:, 0], axis=-1)
        square = np.einsum("stk,stk->st", position_m, position_m)
        for p, place in enumerate(ends.places):
            above[rows, p] = _above_deg(need.mask, place, position_m, square)
    return Visibility(ids=ids, tai_ns=times, above_deg=above, radius_m=radius_m)


def _above_deg(mask: Mask, place: Place, position_m: Floats, square: Floats) -> Floats:
    """The elevation (satellites, times) of positions above a place's mask, NaN below; ``square`` is r.r.

    Most satellites stand far below: angles are worked out only for those that may stand above the mask's
    lowest, by the sine of their elevation.
    """
    site_m, up = place.ecef_m(), place.up()
    height = position_m @ up - site_m @ up
    away = np.sqrt(np.maximum(square - 2.0 * (position_m @ site_m) + site_m @ site_m, 0.0))
    sine = math.sin(math.radians(mask.lowest_deg))
    with np.errstate(invalid="ignore"):
        near = height >= sine * away - CLOSE_ENOUGH_M
    found, target_m = np.full(near.shape, np.nan), position_m[near]
    if mask.is_constant:
        el = elevation_deg(site_m, place.lat_deg, place.lon_deg, target_m)
        limit: Floats | float = mask.elevation_deg
    else:
        az, el, _ = azimuth_elevation_range(site_m, place.lat_deg, place.lon_deg, target_m)
        limit = mask.at(az)
    found[near] = np.where(el >= limit, el, np.nan)
    return found


def _orbits(pool: Pool, world: World, within: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every satellite that connects anybody: those that need close nodes, and those that do not.

    All needs ask about the same two lists, so that the positions are worked out once.
    """
    ids = {a.id for a, _ in pool.fitted_with(Beam) if a.motion is not None}
    for _, messenger in pool.fitted_with(Messenger):
        ids.update(satellites_of(messenger, pool))
    every = tuple(sorted(ids))
    if not every:
        return (), ()
    moment = world.almanac.ephemeris(every, Span.of(within.start, seconds=LOW_ORBIT_STEP_S), LOW_ORBIT_STEP_S)
    radius_m = np.linalg.norm(moment.nodes()[:, 0], axis=-1)
    low = tuple(i for i, r in zip(every, radius_m, strict=True) if not r >= HIGH_ORBIT_M)
    return low, tuple(i for i in every if i not in low)


def satellites_of(messenger: Messenger, pool: Pool) -> tuple[str, ...]:
    """The usable satellites that carry a service, by id, its risk groups and owners written out."""
    ids: set[str] = set()
    for item in messenger.satellites:
        name = item.removeprefix("group:")
        if item.startswith("owner:"):
            ids |= {a.id for a in pool.assets if a.owner == item.removeprefix("owner:")}
        elif name in pool.groups:
            ids |= pool.groups[name]
        elif item in pool:
            ids.add(item)
    return tuple(sorted(i for i in ids if pool[i].usable and pool[i].motion is not None))
