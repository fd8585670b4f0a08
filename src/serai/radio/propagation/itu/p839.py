"""Rain height: Recommendation ITU-R P.839-4 (09/2013)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid

ABOVE_ISOTHERM_KM = 0.36  # annex 1: the rain height above the mean 0 degree isotherm


def rain_height_km(isotherm_km: ArrayLike) -> NDArray[np.float64]:
    """The mean annual rain height above sea level, from that of the 0 degree isotherm."""
    return np.asarray(np.asarray(isotherm_km, dtype=float) + ABOVE_ISOTHERM_KM)


def rain_height_at_km(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """The mean annual rain height of a place, bilinear on the map of the isotherm."""
    return rain_height_km(map_.bilinear(lat_deg, lon_deg))
