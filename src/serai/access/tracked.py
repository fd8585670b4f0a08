"""Satellites over a day, worked out once and searched often: for contacts and for what passes abeam.

The nodes are those of a bulk search (`serai.orbit.tracks`) and so is the search; what differs is that they
are kept, for one place after another asks about the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import abeam as kernel
from serai.access.compiled.finder import Finder
from serai.access.limits import above
from serai.access.mask import Mask
from serai.earth import Orientation, Place
from serai.orbit.motion import Motion
from serai.orbit.tracks import TrackGrid, Tracks
from serai.time import Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TrackPiece:
    """Some motions (their places in the list) over a grid: positions (motions, 3, n), metres."""

    which: Integers
    grid: TrackGrid
    nodes: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AbeamMoments:
    """Moments at which motions pass abeam of a place, with their Earth-fixed states then; all (n, ...).

    ``motion`` is a place in the list; positions (n, 3) are in metres, velocities in m/s.
    """

    motion: Integers
    at_ns: Integers
    position_m: Floats
    velocity_mps: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Tracked:
    """Motions over a span as the compiled searches read them.

    A motion that ceases to have positions has a piece of its own for each time in which it has them.
    """

    motions: int
    span: Span
    pieces: tuple[TrackPiece, ...]

    @classmethod
    def of(cls, motions: Sequence[Motion], span: Span, orientation: Orientation) -> Tracked:
        """Work the nodes out, each motion by the step that suits it."""
        return cls(motions=len(motions), span=span, pieces=tuple(_pieces(Tracks(motions, span, orientation))))

    def above(
        self,
        places: Sequence[Place],
        masks: Sequence[Mask],
        *,
        between: NDArray[np.bool_] | None = None,
        shortest_s: float = 0.0,
    ) -> WindowTable:
        """The windows in which motions stand above the masks of places.

        Those shorter than ``shortest_s`` are left out, but for what an end of the span cuts: it may go on.
        Pairs are numbered motion * len(places) + place; ``between`` (motions, places) says which are asked
        about; all unless given. ``best`` is not sought (NaN).
        """
        if not places:
            return WindowTable.empty()
        asked = np.ones((self.motions, len(places)), dtype=bool) if between is None else between
        finder = Finder.over(places, above(masks))
        parts = []
        for piece in self.pieces:
            row, place = np.nonzero(asked[piece.which])
            if not len(row):
                continue
            grid = piece.grid
            found, _ = finder.rows(piece.nodes, row, place, grid.step_ns / 1e9, grid.begin, grid.end)
            pair = piece.which[found[:, 0].astype(np.int64)] * len(places) + found[:, 1].astype(np.int64)
            parts.append(table_of(pair, found, grid, self.span))
        return _by_pair(WindowTable.concatenate(parts), shortest_s)

    def abeam(self, place: Place) -> AbeamMoments:
        """The moments inside the span at which motions pass abeam of a place, well above its horizon.

        Each of them 10 degrees and higher is among them, lower ones may be.
        """
        site = np.concatenate([place.ecef_m(), place.up()])
        parts = [np.empty((0, kernel.COLUMNS + 1))]
        for piece in self.pieces:
            work, out = kernel.room(len(piece.which), len(piece.grid))
            rows = out[: kernel.abeam(piece.nodes, site, work, out)]
            at_ns = piece.grid.at_ns(rows[:, 1])
            inside = (at_ns >= self.span.start.tai_ns) & (at_ns < self.span.end.tai_ns)
            rows[:, 5:] *= 1e9 / piece.grid.step_ns
            rows[:, 0] = piece.which[rows[:, 0].astype(np.int64)]
            since_ns = at_ns - self.span.start.tai_ns  # below 2^53 ns in a span of 104 days: exact
            parts.append(np.column_stack([rows, since_ns])[inside])
        whole = np.concatenate(parts)
        return AbeamMoments(
            motion=whole[:, 0].astype(np.int64),
            at_ns=self.span.start.tai_ns + whole[:, -1].astype(np.int64),
            position_m=whole[:, 2:5],
            velocity_mps=whole[:, 5:8],
        )


def table_of(pair: Integers, rows: Floats, grid: TrackGrid, within: Span) -> WindowTable:
    """Rows of the compiled search, which come by pair and start, as a table."""
    start, end = grid.at_ns(rows[:, 2]), grid.at_ns(rows[:, 3])
    # a grid's last node may fall short of its end by some nanoseconds
    first, last = rows[:, 2] <= grid.begin, rows[:, 3] >= min(grid.end, len(grid) - 1.0)
    start[first], end[last] = grid.span.start.tai_ns, grid.span.end.tai_ns
    cut_start, cut_end = start <= within.start.tai_ns, end >= within.end.tai_ns
    best_ns = np.clip(grid.at_ns(rows[:, 5]), start, end)
    return WindowTable(pair, start, end, cut_start, cut_end, rows[:, 4].copy(), best_ns)


def _pieces(tracks: Tracks) -> Iterator[TrackPiece]:
    """All motions of some tracks, those that cease to have positions by themselves."""
    for batch in tracks.batches():
        nodes = np.empty((len(batch.which), 3, len(batch.grid)))
        tracks.fill(batch, nodes)
        ceasing = np.isnan(nodes).any(axis=(1, 2))
        if not ceasing.any():
            yield TrackPiece(batch.which, batch.grid, nodes)
            continue
        yield TrackPiece(batch.which[~ceasing], batch.grid, np.ascontiguousarray(nodes[~ceasing]))
        for row in np.flatnonzero(ceasing).tolist():
            for lasting in tracks.lasting(batch, row, nodes):
                own = np.empty((1, 3, len(lasting.grid)))
                tracks.fill(lasting, own)
                if np.isfinite(own).all():
                    yield TrackPiece(lasting.which, lasting.grid, own)


def _by_pair(table: WindowTable, shortest_s: float) -> WindowTable:
    """A table without its short windows (what is cut may go on), ordered by pair and start."""
    kept = np.flatnonzero((table.duration_s >= shortest_s) | table.cut_start | table.cut_end)
    order = kept[np.lexsort((table.start_ns[kept], table.pair[kept]))]
    return WindowTable(*(getattr(table, f.name)[order] for f in fields(WindowTable)))
