"""Surface pressure, temperature and vapour for gases: Recommendation ITU-R P.2145-0 (08/2022), section 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid, around, at_percent
from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

PERCENT = ValidityRange(
    of="ITU-R P.2145-0, section 2",
    quantity=reason("radio.quantity.share_of_year"),
    low=0.01,
    high=99.9,
    unit="%",
)


@dataclass(frozen=True, kw_only=True)
class Surface:
    """The maps of one quantity: its mean, what is exceeded per percent, its scale, the height of the points.

    Temperature grows by its scale per kilometre; pressure and vapour fall off with theirs as scale height.
    """

    mean: Grid
    exceeded: Mapping[float, Grid]
    scale: Grid
    ground_km: Grid
    linear: bool = False

    def mean_at(self, lat_deg: ArrayLike, lon_deg: ArrayLike, height_km: ArrayLike) -> F:
        """The mean of the year at a place and height (section 2.2)."""
        return self._to_height(self.mean, lat_deg, lon_deg, height_km)

    def exceeded_at(
        self, lat_deg: ArrayLike, lon_deg: ArrayLike, height_km: ArrayLike, percent: ArrayLike
    ) -> F:
        """What is exceeded for a percent of the year (section 2.1), linear in the percent's logarithm."""
        known = around(self.exceeded, percent)
        layers = np.stack([self._to_height(self.exceeded[p], lat_deg, lon_deg, height_km) for p in known])
        return at_percent(known, layers, percent)

    def _to_height(self, map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike, height_km: ArrayLike) -> F:
        height = np.asarray(height_km, dtype=float)
        row, column, r, c = map_.corner(lat_deg, lon_deg)
        total = np.zeros(np.broadcast_shapes(row.shape, height.shape))
        for i, j, w in ((0, 0, (1 - r) * (1 - c)), (0, 1, (1 - r) * c), (1, 0, r * (1 - c)), (1, 1, r * c)):
            at = row + i, column + j
            rise, scale = height - self.ground_km.values[at], self.scale.values[at]
            value = map_.values[at]
            total = total + w * (value + scale * rise if self.linear else value * np.exp(-rise / scale))
        return np.asarray(total)
