"""Carrier-smoothed codes, for receivers whose codes are noisy: phases carry the mean from epoch to epoch.

Code less phase is constant over an unbroken arc but for the code's noise and, on one frequency, twice the
change of the ionosphere (R. Hatch, The synergism of GPS code and carrier measurements, 1982). The mean over
the arc so far replaces the code's own: N epochs leave noise / sqrt(N). With phases of two bands the change of
the ionosphere is taken out (divergence-free, P. Y. Hwang, G. A. McGraw, J. R. Bader, Navigation 46 (1999)
31); with one the window is as long as noise and drift together are least, and the drift counts in sigma. A
code that departs from the mean stays as it is and may be wrong by as much (its sigma): it is false, or the
phase has slipped. After three the phase has, and the mean begins again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.gnss.constants import C_MPS
from serai.gnss.estimators.code_multipath import GAP_S, SLIP_M, code_kinds, pair_factors, partner_of
from serai.gnss.estimators.code_noise import FEWEST, NORMAL
from serai.gnss.measurements.ranges import Ranges
from serai.gnss.observations.clock_jumps import carriers_hz, steady
from serai.gnss.observations.inputs import Observations

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FROM_M = 0.5  # of noise above the published (assumed): quieter codes are limited by the atmosphere
BY_FAULTS = 0.7  # where code less phase scatters by less of the noise that residuals show, they show faults
LONGEST_S = 3600.0  # of a mean (assumed): longer, and multipath that turns with the sky is no noise
DRIFT_MPS = 1e-3  # of the ionosphere's slant delay, one sigma (assumed): 3.6 m an hour
DEPARTS = 5.0  # sigmas of noise: a code so far from the mean is false, or its phase has slipped
IN_A_ROW = 3  # departing codes, after which it is the phase


@dataclass(frozen=True, slots=True)
class _Arcs:
    """By row of the file: code less phase (m), whether an arc begins, and whether the ionosphere is in it."""

    apart_m: Floats
    breaks: NDArray[np.bool_]
    drifts: bool


def with_smoothed_codes(rows: Ranges, noisy: Ranges, observations: Observations) -> Ranges:
    """``noisy`` with the codes smoothed of those kinds whose noise there is `FROM_M` above that of ``rows``.

    Kinds without phases stay as they are. Noise that phases do not show is taken back: a range false by
    kilometres is in the residuals of all.
    """
    assert rows.satellite is not None
    added = np.sqrt(np.maximum(0.0, noisy.sigma_m**2 - rows.sigma_m**2))
    if not added.any():
        return noisy
    steadied: Observations | None = None
    range_m, sigma_m = noisy.range_m.copy(), noisy.sigma_m.copy()
    place = {name: k for k, name in enumerate(rows.names)}
    for (system, codes), members in code_kinds(rows.codes).items():
        own = np.isin(rows.satellite, [place[name] for name in members])
        if not added[own].any():
            continue
        steadied = steadied or steady(observations)
        arcs = _arcs(steadied, system, codes)
        if arcs is None:
            continue
        scatter = _scatter_m(arcs.apart_m[rows.source[own]], rows.satellite[own])
        if scatter < BY_FAULTS * float(np.median(added[own])):
            added[own] = np.minimum(added[own], scatter)
            sigma_m[own] = np.hypot(rows.sigma_m[own], added[own])
        if not min(scatter, float(np.median(added[own]))) >= FROM_M:
            continue
        for k in np.unique(rows.satellite[own]):
            one = np.flatnonzero((rows.satellite == k) & np.isfinite(arcs.apart_m[rows.source]))
            if len(one):
                shift, left = _smoothed(arcs, rows.source[one], steadied, added[one])
                range_m[one] += shift
                sigma_m[one] = np.hypot(rows.sigma_m[one], left)
    return replace(noisy, range_m=range_m, sigma_m=sigma_m)


def _scatter_m(apart_m: Floats, satellite: Integers) -> float:
    """One sigma of code less phase from epoch to epoch: no false range is in it, as in residuals it may be.

    NaN where there are too few of them.
    """
    order = np.argsort(satellite, kind="stable")
    apart, whose = apart_m[order], satellite[order]
    bend = apart[:-2] - 2.0 * apart[1:-1] + apart[2:]
    bend = bend[(whose[:-2] == whose[2:]) & np.isfinite(bend)]
    return NORMAL * float(np.median(np.abs(bend))) / 6.0**0.5 if len(bend) >= FEWEST else float("nan")


def _smoothed(
    arcs: _Arcs, source: Integers, observations: Observations, noise_m: Floats
) -> tuple[Floats, Floats]:
    """One satellite's rows in order of time: by how much smoothing moves each code, and the sigma left."""
    at_s = (observations.tai_ns[observations.epoch[source]] - observations.tai_ns[0]) / 1e9
    gap = np.append(True, np.diff(at_s) > GAP_S)
    begins = (gap | arcs.breaks[source]).tolist()
    step_s = float(np.median(np.diff(at_s))) if len(at_s) > 1 else 1.0
    window = window_epochs(float(np.median(noise_m)), max(step_s, 1e-3), drifts=arcs.drifts)
    apart, noise = arcs.apart_m[source].tolist(), noise_m.tolist()
    shift, left = np.zeros(len(source)), noise_m.copy()
    mean, variance, held, departed = 0.0, 0.0, 0, 0
    for k, value in enumerate(apart):
        off_m = abs(value - mean)
        off = off_m > DEPARTS * float(np.sqrt(noise[k] ** 2 + variance))
        departed = departed + 1 if held and off else 0
        if not held or begins[k] or departed >= IN_A_ROW:
            mean, variance, held, departed = value, noise[k] ** 2, 1, 0
        elif not departed:
            held = min(held + 1, window)
            share = 1.0 / held
            mean += share * (value - mean)
            variance = (1.0 - share) ** 2 * variance + (share * noise[k]) ** 2
            late_s = (held - 1) * step_s if arcs.drifts else 0.0
            shift[k], left[k] = mean - value, float(np.sqrt(variance + (DRIFT_MPS * late_s) ** 2))
        else:  # whether the code is false or the phase has slipped, it may be wrong by so much
            left[k] = float(np.hypot(noise[k], off_m))
    return shift, left


