"""Phase wind-up: the carrier's phase turns with the satellite's antenna.

J. T. Wu et al., Manuscripta Geodaetica 18 (1993) 91; the satellite is held at nominal yaw (IGS convention:
z to the Earth, y along the panels).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def windup_cycles(sat_m: Floats, place_m: Floats, local: Floats, axes: Floats, satellite: Integers) -> Floats:
    """Cycles (n,) for rows ordered in time; ``satellite`` tells whose row it is, ``local`` is (3, 3) enu.

    ``axes`` (n, 3, 3) are the satellites' own. Within a satellite the count is continuous from row to row.
    """
    k = place_m - sat_m
    k = k / np.linalg.norm(k, axis=1)[:, None]
    x, y = axes[:, 0], axes[:, 1]
    there = x - k * np.einsum("nk,nk->n", k, x)[:, None] - np.cross(k, y)
    north, west = local[1], -local[0]
    here = north - k * (k @ north)[:, None] + np.cross(k, west)
    cosine = np.einsum("nk,nk->n", there, here)
    cosine /= np.linalg.norm(there, axis=1) * np.linalg.norm(here, axis=1)
    sign = np.sign(np.einsum("nk,nk->n", k, np.cross(there, here)))
    turn = sign * np.arccos(np.clip(cosine, -1.0, 1.0)) / (2.0 * np.pi)
    for number in np.unique(satellite):
        rows = np.flatnonzero(satellite == number)
        turn[rows] = np.unwrap(turn[rows], period=1.0)
    return np.asarray(turn)
