"""Broadcast orbits and clocks against precise ones: the signal-in-space range error of a system.

SISRE = sqrt((w R - T)^2 + (A^2 + C^2) / v^2) with the projection factors of O. Montenbruck et al., GPS
Solutions 19 (2015) 321, table 4. Broadcast orbits are of the antenna, precise ones of the centre of mass:
without an antenna file each satellite's mean radial difference is taken for that offset, so a constant
radial error stays unseen. Of the clocks the common difference of each moment (the two time scales) and each
satellite's mean (the reference signals and the offset again) are taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.navigate.receivers.broadcast import Broadcast
from serai.navigate.receivers.physics import C_MPS
from serai.navigate.receivers.precise import Precise

Floats = NDArray[np.float64]

FACTORS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"G": (0.98, 49.0), "R": (0.98, 45.0), "E": (0.98, 61.0), "C": (0.98, 54.0), "J": (0.99, 126.0)}
)
OUTLIER_M = 30.0  # beyond: a manoeuvre or a message gone wrong, counted apart


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastErrors:
    """Root mean squares (m) over satellites and moments: radial, along, cross, 3D, clock, SISRE."""

    rows: int
    outliers: int
    radial_m: float
    along_m: float
    cross_m: float
    orbit_3d_m: float
    clock_m: float
    sisre_m: float


def broadcast_errors(broadcast: Broadcast, precise: Precise, system: str) -> BroadcastErrors:
    """The errors of a system at the precise orbits' own moments, where both have the satellite."""
    names = [name for name in precise.satellites if name[0] == system]
    epochs = len(precise.tai_ns)
    satellite = np.repeat(np.arange(len(names)), epochs)
    tai_ns = np.tile(precise.tai_ns, len(names))
    zero = np.zeros(len(satellite))
    message = broadcast.select(names, satellite, tai_ns)
    r, _, clock = broadcast.states(message, tai_ns, zero)
    true_r, true_v, true_clock = precise.states(precise.select(names, satellite, tai_ns), tai_ns, zero)
    error = np.einsum("nij,nj->ni", _axes(true_r, true_v), r - true_r)
    bias = C_MPS * (clock[:, 0] - true_clock[:, 0])
    table = np.column_stack([error, bias]).reshape(len(names), epochs, 4)
    table = table[np.isfinite(table).all(axis=2).any(axis=1)]
    table = table[:, np.isfinite(table).all(axis=2).any(axis=0)]
    table[~np.isfinite(table).all(axis=2)] = np.nan
    table[:, :, 0] -= np.nanmedian(table[:, :, 0], axis=1, keepdims=True)
    for _ in range(2):
        table[:, :, 3] -= np.nanmedian(table[:, :, 3], axis=1, keepdims=True)
        table[:, :, 3] -= np.nanmedian(table[:, :, 3], axis=0, keepdims=True)
    flat = table.reshape(-1, 4)
    flat = flat[np.isfinite(flat).all(axis=1)]
    fine = (np.abs(flat) < OUTLIER_M).all(axis=1)
    radial, along, cross, late = flat[fine].T
    w, v2 = FACTORS[system]
    sisre = (w * radial - late) ** 2 + (along**2 + cross**2) / v2
    return BroadcastErrors(
        rows=int(fine.sum()),
        outliers=int((~fine).sum()),
        radial_m=_rms(radial),
        along_m=_rms(along),
        cross_m=_rms(cross),
        orbit_3d_m=float(np.sqrt(np.mean(radial**2 + along**2 + cross**2))),
        clock_m=_rms(late),
        sisre_m=float(np.sqrt(np.mean(sisre))),
    )


def _axes(r: Floats, v: Floats) -> Floats:
    """Radial, along-track and cross-track unit vectors (n, 3, 3); the velocity made inertial."""
    inertial = v + np.cross(np.array([0.0, 0.0, 7.2921151467e-5]), r)
    radial = r / np.linalg.norm(r, axis=1)[:, None]
    cross = np.cross(r, inertial)
    cross /= np.linalg.norm(cross, axis=1)[:, None]
    return np.stack([radial, np.cross(cross, radial), cross], axis=1)


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))
