"""Precise orbits and clocks: SP3 orbits through ten rows, clocks linear between rows.

Orbits: Lagrange's polynomial through the ten nearest rows (M. Horemuz, J. Andersson, GPS Solutions 10 (2006)
201): below a centimetre for 15-minute rows. Positions are of the centre of mass, in the frame the file names.
The clocks leave the eccentricity's relativity to the user: -2 r.v / c^2 is added (IS-GPS-200N
20.3.3.3.3.1). Nothing is told outside the rows or beside missing ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.precise.sp3 import OrbitTable
from serai.formats.rinex.clock import ClockTable
from serai.gnss.constants import C_MPS
from serai.jit import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

POINTS = 10
LARGEST_CLOCK_GAP_S = 900.0  # between rows of a clock that may be joined by a line


@dataclass(frozen=True)
class Precise:
    """Orbit and clock rows by satellite; satisfies `ranges.Orbits`."""

    satellites: tuple[str, ...]
    tai_ns: Integers
    r_m: Floats
    clock_ns: Integers
    clock_s: Floats
    frame: str

    @classmethod
    def of(cls, orbits: OrbitTable, clocks: ClockTable | None = None) -> Precise:
        """Put orbits and clocks together; without a clock file the orbit file's own clocks serve."""
        if len(orbits.tai_ns) < POINTS:
            raise Refused("gnss.precise_too_short", needed=POINTS, came=len(orbits.tai_ns))
        names = tuple(orbits.satellites)
        if clocks is None:
            clock_ns, clock_s = orbits.tai_ns, orbits.clock_s
        else:
            place = {name: k for k, name in enumerate(clocks.satellites)}
            clock_ns = clocks.tai_ns
            clock_s = np.full((len(names), len(clock_ns)), np.nan)
            for k, name in enumerate(names):
                if name in place:
                    clock_s[k] = clocks.clock_s[place[name]]
        return cls(
            names,
            np.asarray(orbits.tai_ns, np.int64),
            np.ascontiguousarray(orbits.r_m),
            np.asarray(clock_ns, np.int64),
            np.ascontiguousarray(clock_s),
            f"{orbits.frame.strip()} (precise orbits)",
        )

    def select(self, satellites: Sequence[str], satellite: Integers, tai_ns: Integers) -> Integers:
        """The row of each satellite here; -1 where it has none or the moment is outside the rows."""
        place = {name: k for k, name in enumerate(self.satellites)}
        rows = np.array([place.get(name, -1) for name in satellites], dtype=np.int64)[satellite]
        inside = (tai_ns >= self.tai_ns[0]) & (tai_ns <= self.tai_ns[-1])
        return np.where(inside, rows, -1)

    def delays_s(self, chosen: Integers) -> Floats:
        """No group delays: precise clocks are made for the ionosphere-free pair of their analysis centre."""
        return np.zeros((len(chosen), 2))

    def states(self, chosen: Integers, tai_ns: Integers, offset_s: Floats) -> tuple[Floats, Floats, Floats]:
        """Positions (n, 3) m, velocities (n, 3) m/s and clocks (n, 2: s, s/s), as `Broadcast.states`."""
        n = len(chosen)
        r, v, clock = np.full((n, 3), np.nan), np.full((n, 3), np.nan), np.full((n, 2), np.nan)
        _interpolate(chosen, tai_ns, offset_s, self.tai_ns, self.r_m, r, v)
        _lines(chosen, tai_ns, offset_s, self.clock_ns, self.clock_s, clock)
        clock[:, 0] -= 2.0 * np.einsum("nk,nk->n", r, v) / C_MPS**2
        return r, v, clock


def orbits_of_several(tables: Sequence[OrbitTable]) -> OrbitTable:
    """Orbits of several files as one, such as of two days over midnight; what the first has is its."""
    first = tables[0]
    if len(tables) == 1:
        return first
    frames = tuple(dict.fromkeys(table.frame for table in tables))
    if len(frames) > 1:
        raise Refused("gnss.orbits_in_frames", frames=frames)
    names, times = _names_and_times(tables)
    return replace(
        first,
        satellites=names,
        tai_ns=times,
        r_m=_laid([t.r_m for t in tables], tables, names, times),
        clock_s=_laid([t.clock_s for t in tables], tables, names, times),
        v_mps=None,
        predicted=_laid([t.predicted for t in tables], tables, names, times) == 1.0,
        manoeuvre=_laid([t.manoeuvre for t in tables], tables, names, times) == 1.0,
    )


