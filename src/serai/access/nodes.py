"""The compiled search on the nodes of an ephemeris: what `windows` hands its large conditions to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled.arc import NODES
from serai.access.compiled.finder import Finder
from serai.access.limits import needs_sun
from serai.access.shape import Shape
from serai.earth import sun_ecef_unit
from serai.time import Span

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
BYTES_AT_ONCE = 4_000_000


def held(shape: Shape, within: Span) -> tuple[Integers, Integers, Integers] | None:
    """Pair, start and end (TAI ns) of all windows, ordered; None where the nodes are too few."""
    assert shape.ephemeris is not None
    grid_ns, orientation = shape.ephemeris.grid_ns, shape.orientation
    if len(grid_ns) < NODES:
        return None
    step_ns = int(grid_ns[1] - grid_ns[0])
    begin, end = ((at.tai_ns - int(grid_ns[0])) / step_ns for at in (within.start, within.end))
    finder = Finder.over(shape.places, shape.limits)
    rows = 6 if needs_sun(shape.limits) else 3
    places, satellites = len(shape.places), len(shape.sats)
    at_once = max(1, BYTES_AT_ONCE // (8 * rows * len(grid_ns)))
    parts = []
    for first in range(0, satellites, at_once):
        which = shape.sats[first : first + at_once]
        nodes = np.empty((len(which), rows, len(grid_ns)))
        nodes[:, :3] = shape.ephemeris.on_grid(grid_ns, which).transpose(0, 2, 1)
        if rows == 6:
            assert orientation is not None
            nodes[:, 3:] = sun_ecef_unit(grid_ns, orientation).T
        found, _ = finder.rows(
            nodes,
            np.repeat(np.arange(len(which)), places),
            np.tile(np.arange(places), len(which)),
            step_ns / 1e9,
            begin,
            end,
        )
        parts.append(found + np.array([first, 0, 0, 0, 0, 0, 0, 0, 0]))
    whole = np.concatenate(parts)
    edges = [int(grid_ns[0]) + np.rint(whole[:, k] * step_ns).astype(np.int64) for k in (2, 3)]
    edges[0][whole[:, 2] <= begin] = within.start.tai_ns
    edges[1][whole[:, 3] >= end] = within.end.tai_ns
    return whole[:, 0].astype(np.int64) * places + whole[:, 1].astype(np.int64), edges[0], edges[1]
