"""Where many things are at even moments, a few of them at a time: what a bulk search streams over.

Near-Earth satellites go through the compiled SGP4, deep space through the ``sgp4`` library, everything else
through its own ``state``. Each gets the widest step that still carries a polynomial through eight nodes: 0.15
radian along its orbit, 3 mm in low orbits and at perigee, 8 mm in high ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth.frames import Rotation
from serai.earth.orientation import Orientation
from serai.errors import Refused
from serai.formats.omm import MeanElements
from serai.orbit.kepler import Circle
from serai.orbit.kernel import positions
from serai.orbit.motion import Motion
from serai.orbit.near_earth import coefficients, is_near_earth
from serai.orbit.sgp4 import Sgp4, describes, teme_batch
from serai.time.instant import Instant
from serai.time.leap_seconds import S
from serai.time.windows import Span

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Codes = NDArray[np.uint8]

STEPS_S = (600.0, 300.0, 240.0, 180.0, 120.0, 90.0, 60.0, 30.0)
WIDEST_RAD = 0.15
BEYOND = 4  # nodes before and after the span, so that its ends lie in the middle of a polynomial
LOWEST_KM, LOW_S = 200.0, 30.0  # below such a perigee drag bends the orbit within minutes
FALLING_S = 10.0  # the step for a satellite that ceases to have positions
EDGE_NS = 1_000_000  # how exactly the moment is found at which a satellite ceases to have a position
FEWEST = 8  # nodes a polynomial goes through
MU_M3_S2 = 3.986004418e14  # WGS 84


@dataclass(frozen=True, slots=True, eq=False)
class TrackGrid:
    """Even moments over a span and how the Earth is turned at each; ``begin`` and ``end`` in nodes."""

    span: Span
    start_ns: int
    step_ns: int
    tai_ns: Integers
    rotation: Rotation
    turn: Floats
    begin: float
    end: float

    @classmethod
    def over(cls, span: Span, step_s: float, orientation: Orientation, beyond: int = BEYOND) -> TrackGrid:
        """The span in equal steps of at most ``step_s``, and ``beyond`` nodes more on either side.

        None beyond an end where Earth orientation is not known there.
        """
        length = span.end.tai_ns - span.start.tai_ns
        if length <= 0:
            raise Refused("orbit.search_span", start=span.start.utc(), end=span.end.utc())
        steps = max(1, -(-length // round(step_s * 1e9)))
        before = after = beyond
        if span.start.tai_ns - beyond * step_s * 1e9 < orientation.begins.tai_ns:
            before = 0
        if span.end.tai_ns + beyond * step_s * 1e9 > orientation.ends.tai_ns:
            after = 0
        steps = max(steps, FEWEST - 1 - before - after)
        step_ns = max(1, length // steps)
        start_ns = span.start.tai_ns - before * step_ns
        tai_ns = start_ns + step_ns * np.arange(before + steps + after + 1, dtype=np.int64)
        rotation = Rotation.at(tai_ns, orientation)
        return cls(
            span=span,
            start_ns=start_ns,
            step_ns=step_ns,
            tai_ns=tai_ns,
            rotation=rotation,
            turn=np.stack([rotation.cos, rotation.sin, rotation.xp, rotation.yp]),
            begin=float(before),
            end=before + length / step_ns,
        )

    def __len__(self) -> int:
        return len(self.tai_ns)

    def at_ns(self, nodes: Floats) -> Integers:
        """Moments that are counted in nodes, TAI ns."""
        # a product below 2^53 ns (104 days) is exact to the nanosecond
        return self.start_ns + np.rint(nodes * self.step_ns).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some motions (their places in the list) that share a grid, and the coefficients of near-Earth ones."""

    which: Integers
    grid: TrackGrid
    near: Floats | None
    epoch_min: Floats


