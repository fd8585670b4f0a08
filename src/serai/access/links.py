"""When two satellites see each other past the Earth: windows of links between satellites, in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import extremum
from serai.access.compiled.finder import Finder
from serai.access.limits import CLEARANCE_M, clear_way
from serai.access.tracked import table_of
from serai.earth import Orientation
from serai.errors import Refused
from serai.orbit.motion import Motion
from serai.orbit.tracks import Tracks, widest_step_s
from serai.time import Span, WindowTable

Integers = NDArray[np.int64]
SATELLITES_AT_ONCE = 512  # whose positions are held together: a week of them at 120 s is 62 MB


def link_windows(
    motions: Sequence[Motion],
    pairs: Integers,
    within: Span,
    orientation: Orientation,
    *,
    clearance_m: float = CLEARANCE_M,
    largest_m: float = np.inf,
) -> WindowTable:
    """The windows in which the satellites of each row of ``pairs`` (m, 2) are in each other's sight.

    The straight way between them clears the ellipsoid by ``clearance_m`` and is no longer than ``largest_m``.
    Pairs of the table are rows of ``pairs``; ``best`` is the nearest approach, metres.
    """
    asked = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    if len(asked) and not (asked.min() >= 0 and asked.max() < len(motions)):
        raise Refused("access.link", last=len(motions) - 1, named=int(asked.max()))
    parts = [
        _some(motions, asked, rows, within, orientation, clearance_m, largest_m) for rows in _blocks(asked)
    ]
    return WindowTable.concatenate(parts)


def _some(
    motions: Sequence[Motion],
    pairs: Integers,
    rows: Integers,
    within: Span,
    orientation: Orientation,
    clearance_m: float,
    largest_m: float,
) -> WindowTable:
    used, where = np.unique(pairs[rows], return_inverse=True)
    where = where.reshape(-1, 2)
    mine = [motions[k] for k in used.tolist()]
    step_s = min(widest_step_s(motion) for motion in mine)
    tracks = Tracks(mine, within, orientation, step_s=step_s)
    nodes, grid = None, None
    for batch in tracks.batches():
        if nodes is None:
            grid, nodes = batch.grid, np.empty((len(mine), 3, len(batch.grid)))
        some = np.empty((len(batch.which), 3, len(batch.grid)))
        tracks.fill(batch, some)
        nodes[batch.which] = some
    assert nodes is not None
    assert grid is not None
    finder = Finder.between(len(mine), clear_way(clearance_m, largest_m))
    found, _ = finder.rows(
        nodes,
        where[:, 0],
        where[:, 1],
        grid.step_ns / 1e9,
        grid.begin,
        grid.end,
        best=extremum.NEAREST,
        theirs=np.arange(len(mine)),
    )
    # the kernel names pairs by their two satellites; rows come in the order asked, each pair's together
    code = where[:, 0] * len(mine) + where[:, 1]
    order = np.argsort(code, kind="stable")
    at = np.searchsorted(code[order], (found[:, 0] * len(mine) + found[:, 1]).astype(np.int64))
    pair = rows[order[at]]
    sorting = np.lexsort((found[:, 2], pair))
    return table_of(pair[sorting], found[sorting], grid, within)


def _blocks(pairs: Integers) -> Iterator[Integers]:
    """Rows of pairs, as many at a time as name few enough satellites."""
    half = SATELLITES_AT_ONCE // 2
    block = (pairs[:, 0] // half) * (1 << 32) + pairs[:, 1] // half
    _, first = np.unique(pairs, axis=0, return_index=True)  # a pair asked twice is found once
    for one in np.unique(block[first]):
        yield np.sort(first[block[first] == one])
