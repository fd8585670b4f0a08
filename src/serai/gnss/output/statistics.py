"""Statistics of a solution: the use of each system, and the residuals of each satellite's ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.gnss.estimators.point_kernel import EXCLUDED, USED
from serai.gnss.solution import Track

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemUse:
    """One system: the share of epochs in which it took part in a position; its usual number of satellites."""

    share: float
    satellites: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SatelliteFit:
    """Residuals of one satellite: ranges used, ranges left out as faulty, rms and largest used (m)."""

    used: int
    left_out: int
    rms_m: float
    largest_m: float


def by_system(track: Track) -> dict[str, SystemUse]:
    """By RINEX letter; none where the track does not tell its ranges (RTK, PPP)."""
    rows = track.rows
    if rows is None or rows.satellite is None or track.status is None:
        return {}
    epoch = epochs_of(track)
    letters = np.array([name[0] for name in rows.names])[rows.satellite]
    used = (track.status == USED) & track.solved[epoch]
    found = {}
    for letter in sorted(set(letters.tolist())):
        counts = np.bincount(epoch[used & (letters == letter)], minlength=len(track))
        there = counts > 0
        found[letter] = SystemUse(
            share=float(there.mean()), satellites=float(np.median(counts[there])) if there.any() else 0.0
        )
    return found


def by_satellite(track: Track) -> dict[str, SatelliteFit]:
    """By satellite, those with any range used or left out; none where the track does not tell its ranges."""
    rows = track.rows
    if rows is None or rows.satellite is None or track.status is None or track.residual_m is None:
        return {}
    solved = track.solved[epochs_of(track)]
    found = {}
    for k, name in enumerate(rows.names):
        own = (rows.satellite == k) & solved
        residual = track.residual_m[own & (track.status == USED)]
        left_out = int(np.count_nonzero(own & (track.status == EXCLUDED)))
        if len(residual) or left_out:
            found[name] = SatelliteFit(
                used=len(residual),
                left_out=left_out,
                rms_m=float(np.sqrt(np.mean(residual**2))) if len(residual) else float("nan"),
                largest_m=float(np.abs(residual).max()) if len(residual) else float("nan"),
            )
    return found


def epochs_of(track: Track) -> NDArray[np.int64]:
    """The epoch of each row."""
    assert track.rows is not None
    found: NDArray[np.int64] = np.repeat(np.arange(len(track)), np.diff(track.rows.first))
    return found
