"""Nominal attitude (yaw steering) of navigation satellites.

z to the Earth, y along the panels' axis, x on the Sun's side (O. Montenbruck et al., Adv. Space Res. 56
(2015) 1015); BeiDou's geostationary ones keep y against the orbit's normal. The turns at noon and midnight,
which satellites cannot follow, and BeiDou-2's change of mode under a low Sun are not modelled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.gnss.signals import BEIDOU_GEO

Floats = NDArray[np.float64]

AU_M = 149_597_870_700.0  # IAU 2012 resolution B2


def body_axes(sat_m: Floats, sun: Floats, orbit_normal: NDArray[np.bool_]) -> Floats:
    """The x, y and z axes (n, 3, 3: one a row), Earth-fixed, of satellites at places (n, 3) m.

    ``sun`` (n, 3) is the direction to the Sun; ``orbit_normal`` says which keep the attitude of
    `geostationary` ones.
    """
    z = -sat_m / np.linalg.norm(sat_m, axis=1)[:, None]
    south = np.array([0.0, 0.0, -1.0])  # against the normal of an orbit over the equator
    y = np.where(orbit_normal[:, None], south, np.cross(z, sun - sat_m / AU_M))
    y = y - z * np.einsum("nk,nk->n", y, z)[:, None]
    y = y / np.linalg.norm(y, axis=1)[:, None]
    return np.stack([np.cross(y, z), y, z], axis=1)


def geostationary(names: Sequence[str]) -> NDArray[np.bool_]:
    """Which satellites of some names keep the attitude of BeiDou's geostationary ones."""
    return np.array([name[0] == "C" and int(name[1:]) in BEIDOU_GEO for name in names], dtype=bool)
