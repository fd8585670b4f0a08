"""Compiled: the harmonic model with a remembered departure, fitted and smoothed, many pixels side by side.

What a pixel shows on date t is ``x_t b + u_t + e_t``: a level, a trend and harmonics of the year (x_t b), a
departure that is remembered for some weeks (u, an Ornstein-Uhlenbeck process), and noise of that date (e).
Since u needs one number of state, a Kalman filter whitens the values and the columns of x alike by the same
gains; the normal equations of the whitened rows are generalised least squares (A. C. Harvey, Forecasting,
Structural Time Series Models and the Kalman Filter, 1989, 3.4). A pass backward gives each date's value and
its variance from all dates. Innermost is always the loop over pixels, which becomes vector instructions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from serai.jit import vectorised

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
LANES = 16  # pixels side by side: four registers of AVX2, and all of their state stays in the L2 cache
LEAST_REST = 1e-3  # of a value's variance that other dates cannot explain; below, rounding decides
TINY = 1e-300


@vectorised
def _gathered(
    values: Singles, valid: NDArray[np.bool_], first: int, until: int, known: Floats, value: Floats
) -> None:
    """The values of some pixels from ``first`` on, zero where they are not known."""
    width = min(LANES, values.shape[1] - first)
    known[:, :] = 0.0
    value[:, :] = 0.0
    for t in range(until):
        for k in range(width):
            if valid[t, first + k]:
                known[t, k] = 1.0
                value[t, k] = values[t, first + k]


@vectorised
def _forward(
    design: Floats,
    decay: Floats,
    noise: Floats,
    memory: float,
    known: Floats,
    value: Floats,
    state: Floats,
    row: Floats,
    before: Floats,
    after: Floats,
    variance_before: Floats,
    variance_after: Floats,
    normal: Floats,
    right: Floats,
    squares: Floats,
) -> None:
    """Filter the values and every column of the design by one gain, and gather the normal equations."""
    dates, terms = design.shape
    variance = np.full(LANES, memory)
    gain = np.empty(LANES)
    root = np.empty(LANES)
    state[:, :] = 0.0
    normal[:, :, :] = 0.0
    right[:, :] = 0.0
    squares[:] = 0.0
    for t in range(dates):
        keep = decay[t]
        for k in range(LANES):
            variance[k] = keep * keep * variance[k] + memory * (1.0 - keep * keep)
            variance_before[t, k] = variance[k]
            whole = variance[k] + noise[t]
            gain[k] = known[t, k] * variance[k] / whole
            root[k] = known[t, k] / np.sqrt(whole)
            variance[k] *= 1.0 - gain[k]
            variance_after[t, k] = variance[k]
        for j in range(terms):
            x = design[t, j]
            for k in range(LANES):
                state[j, k] *= keep
                before[t, j, k] = state[j, k]
                row[j, k] = (x - state[j, k]) * root[k]
                state[j, k] += gain[k] * (x - state[j, k])
                after[t, j, k] = state[j, k]
        for k in range(LANES):
            state[terms, k] *= keep
            before[t, terms, k] = state[terms, k]
            row[terms, k] = (value[t, k] - state[terms, k]) * root[k]
            squares[k] += row[terms, k] * row[terms, k]
            state[terms, k] += gain[k] * (value[t, k] - state[terms, k])
            after[t, terms, k] = state[terms, k]
        for i in range(terms):
            for k in range(LANES):
                right[i, k] += row[i, k] * row[terms, k]
            for j in range(i + 1):
                for k in range(LANES):
                    normal[i, j, k] += row[i, k] * row[j, k]


@vectorised
def _factored(normal: Floats, ridge: Floats, total: Floats) -> None:
    """The Cholesky factor of each pixel's normal equations, in the place of their lower half."""
    terms = len(ridge)
    for i in range(terms):
        for k in range(LANES):
            normal[i, i, k] += ridge[i]
        for j in range(i + 1):
            for k in range(LANES):
                total[k] = normal[i, j, k]
            for m in range(j):
                for k in range(LANES):
                    total[k] -= normal[i, m, k] * normal[j, m, k]
            if i == j:
                for k in range(LANES):
                    normal[i, i, k] = np.sqrt(max(total[k], TINY))
            else:
                for k in range(LANES):
                    normal[i, j, k] = total[k] / normal[j, j, k]


@vectorised
def _solved(normal: Floats, right: Floats, beta: Floats, squares: Floats, total: Floats) -> None:
    """The coefficients; what they explain is taken from the sum of squares."""
    terms = len(beta)
    for i in range(terms):
        for k in range(LANES):
            total[k] = right[i, k]
        for m in range(i):
            for k in range(LANES):
                total[k] -= normal[i, m, k] * beta[m, k]
        for k in range(LANES):
            beta[i, k] = total[k] / normal[i, i, k]
            squares[k] -= beta[i, k] * beta[i, k]
    for i in range(terms - 1, -1, -1):
        for k in range(LANES):
            total[k] = beta[i, k]
        for m in range(i + 1, terms):
            for k in range(LANES):
                total[k] -= normal[m, i, k] * beta[m, k]
        for k in range(LANES):
            beta[i, k] = total[k] / normal[i, i, k]


