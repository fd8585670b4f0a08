"""What is found in some rows of a stack: maps of its pixels, and what each date adds to the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.observe.series.charts import confirmed, cusum, ewma, mosum
from serai.observe.series.composites import composites
from serai.observe.series.kernels import Floats, Singles
from serai.observe.series.season import SeasonModel, fit
from serai.observe.series.segments import SegmentRules, segments
from serai.observe.series.stack import StackRows

MOSUM_CRITICAL = 2.7971  # Leisch, Hornik and Kuan 2000: h 0.25, ten times the history, 5 %
FARTHEST, STEPS = 20.0, 4000  # of the departures counted, in standard deviations, and into how many bins
OUTLIER_LIMIT = 4.0  # EWMA: Brooks et al. 2014 take 3 to 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRules:
    """What is fitted; when a break is confirmed: so many dates in a row, each so far off the forecast.

    With ``segments`` the whole series is cut at each of its breaks besides (`segments.segments`), with
    ``fill`` every date is kept filled, and with ``periods`` (the number of each date's) composites are made.
    """

    model: SeasonModel = field(default_factory=SeasonModel)
    confirm: int = 4
    threshold: float = 1.1
    segments: bool = False
    fill: bool = False
    periods: tuple[int, ...] = ()

    @property
    def least(self) -> int:
        """How many valid dates a pixel's history needs."""
        return self.model.terms + 2


@dataclass(frozen=True, slots=True)
class RowsFound:
    """Maps (pixels) by name, sums by date, and how often departures of each size came."""

    maps: Mapping[str, NDArray[Any]]
    sums: Mapping[str, Floats]
    apart: NDArray[np.int64]


def found_in(rows: StackRows, days: Floats, until: int, rules: WatchRules) -> RowsFound:
    """Fit, fill and watch rows of a stack; the first ``until`` dates are the history."""
    whole = fit(days, rows.values, rows.valid, rules.model)
    before = fit(days, rows.values, rows.valid, rules.model, until)
    residual = np.where(rows.valid, rows.values - before.filled, np.float32(0.0))
    watched = rows.valid & np.isfinite(before.spread) & (rows.valid[:until].sum(axis=0) >= rules.least)
    breaks = confirmed(residual, before.sigma, watched, until, dates=rules.confirm, threshold=rules.threshold)
    terms = rules.model.terms
    maps = {
        "valid_count": rows.valid.sum(axis=0, dtype=np.int16),
        "maximum": np.max(rows.values, axis=0, initial=-np.inf, where=rows.valid),
        "spread": whole.spread,
        "trend_per_year": whole.trend_per_year,
        "coefficients": whole.coefficients,
        "watched": watched.any(axis=0),
        "confirmed": breaks.confirmed,
        "first_disturbed": breaks.first,
        "weakest": breaks.weakest,
        "departure": breaks.departure,
        "ewma": ewma(residual, watched, until, limit=OUTLIER_LIMIT).alarm,
        "cusum": cusum(residual, watched, until, terms=terms).alarm,
        "mosum": mosum(residual, watched, until, terms=terms, critical=MOSUM_CRITICAL).alarm,
    }
    if rules.segments:
        cut = segments(days, rows.values[None], rows.valid, SegmentRules(confirm=rules.confirm))
        maps |= {
            "segment_count": cut.count,
            "segment_first": np.ascontiguousarray(cut.first.T),
            "segment_last": np.ascontiguousarray(cut.last.T),
            "segment_broken": np.ascontiguousarray(cut.broken.T),
        }
    if rules.fill:
        maps["filled"] = np.where(rows.valid, rows.values, whole.filled)
        maps["filled_sigma"] = np.where(rows.valid, np.float32(0.0), whole.sigma)
    if rules.periods:
        maps["composite"], maps["composite_count"] = composites(
            rows.values, rows.valid, whole.filled, rules.periods
        )
    maps["maximum"] = np.where(np.isfinite(maps["maximum"]), maps["maximum"], np.nan).astype(np.float32)
    return RowsFound(maps, _sums(rows, whole.filled, before.filled), _counted(whole.left_out))


def _sums(rows: StackRows, filled: Singles, forecast: Singles) -> dict[str, Floats]:
    """By date: pixels, valid and cloudy ones; sums of the values, of the model and of the forecast."""
    fitted = np.isfinite(filled)
    pixels = rows.values.shape[1]
    return {
        "pixels": np.full(len(filled), float(pixels)),
        "valid": rows.valid.sum(axis=1, dtype=np.float64),
        "cloud": (rows.cloud & ~rows.valid).sum(axis=1, dtype=np.float64),
        "value": np.sum(rows.values, axis=1, dtype=np.float64, where=rows.valid),
        "fitted": fitted.sum(axis=1, dtype=np.float64),
        "filled": np.sum(filled, axis=1, dtype=np.float64, where=fitted),
        "apart": np.sum(rows.values - filled, axis=1, dtype=np.float64, where=rows.valid & fitted),
        "both": (rows.valid & fitted).sum(axis=1, dtype=np.float64),
        "forecast": np.sum(forecast, axis=1, dtype=np.float64, where=np.isfinite(forecast)),
        "forecasted": np.isfinite(forecast).sum(axis=1, dtype=np.float64),
    }


def _counted(left_out: Singles) -> NDArray[np.int64]:
    known = np.abs(left_out[np.isfinite(left_out)])
    return np.histogram(np.minimum(known, FARTHEST), bins=STEPS, range=(0.0, FARTHEST))[0].astype(np.int64)
