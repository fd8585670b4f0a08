"""The nodes of an ephemeris: positions, and the velocities that fit them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from serai.earth.frames import Rotation
from serai.earth.orientation import Orientation
from serai.orbit.motion import Motion
from serai.orbit.sgp4 import Sgp4, teme_batch

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_BATCH = 8  # satellites propagated at a time: their arrays stay in the processor's cache
_BEYOND = 3  # nodes beyond each end, for the differences there
_DIFFERENCES = (
    3 / 4,
    -3 / 20,
    1 / 60,
)  # central, sixth order (B. Fornberg, Math. Comp. 51 (1988) 699, table 1)


def fill_nodes(
    r: Floats, v: Floats, motions: Sequence[Motion], grid_ns: Integers, orientation: Orientation
) -> NDArray[np.uint8]:
    """Put the Earth-fixed nodes of each motion into ``r`` and ``v`` (motions, n, 3), m and m/s.

    Answers the first SGP4 error code of each motion. Catalogued satellites get the slope of their own
    positions for a velocity: the one SGP4 gives beside them leaves out slow terms (0.3 m/s for navigation and
    geosynchronous orbits, 1 m/s for eccentric ones), by which a cubic between nodes would stray metres.
    """
    errors = np.zeros(len(motions), np.uint8)
    catalogued = [(k, motion) for k, motion in enumerate(motions) if isinstance(motion, Sgp4)]
    if catalogued:
        turn, step_ns = Rotation.at(grid_ns, orientation), int(grid_ns[1] - grid_ns[0])
        before = grid_ns[0] + step_ns * np.arange(-_BEYOND, 0)
        after = grid_ns[-1] + step_ns * np.arange(1, _BEYOND + 1)
        wider = np.concatenate([before, grid_ns, after])
        inner = slice(_BEYOND, -_BEYOND)
        for first in range(0, len(catalogued), _BATCH):
            batch = catalogued[first : first + _BATCH]
            codes, teme_r, teme_v = teme_batch([motion for _, motion in batch], wider)
            slope = _slopes(teme_r, step_ns / 1e9)
            for place, (k, _) in enumerate(batch):
                own = np.where(np.isnan(slope[place]), teme_v[place, inner], slope[place])
                r[k], turned = turn.to_itrf(teme_r[place, inner], own)
                assert turned is not None
                v[k] = turned
                failed = codes[place, inner]
                errors[k] = failed[np.argmax(failed != 0)]
    for k, motion in enumerate(motions):
        if not isinstance(motion, Sgp4):
            r[k], v[k] = motion.state(grid_ns, orientation)
    return errors


def _slopes(values: Floats, step_s: float) -> Floats:
    """How values (motions, nodes, 3) change per second at all nodes but the first and last three."""
    n = values.shape[1]
    out = np.zeros((values.shape[0], n - 2 * _BEYOND, 3))
    for reach, weight in enumerate(_DIFFERENCES, start=1):
        ahead = values[:, _BEYOND + reach : n - _BEYOND + reach]
        behind = values[:, _BEYOND - reach : n - _BEYOND - reach]
        out += (ahead - behind) * (weight / step_s)
    return out
