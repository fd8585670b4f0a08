"""Mean surface temperature: Recommendation ITU-R P.1510-1 (06/2017), annex 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid


def mean_temperature_k(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """The annual (or a month's) mean temperature at 2 m above the ground, bilinear on its map."""
    return map_.bilinear(lat_deg, lon_deg)
