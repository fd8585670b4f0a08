"""How far each window's times may be trusted: from the age of its satellite's elements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from serai.orbit.age import orbit_kind, timing_uncertainties_s
from serai.orbit.motion import Motion
from serai.orbit.sgp4 import Sgp4
from serai.time import WindowTable

Floats = NDArray[np.float64]


def timing_uncertainty_of(
    table: WindowTable, motions: Sequence[Motion], places: int
) -> tuple[Floats, Floats]:
    """Seconds by which each window may come early or late, median and 90 %: arrays (windows,).

    The drift along the track measured for elements of that age and kind of orbit (`serai.orbit.age`), the age
    being that at the window's middle. NaN where it was never measured, and for motions without elements.
    """
    satellite = table.pair // max(places, 1)
    middle_ns = table.start_ns + (table.end_ns - table.start_ns) // 2
    median, most = np.full(len(table), np.nan), np.full(len(table), np.nan)
    order = np.argsort(satellite, kind="stable")
    bounds = np.flatnonzero(np.diff(satellite[order], prepend=-1, append=-1))
    for first, last in pairwise(bounds.tolist()):
        rows = order[first:last]
        motion = motions[int(satellite[rows[0]])]
        if isinstance(motion, Sgp4):
            age_s = (middle_ns[rows] - motion.elements.epoch.tai_ns) / 1e9
            median[rows], most[rows] = timing_uncertainties_s(orbit_kind(motion.elements), age_s)
    return median, most
