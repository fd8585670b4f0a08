"""Interpolation on the digital maps of Study Group 3: Recommendation ITU-R P.1144-12 (08/2023), annex 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

F = NDArray[np.float64]
I = NDArray[np.int64]  # noqa: E741 - integers, beside F for floats


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A map on a regular grid of latitude and longitude: rows of values from its first latitude on.

    ``lat_step_deg`` is negative where the rows run from north to south. Points beyond an edge repeat the
    edge; longitudes are first brought into the map's own 360 degrees.
    """

    lat_first_deg: float
    lat_step_deg: float
    lon_first_deg: float
    lon_step_deg: float
    values: F

    def places(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[F, F]:
        """Rows and columns, with fractions, of points of the Earth."""
        lat, lon = np.broadcast_arrays(np.asarray(lat_deg, dtype=float), np.asarray(lon_deg, dtype=float))
        row = (lat - self.lat_first_deg) / self.lat_step_deg
        whole = self.lon_first_deg + np.mod(lon - self.lon_first_deg, 360.0)
        return row, (whole - self.lon_first_deg) / self.lon_step_deg

    def bilinear(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> F:
        """Bilinear interpolation between the four points around each place (annex 1, section 1b)."""
        row, column, r, c = self.corner(lat_deg, lon_deg)
        v = self.values
        return np.asarray(
            (v[row, column] * (1.0 - c) + v[row, column + 1] * c) * (1.0 - r)
            + (v[row + 1, column] * (1.0 - c) + v[row + 1, column + 1] * c) * r
        )

    def corner(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> tuple[I, I, F, F]:
        """The first of the four points around each place, and how far the place lies from it (0 to 1)."""
        row, column = self.places(lat_deg, lon_deg)
        rows, columns = self.values.shape
        first_row = np.clip(np.floor(row), 0, rows - 2).astype(np.int64)
        first_column = np.clip(np.floor(column), 0, columns - 2).astype(np.int64)
        return (
            first_row,
            first_column,
            np.clip(row - first_row, 0.0, 1.0),
            np.clip(column - first_column, 0.0, 1.0),
        )

    def bicubic(self, lat_deg: ArrayLike, lon_deg: ArrayLike) -> F:
        """Bicubic interpolation over the sixteen points around each place (annex 1, section 2)."""
        row, column = self.places(lat_deg, lon_deg)
        rows, columns = self.values.shape
        first_row, first_column = np.floor(row).astype(np.int64), np.floor(column).astype(np.int64)
        total = np.zeros(row.shape)
        for i in range(-1, 3):
            along = np.zeros(row.shape)
            for j in range(-1, 3):
                at = self.values[
                    np.clip(first_row + i, 0, rows - 1), np.clip(first_column + j, 0, columns - 1)
                ]
                along += at * _weight(column - first_column - j)
            total += along * _weight(row - first_row - i)
        return np.asarray(total)


def _weight(distance: F) -> F:
    """The cubic weight of a point at a distance in steps of the grid: equation of section 2, a = -0.5."""
    d = np.abs(distance)
    near = 1.5 * d**3 - 2.5 * d**2 + 1.0
    far = -0.5 * d**3 + 2.5 * d**2 - 4.0 * d + 2.0
    return np.asarray(np.where(d <= 1.0, near, np.where(d <= 2.0, far, 0.0)))


def at_percent(percents: ArrayLike, values: F, percent: ArrayLike) -> F:
    """Values at a percent of the time between those of a map, linear in its logarithm; NaN outside.

    ``percents`` (k,) ascending; ``values`` (k, ...) at each of them; ``percent`` broadcasts with the rest.
    """
    known = np.log(np.asarray(percents, dtype=float))
    rest = values.shape[1:]
    p = np.broadcast_to(np.asarray(percent, dtype=float), np.broadcast_shapes(np.shape(percent), rest))
    layers = np.reshape(values, (len(known), *(1,) * (p.ndim - len(rest)), *rest))
    spread = np.broadcast_to(layers, (len(known), *p.shape))
    at = np.log(np.clip(p, 1e-12, None))
    low = np.clip(np.searchsorted(known, at, side="right") - 1, 0, len(known) - 2)
    below = np.take_along_axis(spread, low[None], axis=0)[0]
    above = np.take_along_axis(spread, low[None] + 1, axis=0)[0]
    between = below + (above - below) * (at - known[low]) / (known[low + 1] - known[low])
    inside = (at >= known[0] - 1e-9) & (at <= known[-1] + 1e-9)
    return np.asarray(np.where(inside, between, np.nan))


def around(percents: Iterable[float], percent: ArrayLike) -> tuple[float, ...]:
    """Those of a map's percents that are needed to interpolate between them; at least two."""
    known = np.array(sorted(percents), dtype=float)
    asked = np.asarray(percent, dtype=float)
    first = int(np.clip(np.searchsorted(known, np.nanmin(asked), side="right") - 1, 0, len(known) - 2))
    last = int(np.clip(np.searchsorted(known, np.nanmax(asked), side="left"), first + 1, len(known) - 1))
    return tuple(float(p) for p in known[first : last + 1])
