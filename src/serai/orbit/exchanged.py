"""Motion read off exchanged ephemerides: segments of an OEM, a table of SP3, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.earth.equinox import eme2000_to_teme
from serai.earth.frames import teme_to_itrf
from serai.earth.orientation import Orientation
from serai.orbit.tabulated import TabulatedOrbit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Of a normal error with standard deviation one: what half and nine tenths stay below
MEDIAN, MOST = 0.674_490, 1.644_854
POINTS = 10  # rows that a polynomial goes through


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One table of positions, in use from one moment to another (TAI ns); inertial tables are in TEME."""

    begins: int
    ends: int
    table: TabulatedOrbit
    inertial: bool = False

    def state(self, tai_ns: Integers, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed positions and velocities; NaN outside the table."""
        r, v = self.table.state(tai_ns, orientation)
        if not self.inertial:
            return r, v
        turned, moved = teme_to_itrf(r, v, tai_ns, orientation)
        assert moved is not None
        return turned, moved


@dataclass(frozen=True, slots=True, eq=False)
class ExchangedOrbit:
    """A motion of stretches, of which the first that is in use at a moment counts; NaN where none is.

    ``sure_ns`` are moments, in order, for which ``along_m`` (the standard deviation along the track, metres)
    was given; between them it is a straight line, one alone holds throughout.
    """

    stretches: tuple[Stretch, ...]
    sure_ns: Integers
    along_m: Floats

    def state(self, tai_ns: Integers, orientation: Orientation) -> tuple[Floats, Floats]:
        """Earth-fixed positions (n, 3) m and velocities (n, 3) m/s at moments (n,)."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        r, v = np.full((len(moments), 3), np.nan), np.full((len(moments), 3), np.nan)
        open_ = np.ones(len(moments), dtype=bool)
        for one in self.stretches:
            rows = open_ & (moments >= one.begins) & (moments <= one.ends)
            if rows.any():
                r[rows], v[rows] = one.state(moments[rows], orientation)
                open_ &= ~rows
        return r, v

    @property
    def covers(self) -> tuple[tuple[int, int], ...]:
        """From when until when there are positions, TAI ns, in order; what touches is one."""
        found: list[tuple[int, int]] = []
        for begins, ends in sorted((one.begins, one.ends) for one in self.stretches):
            if found and begins <= found[-1][1]:
                found[-1] = found[-1][0], max(ends, found[-1][1])
            else:
                found.append((begins, ends))
        return tuple(found)

    def timing_s(self, tai_ns: Integers, orientation: Orientation) -> tuple[Floats, Floats]:
        """How early or late it comes at moments (n,), median and 90 %, seconds; NaN where nobody said."""
        moments = np.asarray(tai_ns, dtype=np.int64)
        if not len(self.sure_ns):
            return np.full(len(moments), np.nan), np.full(len(moments), np.nan)
        along = np.interp(moments.astype(np.float64), self.sure_ns.astype(np.float64), self.along_m)
        if len(self.sure_ns) > 1:
            along[(moments < self.sure_ns[0]) | (moments > self.sure_ns[-1])] = np.nan
        late = along / np.linalg.norm(self._speeds(moments, orientation), axis=1)
        return MEDIAN * late, MOST * late

    def _speeds(self, moments: Integers, orientation: Orientation) -> Floats:
        """Velocities over the turning Earth: it is over the ground that a pass comes late."""
        return self.state(moments, orientation)[1]


def table_of(tai_ns: Integers, r_m: Floats) -> TabulatedOrbit:
    """A polynomial through ten rows at a time, or through all there are."""
    return TabulatedOrbit(tai_ns, r_m, points=min(POINTS, len(tai_ns)))


def inertial_table(tai_ns: Integers, r_m: Floats, *, of_date: bool) -> TabulatedOrbit:
    """The same of inertial positions, turned to TEME unless they are ``of_date`` (TEME) already."""
    return table_of(tai_ns, r_m if of_date else eme2000_to_teme(r_m, tai_ns))


def along_track_m(position_m2: Sequence[Floats], along: Sequence[Floats]) -> Floats:
    """Standard deviations along directions (3,) of covariances (3, 3), metres."""
    found = []
    for matrix, way in zip(position_m2, along, strict=True):
        variance = float(way @ matrix @ way) / float(way @ way)
        found.append(math.sqrt(max(variance, 0.0)))
    return np.array(found)
