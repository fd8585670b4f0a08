"""What one need sees: the sky over its places, the satellites that count, and the ways to serve it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.navigate.corrected import CorrectedPositioning
from serai.navigate.corrections import Candidate, candidates
from serai.navigate.fittings import (
    CarriesCorrections,
    NavSignal,
    RangeError,
)
from serai.navigate.geometry import Bools, Floats, Sky, directions, sky
from serai.navigate.range_errors import RangeErrorBudget, RangeErrors, budget
from serai.navigate.rescue import Rescue
from serai.navigate.setup import Build
from serai.navigate.signals import RangingSatellites, health_age, ranging
from serai.navigate.ways import OpenPositioning
from serai.needs import Need, Outages
from serai.pool import Asset, Pool
from serai.time import Span, grid
from serai.wording import Reason, reason
from serai.world import World

INDEPENDENT = ("GPS", "BeiDou", "Galileo", "GLONASS")  # QZSS and NavIC only add to these
ANY_PDOP = np.inf


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything about a need that its answer is made of."""

    need: Need
    pool: Pool
    sky: Sky
    row: dict[str, int]
    satellites: RangingSatellites
    seen: Bools
    budget: RangeErrorBudget
    open: OpenPositioning
    corrections: tuple[CorrectedPositioning, ...]
    unpublished: tuple[CorrectedPositioning, ...]
    rescues: tuple[Rescue, ...]
    candidates: tuple[Candidate, ...]
    flags: tuple[Reason, ...]
    build: Build
    step_s: float
    positions_m: Floats
    outages: Outages

    @property
    def tai_ns(self) -> NDArray[np.int64]:
        """The judged instants."""
        return self.sky.tai_ns

    def longitude_deg(self, asset: Asset) -> float:
        """The longitude under a satellite at the first judged instant, degrees east."""
        x, y, _ = self.positions_m[self.row[asset.id], 0]
        return float(np.degrees(np.arctan2(y, x)))

    def radius_m(self, asset: Asset) -> float:
        """A satellite's distance from the Earth's centre at the first judged instant, metres."""
        return float(np.linalg.norm(self.positions_m[self.row[asset.id], 0]))


def _tracked(pool: Pool) -> tuple[str, ...]:
    """The satellites of a pool that send signals to range by, or corrections."""
    moving = (a for a in pool.assets if a.usable and a.motion is not None)
    return tuple(a.id for a in moving if any((a.fitted(NavSignal), a.fitted(CarriesCorrections))))


def scene(need: Need, pool: Pool, world: World, within: Span) -> Scene:
    """Look at the sky of a need and set up every way of serving it."""
    step_s = world.rules.positioning_step_s
    tai_ns = grid(within, step_s)
    ids = pool.once("tracked", lambda: _tracked(pool))
    row = {i: k for k, i in enumerate(ids)}
    positions = (
        world.almanac.ephemeris(ids, within, step_s).on_grid(tai_ns) if ids else np.zeros((0, len(tai_ns), 3))
    )
    above = sky(positions, tai_ns, need.box.points())
    satellites, flags = ranging(pool)
    flags += health_age(pool, within.start)
    rows = np.array([row[i] for i in satellites.ids], dtype=np.intp)
    ranged = above.only(rows)
    figures = pool.facts_of(RangeError)
    errors = budget(figures, need.environment, places=above.places)
    zenith = errors.zenith_ionosphere_m(above.places, above.tai_ns)
    sigma = errors.sigma_m(satellites.generation, ranged.elevation_deg, zenith)
    sized = np.array([g in errors.orbit_clock_m for g in satellites.generation], dtype=bool)
    seen = ranged.above(need.mask) & sized[:, None]
    outages = Outages.of(pool, tai_ns)
    for gone, when in zip(outages.lost, outages.when, strict=True):
        seen[np.ix_(satellites.lost(~gone), np.tile(when, len(above.places)))] = False
    unsized = sorted({g for g in satellites.generation if g not in errors.orbit_clock_m})
    flags += tuple(reason("navigate.flag.not_counted", system=g) for g in unsized)
    build = Build(
        need=need,
        pool=pool,
        sky=above,
        row=row,
        satellites=satellites,
        ranged=ranged,
        direction=directions(ranged),
        seen=seen,
        sigma_m=sigma,
        positions=positions[rows],
        tracked_m=positions,
        budget=errors,
        errors=RangeErrors(figures),
        step_s=step_s,
    )
    found = tuple(sorted(candidates(need, pool), key=lambda c: c.outside_promise))
    return Scene(
        need=need,
        pool=pool,
        sky=above,
        row=row,
        satellites=satellites,
        seen=seen,
        budget=errors,
        open=build.open(),
        corrections=tuple(build.corrected(c) for c in found if c.counts),
        unpublished=tuple(build.corrected(c) for c in found if c.lacks),
        rescues=build.rescues(),
        candidates=found,
        flags=flags,
        build=build,
        step_s=step_s,
        positions_m=positions,
        outages=outages,
    )
