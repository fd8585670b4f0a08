"""Several element sets (editions) of one satellite: at each moment the one of the nearest epoch counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access.sweep import Part
from serai.time import WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

EVER_NS = np.iinfo(np.int64)
# Two editions disagree by seconds to minutes about one abeam moment; two looks of one pass of a satellite are
# never so near each other
ONE_PASS_NS = 300_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """For each motion of a sweep: the satellite that it is an edition of, and from when until when it counts.

    Arrays (motions,); stretches of one satellite follow each other without a gap.
    """

    owner: Integers
    begin_ns: Integers
    end_ns: Integers


def stretches_ns(epoch_ns: Integers) -> tuple[Integers, Integers]:
    """From when until when each of some epochs, in order, is the nearest one."""
    middles = epoch_ns[:-1] + (epoch_ns[1:] - epoch_ns[:-1]) // 2
    return np.append(EVER_NS.min, middles), np.append(middles, EVER_NS.max)


def nearest(part: Part, of: Stretches, places: int, *, larger: bool) -> Part:
    """The windows of a whole sweep of editions as those of satellites: pairs are satellite * places + place.

    Each window is cut to the stretch of its edition; what touches where one edition follows another is one
    window again, with the better of the two bests (``larger``: the larger). Errors are not carried over.
    """
    table, azimuth = part.table, part.azimuth_deg
    edition, place = table.pair // max(places, 1), table.pair % max(places, 1)
    low, high = of.begin_ns[edition], of.end_ns[edition]
    pair = of.owner[edition] * places + place
    moments = table.start_ns == table.end_ns
    start, end = np.maximum(table.start_ns, low), np.minimum(table.end_ns, high)
    keep = np.where(moments, (table.start_ns >= low) & (table.start_ns < high), end > start)
    _settle(pair, table.start_ns, keep, moments, _off_ns(table.start_ns, low, high))
    start, end = np.where(moments, table.start_ns, start), np.where(moments, table.end_ns, end)
    inside = (table.best_ns >= start) & (table.best_ns <= end)
    score = np.where(inside, table.best if larger else -table.best, -np.inf)
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((start[rows], pair[rows]))]
    groups = [np.array(group) for group in _touching(rows, pair, start, end, high)]
    first, last = (np.array([group[k] for group in groups], np.int64) for k in (0, -1))
    best = np.array([group[np.argmax(score[group])] for group in groups], np.int64)
    owners = np.unique(of.owner)
    return Part(
        satellites=owners,
        errors=np.zeros(len(owners), np.uint8),
        table=WindowTable(
            pair=pair[first],
            start_ns=start[first],
            end_ns=end[last],
            cut_start=table.cut_start[first] & (start[first] == table.start_ns[first]),
            cut_end=table.cut_end[last] & (end[last] == table.end_ns[last]),
            best=table.best[best],
            best_ns=np.clip(table.best_ns[best], start[first], end[last]),
        ),
        azimuth_deg=np.stack([azimuth[first, 0], azimuth[best, 1], azimuth[last, 2]], axis=1),
    )


def _off_ns(at_ns: Integers, low: Integers, high: Integers) -> Floats:
    """How far moments are from the nearer end of a stretch; floats, for an end may be that of all time."""
    at = at_ns.astype(np.float64)
    return np.minimum(np.abs(at - low), np.abs(high - at))


def _touching(
    rows: Integers, pair: Integers, start: Integers, end: Integers, high: Integers
) -> Iterator[list[int]]:
    """Rows in order, those together that meet where one edition's stretch ends."""
    group: list[int] = []
    for row in rows.tolist():
        if group:
            before = group[-1]
            if not (pair[row] == pair[before] and start[row] == end[before] == high[before]):
                yield group
                group = []
        group.append(row)
    if group:
        yield group


def _settle(
    pair: Integers, at_ns: Integers, keep: NDArray[np.bool_], moments: NDArray[np.bool_], off_ns: Floats
) -> None:
    """One abeam moment a pass where editions change: two of one pass count once, and none is lost.

    ``off_ns`` is how far each moment is from the nearer end of its edition's stretch.
    """
    near = np.flatnonzero(moments & (off_ns < np.where(keep, 2.0, 0.5) * ONE_PASS_NS))
    near = near[np.lexsort((at_ns[near], pair[near]))]
    kept: list[int] = []
    for row in (*near[keep[near]].tolist(), *near[~keep[near]].tolist()):
        same = [k for k in kept if pair[k] == pair[row] and abs(int(at_ns[k] - at_ns[row])) < ONE_PASS_NS]
        keep[row] = not same
        if keep[row]:
            kept.append(row)
