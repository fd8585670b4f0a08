"""Control charts of what a pixel shows after its history: EWMA, CuSum, MoSum, and departures in a row.

Each is given the departures from a forecast that knows the history only. Sources: EWMA, Brooks et al. 2014
(doi 10.1109/TGRS.2013.2272545); CuSum, Chu, Stinchcombe and White 1996 (doi 10.2307/2171955); MoSum, Leisch,
Hornik and Kuan 2000 (doi 10.1017/S0266466600166022); confirmed in a row, Zhu and Woodcock 2014
(doi 10.1016/j.rse.2014.01.011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from serai.jit import compiled
from serai.observe.series.kernels import Floats, Singles

Flags = NDArray[np.bool_]
NEVER = -1  # in the place of a date's number, where nothing was found
CUSUM_LARGEST = 10.0  # critical values beyond have no chance that a double tells from zero


@dataclass(frozen=True, slots=True)
class ChartAlarms:
    """A chart at its end: process and boundary by pixel, and the date of its alarm (`NEVER`: none)."""

    process: Floats
    boundary: Floats
    alarm: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ConfirmedBreaks:
    """By pixel: the date that confirmed a break and the first disturbed one (`NEVER`: no break).

    ``weakest`` is the smallest of the confirming departures in standard deviations, ``departure`` their mean
    in the layer's unit; both NaN where nothing was confirmed.
    """

    confirmed: NDArray[np.int32]
    first: NDArray[np.int32]
    weakest: Singles
    departure: Singles


def ewma(
    residual: Singles,
    valid: Flags,
    until: int,
    *,
    weight: float = 0.3,
    limit: float = 4.0,
    outlier: float = 10.0,
    start: Floats | None = None,
) -> ChartAlarms:
    """An exponentially weighted mean of the departures (dates, pixels), from the history's own on.

    It alarms at ``limit`` times its standard deviation in the long run; a departure of more than ``outlier``
    standard deviations of the history is passed over. ``start`` replaces the process at the history's end.
    """
    pixels = residual.shape[1]
    out = ChartAlarms(np.zeros(pixels), np.empty(pixels), np.full(pixels, NEVER, np.int32))
    if start is not None:
        out.process[:] = start
    _ewma(
        *(residual, valid, until, weight, limit, outlier, start is None),
        *(out.process, out.boundary, out.alarm),
    )
    return out


def cusum(
    residual: Singles,
    valid: Flags,
    until: int,
    *,
    terms: int,
    chance: float = 0.05,
    start: Floats | None = None,
) -> ChartAlarms:
    """The sum of all departures; ``chance`` is that of an alarm where nothing changes."""
    pixels = residual.shape[1]
    out = ChartAlarms(np.zeros(pixels), np.full(pixels, np.nan), np.full(pixels, NEVER, np.int32))
    if start is not None:
        out.process[:] = start
    _cusum(
        *(residual, valid, until, terms, cusum_critical(chance), start is None),
        *(out.process, out.boundary, out.alarm),
    )
    return out


def mosum(
    residual: Singles,
    valid: Flags,
    until: int,
    *,
    terms: int,
    critical: float,
    width: float = 0.25,
    sign: float = 1.0,
) -> ChartAlarms:
    """The sum of the last departures, as many as ``width`` of the history's dates.

    ``critical`` stands in the tables of Leisch, Hornik and Kuan 2000. ``sign`` turns the history's
    departures where a fit tells them the other way round.
    """
    pixels = residual.shape[1]
    out = ChartAlarms(np.zeros(pixels), np.full(pixels, np.nan), np.full(pixels, NEVER, np.int32))
    _mosum(
        *(residual, valid, until, terms, critical, width, sign),
        *(out.process, out.boundary, out.alarm),
    )
    return out


def confirmed(
    residual: Singles, sigma: Singles, valid: Flags, until: int, *, dates: int = 4, threshold: float = 1.1
) -> ConfirmedBreaks:
    """Breaks: dates in a row on one side of the forecast, each by ``threshold`` standard deviations."""
    pixels = residual.shape[1]
    out = ConfirmedBreaks(
        np.full(pixels, NEVER, np.int32),
        np.full(pixels, NEVER, np.int32),
        np.full(pixels, np.nan, np.float32),
        np.full(pixels, np.nan, np.float32),
    )
    _confirmed(
        *(residual, sigma, valid, until, dates, threshold),
        *(out.confirmed, out.first, out.weakest, out.departure),
    )
    return out


def cusum_critical(chance: float) -> float:
    """The critical value a of Chu, Stinchcombe and White's boundary: 2 (1 - F(a) + a f(a)) = chance."""
    return float(brentq(lambda a: 2.0 * (norm.sf(a) + a * norm.pdf(a)) - chance, 0.0, CUSUM_LARGEST))