def clocks_of_several(tables: Sequence[ClockTable]) -> ClockTable:
    """Clocks of several files as one; what the first has is its."""
    if len(tables) == 1:
        return tables[0]
    names, times = _names_and_times(tables)
    return replace(
        tables[0],
        satellites=names,
        tai_ns=times,
        clock_s=_laid([t.clock_s for t in tables], tables, names, times),
        sigma_s=_laid([t.sigma_s for t in tables], tables, names, times),
    )


def _names_and_times(tables: Sequence[OrbitTable | ClockTable]) -> tuple[tuple[str, ...], Integers]:
    """The satellites of all tables and the times of all, each once."""
    names = tuple(sorted({name for table in tables for name in table.satellites}))
    times: Integers = np.unique(np.concatenate([table.tai_ns for table in tables]))
    return names, times


def _laid(
    parts: Sequence[NDArray[np.generic]],
    tables: Sequence[OrbitTable | ClockTable],
    names: Sequence[str],
    times: Integers,
) -> Floats:
    """Columns of several tables (satellites, times, ...) in one; NaN where none has a value."""
    whole = np.full((len(names), len(times), *parts[0].shape[2:]), np.nan)
    for part, table in zip(parts, tables, strict=True):
        rows = np.array([names.index(name) for name in table.satellites])
        here = np.ix_(rows, np.searchsorted(times, table.tai_ns))
        whole[here] = np.where(np.isnan(whole[here]), part.astype(np.float64), whole[here])
    return whole


@compiled
def _interpolate(
    chosen: Integers,
    tai_ns: Integers,
    offset_s: Floats,
    rows_ns: Integers,
    rows_m: Floats,
    r: Floats,
    v: Floats,
) -> None:
    count = len(rows_ns)
    x, weight, slope = np.empty(POINTS), np.empty(POINTS), np.empty(POINTS)
    for i in range(len(chosen)):
        sat = chosen[i]
        if sat < 0:
            continue
        first = np.searchsorted(rows_ns, tai_ns[i], side="right") - POINTS // 2
        first = max(0, min(count - POINTS, first))
        for j in range(POINTS):
            x[j] = (rows_ns[first + j] - tai_ns[i]) * 1e-9 - offset_s[i]
        for j in range(POINTS):
            w, s = 1.0, 0.0
            for k in range(POINTS):
                if k != j:
                    gap = x[j] - x[k]
                    s = (s * -x[k] + w) / gap
                    w = w * -x[k] / gap
            weight[j], slope[j] = w, s
        for c in range(3):
            a, b = 0.0, 0.0
            for j in range(POINTS):
                a += weight[j] * rows_m[sat, first + j, c]
                b += slope[j] * rows_m[sat, first + j, c]
            r[i, c], v[i, c] = a, b


@compiled
def _lines(
    chosen: Integers, tai_ns: Integers, offset_s: Floats, rows_ns: Integers, rows_s: Floats, clock: Floats
) -> None:
    count = len(rows_ns)
    for i in range(len(chosen)):
        sat = chosen[i]
        if sat < 0:
            continue
        at = tai_ns[i] + np.int64(np.round(offset_s[i] * 1e9))
        k = np.searchsorted(rows_ns, at, side="right") - 1
        k = max(0, min(count - 2, k))
        step = (rows_ns[k + 1] - rows_ns[k]) * 1e-9
        if step > LARGEST_CLOCK_GAP_S or at < rows_ns[0] - step * 1e9 or at > rows_ns[count - 1] + step * 1e9:
            continue
        rate = (rows_s[sat, k + 1] - rows_s[sat, k]) / step
        clock[i, 0] = rows_s[sat, k] + rate * ((tai_ns[i] - rows_ns[k]) * 1e-9 + offset_s[i])
        clock[i, 1] = rate
