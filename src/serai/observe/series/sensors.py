"""Stability across sensors: bias, drift and a step between series that overlap, found and taken out.

One sensor is the reference. What the others show is compared with what the reference shows of the same pixels
before and after, by its season and by straight lines between its departures from it. The mean departure of
each date is a series of its own, and bias, drift and step are its generalised least squares, with noise by
date and a departure remembered for weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.observe.series.kernels import Floats, Singles
from serai.observe.series.season import YEAR_D, SeasonModel, fit
from serai.observe.series.stack import ImageStack, StackRows, read_rows
from serai.wording import Reason, reason

LEAST_DATES = 8  # of the other sensor while the reference was there
SIDE = 4  # dates on each side of a step that is believed
STEP_GAIN = (
    16.0  # twice the log likelihood that a step must add: chi-square with 2 at 99.97 %, for it was sought
)
MEMORIES = (0.0, 0.5, 1.5, 4.0)  # variances of the remembered departure that are tried, in units of the noise
SAMPLE = 20_000  # pixels that are compared
BANDS_READ = 4
LEAST_PIXELS = 10  # valid on a date for its mean to count


@dataclass(frozen=True, slots=True)
class SensorOffset:
    """What a sensor shows more than the reference: at the middle of the overlap, by year, and from a date on.

    Each with its standard deviation; ``step_at`` is the number of the first date after a step, -1 where there
    is none, and ``step_of`` the sensor that stepped: the other one's own past goes on after it. ``why`` says
    why nothing could be found; then nothing is taken out.
    """

    sensor: str
    reference: str
    dates: int
    bias: float
    bias_sigma: float
    drift: float
    drift_sigma: float
    step_at: int
    step: float
    step_sigma: float
    why: Reason | None = None
    step_of: str = ""


def harmonised(stack: ImageStack, model: SeasonModel) -> tuple[ImageStack, tuple[SensorOffset, ...]]:
    """The stack with the sensors' offsets taken out when it is read, and what they are."""
    if len(set(stack.sensors)) < 2:
        return stack, ()
    counts = Counter(stack.sensors)
    reference = min(counts, key=lambda name: (-counts[name], name))
    mean = _departures(stack, model, reference)
    shift = np.zeros(stack.dates)
    found = []
    for name in sorted(set(stack.sensors) - {reference}):
        own = np.array([s == name for s in stack.sensors])
        offset = offset_of(stack.days, mean, own, name, reference)
        if offset.step_at >= 0:
            offset = replace(offset, step_of=_stepped(stack, model, offset))
        found.append(offset)
        shift += np.where(own, _shift(stack.days, offset, _middle(stack.days, mean, own)), 0.0)
    surest = min((o for o in found if o.step_of == reference), key=lambda o: o.step_sigma, default=None)
    if surest is not None:
        trusted = np.array([s == reference for s in stack.sensors])
        shift -= np.where(trusted & (np.arange(stack.dates) >= surest.step_at), surest.step, 0.0)
    return replace(stack, shift=tuple(shift.tolist())), tuple(found)


def offset_of(
    days: Floats, mean: Floats, own: NDArray[np.bool_], sensor: str, reference: str
) -> SensorOffset:
    """Bias, drift and step of one sensor from the mean departures of its dates (NaN: not compared)."""
    at = np.flatnonzero(own & np.isfinite(mean))
    nothing = SensorOffset(sensor, reference, len(at), 0.0, np.nan, 0.0, np.nan, -1, 0.0, np.nan)
    if len(at) < LEAST_DATES:
        why = reason(
            "series.short_overlap", sensor=sensor, reference=reference, dates=len(at), least=LEAST_DATES
        )
        return replace(nothing, why=why)
    when, shown = days[at], mean[at]
    plain = np.stack([np.ones(len(at)), (when - _middle(days, mean, own)) / YEAR_D], axis=1)
    steps = [(k, (np.arange(len(at)) >= k).astype(float)) for k in range(SIDE, len(at) - SIDE + 1)]
    without = _likeliest(when, shown, plain)
    best = without
    step_at, beta, sigma = -1, without[1], without[2]
    for k, column in steps:
        tried = _likeliest(when, shown, np.column_stack([plain, column]))
        if tried[0] > max(best[0], without[0] + STEP_GAIN):
            best, step_at, beta, sigma = tried, int(at[k]), tried[1], tried[2]
    step, step_sigma = (float(beta[2]), float(sigma[2])) if step_at >= 0 else (0.0, float("nan"))
    return SensorOffset(
        sensor,
        reference,
        len(at),
        *(float(beta[0]), float(sigma[0]), float(beta[1]), float(sigma[1])),
        *(step_at, step, step_sigma),
    )


def _shift(days: Floats, offset: SensorOffset, middle: float) -> Floats:
    """What is to be taken from the sensor's values on each date."""
    stepped = offset.step_at >= 0 and offset.step_of != offset.reference
    after = (np.arange(len(days)) >= offset.step_at) if stepped else np.zeros(len(days))
    found: Floats = offset.bias + offset.drift * (days - middle) / YEAR_D + offset.step * after
    return found