@compiled
def _deviation(residual: Singles, valid: Flags, until: int, n: int, taken: int) -> tuple[float, int]:
    """The standard deviation of a pixel's history, and how many dates it has; NaN where too few."""
    count, total = 0, 0.0
    for t in range(until):
        if valid[t, n]:
            count += 1
            total += residual[t, n]
    if count <= taken:
        return np.nan, count
    mean, squares = total / count, 0.0
    for t in range(until):
        if valid[t, n]:
            squares += (residual[t, n] - mean) ** 2
    return np.sqrt(squares / (count - taken)), count


@compiled
def _ewma(
    residual: Singles,
    valid: Flags,
    until: int,
    weight: float,
    limit: float,
    outlier: float,
    begin: bool,
    process: Floats,
    boundary: Floats,
    alarm: NDArray[np.int32],
) -> None:
    for n in range(residual.shape[1]):
        deviation, _ = _deviation(residual, valid, until, n, 0)
        boundary[n] = limit * deviation * np.sqrt(weight / (2.0 - weight))
        for t in range(0 if begin else until, len(residual)):
            if not valid[t, n] or (t >= until and not abs(residual[t, n]) <= outlier * deviation):
                continue
            process[n] = (1.0 - weight) * process[n] + weight * residual[t, n]
            if t >= until and abs(process[n]) >= boundary[n]:
                alarm[n] = t
                break


@compiled
def _cusum(
    residual: Singles,
    valid: Flags,
    until: int,
    terms: int,
    critical: float,
    begin: bool,
    process: Floats,
    boundary: Floats,
    alarm: NDArray[np.int32],
) -> None:
    for n in range(residual.shape[1]):
        deviation, history = _deviation(residual, valid, until, n, terms)
        unit = deviation * np.sqrt(history)
        count = history
        for t in range(0 if begin else until, len(residual)):
            if not valid[t, n]:
                continue
            process[n] += residual[t, n] / unit
            if t < until:
                continue
            count += 1
            x = count / history
            boundary[n] = np.sqrt(x * (x - 1.0) * (critical * critical + np.log(x / (x - 1.0))))
            if abs(process[n]) >= boundary[n]:
                alarm[n] = t
                break


@compiled
def _last(residual: Singles, valid: Flags, until: int, n: int, window: Floats) -> None:
    """The last departures of a pixel's history, as many as the window holds, in their order."""
    left = len(window)
    for t in range(until - 1, -1, -1):
        if left and valid[t, n]:
            left -= 1
            window[left] = residual[t, n]


@compiled
def _mosum(
    residual: Singles,
    valid: Flags,
    until: int,
    terms: int,
    critical: float,
    width: float,
    sign: float,
    process: Floats,
    boundary: Floats,
    alarm: NDArray[np.int32],
) -> None:
    for n in range(residual.shape[1]):
        deviation, history = _deviation(residual, valid, until, n, terms)
        size = int(np.floor(history * width))
        if size < 1:
            process[n] = np.nan
            continue
        unit = deviation * np.sqrt(history)
        window = np.empty(size)
        _last(residual, valid, until, n, window)
        window *= sign / unit
        process[n] = window.sum()
        count = history
        for t in range(until, len(residual)):
            if not valid[t, n]:
                continue
            window[(count - history) % size] = residual[t, n] / unit
            process[n] = window.sum()
            count += 1
            x = count / history
            boundary[n] = critical * np.sqrt(2.0 * (np.log(x) if x > np.e else 1.0))
            if abs(process[n]) >= boundary[n]:
                alarm[n] = t
                break


@compiled
def _confirmed(
    residual: Singles,
    sigma: Singles,
    valid: Flags,
    until: int,
    dates: int,
    threshold: float,
    found: NDArray[np.int32],
    first: NDArray[np.int32],
    weakest: Singles,
    departure: Singles,
) -> None:
    for n in range(residual.shape[1]):
        side, run, begin, least, total = 0.0, 0, 0, 0.0, 0.0
        for t in range(until, len(residual)):
            if not valid[t, n]:
                continue
            z = residual[t, n] / sigma[t, n]
            if not abs(z) >= threshold:
                run = 0
                continue
            if run == 0 or z * side <= 0.0:
                side, run, begin, least, total = z, 0, t, abs(z), 0.0
            run += 1
            least = min(least, abs(z))
            total += residual[t, n]
            if run == dates:
                found[n], first[n], weakest[n], departure[n] = t, begin, least, total / run
                break
