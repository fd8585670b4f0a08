"""How well places are covered by satellites: how often they are seen again, how long they wait, how many see
them at once.

The satellites are any selection: all looks of all of them count together. A *revisit* runs from the end of a
look to the start of the next one, looks that overlap being one. Gaps at the period's ends are not revisits,
for they are longer than what is seen of them; they count in the longest gap ("at least").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.earth import Box, Place
from serai.errors import Refused
from serai.time import Span, WindowTable

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
S = 1e9


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Coverage:
    """What each place gets over a period; columns (places,), seconds, NaN where there is nothing to say.

    ``covered`` (places, k) is the share of time (0 ... 1) in which at least k + 1 satellites see the place.
    ``expected_wait_s`` is how long someone waits for the next look who asks at any moment up to the last one.
    """

    within: Span
    lat_deg: Floats
    lon_deg: Floats
    weight: Floats
    looks: Integers
    seen_s: Floats
    mean_revisit_s: Floats
    median_revisit_s: Floats
    revisit_95_s: Floats
    worst_revisit_s: Floats
    longest_gap_s: Floats
    expected_wait_s: Floats
    covered: Floats

    def __repr__(self) -> str:
        return f"Coverage({len(self)} places, {int(self.looks.sum())} looks)"

    def __len__(self) -> int:
        return len(self.looks)

    def mean(self, column: str) -> float:
        """The weighted mean of a column over the places where it is known; NaN where it is known nowhere."""
        values = getattr(self, column)
        known = np.isfinite(values)
        if not known.any():
            return float("nan")
        return float(np.average(values[known], weights=self.weight[known]))

    def covered_share(self, at_least: int) -> float:
        """The share of time in which at least so many satellites are seen, over all places."""
        return float(np.average(self.covered[:, at_least - 1], weights=self.weight)) if len(self) else 0.0


def coverage(
    table: WindowTable,
    places: Sequence[Place],
    within: Span,
    *,
    at_least: int = 4,
    weight: ArrayLike | None = None,
) -> Coverage:
    """The coverage of places by all satellites of a table whose pairs are satellite * places + place."""
    if at_least < 1:
        raise Refused("access.coverage_by", at_least=at_least)
    n = len(places)
    place = table.pair % max(n, 1)
    union_place, start, end, covered_ns = _merged(place, table, n, at_least)
    length_ns = within.end.tai_ns - within.start.tai_ns
    follows = union_place[1:] == union_place[:-1]
    gap_place, gap_s = union_place[1:][follows], (start[1:] - end[:-1])[follows] / S
    first = np.searchsorted(union_place, np.arange(n))
    last = np.searchsorted(union_place, np.arange(n), side="right") - 1
    seen = last >= first
    before, after = np.full(n, length_ns / S), np.full(n, length_ns / S)
    before[seen] = (start[first[seen]] - within.start.tai_ns) / S
    after[seen] = (within.end.tai_ns - end[last[seen]]) / S
    mean, median, most, worst = _statistics(gap_place, gap_s, n)
    squares = np.bincount(gap_place, gap_s**2, n) + np.where(seen, before, 0.0) ** 2
    until_last = length_ns / S - after
    return Coverage(
        within=within,
        lat_deg=np.array([p.lat_deg for p in places]),
        lon_deg=np.array([p.lon_deg for p in places]),
        weight=np.ones(n) if weight is None else np.asarray(weight, dtype=np.float64),
        looks=np.bincount(place, minlength=n).astype(np.int64),
        seen_s=covered_ns[:, 0] / S,
        mean_revisit_s=mean,
        median_revisit_s=median,
        revisit_95_s=most,
        worst_revisit_s=worst,
        longest_gap_s=np.fmax(np.fmax(before, after), worst),
        expected_wait_s=np.divide(
            squares / 2.0, until_last, out=np.full(n, np.nan), where=seen & (until_last > 0.0)
        ),
        covered=covered_ns / length_ns,
    )


def grid_of(box: Box, step_deg: float) -> tuple[list[Place], Floats]:
    """The centres of equal cells of latitude and longitude over a box, row by row from the south, and their
    weights by area.
    """
    if not 0.0 < step_deg <= 90.0:
        raise Refused("access.cells", step_deg=step_deg)
    across = (box.lon_max - box.lon_min) % 360.0 or 360.0
    rows = max(1, round((box.lat_max - box.lat_min) / step_deg))
    columns = max(1, round(across / step_deg))
    lats = box.lat_min + (np.arange(rows) + 0.5) * (box.lat_max - box.lat_min) / rows
    lons = (box.lon_min + (np.arange(columns) + 0.5) * across / columns + 180.0) % 360.0 - 180.0
    places = [Place(lat_deg=float(lat), lon_deg=float(lon)) for lat in lats for lon in lons]
    return places, np.repeat(np.cos(np.radians(lats)), columns)


def _merged(
    place: Integers, table: WindowTable, places: int, at_least: int
) -> tuple[Integers, Integers, Integers, Floats]:
    """Times in which any satellite sees a place (place, start, end); how long at least k do (places, k)."""
    count = len(table)
    where = np.concatenate([place, place])
    at = np.concatenate([table.start_ns, table.end_ns])
    change = np.concatenate([np.ones(count, np.int64), -np.ones(count, np.int64)])
    order = np.lexsort((-change, at, where))  # a look that begins as another ends goes on with it
    where, at, change = where[order], at[order], change[order]
    seeing = np.cumsum(change)  # every place's changes add up to nothing, so the count starts afresh at each
    opens, closes = (seeing == 1) & (change == 1), (seeing == 0) & (change == -1)
    held_ns = np.append(np.diff(at), 0)
    covered = np.zeros((places, at_least))
    for k in range(at_least):
        enough = seeing > k
        covered[:, k] = np.bincount(where[enough], held_ns[enough].astype(np.float64), places)
    return where[opens], at[opens], at[closes], covered


def _statistics(group: Integers, values: Floats, groups: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean, median, 95 % and greatest of the values of each group; NaN for a group without any."""
    order = np.lexsort((values, group))
    group, values = group[order], values[order]
    counts = np.bincount(group, minlength=groups)
    first = np.cumsum(counts) - counts
    known = counts > 0
    out = np.full((4, groups), np.nan)
    out[0, known] = np.bincount(group, values, groups)[known] / counts[known]
    for row, share in ((1, 0.5), (2, 0.95), (3, 1.0)):
        at = share * (counts[known] - 1)
        low = np.floor(at).astype(np.int64)
        high = np.minimum(low + 1, counts[known] - 1)
        a, b = values[first[known] + low], values[first[known] + high]
        out[row, known] = a + (at - low) * (b - a)
    return out[0], out[1], out[2], out[3]