def _middle(days: Floats, mean: Floats, own: NDArray[np.bool_]) -> float:
    """The middle of the dates compared."""
    at = days[own & np.isfinite(mean)]
    return float(at.mean()) if len(at) else float(days.mean())


def _likeliest(when: Floats, shown: Floats, x: Floats) -> tuple[float, Floats, Floats]:
    """Twice the log likelihood of the likeliest memory, the coefficients and their standard deviations."""
    best: tuple[float, Floats, Floats] = (-np.inf, np.zeros(x.shape[1]), np.full(x.shape[1], np.nan))
    apart = np.exp(-np.abs(when[:, None] - when[None, :]) / SeasonModel().memory_days)
    for memory in MEMORIES:
        covariance = np.eye(len(when)) + memory * apart
        root = np.linalg.cholesky(covariance)
        white_x, white_y = np.linalg.solve(root, x), np.linalg.solve(root, shown)
        beta, *_ = np.linalg.lstsq(white_x, white_y, rcond=None)
        squares = float(((white_y - white_x @ beta) ** 2).sum())
        noise = max(squares / max(len(when) - x.shape[1], 1), 1e-18)
        twice = -len(when) * float(np.log(max(squares, 1e-18) / len(when)))
        twice -= 2.0 * float(np.log(np.diag(root)).sum())
        if twice > best[0]:
            best = (twice, beta, np.sqrt(noise * np.diag(np.linalg.inv(white_x.T @ white_x))))
    return best


def _stepped(stack: ImageStack, model: SeasonModel, offset: SensorOffset) -> str:
    """Which of two sensors stepped: that whose own past, predicted beyond the step, does not go on.

    What both show after it, as far as it is common to them, is the ground's.
    """
    other = _own_change(stack, model, offset.sensor, offset.step_at)
    ours = _own_change(stack, model, offset.reference, offset.step_at)
    if not (np.isfinite(other) and np.isfinite(ours)):
        return offset.sensor
    if_other = abs(other - offset.step) + abs(ours)
    if_ours = abs(other) + abs(ours + offset.step)
    return offset.reference if if_ours < if_other else offset.sensor


def _own_change(stack: ImageStack, model: SeasonModel, sensor: str, at: int) -> float:
    """The mean departure of a sensor from its own season after a date, of the year that follows it."""
    own = np.array([s == sensor for s in stack.sensors])
    ends = int(np.searchsorted(stack.days, stack.days[at] + YEAR_D))
    total, count = 0.0, 0
    for part in _sample(stack):
        found = fit(stack.days, part.values, part.valid & own[:, None], model, at)
        known = (part.valid & own[:, None] & np.isfinite(found.filled))[at:ends]
        total += float(np.sum((part.values - found.filled)[at:ends], dtype=np.float64, where=known))
        count += int(known.sum())
    return total / count if count else float("nan")


def _sample(stack: ImageStack) -> Iterator[StackRows]:
    """Some rows from all over a stack, as many pixels as are compared."""
    rows, columns = stack.shape
    each = max(1, min(-(-rows // BANDS_READ), SAMPLE // (BANDS_READ * columns)))
    for first in range(0, rows, max(each, -(-rows // BANDS_READ))):
        yield read_rows(stack, first, min(first + each, rows))


def _departures(stack: ImageStack, model: SeasonModel, reference: str) -> Floats:
    """By date: how far pixels of other sensors lie on the mean from what the reference shows; else NaN.

    What it shows is its own season and, in between its dates, its departures from that by straight lines, so
    that a change of the ground, which both show, is none between them.
    """
    trusted = np.array([s == reference for s in stack.sensors])
    total, count = np.zeros(stack.dates), np.zeros(stack.dates)
    for part in _sample(stack):
        own = part.valid & trusted[:, None]
        season = fit(stack.days, part.values, own, model).filled
        between = _between(stack.days, part.values - season, own)
        known = part.valid & np.isfinite(between)
        total += np.sum(part.values - season - between, axis=1, dtype=np.float64, where=known)
        count += known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(~trusted & (count >= LEAST_PIXELS), total / count, np.nan)


def _between(days: Floats, values: Singles, known: NDArray[np.bool_]) -> Floats:
    """Straight lines between the known values of each pixel (dates, pixels); NaN before and after them."""
    number = np.arange(len(days))[:, None]
    before = np.maximum.accumulate(np.where(known, number, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, number, len(days))[::-1], axis=0)[::-1]
    inside = (before >= 0) & (after < len(days))
    one, other = np.where(inside, before, 0), np.where(inside, after, 0)
    span = np.maximum(days[other] - days[one], 1e-9)
    part = np.where(other > one, (days[:, None] - days[one]) / span, 0.0)
    pixel = np.arange(values.shape[1])[None]
    found: Floats = np.where(
        inside, (1.0 - part) * values[one, pixel] + part * values[other, pixel], np.nan
    ).astype(np.float64)
    return found
