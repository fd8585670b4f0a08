"""How long an element set describes an orbit: until the satellite has decayed, or drag leaves its series.

SGP4 carries drag as a polynomial in time (AIAA 2006-6753: cc1, d2, d3, d4) and squares it: past its zero the
orbit grows again, and the published code reports no error. So the moment is sought from which on nothing may
be believed, and stays that way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DECAYED, BEYOND_SERIES = 6, 7  # error codes: the first is the published one, the second is ours
RADIUS_KM = 6_378.135  # WGS 72
# Of a mean perigee, Earth radii: short and long periods of J2 and J3 reach 20 km from it, so it comes to the
# ground between these two
FALLING, GROUND = 1.0 + 20.0 / RADIUS_KM, 1.0 - 30.0 / RADIUS_KM
MOST_RISE = 1.05  # of the root of the axis by drag of the wrong sign; 10 % of the axis: no such air, assumed
_SAMPLES, _HALVINGS = 256, 40
_DAY_MIN = 1_440.0
_NEVER_DECAYS_KM = 4_000.0  # the Moon and the Sun do not pull such a perigee down within years; assumed


@dataclass(frozen=True, slots=True, eq=False)
class Drag:
    """What drag does to orbits: the terms of AIAA 2006-6753, per minute and its powers; arrays (sets,)."""

    cc1: Floats
    d2: Floats
    d3: Floats
    d4: Floats
    bstar_cc4: Floats
    ecco: Floats
    ao: Floats

    def rows(self, which: NDArray[np.bool_]) -> Drag:
        """Some of the sets, as columns against moments."""
        return Drag(
            *(
                column[which][:, None]
                for column in (self.cc1, self.d2, self.d3, self.d4, self.bstar_cc4, self.ecco, self.ao)
            )
        )

    def holds(self, t: Floats, lowest: float) -> NDArray[np.bool_]:
        """Whether the orbit is one, its mean perigee above ``lowest``, at minutes ``t`` from the epoch."""
        root = 1.0 - t * (self.cc1 + t * (self.d2 + t * (self.d3 + t * self.d4)))
        ecco = np.maximum(self.ecco - self.bstar_cc4 * t, 0.0)
        above = (root > 0.0) & (self.ao * root * root * (1.0 - ecco) > lowest)
        grows = self.cc1 * t < 0.0  # by drag of the wrong sign, or looking back: it cannot end up lower
        held: NDArray[np.bool_] = above & (root < MOST_RISE) & (~grows | (root >= 1.0))
        return held

    def surely(self, reach: Floats) -> NDArray[np.bool_]:
        """Whether each orbit is one at every moment within ``reach`` minutes of its epoch, at a glance."""
        c1, d2, d3, d4 = np.abs(self.cc1), np.abs(self.d2), np.abs(self.d3), np.abs(self.d4)
        share = reach * (c1 + reach * (d2 + reach * (d3 + reach * d4)))
        bends = reach * (2.0 * d2 + reach * (3.0 * d3 + reach * 4.0 * d4))
        ecco = self.ecco + np.abs(self.bstar_cc4) * reach
        high = self.ao * np.maximum(1.0 - share, 0.0) ** 2 * (1.0 - ecco) > FALLING
        sure: NDArray[np.bool_] = high & (share < MOST_RISE - 1.0) & (bends <= c1)
        return sure


@dataclass(frozen=True, slots=True, eq=False)
class Lifetimes:
    """From when until when sets describe orbits, minutes from their epochs (sets,); infinite: no end found.

    From ``falls`` on, at or before ``end``, the satellite may reach the ground within a revolution.
    """

    begin: Floats
    falls: Floats
    end: Floats


def lifetimes(drag: Drag, reach_min: Floats) -> Lifetimes:
    """How long sets describe orbits; ``reach_min`` (sets,) is how far from the epoch it matters.

    A set whose perigee is under the ground at its epoch begins and ends there (-0.0 and 0.0).
    """
    begin, falls, end = (np.full(len(drag.ao), one) for one in (-np.inf, np.inf, np.inf))
    doubtful = ~drag.surely(reach_min)
    if doubtful.any():
        some, reach = drag.rows(doubtful), reach_min[doubtful]
        end[doubtful] = _until(lambda t: some.holds(t, GROUND), reach)
        falls[doubtful] = _until(lambda t: some.holds(t, FALLING), reach)
        begin[doubtful] = -_until(lambda t: some.holds(-t, GROUND), reach)
    return Lifetimes(begin, falls, end)


def pulled_down_min(satrec: Any, reach_min: float) -> float:
    """When a deep-space orbit's mean perigee comes to the ground by the Moon's and the Sun's pull.

    Minutes after the epoch, to a minute; infinite where it does not within ``reach_min``.
    """
    if satrec.method != "d" or (satrec.a * (1.0 - satrec.ecco) - 1.0) * RADIUS_KM > _NEVER_DECAYS_KM:
        return np.inf

    def up(minutes: float) -> bool:
        code, _, _ = satrec.sgp4(satrec.jdsatepoch, satrec.jdsatepochF + minutes / _DAY_MIN)
        return bool(code == 0 and satrec.am * (1.0 - satrec.em) > GROUND)

    good, bad = 0.0, _DAY_MIN
    while up(good) and up(bad):
        if bad >= reach_min:
            return np.inf
        good, bad = bad, bad + _DAY_MIN
    if not up(good):
        return np.inf  # never an orbit; its first error ends it
    while bad - good > 1.0:
        middle = 0.5 * (good + bad)
        good, bad = (middle, bad) if up(middle) else (good, middle)
    return good


def first_failure_min(satrec: Any, begin_min: float, end_min: float) -> float:
    """The last moment before the first at which SGP4 reports an error between two, or the second itself."""
    if not end_min > begin_min:
        return end_min
    step = min(1.0, 0.5 * (end_min - begin_min))
    minutes = np.append(np.arange(begin_min, end_min, step), end_min)
    epoch = np.full(minutes.shape, satrec.jdsatepoch)
    codes, _, _ = satrec.sgp4_array(epoch, satrec.jdsatepochF + minutes / _DAY_MIN)
    if not codes.any():
        return end_min
    at = int(np.argmax(codes != 0))
    good, bad = float(minutes[max(at - 1, 0)]), float(minutes[at])
    for _ in range(_HALVINGS):
        middle = 0.5 * (good + bad)
        code, _, _ = satrec.sgp4(satrec.jdsatepoch, satrec.jdsatepochF + middle / _DAY_MIN)
        good, bad = (good, middle) if code else (middle, bad)
    return good


def _until(holds: Callable[[Floats], NDArray[np.bool_]], reach: Floats) -> Floats:
    """The last moment from 0 on at which it holds without a break; infinite where it does to the end."""
    share = np.arange(_SAMPLES + 1) / _SAMPLES
    fails = ~holds(reach[:, None] * share)
    first = np.argmax(fails, axis=1)
    never = ~fails.any(axis=1)
    good, bad = reach * np.maximum(first - 1, 0) / _SAMPLES, reach * first / _SAMPLES
    for _ in range(_HALVINGS):
        middle = 0.5 * (good + bad)
        ok = holds(middle[:, None])[:, 0]
        good, bad = np.where(ok, middle, good), np.where(ok, bad, middle)
    return np.where(never, np.inf, np.where(first == 0, 0.0, good))
