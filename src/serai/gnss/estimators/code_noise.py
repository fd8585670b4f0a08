"""Code noise as a receiver's own file shows it: residuals of one satellite over three epochs in succession.

Orbits, clocks, the atmosphere and constant faults change evenly over three epochs, so that the middle
residual departs from the mean of its neighbours by noise alone: the second difference holds sqrt(6) of it.
(A fault of a kilometre drifts by metres through the residuals as the geometry turns: first differences took
that for noise, and the fault then passed.) It is told robustly (median of the absolute values), code by code;
least squares with n ranges and m unknowns leave (n - m) / n of the variance. The published noise stays the
floor (`measurements.noise`): only what is above it is added, alike at all elevations, and where the file
tells C/N0 by that: a code's noise falls with it, and a phone's antenna makes it differ at one elevation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from serai.gnss.estimators.point_kernel import USED
from serai.gnss.measurements.noise import code_variances_m2
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.observations.inputs import Observations
from serai.gnss.solution import Track

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_STEPS = 6  # of C/N0, with `FEWEST` differences in each
FEWEST = 100  # second differences of a code, below which its sigma is told to worse than a tenth
SAMPLES = 150  # threes of epochs: some thousand differences tell a sigma to a few per cent
LEAST_FACTOR = 0.5  # of the variance (assumed)
MEASURED_FACTOR = 1.0 / 3.0  # the same where the ionosphere was measured: less is in common (assumed)
ROUNDS = 3
NORMAL = 1.4826  # one sigma of normal errors over the median of their absolute values


def with_noise(rows: Ranges, solve: Callable[[Ranges], Track], strength_dbhz: Floats | None = None) -> Ranges:
    """The ranges with their noise as the file shows it; ``solve`` gives their positions, leaving nothing out.

    Round by round: the noise of one code is in the residuals of all until it has its weight. With
    ``strength_dbhz`` (C/N0 by row, NaN where not told) the noise of a code is told by that.
    """
    some, added = _sampled(rows), np.zeros(len(rows.source))
    for _ in range(ROUNDS):
        track = solve(replace(some, sigma_m=np.hypot(some.sigma_m, added)))
        added = added_noise_m(rows, track, strength_dbhz)
        if not added.any():
            break
    return replace(rows, sigma_m=np.hypot(rows.sigma_m, added))


def _sampled(rows: Ranges) -> Ranges:
    """The same ranges, but unknown outside `SAMPLES` threes of successive epochs spread over the file."""
    held = np.diff(rows.first)
    place = np.cumsum(held > 0) - 1  # among the epochs with ranges
    step = max(1, int(np.count_nonzero(held)) // (3 * SAMPLES)) * 3
    return replace(rows, range_m=np.where(np.repeat(place % step < 3, held), rows.range_m, np.nan))


def added_noise_m(rows: Ranges, track: Track, strength_dbhz: Floats | None = None) -> Floats:
    """By row: one sigma of the noise above the published, metres; the track must have left no range out."""
    assert rows.satellite is not None
    assert track.status is not None
    assert track.residual_m is not None
    assert track.angles_rad is not None
    epoch = np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))
    used = (track.status == USED) & track.solved[epoch] & np.isfinite(track.residual_m)
    left = left_by_least_squares(rows, epoch, used)
    before, middle, after = _neighbours(rows, epoch, used)
    published = code_variances_m2(track.angles_rad[middle, 1]) * rows.code_factor[middle] ** 2
    bend = track.residual_m[before] - 2.0 * track.residual_m[middle] + track.residual_m[after]
    change = bend / np.sqrt(6.0 * left[epoch[middle]])
    kinds = _kinds(rows)
    added = np.zeros(len(rows.source))
    for kind in np.unique(kinds):
        own = kinds[middle] == kind
        if np.count_nonzero(own) >= FEWEST:
            alike = _above_published_m2(change[own], published[own])
            added[kinds == kind] = alike**0.5
            if strength_dbhz is not None and alike > 0.0:
                by = strength_dbhz[middle[own]]
                told = noise_by_strength(change[own], published[own], by)
                if told is not None:
                    here = np.flatnonzero((kinds == kind) & np.isfinite(strength_dbhz))
                    added[here] = np.sqrt(np.interp(strength_dbhz[here], *told))
    return added


def _above_published_m2(change: Floats, published_m2: Floats) -> float:
    """The variance of noise above the published, of changes scaled to one sigma of noise."""
    seen = (NORMAL * float(np.median(np.abs(change)))) ** 2
    return max(0.0, seen - float(np.median(published_m2)))


def noise_by_strength(
    change: Floats, published_m2: Floats, strength_dbhz: Floats
) -> tuple[Floats, Floats] | None:
    """C/N0 (rising) and the variance above the published at each, never rising with it; None where too few.

    A receiver that writes the old signal-strength digit of 1 to 9 has too few different values.
    """
    known = np.isfinite(strength_dbhz)
    steps = min(MOST_STEPS, int(np.count_nonzero(known)) // FEWEST)
    if not steps:
        return None
    edges = np.unique(np.quantile(strength_dbhz[known], np.linspace(0.0, 1.0, steps + 1)))
    if len(edges) < 3:  # one step, or one value told of all
        return None
    place = np.clip(np.searchsorted(edges, strength_dbhz, side="right") - 1, 0, len(edges) - 2)
    each = [known & (place == k) for k in range(len(edges) - 1)]
    each = [own for own in each if np.count_nonzero(own) >= FEWEST // 2]
    middles = np.array([np.median(strength_dbhz[own]) for own in each])
    above = np.array([_above_published_m2(change[own], published_m2[own]) for own in each])
    return middles, np.maximum.accumulate(above[::-1])[::-1]


def strengths_dbhz(rows: Ranges, observations: Observations) -> Floats:
    """C/N0 of the first code of each row; NaN where the file does not tell it."""
    assert rows.satellite is not None
    found = np.full(len(rows.source), np.nan)
    told = [f"S{rows.codes[name][0]}" if name in rows.codes else "" for name in rows.names]
    for wanted in set(told) & set(observations.values):
        own = np.flatnonzero(np.array([one == wanted for one in told])[rows.satellite])
        found[own] = observations.values[wanted][rows.source[own]]
    return found


def _redundancy(rows: Ranges, used: NDArray[np.bool_]) -> Floats:
    """(e,) ranges used less unknowns: three of the position and a clock of each group used."""
    epoch = np.repeat(np.arange(len(rows.tai_ns)), np.diff(rows.first))
    spare: Floats = np.bincount(epoch[used], minlength=len(rows.tai_ns)).astype(np.float64) - 3.0
    for group in range(len(rows.groups)):
        own = np.bincount(epoch[used & (rows.group == group)], minlength=len(rows.tai_ns))
        spare = np.asarray(spare - (own > 0), dtype=np.float64)
    return spare


def left_by_least_squares(rows: Ranges, epoch: Integers, used: NDArray[np.bool_]) -> Floats:
    """(e,) the share (n - m) / n of the variance that residuals keep; NaN where none is left."""
    spare, count = _redundancy(rows, used), np.bincount(epoch[used], minlength=len(rows.tai_ns))
    share: Floats = np.where(spare > 0.0, spare / np.maximum(count, 1.0), np.nan).astype(np.float64)
    return share


def _neighbours(
    rows: Ranges, epoch: Integers, used: NDArray[np.bool_]
) -> tuple[Integers, Integers, Integers]:
    """Threes of rows: one satellite used at three epochs in succession, in each with redundancy."""
    assert rows.satellite is not None
    fine = np.flatnonzero(used & np.isfinite(left_by_least_squares(rows, epoch, used))[epoch])
    order = fine[np.lexsort((epoch[fine], rows.satellite[fine]))]
    one, two, three = order[:-2], order[1:-1], order[2:]
    alike = (rows.satellite[one] == rows.satellite[two]) & (rows.satellite[two] == rows.satellite[three])
    alike &= (epoch[two] == epoch[one] + 1) & (epoch[three] == epoch[two] + 1)
    return one[alike], two[alike], three[alike]


def _kinds(rows: Ranges) -> Integers:
    """A number by row for its system and codes."""
    assert rows.satellite is not None
    told = [(name[0], *rows.codes.get(name, ())) for name in rows.names]
    number = {kind: k for k, kind in enumerate(dict.fromkeys(told))}
    return np.array([number[kind] for kind in told], dtype=np.int64)[rows.satellite]


def with_variance_factor(track: Track, least: float = LEAST_FACTOR) -> Track:
    """The track with its covariances times the file's variance factor: squared residuals over redundancy.

    Not below the least: what ranges have in common (the ionosphere, a clock) shows in no residual.
    """
    assert track.rows is not None
    assert track.status is not None
    redundancy = _redundancy(track.rows, (track.status == USED))
    told = track.solved & (redundancy > 0) & np.isfinite(track.fit)
    if redundancy[told].sum() < FEWEST:
        return track
    factor = max(least, float(track.fit[told].sum() / redundancy[told].sum()))
    return replace(track, covariance_m2=track.covariance_m2 * factor)
