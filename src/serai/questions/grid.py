"""A grid of cells over a box, and how many of them are answered in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from serai.access.coverage import grid_of
from serai.earth import Box
from serai.errors import Refused
from serai.formats.places import NamedPlace

MOST_CELLS = 500_000  # more take hours
WHOLE_EARTH = Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a grid: its box, how many rows and columns, and their height and width in degrees."""

    box: Box
    rows: int
    columns: int
    height_deg: float
    width_deg: float

    @property
    def size_deg(self) -> tuple[float, float]:
        """Height and width of a cell."""
        return self.height_deg, self.width_deg


def cells_of(box: Box, grid_deg: float) -> tuple[tuple[NamedPlace, ...], NDArray[np.float64], Cells]:
    """The middles of the cells by row and column, their weights by area, and the grid."""
    refuse_too_many(box, grid_deg)
    places, weight = grid_of(box, grid_deg)
    rows = len({place.lat_deg for place in places})
    columns = len(places) // rows
    cells = Cells(
        box=box,
        rows=rows,
        columns=columns,
        height_deg=(box.lat_max - box.lat_min) / rows,
        width_deg=_across_deg(box) / columns,
    )
    named = tuple(NamedPlace(f"r{k // columns}c{k % columns}", place) for k, place in enumerate(places))
    return named, weight, cells


def refuse_too_many(box: Box, grid_deg: float) -> None:
    """Refuse a grid of more cells than are answered in minutes, with a width that would do."""
    across, high = _across_deg(box), box.lat_max - box.lat_min
    if grid_deg <= 0.0:
        return  # refused where the grid is made
    cells = round(min(high / grid_deg, 1e15)) * round(min(across / grid_deg, 1e15))
    if cells <= MOST_CELLS:
        return
    would_do = ceil(1000.0 * sqrt(across * high / MOST_CELLS)) / 1000.0
    raise Refused("questions.too_many_cells", most=MOST_CELLS, cells=cells, would_do=would_do)


def _across_deg(box: Box) -> float:
    return (box.lon_max - box.lon_min) % 360.0 or 360.0
