"""The sky over a need's places, and the normal matrices of positioning in it.

Cells are (place, instant) pairs, flattened place by place: ``c = places * instants``. Directions are east,
north, up at each place. Positioning is linearised least squares with one receiver clock unknown for each
group of systems; the clocks are eliminated, so that what is inverted is always 3 x 3:

    N = sum(w a a') - sum over clocks g of u_g u_g' / s_g,   u_g = sum of w a in g,   s_g = sum of w in g

(the Schur complement of the clock block; a is the unit vector to the satellite, w its weight). N only grows
when a satellite is added, so that no error figure made from N gets worse with more satellites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.access import Mask
from serai.earth import Place, azimuth_elevation_range

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp] | tuple[NDArray[np.intp], ...]
SINGULAR = 1e-9  # determinant of N over (trace / 3)^3 below which the places of the satellites are degenerate
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))  # the six entries kept of a symmetric 3 x 3 matrix


@dataclass(frozen=True, kw_only=True)
class Sky:
    """Where satellites stand over places: (satellites, cells) azimuth and elevation, degrees; NaN unknown."""

    tai_ns: NDArray[np.int64]
    places: tuple[Place, ...]
    azimuth_deg: Floats
    elevation_deg: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """(places, instants)."""
        return len(self.places), len(self.tai_ns)

    def above(self, mask: Mask, at_least_deg: float = -90.0) -> Bools:
        """(satellites, cells) where a satellite stands above the sky mask, and above a lowest elevation."""
        floor = np.maximum(mask.at(self.azimuth_deg), at_least_deg)
        with np.errstate(invalid="ignore"):
            seen: Bools = self.elevation_deg >= floor
        return seen

    def only(self, rows: NDArray[np.intp]) -> Sky:
        """The same sky with some of the satellites, in a given order."""
        return Sky(
            tai_ns=self.tai_ns,
            places=self.places,
            azimuth_deg=self.azimuth_deg[rows],
            elevation_deg=self.elevation_deg[rows],
        )


def sky(position_m: Floats, tai_ns: NDArray[np.int64], places: Sequence[Place]) -> Sky:
    """The sky over places; ``position_m`` (satellites, instants, 3) is Earth-fixed."""
    looks = [
        azimuth_elevation_range(place.ecef_m(), place.lat_deg, place.lon_deg, position_m)[:2]
        for place in places
    ]
    return Sky(
        tai_ns=tai_ns,
        places=tuple(places),
        azimuth_deg=np.concatenate([az for az, _ in looks], axis=1),
        elevation_deg=np.concatenate([el for _, el in looks], axis=1),
    )


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
        return _solve(self.totals, self.counts)

    def affected(self, lost: Bools) -> NDArray[np.intp]:
        """The cells in which any lost satellite (satellites,) was used."""
        return np.flatnonzero(self.seen[lost].any(axis=0))

    def solve_without(self, lost: Bools, cells: NDArray[np.intp]) -> Solution:
        """The solution of some cells without the lost satellites: their share is taken off the sums."""
        totals, counts = self.totals[:, :, cells], self.counts[:, cells]
        for g in range(len(totals)):
            gone = np.flatnonzero(lost & (self.clock == g))
            gone = gone[self.seen[gone].any(axis=1)]
            if gone.size:
                at = np.ix_(gone, cells)
                totals[g] -= _sums(self.direction[gone][:, :, cells], _weights(self.weight, self.seen, at))
                counts[g] -= self.seen[at].sum(axis=0)
        return _solve(totals, counts)


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


def directions(sky: Sky) -> Floats:
    """(satellites, 3, cells) unit vectors east, north, up to satellites; zero where a place is unknown."""
    elevation, azimuth = np.radians(sky.elevation_deg), np.radians(sky.azimuth_deg)
    level = np.cos(elevation)
    out = np.stack([level * np.sin(azimuth), level * np.cos(azimuth), np.sin(elevation)], axis=1)
    return np.nan_to_num(out, copy=False) if np.isnan(level).any() else out


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


def _solve(totals: Floats, counts: NDArray[np.int64]) -> Solution:
    present = counts > 0
    s = np.where(present, totals[:, 9], np.inf)
    u = np.where(present[:, None], totals[:, 6:9], 0.0)
    n = np.where(present[:, None], totals[:, :6], 0.0).sum(axis=0)
    n -= np.stack([(u[:, i] * u[:, j] / s).sum(axis=0) for i, j in PAIRS])
    satellites = counts.sum(axis=0)
    q = _inverse(n, satellites - present.sum(axis=0) >= 3)
    mean = u / s[:, None]
    reach = sum((1.0 if i == j else 2.0) * mean[:, i] * mean[:, j] * q[k] for k, (i, j) in enumerate(PAIRS))
    clock = np.where(present, 1.0 / s + reach, np.nan)
    return Solution(q=q, clock=clock, satellites=satellites)


def _inverse(n: Floats, enough: Bools) -> Floats:
    """The inverse of symmetric 3 x 3 matrices by cofactors; NaN where there is none."""
    a, b, c, d, e, f = n
    adjugate = np.stack(
        [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    )
    determinant = a * adjugate[0] + b * adjugate[1] + c * adjugate[2]
    scale = ((a + d + f) / 3.0) ** 3
    good = enough & (determinant > SINGULAR * scale) & (scale > 0.0)
    out = np.full(n.shape, np.nan)
    out[:, good] = adjugate[:, good] / determinant[good]
    return out
