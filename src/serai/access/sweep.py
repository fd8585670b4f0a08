"""Windows of many satellites over many places at once, streamed: memory does not grow with the satellites.

The satellites go through in batches, each in a thread of its own (SERAI_THREADS of them, or as many as there
are processors): positions into a buffer that is reused, then the compiled search over all places.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from enum import Enum
from threading import local

import numpy as np
from numpy.typing import NDArray

from serai.access.compiled import extremum, kernel
from serai.access.compiled.finder import ROWS_AT_FIRST, Finder
from serai.access.limits import Limits, needs_sun
from serai.access.tracked import table_of
from serai.earth import Orientation, Place, sun_ecef_unit
from serai.errors import Refused
from serai.orbit.motion import Motion
from serai.orbit.tracks import Batch, Tracks
from serai.time import Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Progress = Callable[[str, int, int], None]

AHEAD = 2  # batches worked out before they are asked for, for each thread


class Best(Enum):
    """What is sought in each window beside its edges; the value is the kernel's number for it."""

    NOTHING = extremum.NOTHING
    HIGHEST_ELEVATION = extremum.ELEVATION  # degrees
    LEAST_OFF_NADIR = extremum.OFF_NADIR  # degrees
    NEAREST = extremum.NEAREST  # metres, between satellites
    ABEAM = extremum.ABEAM  # degrees off nadir where the place is nearest


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The windows of some satellites over all places, ordered by pair and start.

    ``satellites`` are their places in the list given and ``errors`` each one's first SGP4 error code (0 when
    it had a position throughout; `serai.orbit.error_text` puts it into words). Pairs of ``table`` are
    satellite * places + place; its ``best`` is in degrees or metres as was asked for. ``azimuth_deg``
    (windows, 3) is at the start, the best moment and the end; NaN unless asked for.
    """

    satellites: Integers
    errors: NDArray[np.uint8]
    table: WindowTable
    azimuth_deg: Floats

    def where(self, rows: NDArray[np.bool_]) -> Part:
        """The same satellites with some of the windows."""
        return replace(self, table=self.table.where(rows), azimuth_deg=self.azimuth_deg[rows])


def sweep(
    motions: Sequence[Motion],
    places: Sequence[Place],
    limits: Limits,
    within: Span,
    orientation: Orientation,
    *,
    best: Best = Best.NOTHING,
    azimuths: bool = False,
    step_s: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Part]:
    """The windows of every motion over every place in which all limits are kept, a batch at a time.

    Edges are exact to a microsecond on positions within millimetres of the motions' own; ``step_s`` sets the
    step of nodes for all, else each kind of orbit has its own. Windows cut by the ends of ``within`` are
    marked. Where SGP4 ceases to have a position a window ends with it, to a millisecond.
    """
    if not limits:
        raise Refused("access.no_limit")
    tracks = Tracks(motions, within, orientation, step_s=step_s)
    search = _Search(tracks, places, limits, best, azimuths)
    total = len(motions)
    at_once = threads or threads_allowed()
    done = 0
    if progress and total:
        progress("satellites", 0, total)
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[Future[Part]] = deque()
        batches = tracks.batches() if places else iter(())
        for batch in batches:
            waiting.append(pool.submit(search.part, batch))
            while len(waiting) > AHEAD * at_once:
                part = waiting.popleft().result()
                done += len(part.satellites)
                if progress:
                    progress("satellites", done, total)
                yield part
        while waiting:
            part = waiting.popleft().result()
            done += len(part.satellites)
            if progress:
                progress("satellites", done, total)
            yield part


def gathered(parts: Iterator[Part]) -> Part:
    """All parts of a sweep in one, ordered by pair and start."""
    found = list(parts)
    if not found:
        return Part(np.empty(0, np.int64), np.empty(0, np.uint8), WindowTable.empty(), np.empty((0, 3)))
    satellites = np.concatenate([part.satellites for part in found])
    order = np.argsort(satellites, kind="stable")
    tables = [part.table for part in found]
    columns = [np.concatenate([getattr(table, f.name) for table in tables]) for f in fields(WindowTable)]
    rows = np.argsort(columns[0], kind="stable")  # each part has its pairs' windows together and in order
    return Part(
        satellites[order],
        np.concatenate([part.errors for part in found])[order],
        WindowTable(*(column[rows] for column in columns)),
        np.concatenate([part.azimuth_deg for part in found])[rows],
    )


def threads_allowed() -> int:
    """How many threads bulk work may use: SERAI_THREADS, or every processor."""
    said = os.environ.get("SERAI_THREADS")
    if said is None:
        return os.cpu_count() or 1
    if not said.isdecimal() or int(said) < 1:
        raise Refused("access.threads", said=said)
    return int(said)


class _Search:
    """One search: what is the same for all its batches, and each thread's buffers."""

    def __init__(
        self, tracks: Tracks, places: Sequence[Place], limits: Limits, best: Best, azimuths: bool
    ) -> None:
        self._tracks, self._best, self._azimuths = tracks, best, azimuths
        self._places = len(places)
        self._finder = Finder.over(places, limits)
        self._sunny = needs_sun(limits)
        self._of_thread = local()

    def part(self, batch: Batch) -> Part:
        """The windows of one batch."""
        nodes, out = self._buffers(len(batch.which), len(batch.grid))
        codes = self._tracks.fill(batch, nodes)
        ceasing = np.flatnonzero(np.isnan(nodes).any(axis=(1, 2)))
        if not len(ceasing):
            return self._found(batch, nodes, out, codes)
        alone = [one for row in ceasing.tolist() for one in self._tracks.lasting(batch, row, nodes)]
        nodes[ceasing] = np.nan
        parts = [self._found(batch, nodes, out, codes)]
        for one in alone:
            mine = np.empty((1, 3, len(one.grid)))
            self._tracks.fill(one, mine)
            parts.append(self._found(one, mine, out, codes[:0]))
        whole = gathered(iter(parts))
        return replace(whole, satellites=batch.which, errors=codes)

    def _found(self, batch: Batch, nodes: Floats, out: Floats, codes: NDArray[np.uint8]) -> Part:
        rows = self._rows(batch, nodes, out)
        pair = batch.which[rows[:, 0].astype(np.int64)] * self._places + rows[:, 1].astype(np.int64)
        return Part(
            batch.which[: len(codes)],
            codes,
            table_of(pair, rows, batch.grid, self._tracks.span),
            rows[:, 6:9],
        )

    def _rows(self, batch: Batch, nodes: Floats, out: Floats) -> Floats:
        sat = np.repeat(np.arange(len(batch.which)), self._places)
        place = np.tile(np.arange(self._places), len(batch.which))
        grid = batch.grid
        if self._sunny:
            sun = sun_ecef_unit(grid.tai_ns, self._tracks.orientation).T
            nodes = np.concatenate([nodes, np.broadcast_to(sun, nodes.shape)], axis=1)
        found, self._of_thread.out = self._finder.rows(
            nodes,
            sat,
            place,
            grid.step_ns / 1e9,
            grid.begin,
            grid.end,
            best=self._best.value,
            azimuths=self._azimuths,
            out=out,
        )
        return found

    def _buffers(self, satellites: int, nodes: int) -> tuple[Floats, Floats]:
        """This thread's nodes (satellites, 3, nodes) and rows, made once, larger when needed."""
        mine = self._of_thread
        flat: Floats | None = getattr(mine, "nodes", None)
        if flat is None or len(flat) < satellites * 3 * nodes:
            flat = mine.nodes = np.empty(satellites * 3 * nodes)
        if not hasattr(mine, "out"):
            mine.out = np.empty((ROWS_AT_FIRST, kernel.COLUMNS))
        return flat[: satellites * 3 * nodes].reshape(satellites, 3, nodes), mine.out
