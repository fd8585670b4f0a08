"""Satellites that depart for hours: what a satellite's residuals keep is not noise but its orbit or clock.

Published errors of orbits and clocks are those of all satellites; on a given day one of them is off by
several times as much for as long as it is in view (GPS 28 by 1.5 m on 2020-06-25), and a test by epochs
leaves it out at some and not at others. Where the ionosphere has been measured (`divergence`) what is left in
a residual for an hour (assumed) is the satellite's: its median there, where it is more than the published
error, is its sigma in that hour. An hour in which a satellite departs by more than its service tolerates is
left as it was: that is a fault, which draws all others' residuals with it and is for the exclusion to find.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.gnss.estimators.code_noise import left_by_least_squares
from serai.gnss.estimators.point_kernel import USED
from serai.gnss.measurements.noise import code_variances_m2
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.solution import Track

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LASTS_S = 3600.0  # assumed
FAULT_M = 10.6  # what GPS tolerates of a range, 4.42 times a URA of 2.4 m (GPS SPS PS, 5th edition, 2020)
FEWEST = 3  # residuals in an hour, below which they tell nothing


def with_departures(rows: Ranges, track: Track) -> Ranges:
    """The ranges, weighed by what their satellites' residuals keep for hours where that is more.

    ``track`` are positions by the same ranges at some epochs, nothing left out.
    """
    assert rows.satellite is not None
    assert track.status is not None
    assert track.residual_m is not None
    assert track.angles_rad is not None
    epoch = np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))
    left = left_by_least_squares(rows, epoch, track.status == USED)[epoch]
    used = (track.status == USED) & track.solved[epoch] & np.isfinite(left * track.residual_m)
    hours = 1 + int(((rows.tai_ns[-1:] - rows.tai_ns[:1]) // round(LASTS_S * 1e9)).max(initial=0))
    hour = ((rows.tai_ns - rows.tai_ns[:1]) // round(LASTS_S * 1e9))[epoch]
    spell = rows.satellite.astype(np.int64) * hours + hour
    some = np.flatnonzero(used)
    if not len(some):
        return rows
    kept = track.residual_m[some] / np.sqrt(left[some])
    told = rows.sigma_m[some] ** 2 + rows.code_factor[some] ** 2 * code_variances_m2(
        track.angles_rad[some, 1]
    )
    spells, of = np.unique(spell[some], return_inverse=True)
    more = _above_m2(kept, told, of)
    more[np.isin(spells % hours, (spells % hours)[_faulty(kept, of)])] = 0.0
    place = np.minimum(np.searchsorted(spells, spell), len(spells) - 1)
    added = np.where(spells[place] == spell, more[place], 0.0)
    return replace(rows, sigma_m=np.sqrt(rows.sigma_m**2 + added))


def _above_m2(kept_m: Floats, told_m2: Floats, spell: Integers) -> Floats:
    """What residuals of one satellite have in common, squared, above their variance, by spell."""
    more = np.maximum(0.0, _medians(kept_m, spell) ** 2 - _medians(told_m2, spell))
    return np.where(np.bincount(spell) < FEWEST, 0.0, more)


def _faulty(kept_m: Floats, spell: Integers) -> NDArray[np.bool_]:
    """Whether a satellite's residuals in a spell are more than what its service tolerates."""
    over = np.abs(_medians(kept_m, spell)) > FAULT_M
    return over & (np.bincount(spell) >= FEWEST)


def _medians(values: Floats, spell: Integers) -> Floats:
    """The median of the values of each spell; every spell has some."""
    ranked = values[np.lexsort((values, spell))]
    held = np.bincount(spell)
    first = np.cumsum(held) - held
    middle: Floats = 0.5 * (ranked[first + (held - 1) // 2] + ranked[first + held // 2])
    return middle
