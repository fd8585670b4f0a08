"""Several breaks in one series: segments with a season each, as CCDC finds them (Zhu and Woodcock 2014).

One band or several. A segment begins where a model of four terms over at least ``least`` dates and a year is
stable, grows by each date that fits (by two terms at 18 dates and at 24), and ends where ``confirm`` dates in
a row are off, by the sum over bands of squared deviations against chi-square. Where this differs from the
published code: coefficients are drawn to zero by a ridge and not by the lasso; a date is an outlier by the
same chi-square alone, without a mask of green and infrared (Tmask); deviations are in units of the whole
segment and not of its 24 dates nearest in season.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from serai.jit import compiled
from serai.observe.series.kernels import Floats, Singles
from serai.observe.series.season import SeasonModel, design

MOST_TERMS = 8  # level, trend, three harmonics
SEGMENT_RIDGE = 0.1
MOST_SEGMENTS = 24  # of a pixel; a series that would have more is no series of seasons
SHORTEST_D = 365.0
OUTLIER = 0.999999  # Zhu and Woodcock 2014
GROWS = 1.33  # times its length, before a long model is fitted again


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRules:
    """How surely a date is off (``chance`` under the model), how many in a row, how many begin a segment."""

    chance: float = 0.99
    confirm: int = 6
    least: int = 12


@dataclass(frozen=True, slots=True)
class PixelSegments:
    """Segments by pixel, (pixels, MOST_SEGMENTS): numbers of first and last date and of the break, or -1.

    ``count`` is how many a pixel has; a break is the first disturbed date, confirmed by those after it.
    """

    count: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    broken: NDArray[np.int32]


def segments(
    days: Floats, values: Singles, valid: NDArray[np.bool_], rules: SegmentRules | None = None
) -> PixelSegments:
    """The segments of pixels: ``values`` (bands, dates, pixels), ``valid`` (dates, pixels), days in order."""
    settings = rules or SegmentRules()
    bands, _, pixels = values.shape
    shape = (pixels, MOST_SEGMENTS)
    out = PixelSegments(
        np.zeros(pixels, np.int32),
        *(np.full(shape, -1, np.int32) for _ in range(3)),
    )
    _segments(
        *(days, design(days, SeasonModel(harmonics=3)), values, valid),
        *(settings.confirm, settings.least),
        *(float(chi2.ppf(settings.chance, bands)), float(chi2.ppf(OUTLIER, bands))),
        *(out.count, out.first, out.last, out.broken),
    )
    return out


@compiled
def _terms(count: int) -> int:
    """Terms of a model by its dates (Zhu and Woodcock 2014, 3.3)."""
    if count >= 24:
        return 8
    return 6 if count >= 18 else 4


@compiled
def _factor(normal: Floats, terms: int) -> None:
    """The Cholesky factor in the lower half."""
    for i in range(terms):
        for j in range(i + 1):
            total = normal[i, j]
            for k in range(j):
                total -= normal[i, k] * normal[j, k]
            normal[i, j] = np.sqrt(max(total, 1e-12)) if i == j else total / normal[j, j]


@compiled
def _divided(normal: Floats, beta: Floats, terms: int) -> None:
    """The right side divided by both halves of the factor, in place."""
    for i in range(terms):
        for k in range(i):
            beta[i] -= normal[i, k] * beta[k]
        beta[i] /= normal[i, i]
    for i in range(terms - 1, -1, -1):
        for k in range(i + 1, terms):
            beta[i] -= normal[k, i] * beta[k]
        beta[i] /= normal[i, i]


@compiled
def _taken(x: Floats, value: Floats, t: int, normal: Floats, right: Floats, squares: Floats) -> None:
    """Add a date to the normal equations of every band."""
    for i in range(MOST_TERMS):
        for j in range(i + 1):
            normal[i, j] += x[t, i] * x[t, j]
    for b in range(len(value)):
        squares[b] += value[b, t] ** 2
        for i in range(MOST_TERMS):
            right[b, i] += x[t, i] * value[b, t]


@compiled
def _solved(
    count: int, terms: int, normal: Floats, right: Floats, squares: Floats, beta: Floats, unit: Floats
) -> None:
    """Coefficients and the deviation of each band over the dates taken, by least squares with a ridge."""
    factor = normal[:terms, :terms].copy()
    for i in range(1, terms):
        factor[i, i] += SEGMENT_RIDGE
    _factor(factor, terms)
    for b in range(len(beta)):
        beta[b, :] = 0.0
        beta[b, :terms] = right[b, :terms]
        _divided(factor, beta[b], terms)
        rest = squares[b]
        for i in range(terms):
            rest -= beta[b, i] * right[b, i] + (SEGMENT_RIDGE * beta[b, i] ** 2 if i else 0.0)
        unit[b] = np.sqrt(max(rest, 0.0) / max(count - terms, 1))


@compiled
def _window(
    x: Floats,
    value: Floats,
    picks: NDArray[np.int64],
    terms: int,
    sums: tuple[Floats, Floats, Floats],
    beta: Floats,
    unit: Floats,
) -> None:
    """The model of a window of dates; its sums are left for dates to be added."""
    sums[0][:, :] = 0.0
    sums[1][:, :] = 0.0
    sums[2][:] = 0.0
    for t in picks:
        _taken(x, value, t, *sums)
    _solved(len(picks), terms, *sums, beta, unit)


@compiled
def _off(x: Floats, value: Floats, b: int, t: int, beta: Floats) -> float:
    said = 0.0
    for i in range(x.shape[1]):
        said += x[t, i] * beta[b, i]
    return float(value[b, t] - said)


@compiled
def _score(x: Floats, value: Floats, t: int, beta: Floats, unit: Floats, floor: Floats) -> float:
    """The sum over bands of squared deviations of a date from a model."""
    total = 0.0
    for b in range(len(value)):
        total += (_off(x, value, b, t, beta) / max(unit[b], floor[b])) ** 2
    return total


@compiled
def _stable(
    x: Floats,
    value: Floats,
    picks: NDArray[np.int64],
    beta: Floats,
    unit: Floats,
    floor: Floats,
    limit: float,
) -> bool:
    """Whether a first model stands: neither its trend nor its first and last date are off (ibid., 3.3.2)."""
    first, last = picks[0], picks[-1]
    total = 0.0
    for b in range(len(value)):
        rise = abs(beta[b, 1] * (x[last, 1] - x[first, 1]))
        ends = abs(_off(x, value, b, first, beta)) + abs(_off(x, value, b, last, beta))
        total += ((rise + ends) / max(unit[b], floor[b])) ** 2
    return bool(np.sqrt(total) < limit)


@compiled
def _floor(value: Floats, picks: NDArray[np.int64], floor: Floats) -> None:
    """The median step from date to date of each band: no model is believed to be nearer (the variogram)."""
    for b in range(len(value)):
        steps = np.empty(max(len(picks) - 1, 1))
        steps[0] = 1.0
        for k in range(len(picks) - 1):
            steps[k] = abs(value[b, picks[k + 1]] - value[b, picks[k]])
        floor[b] = max(np.median(steps), 1e-9)


@compiled
def _begun(
    days: Floats,
    x: Floats,
    value: Floats,
    picks: NDArray[np.int64],
    start: int,
    least: int,
    limit: float,
    sums: tuple[Floats, Floats, Floats],
    beta: Floats,
    unit: Floats,
    floor: Floats,
) -> tuple[int, int]:
    """The first window from ``start`` on over which a model is stable: its place among the dates, or -1."""
    while start + least <= len(picks):
        end = start + least
        while end < len(picks) and days[picks[end - 1]] - days[picks[start]] < SHORTEST_D:
            end += 1
        if days[picks[end - 1]] - days[picks[start]] < SHORTEST_D:
            return -1, -1
        _window(x, value, picks[start:end], 4, sums, beta, unit)
        if _stable(x, value, picks[start:end], beta, unit, floor, limit):
            return start, end
        start += 1
    return -1, -1


@compiled
def _looked_back(
    x: Floats,
    value: Floats,
    picks: NDArray[np.int64],
    low: int,
    start: int,
    confirm: int,
    limit: float,
    outlier: float,
    beta: Floats,
    unit: Floats,
    floor: Floats,
) -> int:
    """Where a segment begins: back over dates that fit its first model, to the end of the one before."""
    begin = start
    while start > low:
        off = 0
        ahead = min(confirm, start - low)
        for k in range(ahead):
            off += _score(x, value, picks[start - 1 - k], beta, unit, floor) > limit
        if off == ahead:
            return begin
        start -= 1
        if _score(x, value, picks[start], beta, unit, floor) <= outlier:
            begin = start
    return begin


@compiled
def _grown(
    x: Floats,
    value: Floats,
    picks: NDArray[np.int64],
    kept: NDArray[np.int64],
    count: int,
    end: int,
    confirm: int,
    limit: float,
    outlier: float,
    sums: tuple[Floats, Floats, Floats],
    beta: Floats,
    unit: Floats,
    floor: Floats,
) -> tuple[int, int, bool]:
    """Dates taken on until so many in a row are off: where it ended, how many are kept, and if it broke.

    Of the last dates, too few to confirm, those before the first that is off are taken.
    """
    fitted = 0
    _window(x, value, kept[:count], _terms(count), sums, beta, unit)
    while end < len(picks):
        if count < 24 or count > GROWS * fitted:
            _solved(count, _terms(count), *sums, beta, unit)
            fitted = count
        ahead = min(confirm, len(picks) - end)
        off = 0
        for k in range(ahead):
            off += _score(x, value, picks[end + k], beta, unit, floor) > limit
        if off == ahead and (ahead == confirm or off > 0):
            return end, count, ahead == confirm
        if _score(x, value, picks[end], beta, unit, floor) <= outlier:
            kept[count] = picks[end]
            _taken(x, value, picks[end], *sums)
            count += 1
        end += 1
    return end, count, False


@compiled
def _segments(
    days: Floats,
    x: Floats,
    values: Singles,
    valid: NDArray[np.bool_],
    confirm: int,
    least: int,
    limit: float,
    outlier: float,
    count: NDArray[np.int32],
    first: NDArray[np.int32],
    last: NDArray[np.int32],
    broken: NDArray[np.int32],
) -> None:
    bands, dates, pixels = values.shape
    sums = (np.empty((MOST_TERMS, MOST_TERMS)), np.empty((bands, MOST_TERMS)), np.empty(bands))
    beta = np.empty((bands, MOST_TERMS))
    unit, floor = np.empty(bands), np.empty(bands)
    value, kept = np.empty((bands, dates)), np.empty(dates, np.int64)
    for n in range(pixels):
        picks = np.flatnonzero(valid[:, n])
        value[:, :] = values[:, :, n]
        _floor(value, picks, floor)
        low = 0
        while count[n] < MOST_SEGMENTS:
            start, end = _begun(days, x, value, picks, low, least, limit, sums, beta, unit, floor)
            if start < 0:
                break
            start = _looked_back(x, value, picks, low, start, confirm, limit, outlier, beta, unit, floor)
            size = end - start
            kept[:size] = picks[start:end]
            end, size, broke = _grown(
                x, value, picks, kept, size, end, confirm, limit, outlier, sums, beta, unit, floor
            )
            k = count[n]
            first[n, k], last[n, k] = picks[start], kept[size - 1]
            if broke:
                broken[n, k] = picks[end]
            count[n] += 1
            low = end
            if not broke:
                break
