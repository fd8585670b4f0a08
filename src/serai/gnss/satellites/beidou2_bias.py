"""BeiDou-2 code bias by elevation (satellite multipath): L. Wanninger, S. Beer, GPS Solutions 19 (2015) 639.

The satellites' codes are late by up to a metre between horizon and zenith, alike for all receivers, for
IGSO and MEO satellites; none is published for the GEOs. Add the correction to the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.gnss.signals import B1I, B3I, E5B
from serai.jit import compiled

Floats = NDArray[np.float64]

# Corrections, metres, at elevations 0, 10 ... 90 deg (table 3 there): none, IGSO B1 B2 B3, MEO B1 B2 B3.
PUBLISHED_M = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [-0.55, -0.40, -0.34, -0.23, -0.15, -0.04, 0.09, 0.19, 0.27, 0.35],
        [-0.71, -0.36, -0.33, -0.19, -0.14, -0.03, 0.08, 0.17, 0.24, 0.33],
        [-0.27, -0.23, -0.21, -0.15, -0.11, -0.04, 0.05, 0.14, 0.19, 0.32],
        [-0.47, -0.38, -0.32, -0.23, -0.11, 0.06, 0.34, 0.69, 0.97, 1.05],
        [-0.40, -0.31, -0.26, -0.18, -0.06, 0.09, 0.28, 0.48, 0.64, 0.69],
        [-0.22, -0.15, -0.13, -0.10, -0.04, 0.05, 0.14, 0.27, 0.36, 0.47],
    ]
)
# The same with four rows more: the ionosphere-free pairs B1I + B3I and B1I + B2I, of IGSO and of MEO.
WITH_B3I, WITH_B2I = (B1I**2 / (B1I**2 - other**2) for other in (B3I, E5B))  # the share of B1I
CORRECTION_M = np.concatenate(
    [
        PUBLISHED_M,
        WITH_B3I * PUBLISHED_M[[1, 4]] + (1.0 - WITH_B3I) * PUBLISHED_M[[3, 6]],
        WITH_B2I * PUBLISHED_M[[1, 4]] + (1.0 - WITH_B2I) * PUBLISHED_M[[2, 5]],
    ]
)
PAIR_ROWS: Mapping[str, tuple[int, int]] = MappingProxyType({"6": (7, 8), "7": (9, 10)})  # of IGSO, of MEO
MEO = (11, 12, 14)  # BeiDou-2's medium orbits
IGSO = (6, 7, 8, 9, 10, 13, 16)  # and its inclined geosynchronous ones
BANDS = "276"  # B1I, B2I, B3I


def correction_kind(satellite: str, code: str) -> int:
    """The table's row for a satellite and code such as 'C11', '2I'; 0 where nothing is to be corrected."""
    if satellite[0] != "C" or code[0] not in BANDS:
        return 0
    number, band = int(satellite[1:]), BANDS.index(code[0])
    if number in IGSO:
        return 1 + band
    return 4 + band if number in MEO else 0


def pair_correction_kind(satellite: str, codes: tuple[str, ...]) -> int:
    """The same for an ionosphere-free pair: B1I with B3I or B2I; 0 for any other."""
    if satellite[0] != "C" or codes[0][0] != "2" or codes[1][0] not in PAIR_ROWS:
        return 0
    number, (of_igso, of_meo) = int(satellite[1:]), PAIR_ROWS[codes[1][0]]
    return of_igso if number in IGSO else of_meo if number in MEO else 0


@compiled
def elevation_correction_m(kind: int, elevation: float) -> float:
    """The code bias correction, metres, at an elevation (rad): linear between the table's."""
    steps = max(0.0, min(elevation * 18.0 / np.pi, 9.0))
    k = min(int(steps), 8)
    return float(CORRECTION_M[kind, k] + (steps - k) * (CORRECTION_M[kind, k + 1] - CORRECTION_M[kind, k]))
