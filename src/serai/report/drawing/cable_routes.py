"""A way by sea between two landing sites, for drawing: nobody publishes where exactly a cable lies.

The way is the shortest on a grid of half a degree on which land costs much more than sea, pulled straight
where the water allows. It crosses land only where it must, as the cables through Egypt do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from serai.earth import Box
from serai.report.drawing.cheapest import cheapest
from serai.report.drawing.projection import Land, Point

STEP_DEG = 0.5
LAND_COSTS = 25.0  # times a step at sea: a detour of a few hundred kilometres rather than a short cut ashore
MARGIN_DEG = 4.0  # searched around the two ends, and a third of their distance more: from Jeddah to Fujairah
WIDER = 0.35  # the way goes around Arabia, 10 degrees south of both
EDGE_DEG = 7.0  # of the grid beyond the map
NEAR_DEG = 0.8  # a landing site may itself stand on a land cell of the grid


@dataclass(frozen=True, slots=True)
class SeaLanes:
    """Where land is, cell by cell, around a map's box; cell (0, 0) is the south-western one."""

    west: float
    south: float
    land: NDArray[np.bool_]
    known: dict[tuple[Point, Point], tuple[Point, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, box: Box, land: Land) -> SeaLanes:
        """The grid for a map's box and a margin around it."""
        west, south = box.lon_min - EDGE_DEG, max(box.lat_min - EDGE_DEG, -85.0)
        across = ((box.lon_max - box.lon_min) % 360.0 or 360.0) + 2 * EDGE_DEG
        down = min(box.lat_max + EDGE_DEG, 85.0) - south
        rows, columns = math.ceil(down / STEP_DEG), math.ceil(across / STEP_DEG)
        return cls(west=west, south=south, land=_land_cells(land, west, south, rows, columns))

    def between(self, one: Point, two: Point) -> tuple[Point, ...]:
        """The way from one (lon, lat) to another; straight where that is at sea anyway."""
        key = (min(one, two), max(one, two))
        if key not in self.known:
            self.known[key] = self._found(*key)
        return self.known[key]

    def _found(self, one: Point, two: Point) -> tuple[Point, ...]:
        a, b = self._cell(one), self._cell(two)
        if a is None or b is None or not self._ashore(a, b, NEAR_DEG / STEP_DEG):
            return one, two
        cells = self._searched(a, b)
        if cells is None:
            return one, two
        way = [self._place(c) for c in _rounded(self._pulled(cells))]
        return (one, *way[1:-1], two)

    def _cell(self, place: Point) -> Point | None:
        """The row and column of a place, as fractions; None outside the grid."""
        row = (place[1] - self.south) / STEP_DEG - 0.5
        column = ((place[0] - self.west) % 360.0) / STEP_DEG - 0.5
        rows, columns = self.land.shape
        return (row, column) if -0.5 <= row < rows - 0.5 and -0.5 <= column < columns - 0.5 else None

    def _place(self, cell: Point) -> Point:
        return self.west + (cell[1] + 0.5) * STEP_DEG, self.south + (cell[0] + 0.5) * STEP_DEG

    def _ashore(self, a: Point, b: Point, ends: float) -> int:
        """How many steps of a straight line are on land, its ends left out."""
        length = math.dist(a, b)
        count = int(length * 2) + 1
        if length <= 2 * ends:
            return 0
        t = np.linspace(ends / length, 1 - ends / length, count + 1)[1:-1]
        rows = (a[0] + 0.5 + t * (b[0] - a[0])).astype(int)
        columns = (a[1] + 0.5 + t * (b[1] - a[1])).astype(int)
        return int(np.count_nonzero(self.land[rows, columns]))

    def _searched(self, a: Point, b: Point) -> list[tuple[int, int]] | None:
        """The cells of the cheapest way, within the margin around both ends."""
        rows, columns = self.land.shape
        around = int(MARGIN_DEG / STEP_DEG + WIDER * math.dist(a, b))
        top, left = (max(0, int(min(a[k], b[k])) - around) for k in (0, 1))
        bottom = min(rows, int(max(a[0], b[0])) + around)
        right = min(columns, int(max(a[1], b[1])) + around)
        land = self.land[top:bottom, left:right]
        height, width = land.shape
        cost = np.where(land, LAND_COSTS, 1.0)
        cost *= np.where(_beside(land) & ~land, 1.6, 1.0)  # rather a little off the shore than along it
        from_cell, to_cell = (
            min(max(round(p[0]) - top, 0), height - 1) * width + min(max(round(p[1]) - left, 0), width - 1)
            for p in (a, b)
        )
        found = cheapest(cost, from_cell, to_cell)
        return None if found is None else [(n // width + top, n % width + left) for n in found]

    def _pulled(self, cells: list[tuple[int, int]]) -> list[Point]:
        """The way with every bend left out that the water does not ask for."""
        kept: list[Point] = [cells[0]]
        at = 0
        while at < len(cells) - 1:
            nearest = at + 1
            for ahead in range(len(cells) - 1, at, -1):
                if not self._ashore(cells[at], cells[ahead], 0.0):
                    nearest = ahead
                    break
            kept.append(cells[nearest])
            at = nearest
        return kept


def _land_cells(land: Land, west: float, south: float, rows: int, columns: int) -> NDArray[np.bool_]:
    """Which cells have their middle on land: the crossings of each row with the coasts, by even and odd."""
    edges = np.array(
        [(*a, *b) for ring in land.rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    )
    north = south + rows * STEP_DEG
    x1, y1, x2, y2 = edges[(edges[:, 1::2].max(axis=1) >= south) & (edges[:, 1::2].min(axis=1) <= north)].T
    cells = np.zeros((rows, columns), dtype=bool)
    middles = (west + (np.arange(columns) + 0.5) * STEP_DEG + 180.0) % 360.0 - 180.0
    for row in range(rows):
        lat = south + (row + 0.5) * STEP_DEG
        hit = (y1 <= lat) != (y2 <= lat)
        lon = x1[hit] + (lat - y1[hit]) / (y2[hit] - y1[hit]) * (x2[hit] - x1[hit])
        lon.sort()
        for turn in (0.0, 360.0):  # a coast that crosses 180 E goes on beyond it
            cells[row] |= np.searchsorted(lon, middles + turn) % 2 == 1
    return cells


def _beside(land: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells with land among their four neighbours."""
    padded = np.pad(land, 1, mode="edge")
    near: NDArray[np.bool_] = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return near


def _rounded(points: list[Point]) -> list[Point]:
    """The way with its bends rounded (Chaikin 1974, twice)."""
    for _ in range(2):
        if len(points) < 3:
            break
        cut = [points[0]]
        for a, b in pairwise(points):
            cut.append((0.75 * a[0] + 0.25 * b[0], 0.75 * a[1] + 0.25 * b[1]))
            cut.append((0.25 * a[0] + 0.75 * b[0], 0.25 * a[1] + 0.75 * b[1]))
        points = [*cut, points[-1]]
    return points
