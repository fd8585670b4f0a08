"""When dated events take assets away, on the grid of instants at which a need is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.pool import Pool
from serai.time import Windows

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outages:
    """Which assets are lost together, and when.

    ``lost`` (kinds, assets) are the different sets of assets that are out at some judged instant, ``when``
    (kinds, instants) where each is; an instant at which nothing is out belongs to none. What is judged
    instant by instant is judged with ``alive & ~lost[k]`` where ``when[k]`` holds.
    """

    lost: Flags
    when: Flags

    @classmethod
    def of(cls, pool: Pool, tai_ns: NDArray[np.int64]) -> Outages:
        """The outages of a pool over judged instants."""
        timed = [k for k, a in enumerate(pool.assets) if len(a.lost_during)]
        out = np.zeros((len(pool.assets), len(tai_ns)), dtype=bool)
        for k in timed:
            out[k] = inside(pool.assets[k].lost_during, tai_ns)
        disturbed = np.flatnonzero(out[timed].any(axis=0))
        if not len(disturbed):
            return cls(np.zeros((0, len(pool.assets)), bool), np.zeros((0, len(tai_ns)), bool))
        kinds, which = np.unique(out[:, disturbed], axis=1, return_inverse=True)
        when = np.zeros((kinds.shape[1], len(tai_ns)), dtype=bool)
        when[which.reshape(-1), disturbed] = True
        return cls(np.ascontiguousarray(kinds.T), when)

    def __len__(self) -> int:
        return len(self.lost)


def inside(windows: Windows, tai_ns: NDArray[np.int64]) -> Flags:
    """Which moments lie in some windows; an end does not."""
    found = np.zeros(len(tai_ns), dtype=bool)
    for span in windows:
        found |= (tai_ns >= span.start.tai_ns) & (tai_ns < span.end.tai_ns)
    return found
