"""The model of a pixel's year: level, trend, harmonics, and a departure that is remembered for some weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.observe.series.kernels import Floats, Singles, fit_pixels

YEAR_D = 365.25
LEVEL_RIDGE = 1e-6  # the level is as good as free, and a series of one value still has a solution


@dataclass(frozen=True, slots=True)
class SeasonModel:
    """What is fitted to each pixel.

    ``memory`` is the variance of the departure in units of a date's noise, and ``memory_days`` the time in
    which it falls to 1/e; ``ridge`` is the weight, in dates of one unit, that draws trend and harmonics to
    zero. The defaults were chosen on hidden values of real NDVI (docs/accuracy-monitor.md); memory 0 and
    ridge 0 are ordinary least squares.
    """

    harmonics: int = 2
    trend: bool = True
    memory: float = 1.5
    memory_days: float = 30.0
    ridge: float = 0.1

    @property
    def terms(self) -> int:
        return 1 + int(self.trend) + 2 * self.harmonics


@dataclass(frozen=True, slots=True)
class SeasonFit:
    """A model fitted to pixels; arrays are (terms, pixels), (pixels) and (dates, pixels), NaN where unknown.

    ``filled`` is each date's value from all dates believed, ``sigma`` the standard deviation of a new value
    there; after the last date believed both are a forecast. ``left_out`` is by how many standard deviations a
    believed value lies from what the other dates say; ``spread`` is the deviation of one date's noise.
    """

    model: SeasonModel
    days: Floats
    coefficients: Singles
    spread: Singles
    filled: Singles
    sigma: Singles
    left_out: Singles

    @property
    def trend_per_year(self) -> Singles:
        return self.coefficients[1] if self.model.trend else np.zeros_like(self.spread)


def design(days: Floats, model: SeasonModel) -> Floats:
    """The columns of the model on each date: one, years from the middle, cosine and sine of each harmonic."""
    turn = 2.0 * np.pi * days / YEAR_D
    columns = [np.ones_like(days)]
    if model.trend:
        columns.append((days - 0.5 * (days[0] + days[-1])) / YEAR_D)
    for k in range(1, model.harmonics + 1):
        columns += [np.cos(k * turn), np.sin(k * turn)]
    return np.stack(columns, axis=1)


def fit(
    days: Floats,
    values: Singles,
    valid: NDArray[np.bool_],
    model: SeasonModel,
    until: int | None = None,
) -> SeasonFit:
    """Fit pixels (dates, pixels) on days in order; with ``until`` only the dates before that are believed."""
    dates, pixels = values.shape
    found = SeasonFit(
        model=model,
        days=days,
        coefficients=np.empty((model.terms, pixels), np.float32),
        spread=np.empty(pixels, np.float32),
        filled=np.empty((dates, pixels), np.float32),
        sigma=np.empty((dates, pixels), np.float32),
        left_out=np.empty((dates, pixels), np.float32),
    )
    ridge = np.full(model.terms, model.ridge)
    ridge[0] = min(LEVEL_RIDGE, model.ridge)
    fit_pixels(
        design(days, model),
        np.exp(-np.diff(days, prepend=days[0]) / model.memory_days),
        np.ones(dates),
        values,
        valid,
        dates if until is None else until,
        ridge,
        model.memory,
        found.coefficients,
        found.spread,
        found.filled,
        found.sigma,
        found.left_out,
    )
    return found