def window_epochs(noise_m: float, step_s: float, *, drifts: bool) -> int:
    """How many epochs the mean may hold: noise^2 / n + (drift n step)^2 is least, within `LONGEST_S`."""
    longest = max(1, int(LONGEST_S / step_s))
    if not drifts:
        return longest
    best = float((noise_m**2 / (2.0 * (DRIFT_MPS * step_s) ** 2)) ** (1.0 / 3.0))
    return max(1, min(longest, round(best)))


def _arcs(observations: Observations, system: str, codes: Sequence[str]) -> _Arcs | None:
    """A code's, or a pair's, code less phase; None where phases are lacking."""
    if any(f"L{code}" not in observations.values for code in codes):
        return None
    if len(codes) == 2:
        return _of_pair(observations, system, codes)
    code = codes[0]
    mine, lost = _phase_m(observations, code)
    apart = observations.values[f"C{code}"] - mine
    partner = partner_of(observations, system, code)
    if partner is None:
        return _Arcs(apart, lost, drifts=True)
    other, lost_too = _phase_m(observations, partner)
    f1, f2 = carriers_hz(observations, code), carriers_hz(observations, partner)
    between = mine - other
    apart = apart - 2.0 * f2 * f2 / (f1 * f1 - f2 * f2) * between
    own = np.array([name[0] == system for name in observations.satellites])[observations.satellite]
    if np.count_nonzero(own & np.isfinite(apart)) < 0.5 * np.count_nonzero(own & np.isfinite(mine)):
        return _Arcs(observations.values[f"C{code}"] - mine, lost, drifts=True)
    return _Arcs(apart, lost | lost_too | _jumps(observations, between), drifts=False)


def _of_pair(observations: Observations, system: str, codes: Sequence[str]) -> _Arcs:
    """The pair of codes free of the ionosphere less the same pair of phases."""
    (one, lost), (two, lost_too) = (_phase_m(observations, code) for code in codes)
    apart = np.zeros(len(observations.epoch))
    for factor, code, phase in zip(pair_factors(system, codes), codes, (one, two), strict=True):
        apart += factor * (observations.values[f"C{code}"] - phase)
    return _Arcs(apart, lost | lost_too | _jumps(observations, one - two), drifts=False)


def _phase_m(observations: Observations, code: str) -> tuple[Floats, NDArray[np.bool_]]:
    """A phase in metres, and where its lock was lost."""
    phase: Floats = observations.values[f"L{code}"] * (C_MPS / carriers_hz(observations, code))
    return phase, (observations.lli[f"L{code}"] & 1) > 0


def _jumps(observations: Observations, between: Floats) -> NDArray[np.bool_]:
    """Rows at which the phases of two bands have moved apart since the satellite's row before."""
    order = np.argsort(observations.satellite, kind="stable")
    moved = np.abs(np.diff(between[order])) > SLIP_M
    same = np.diff(observations.satellite[order].astype(np.int64)) == 0
    found = np.zeros(len(between), dtype=bool)
    found[order[1:]] = moved & same
    return found
