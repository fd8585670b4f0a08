"""Position errors against a known point: rms, 95th percentile, mean, in which accuracy is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.gnss.solution import Track

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Errors of many positions against a known point, metres: rms, 95th percentile, mean east, north, up."""

    epochs: int
    h_rms_m: float
    h95_m: float
    v_rms_m: float
    v95_m: float
    mean_enu_m: tuple[float, float, float]

    def __str__(self) -> str:
        east, north, up = self.mean_enu_m
        horizontal = f"horizontal {self.h_rms_m:.3f} m rms, {self.h95_m:.3f} m at 95 %"
        vertical = f"vertical {self.v_rms_m:.3f} m rms, {self.v95_m:.3f} m at 95 %"
        mean = f"mean {east:+.3f} east, {north:+.3f} north, {up:+.3f} up"
        return f"{horizontal}; {vertical}; {mean} ({self.epochs} epochs)"


def spread(track: Track, truth_m: Floats, *, after_s: float = 0.0) -> Spread:
    """The errors of a track's positions, those of its first ``after_s`` seconds left out."""
    late = track.tai_ns >= track.tai_ns[0] + round(after_s * 1e9)
    return spread_of(track.errors_enu_m(truth_m)[track.solved & late])


def spread_of(enu_m: Floats) -> Spread:
    """The same for errors (n, 3) to the east, north and up."""
    if not len(enu_m):
        nan = float("nan")
        return Spread(epochs=0, h_rms_m=nan, h95_m=nan, v_rms_m=nan, v95_m=nan, mean_enu_m=(nan, nan, nan))
    h, v = np.hypot(enu_m[:, 0], enu_m[:, 1]), np.abs(enu_m[:, 2])
    east, north, up = (float(x) for x in enu_m.mean(axis=0))
    return Spread(
        epochs=len(enu_m),
        h_rms_m=float(np.sqrt(np.mean(h**2))),
        h95_m=float(np.percentile(h, 95)),
        v_rms_m=float(np.sqrt(np.mean(v**2))),
        v95_m=float(np.percentile(v, 95)),
        mean_enu_m=(east, north, up),
    )
