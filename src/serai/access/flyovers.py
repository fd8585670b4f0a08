"""Stretches in which satellites are near an area, with their states every few seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import flyover as kernel
from serai.earth import Orientation
from serai.orbit import Circle, Motion, Sgp4
from serai.orbit.tracks import Batch, Tracks
from serai.time import Span

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

ROW_S = 10.0  # between the states of a flyover; the quadratic between them is within a metre of the orbit
BETWEEN_RAD = 0.08  # half of the widest step of nodes: what may come near between two of them
WITHIN_ROWS_RAD = 0.01  # the same of the rows, and what the geocentric angle leaves out
LEAST_REV_DAY = 9.0  # below (above some 3,400 km) nothing sweeps the ground in strips
MU_M3_S2 = 3.986004418e14  # WGS 84
DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Flyovers:
    """Stretches in which motions are near an area, one motion after the other: (p,), with states in ``ways``.

    ``rows`` (p + 1,) bounds the rows of each in ``ways`` (rows, 9: position, velocity, up; Earth-fixed),
    which are ``step_ns`` apart.
    """

    motion: Integers
    start_ns: Integers
    step_ns: Floats
    rows: Integers
    ways: Floats

    def __len__(self) -> int:
        return len(self.motion)

    def at_ns(self, which: Integers, row: Floats) -> Integers:
        """Moments counted in rows of flyovers, TAI ns."""
        return self.start_ns[which] + np.rint(row * self.step_ns[which]).astype(np.int64)

    def where(self, keep: Flags) -> Flyovers:
        """Only some of them, or all in another order."""
        which = np.flatnonzero(keep)
        counts = np.diff(self.rows)[which]
        take = np.repeat(self.rows[:-1][which] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return Flyovers(
            motion=self.motion[which],
            start_ns=self.start_ns[which],
            step_ns=self.step_ns[which],
            rows=np.concatenate([[0], np.cumsum(counts)]),
            ways=self.ways[take + np.arange(int(counts.sum()))],
        )


def apogee(motion: Motion) -> float:
    """How far from the Earth's centre a motion goes at most, metres; NaN where it sweeps no strips."""
    if isinstance(motion, Circle):
        return motion.radius_m
    if not isinstance(motion, Sgp4) or motion.elements.mean_motion_rev_day < LEAST_REV_DAY:
        return float("nan")
    rate = motion.elements.mean_motion_rev_day * 2.0 * math.pi / DAY_S
    semi_major_m: float = (MU_M3_S2 / rate**2) ** (1.0 / 3.0)
    return semi_major_m * (1.0 + motion.elements.eccentricity) + 20_000.0  # its short-period terms, and more


def flyovers_of(
    motions: Sequence[Motion], near: Floats, centre: Floats, span: Span, orientation: Orientation
) -> Flyovers:
    """When motions are near an area; ``near`` (motions,) is how near, the angle (rad) to its centre.

    NaN in ``near`` leaves a motion out; one that ceases to have positions has flyovers as long as it has
    them.
    """
    which = np.flatnonzero(np.isfinite(near)).tolist()
    tracks = Tracks([motions[k] for k in which], span, orientation)
    parts = [
        (which[batch.which[row]], *_of_one(nodes, batch, float(near[which[batch.which[row]]]), centre))
        for batch, row, nodes in _tracks(tracks)
    ]
    counts = np.concatenate([np.empty(0, np.int64), *(part[3] for part in parts)])
    return Flyovers(
        motion=np.repeat(np.array([part[0] for part in parts], np.int64), [len(part[1]) for part in parts]),
        start_ns=np.concatenate([np.empty(0, np.int64), *(part[1] for part in parts)]),
        step_ns=np.concatenate([np.empty(0), *(part[2] for part in parts)]),
        rows=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        ways=np.concatenate([np.empty((0, kernel.ROW)), *(part[4] for part in parts)]),
    )


def _tracks(tracks: Tracks) -> Iterator[tuple[Batch, int, Floats]]:
    """The nodes (3, n) of each motion, and of each stretch in which one that falls has positions."""
    for batch in tracks.batches():
        nodes = np.empty((len(batch.which), 3, len(batch.grid)))
        codes = tracks.fill(batch, nodes)
        for row in range(len(batch.which)):
            if not codes[row]:
                yield batch, row, nodes[row]
                continue
            for lasting in tracks.lasting(batch, row, nodes):
                own = np.empty((1, 3, len(lasting.grid)))
                tracks.fill(lasting, own)
                if np.isfinite(own).all():
                    yield lasting, 0, own[0]


def _of_one(
    nodes: Floats, batch: Batch, near: float, centre: Floats
) -> tuple[Integers, Floats, Integers, Floats]:
    """The flyovers of one motion: their starts and steps (ns), how many rows each has, and the rows."""
    grid = batch.grid
    step = ROW_S * 1e9 / grid.step_ns
    angles = np.array([near + BETWEEN_RAD, near + WITHIN_ROWS_RAD])
    cosines = np.cos(np.minimum(angles, np.pi))
    none, empty, work = np.empty((0, kernel.ROW)), np.empty((0, 3)), np.zeros(kernel.WORK)
    most, rows = kernel.flyovers(nodes, grid.begin, grid.end, centre, cosines, step, none, empty, work)
    ways, spans = np.empty((rows, kernel.ROW)), np.empty((most, 3))
    if rows:
        most, rows = kernel.flyovers(nodes, grid.begin, grid.end, centre, cosines, step, ways, spans, work)
    spans = spans[:most]
    return grid.at_ns(spans[:, 0]), spans[:, 1] * grid.step_ns, spans[:, 2].astype(np.int64), ways[:rows]
