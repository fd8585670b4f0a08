"""Broadcast orbits and clocks against precise ones: the signal-in-space range error of a system.

SISRE = sqrt((w R - T)^2 + (A^2 + C^2) / v^2) with the projection factors of O. Montenbruck et al., GPS
Solutions 19 (2015) 321, table 4. Broadcast orbits are of the antenna, precise ones of the centre of mass:
with an antenna file the one is carried to the other; without, each satellite's mean radial difference is
taken for the offset, so that a constant radial error stays unseen and the sideways offset is counted. Of the
clocks the common difference of each moment (the two time scales) is taken out, and each satellite's mean too
where it is not the satellite's error: without an antenna file, and for systems whose reference signals the
two may not share (all but GPS and Galileo).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.earth import Orientation, sun_ecef_unit
from serai.formats.antex import Antennas
from serai.gnss.constants import C_MPS
from serai.gnss.measurements.antennas import sent_from_m
from serai.gnss.satellites.attitude import body_axes, geostationary
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.satellites.precise import Precise
from serai.gnss.signals import carrier_hz

Floats = NDArray[np.float64]

FACTORS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"G": (0.98, 49.0), "R": (0.98, 45.0), "E": (0.98, 61.0), "C": (0.98, 54.0), "J": (0.99, 126.0)}
)
# The signals whose common antenna (ionosphere-free, but for B3I) the broadcast orbits mean: the clocks' own.
MEANT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"G": ("1W", "2W"), "R": ("1P", "2P"), "E": ("1C", "5Q"), "C": ("6I",), "J": ("1C", "2L")}
)
SAME_SIGNALS = "GE"  # broadcast and precise clocks are made for the same pair
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


def broadcast_errors(
    broadcast: Broadcast, precise: Precise, system: str, antennas: Antennas | None = None
) -> BroadcastErrors:
    """The errors of a system at the precise orbits' own moments, where both have the satellite.

    With antennas satellites that the file does not know are left out.
    """
    names = [name for name in precise.satellites if name[0] == system]
    epochs = len(precise.tai_ns)
    satellite = np.repeat(np.arange(len(names)), epochs)
    tai_ns = np.tile(precise.tai_ns, len(names))
    zero = np.zeros(len(satellite))
    message = broadcast.select(names, satellite, tai_ns)
    r, _, clock = broadcast.states(message, tai_ns, zero)
    true_r, true_v, true_clock = precise.states(precise.select(names, satellite, tai_ns), tai_ns, zero)
    if antennas is not None:
        offset = sent_from_m(antennas, names, satellite, tai_ns, _meant(system))
        sun = sun_ecef_unit(tai_ns, Orientation.none())
        axes = body_axes(true_r, sun, geostationary(names)[satellite])
        true_r = true_r + np.einsum("ni,nij->nj", offset, axes)
    error = np.einsum("nij,nj->ni", _axes(true_r, true_v), r - true_r)
    bias = C_MPS * (clock[:, 0] - true_clock[:, 0])
    table = np.column_stack([error, bias]).reshape(len(names), epochs, 4)
    table = table[np.isfinite(table).all(axis=2).any(axis=1)]
    table = table[:, np.isfinite(table).all(axis=2).any(axis=0)]
    table[~np.isfinite(table).all(axis=2)] = np.nan
    if antennas is None:
        table[:, :, 0] -= np.nanmedian(table[:, :, 0], axis=1, keepdims=True)
    for _ in range(2):
        if antennas is None or system not in SAME_SIGNALS:
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


def _meant(system: str) -> tuple[tuple[str, float], ...]:
    codes = MEANT[system]
    if len(codes) == 1:
        return ((codes[0], 1.0),)
    f1, f2 = (carrier_hz(system, code, 0) for code in codes)
    a = f1 * f1 / (f1 * f1 - f2 * f2)
    return ((codes[0], a), (codes[1], 1.0 - a))


def _axes(r: Floats, v: Floats) -> Floats:
    """Radial, along-track and cross-track unit vectors (n, 3, 3); the velocity made inertial."""
    inertial = v + np.cross(np.array([0.0, 0.0, 7.2921151467e-5]), r)
    radial = r / np.linalg.norm(r, axis=1)[:, None]
    cross = np.cross(r, inertial)
    cross /= np.linalg.norm(cross, axis=1)[:, None]
    return np.stack([radial, np.cross(cross, radial), cross], axis=1)


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))
