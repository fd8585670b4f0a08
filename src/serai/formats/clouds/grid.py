"""A forecast of cloud cover: a grid of places and moments, and how clear the sky is by it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.time import Instant, Span

Floats = NDArray[np.float64]
HOUR_S = 3_600.0
ALL = 1.0 - 1e-9  # a sum of weights that is all of them may fall short by so little


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CloudForecast:
    """The share of the sky that cloud covers (times, lats, lons), 0 to 1, NaN where nothing is told.

    ``at_ns`` (TAI) and ``lat_deg`` grow; ``lon_deg`` is from 0 to 360 and grows.
    """

    file: str
    at_ns: NDArray[np.int64]
    lat_deg: Floats
    lon_deg: Floats
    cover: Floats

    def clear(self, lat_deg: float, lon_deg: float, at: Instant) -> float | None:
        """The share of clear sky over a place at a moment: nearest in place, a straight line in time.

        None outside the file's grid and times, by more than half of a cell.
        """
        if not self.at_ns[0] <= at.tai_ns <= self.at_ns[-1]:
            return None
        row, column = _nearest(self.lat_deg, lat_deg), _nearest_round(self.lon_deg, lon_deg)
        if row is None or column is None:
            return None
        after = min(max(int(np.searchsorted(self.at_ns, at.tai_ns)), 1), len(self.at_ns) - 1)
        before = max(after - 1, 0)
        length = int(self.at_ns[after] - self.at_ns[before])
        part = (at.tai_ns - int(self.at_ns[before])) / length if length else 0.0
        two = self.cover[[before, after], row, column]
        cover = float(two[0] + part * (two[1] - two[0]))
        return None if np.isnan(cover) else 1.0 - min(max(cover, 0.0), 1.0)

    def clear_over(self, places: Sequence[tuple[float, float, float]], span: Span) -> tuple[float, float]:
        """How much of some places (latitude, longitude, weight) and of a span is told, and how clear that is.

        Shares, 0 to 1, by the hour; the second is NaN where nothing is told.
        """
        hours = max(1, round(span.duration_s / HOUR_S))
        at_ns = span.start.tai_ns + np.round((np.arange(hours) + 0.5) * HOUR_S * 1e9).astype(np.int64)
        inside = (at_ns >= self.at_ns[0]) & (at_ns <= self.at_ns[-1])
        told = clear = 0.0
        for lat_deg, lon_deg, weight in places:
            row, column = _nearest(self.lat_deg, lat_deg), _nearest_round(self.lon_deg, lon_deg)
            if row is None or column is None or not inside.any():
                continue
            share = 1.0 - np.interp(at_ns[inside], self.at_ns, self.cover[:, row, column])
            known = np.isfinite(share)
            told += weight * float(known.sum()) / hours
            clear += weight * float(np.clip(share[known], 0.0, 1.0).sum()) / hours
        share = told / sum(weight for _, _, weight in places)
        return 1.0 if share > ALL else share, clear / told if told else math.nan


def _nearest(grid: Floats, value: float) -> int | None:
    """The nearest point of a grid; None beyond its ends by more than half of a cell."""
    k = int(np.argmin(np.abs(grid - value)))
    half = 0.5 * float(np.abs(np.diff(grid)).max()) if len(grid) > 1 else 0.5
    return k if abs(float(grid[k]) - value) <= half * (1.0 + 1e-9) else None


def _nearest_round(grid: Floats, lon_deg: float) -> int | None:
    """The same round the Earth: the widest gap is what a grid of a region leaves out."""
    away = np.abs((grid - lon_deg + 180.0) % 360.0 - 180.0)
    gaps = np.sort(np.diff(grid, append=grid[0] + 360.0))
    half = 0.5 * float(gaps[-2]) if len(grid) > 1 else 0.5
    k = int(np.argmin(away))
    return k if float(away[k]) <= half * (1.0 + 1e-9) else None
