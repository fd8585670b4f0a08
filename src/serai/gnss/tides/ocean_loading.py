"""Ocean tide loading of the crust: IERS Conventions (2010), 7.1.2.

From eleven tides to all of `tide_table` as the IERS's program HARDISP does (D. C. Agnew): what the crust
does over what the tide's potential is, its admittance, varies smoothly with frequency within the long-period,
daily and half-daily tides, and is drawn there as a spline, held beyond the outermost.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.formats.blq import Loading
from serai.gnss.solution import enu
from serai.gnss.tides.doodson import RATES_DEG_PER_DAY, arguments_deg
from serai.gnss.tides.tide_table import TIDES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# M2 S2 N2 K2 K1 O1 P1 Q1 Mf Mm Ssa as multiples of tau, s, h, p, N', ps.
ELEVEN = np.array(
    [
        [2, 0, 0, 0, 0, 0],
        [2, 2, -2, 0, 0, 0],
        [2, -1, 0, 1, 0, 0],
        [2, 2, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [1, -1, 0, 0, 0, 0],
        [1, 1, -2, 0, 0, 0],
        [1, -2, 0, 1, 0, 0],
        [0, 2, 0, 0, 0, 0],
        [0, 1, 0, -1, 0, 0],
        [0, 0, 2, 0, 0, 0],
    ]
)
AHEAD_DEG = np.array([180.0, 90.0, 0.0])  # of long-period, daily and half-daily tides: Cartwright and Tayler


def ocean_loading_m(place_m: Floats, loading: Loading, tai_ns: Integers, utc_day_s: Floats) -> Floats:
    """How far a place (3,) is displaced at moments (n,): Earth-fixed metres (n, 3)."""
    up_west_south = np.zeros((len(tai_ns), 3))
    angles = arguments_deg(tai_ns, utc_day_s)
    for species in range(3):
        of_these = TIDES[TIDES[:, 0] == species]
        admittance = _admittance(loading, species, of_these[:, :6] @ RATES_DEG_PER_DAY)
        turn = np.radians(angles @ of_these[:, :6].T + AHEAD_DEG[species])
        wave = np.exp(1j * turn) * (of_these[:, 6] * 1e-5)
        up_west_south += np.real(wave @ admittance.T)
    turned = enu(place_m)
    return np.asarray(up_west_south @ np.stack([turned[2], -turned[0], -turned[1]]))


def _admittance(loading: Loading, species: int, rates: Floats) -> NDArray[np.complex128]:
    """Displacement over potential (3, n) at some rates of turning, deg per day."""
    known = np.flatnonzero(ELEVEN[:, 0] == species)
    rows = [np.flatnonzero((TIDES[:, :6] == ELEVEN[k]).all(axis=1))[0] for k in known]
    size = np.abs(TIDES[rows, 6]) * 1e-5
    values = loading.amplitude_m[:, known] / size * np.exp(-1j * np.radians(loading.lag_deg[:, known]))
    at = ELEVEN[known] @ RATES_DEG_PER_DAY
    order = np.argsort(at)
    return _spline(at[order], values[:, order], np.clip(rates, at.min(), at.max()))


def _spline(at: Floats, values: NDArray[np.complex128], wanted: Floats) -> NDArray[np.complex128]:
    """The natural cubic spline through values (3, k) at k rising places, at others between them (3, n).

    Second derivatives m are 0 at both ends; between, h0 m0 + 2 (h0 + h1) m1 + h1 m2 is six times the change
    of slope (C. de Boor, A practical guide to splines, 1978, IV). scipy's costs half a second to import.
    """
    step, slope = np.diff(at), np.diff(values, axis=1) / np.diff(at)
    inner = len(at) - 2
    matrix = np.diag(2.0 * (step[:-1] + step[1:])) + np.diag(step[1:-1], 1) + np.diag(step[1:-1], -1)
    bend = np.zeros_like(values)
    if inner > 0:
        bend[:, 1:-1] = np.linalg.solve(matrix, 6.0 * np.diff(slope, axis=1).T).T
    k = np.clip(np.searchsorted(at, wanted, side="right") - 1, 0, len(step) - 1)
    left, right, h = at[k + 1] - wanted, wanted - at[k], step[k]
    straight = (values[:, k] * left + values[:, k + 1] * right) / h
    curved = bend[:, k] * (left**3 / h - h * left) + bend[:, k + 1] * (right**3 / h - h * right)
    return np.asarray(straight + curved / 6.0)
