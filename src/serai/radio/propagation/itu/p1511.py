"""Topography: Recommendation ITU-R P.1511-3 (08/2024), annex 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid


def height_m(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """The height of the ground above mean sea level, bicubic on the map, never below the sea."""
    return np.asarray(np.maximum(map_.bicubic(lat_deg, lon_deg), 0.0))


def undulation_m(map_: Grid, lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """The height of the EGM2008 geoid above the WGS 84 ellipsoid, bicubic on the map."""
    return map_.bicubic(lat_deg, lon_deg)