@vectorised
def _smoothed(
    t: int,
    keep: float,
    before: Floats,
    after: Floats,
    variance_before: Floats,
    variance_after: Floats,
    state: Floats,
    variance: Floats,
) -> None:
    """One step backward: the states of date t from that of the date after (Rauch, Tung and Striebel 1965)."""
    for k in range(LANES):
        gain = keep * variance_after[t, k] / max(variance_before[t + 1, k], TINY)
        variance[k] = variance_after[t, k] + gain * gain * (variance[k] - variance_before[t + 1, k])
    for j in range(len(state)):
        for k in range(LANES):
            gain = keep * variance_after[t, k] / max(variance_before[t + 1, k], TINY)
            state[j, k] = after[t, j, k] + gain * (state[j, k] - before[t + 1, j, k])


@vectorised
def _told(
    x: Floats,
    beta: Floats,
    normal: Floats,
    state: Floats,
    row: Floats,
    said: Floats,
    doubt: Floats,
    total: Floats,
) -> None:
    """The value of a date and its variance: that of u, in ``doubt`` already, and that of the coefficients."""
    for i in range(len(x)):
        for k in range(LANES):
            total[k] = x[i] - state[i, k]
            said[k] += total[k] * beta[i, k]
        for m in range(i):
            for k in range(LANES):
                total[k] -= normal[i, m, k] * row[m, k]
        for k in range(LANES):
            row[i, k] = total[k] / normal[i, i, k]
            doubt[k] += row[i, k] * row[i, k]


@vectorised
def _written(
    t: int,
    first: int,
    noise: float,
    known: Floats,
    value: Floats,
    unit: Floats,
    said: Floats,
    doubt: Floats,
    filled: Singles,
    sigma: Singles,
    left_out: Singles,
) -> None:
    """A date's value, its deviation as that of a new value, and how far a believed one lies from the others.

    A linear smoother's value without the date itself is known from its leverage, doubt / noise.
    """
    for k in range(min(LANES, filled.shape[1] - first)):
        rest = max(noise - doubt[k], LEAST_REST * noise)
        filled[t, first + k] = said[k] + 0.0 * unit[k]  # NaN where there is no unit
        sigma[t, first + k] = unit[k] * np.sqrt(doubt[k] + noise)
        apart = (value[t, k] - said[k]) / (unit[k] * np.sqrt(rest))
        left_out[t, first + k] = apart if known[t, k] > 0.0 else np.nan


@vectorised
def fit_pixels(
    design: Floats,
    decay: Floats,
    noise: Floats,
    values: Singles,
    valid: NDArray[np.bool_],
    until: int,
    ridge: Floats,
    memory: float,
    coefficients: Singles,
    spread: Singles,
    filled: Singles,
    sigma: Singles,
    left_out: Singles,
) -> None:
    """Fit and smooth the columns of ``values`` (dates, pixels); the first ``until`` dates are believed.

    ``decay[t]`` is what is left of u since the date before, ``noise[t]`` the variance of a date's noise and
    ``memory`` that of u, both in units of the pixel's own; ``ridge`` draws each term to zero. Written are the
    arrays of `season.SeasonFit`. A pixel with no more dates than terms has NaN everywhere.
    """
    dates, terms = design.shape
    known, value = np.empty((dates, LANES)), np.empty((dates, LANES))
    state, row = np.empty((terms + 1, LANES)), np.empty((terms + 1, LANES))
    before, after = np.empty((dates, terms + 1, LANES)), np.empty((dates, terms + 1, LANES))
    variance_before, variance_after = np.empty((dates, LANES)), np.empty((dates, LANES))
    normal = np.empty((terms, terms, LANES))
    right, beta = np.empty((terms, LANES)), np.empty((terms, LANES))
    squares, unit, total = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    said, doubt, variance = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    for first in range(0, values.shape[1], LANES):
        _gathered(values, valid, first, until, known, value)
        _forward(
            *(design, decay, noise, memory, known, value, state, row),
            *(before, after, variance_before, variance_after, normal, right, squares),
        )
        _factored(normal, ridge, total)
        _solved(normal, right, beta, squares, total)
        for k in range(LANES):
            count = known[:, k].sum()
            unit[k] = np.sqrt(max(squares[k], 0.0) / (count - terms)) if count > terms else np.nan
        state[:, :] = after[dates - 1]
        variance[:] = variance_after[dates - 1]
        for t in range(dates - 1, -1, -1):
            if t < dates - 1:
                _smoothed(t, decay[t + 1], before, after, variance_before, variance_after, state, variance)
            said[:] = state[terms]
            doubt[:] = variance
            _told(design[t], beta, normal, state, row, said, doubt, total)
            _written(t, first, noise[t], known, value, unit, said, doubt, filled, sigma, left_out)
        for k in range(min(LANES, values.shape[1] - first)):
            spread[first + k] = unit[k]
            for i in range(terms):
                coefficients[i, first + k] = beta[i, k] + 0.0 * unit[k]