class Tracks:
    """Motions over a span, in batches of about ``bytes_at_once``."""

    def __init__(
        self,
        motions: Sequence[Motion],
        span: Span,
        orientation: Orientation,
        *,
        step_s: float | None = None,
    ) -> None:
        self.motions, self.span, self.orientation = motions, span, orientation
        self._steps = np.array([step_s or widest_step_s(motion) for motion in motions])

    def batches(self, bytes_at_once: int = 1_000_000) -> Iterator[Batch]:
        """All motions, those of one kind and step together."""
        catalogued = [k for k, motion in enumerate(self.motions) if isinstance(motion, Sgp4)]
        elements = [self._elements(k) for k in catalogued]
        near = np.zeros(len(self.motions), bool)
        near[catalogued] = is_near_earth(elements)
        for step_s in sorted(set(self._steps.tolist())):
            grid = TrackGrid.over(self.span, step_s, self.orientation)
            at_once = max(1, bytes_at_once // (24 * len(grid)))
            for is_near in (True, False):
                rows = np.flatnonzero((self._steps == step_s) & (near == is_near))
                for first in range(0, len(rows), at_once):
                    yield self._batch(rows[first : first + at_once], grid, is_near)

    def fill(self, batch: Batch, nodes: Floats) -> Codes:
        """Put the Earth-fixed nodes of a batch, metres, into ``nodes`` (motions, 3, n).

        Answers each motion's first SGP4 error code (0: none); its nodes are NaN where it has no position.
        """
        codes = np.zeros(len(batch.which), np.uint8)
        if batch.near is not None:
            minutes = (batch.grid.tai_ns - self.span.start.tai_ns) / (60.0 * S)
            positions(batch.near, batch.epoch_min, minutes, batch.grid.turn, nodes, codes)
            return codes
        for row, k in enumerate(batch.which.tolist()):
            motion = self.motions[k]
            if isinstance(motion, Sgp4):
                failed, r, _ = teme_batch([motion], batch.grid.tai_ns)
                nodes[row] = batch.grid.rotation.to_itrf(r[0], None)[0].T
                codes[row] = failed[0, np.argmax(failed[0] != 0)]
            else:
                nodes[row] = motion.state(batch.grid.tai_ns, self.orientation)[0].T
        return codes

    def lasting(self, batch: Batch, row: int, nodes: Floats) -> Iterator[Batch]:
        """A motion of a batch by itself, over each time in which it has positions, to a millisecond.

        For satellites that decay or leave the range of the theory: their windows end with the last of it.
        """
        k = int(batch.which[row])
        known = np.isfinite(nodes[row, 0])
        bounds = np.flatnonzero(np.diff(known, prepend=False, append=False))
        for first, after in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
            begin = self._edge_ns(k, batch.grid, first - 1, first)
            end = self._edge_ns(k, batch.grid, after, after - 1)
            begin, end = max(begin, self.span.start.tai_ns), min(end, self.span.end.tai_ns)
            if end > begin:
                span = Span(Instant(begin), Instant(end))
                grid = TrackGrid.over(
                    span, min(FALLING_S, batch.grid.step_ns / 1e9), self.orientation, beyond=0
                )
                yield self._batch(batch.which[row : row + 1], grid, batch.near is not None)

    def _edge_ns(self, k: int, grid: TrackGrid, unknown: int, known: int) -> int:
        """The last moment, going from a node with a position to one without, that still has one."""
        good = int(grid.tai_ns[known])
        if not 0 <= unknown < len(grid):
            return good
        bad = int(grid.tai_ns[unknown])
        while abs(bad - good) > EDGE_NS:
            middle = (bad + good) // 2
            r, _ = self.motions[k].state(np.array([middle]), self.orientation)
            if np.isfinite(r).all():
                good = middle
            else:
                bad = middle
        return good

    def _batch(self, which: Integers, grid: TrackGrid, is_near: bool) -> Batch:
        if not is_near:
            return Batch(which, grid, None, np.empty(0))
        elements = [self._elements(k) for k in which.tolist()]
        epochs = np.array([one.epoch.tai_ns for one in elements], dtype=np.int64)
        epoch_min = (epochs - self.span.start.tai_ns) / (60.0 * S)
        first, last = ((grid.tai_ns[k] - self.span.start.tai_ns) / (60.0 * S) for k in (0, -1))
        reach_min = np.maximum(np.abs(first - epoch_min), np.abs(last - epoch_min))
        near = coefficients(elements)
        near[:, -2], near[:, -1] = describes([self._catalogued(k) for k in which.tolist()], reach_min)
        return Batch(which, grid, near, epoch_min)

    def _catalogued(self, k: int) -> Sgp4:
        motion = self.motions[k]
        assert isinstance(motion, Sgp4)
        return motion

    def _elements(self, k: int) -> MeanElements:
        return self._catalogued(k).elements


def widest_step_s(motion: Motion) -> float:
    """The step of nodes that suits a motion: by its speed round the Earth at perigee; a minute if unknown."""
    if isinstance(motion, Sgp4):
        one = motion.elements
        rate, ecco = one.mean_motion_rev_day * 2.0 * math.pi / 86_400.0, min(one.eccentricity, 0.95)
        # at perigee, and higher still, for an eccentric orbit bends more sharply there than a circle
        rate *= math.sqrt((1.0 + ecco) / (1.0 - ecco) ** 3) * (1.0 + 2.0 * ecco)
        if motion.perigee_km < LOWEST_KM:
            return LOW_S
    elif isinstance(motion, Circle):
        rate = math.sqrt(MU_M3_S2 / motion.radius_m**3)
    else:
        return 60.0
    return next((step for step in STEPS_S if step * rate <= WIDEST_RAD), STEPS_S[-1])
