"""Water vapour at the ground and over it: Recommendation ITU-R P.836-6 (12/2017), annexes 1 and 2."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from serai.radio.propagation.itu.p1144 import Grid, around, at_percent
from serai.radio.propagation.limits import ValidityRange
from serai.wording import reason

F = NDArray[np.float64]

PERCENT = ValidityRange(
    of="ITU-R P.836-6, annexes 1 and 2",
    quantity=reason("radio.quantity.share_of_year"),
    low=0.1,
    high=99.0,
    unit="%",
)


def exceeded_at(
    maps: Mapping[float, Grid],
    scales: Mapping[float, Grid],
    ground_m: Grid,
    *,
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    height_m: ArrayLike,
    percent: ArrayLike,
) -> F:
    """What of the vapour is exceeded for a percent of the year at a place and height.

    ``maps`` and ``scales`` hold the value and the scale height (km) per percent; ``ground_m`` the height of
    the map's own points. Each corner is brought to the height first, then corners and percents are joined.
    The result has the shape of the places, broadcast with ``percent``.
    """
    lat, lon, height = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (lat_deg, lon_deg, height_m))
    )
    known = around(maps, percent)
    row, column, r, c = maps[known[0]].corner(lat, lon)
    weights = ((1 - r) * (1 - c), (1 - r) * c, r * (1 - c), r * c)
    corners = [(row + i, column + j) for i in (0, 1) for j in (0, 1)]
    rises_km = [(height - _ground(maps[known[0]], ground_m, at)) / 1000.0 for at in corners]
    layers = np.zeros((len(known), *lat.shape))
    for k, p in enumerate(known):
        for at, weight, rise_km in zip(corners, weights, rises_km, strict=True):
            layers[k] += weight * maps[p].values[at] * np.exp(-rise_km / scales[p].values[at])
    return at_percent(known, layers, percent)


def _ground(map_: Grid, ground_m: Grid, at: tuple[NDArray[np.int64], NDArray[np.int64]]) -> F:
    """The height of points of a map, by the Recommendation's own coarse heights."""
    lat = map_.lat_first_deg + at[0] * map_.lat_step_deg
    lon = map_.lon_first_deg + at[1] * map_.lon_step_deg
    return ground_m.bicubic(lat, lon)
