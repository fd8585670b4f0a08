"""The normal matrices of positioning in a sky (see sky for cells and directions).

Positioning is linearised least squares with one receiver clock unknown for each
group of systems; the clocks are eliminated, so that what is inverted is always 3 x 3:

    N = sum(w a a') - sum over clocks g of u_g u_g' / s_g,   u_g = sum of w a in g,   s_g = sum of w in g

(the Schur complement of the clock block; a is the unit vector to the satellite, w its weight). N only grows
when a satellite is added, so that no error figure made from N gets worse with more satellites.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.navigate.geometry.solving import PAIRS, solutions

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp] | tuple[NDArray[np.intp], ...]
Integers = NDArray[np.int64]
NO_WEIGHTS = np.empty((0, 0))  # all satellites weigh one


@dataclass(frozen=True, kw_only=True)
class Normals:
    """The sums of weighted directions of every cell, and what each satellite adds to them.

    ``weight`` (satellites, cells) counts where a satellite is ``seen``; None weighs all alike, by one.
    ``clock`` (satellites,) is the receiver clock each shares. ``totals`` (clocks, 10, cells) are sums over
    the satellites of a clock: six entries of w a a', three of w a, and w, where a is the ``direction``
    (satellites, 3, cells); ``counts`` (clocks, cells) is how many they are.
    """

    direction: Floats
    weight: Floats | None
    seen: Bools
    clock: NDArray[np.intp]
    totals: Floats
    counts: NDArray[np.int64]

    def solve(self) -> Solution:
        """The solution with every satellite."""
        return self._solved(np.zeros(0, dtype=np.int64), np.arange(self.counts.shape[1], dtype=np.int64))

    def affected(self, lost: Bools) -> NDArray[np.intp]:
        """The cells in which any lost satellite (satellites,) was used."""
        return np.flatnonzero(self.seen[lost].any(axis=0))

    def solve_without(self, lost: Bools, cells: NDArray[np.intp]) -> Solution:
        """The solution of some cells without the lost satellites: their share is taken off the sums."""
        gone = np.flatnonzero(lost)
        return self._solved(gone[np.argsort(self.clock[gone], kind="stable")].astype(np.int64), cells)

    def _solved(self, gone: Integers, cells: Integers) -> Solution:
        """The same without satellites that are in the order of their clocks."""
        q, clock = np.empty((6, len(cells))), np.empty((len(self.totals), len(cells)))
        satellites = np.empty(len(cells), dtype=np.int64)
        solutions(
            (self.totals, self.counts),
            (self.direction, NO_WEIGHTS if self.weight is None else self.weight, self.seen),
            (gone, self.clock[gone]),
            cells,
            np.empty((len(self.totals) + 1, 11)),
            q,
            clock,
            satellites,
        )
        return Solution(q=q, clock=clock, satellites=satellites)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Cofactors of position and clocks, cell by cell; NaN where no position can be had.

    ``q`` (6, cells): ee, en, eu, nn, nu, uu. ``clock`` (clocks, cells): each clock's own cofactor, NaN where
    none of its satellites is in view. With weights in 1/m2 these are variances in m2.
    """

    q: Floats
    clock: Floats
    satellites: NDArray[np.int64]

    @property
    def pdop(self) -> Floats:
        """The square root of the trace of the position cofactors: PDOP when every weight is one."""
        dop: Floats = np.sqrt(self.q[0] + self.q[3] + self.q[5])
        return dop

    @property
    def hdop(self) -> Floats:
        """The same of the horizontal part."""
        dop: Floats = np.sqrt(self.q[0] + self.q[3])
        return dop

    @property
    def vdop(self) -> Floats:
        """The same of the vertical part."""
        dop: Floats = np.sqrt(self.q[5])
        return dop


def normals(
    direction: Floats, seen: Bools, weight: Floats | None, clock: NDArray[np.intp], clocks: int
) -> Normals:
    """The normal matrices of satellites where they are ``seen`` (satellites, cells), with their weights."""
    totals = np.zeros((clocks, 10, seen.shape[1]))
    counts = np.zeros((clocks, seen.shape[1]), dtype=np.int64)
    for g in range(clocks):
        rows = np.flatnonzero((clock == g) & seen.any(axis=1))
        if rows.size:
            totals[g] = _sums(direction[rows], _weights(weight, seen, rows))
            counts[g] = seen[rows].sum(axis=0)
    return Normals(direction=direction, weight=weight, seen=seen, clock=clock, totals=totals, counts=counts)


def _weights(weight: Floats | None, seen: Bools, at: Rows) -> Floats:
    """The weights of some satellites (and cells), zero where they are not seen."""
    return seen[at].astype(np.float64) if weight is None else np.where(seen[at], weight[at], 0.0)


def _sums(direction: Floats, weight: Floats) -> Floats:
    """(10, cells) the six entries of sum w a a', the three of sum w a, and sum w."""
    out = np.empty((10, weight.shape[1]))
    for i in range(3):
        pull = weight * direction[:, i]
        out[6 + i] = pull.sum(axis=0)
        for k, (first, second) in enumerate(PAIRS):
            if first == i:
                np.einsum("sc,sc->c", pull, direction[:, second], out=out[k])
    out[9] = weight.sum(axis=0)
    return out
