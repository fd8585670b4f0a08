"""The record of a watched place: what each date showed or why it showed nothing, breaks, alarms, and maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from serai.observe.series.charts import NEVER
from serai.observe.series.kernels import Floats
from serai.observe.series.pixels import FARTHEST, STEPS, RowsFound, WatchRules
from serai.observe.series.season import fit
from serai.observe.series.sensors import SensorOffset
from serai.observe.series.stack import ImageStack
from serai.wording import Reason, reason

SEEN_SHARE = 0.2  # of an area's pixels that must be valid for a date to speak for the area
LITTLE = 0.5  # of the pixels without a value: the date is told with its cause
SHARES = (0.68, 0.95)


@dataclass(frozen=True, slots=True)
class DateRecord:
    """One date: what share was valid and why not more, the area's value, the model's with its limits.

    ``value`` is the area's mean: the model's where a pixel was not seen. ``low`` and ``high`` hold 95 % of
    such values. ``nan`` where nothing is known.
    """

    time: str
    sensor: str
    valid: float
    cause: Reason
    value: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DatedBreak:
    """Pixels whose break was confirmed on one date, and the date that most of them were first disturbed."""

    time: str
    first: str
    pixels: int
    share: float
    confidence: float
    departure: float


@dataclass(frozen=True, slots=True)
class SeriesAlarm:
    """A need's threshold reached: when it was confirmed, since when, why."""

    time: str
    first: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What `serai.monitor` answers; ``maps`` are arrays of (rows, columns), dates in them their numbers.

    ``limits`` are the half widths, in standard deviations, that hold 68 and 95 % of values left out.
    """

    stack: ImageStack
    rules: WatchRules
    until: int
    series: tuple[DateRecord, ...]
    breaks: tuple[DatedBreak, ...]
    alarms: tuple[SeriesAlarm, ...]
    maps: Mapping[str, NDArray[Any]]
    limits: tuple[float, float]
    not_watched: int
    sensors: tuple[SensorOffset, ...] = ()
    composite: str = ""

    @property
    def valid_share(self) -> float:
        pixels = self.stack.shape[0] * self.stack.shape[1]
        return float(self.maps["valid_count"].sum(dtype=np.int64)) / (pixels * self.stack.dates)


def gathered(stack: ImageStack, rules: WatchRules, until: int, parts: list[RowsFound]) -> Monitoring:
    """The record of the whole from its parts in the order of their rows; alarms are raised by `alarms`."""
    rows, columns = stack.shape
    maps = {
        name: np.concatenate([part.maps[name] for part in parts], axis=-1).reshape(
            *parts[0].maps[name].shape[:-1], rows, columns
        )
        for name in parts[0].maps
    }
    sums = {name: sum((part.sums[name] for part in parts), np.zeros(stack.dates)) for name in parts[0].sums}
    limits = limits_of(np.sum([part.apart for part in parts], axis=0))
    return Monitoring(
        stack=stack,
        rules=rules,
        until=until,
        series=_series(stack, rules, sums, limits),
        breaks=_breaks(stack, maps),
        alarms=(),
        maps=maps,
        limits=limits,
        not_watched=int((~maps["watched"]).sum()),
    )


def limits_of(counts: NDArray[np.int64]) -> tuple[float, float]:
    """The half widths within which 68 and 95 % of the values left out lay, from how often each came."""
    total = counts.sum()
    if not total:
        return float("nan"), float("nan")
    below = np.cumsum(counts) / total
    edges = np.linspace(0.0, FARTHEST, STEPS + 1)[1:]
    one, two = (float(edges[np.searchsorted(below, share)]) for share in SHARES)
    return one, two


def _series(
    stack: ImageStack, rules: WatchRules, sums: Mapping[str, Floats], limits: tuple[float, float]
) -> tuple[DateRecord, ...]:
    valid = sums["valid"] / sums["pixels"]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = sums["filled"] / sums["fitted"]
        value = expected + sums["apart"] / sums["both"]
    speaks = (valid >= SEEN_SHARE) & np.isfinite(value)
    one = fit(stack.days, np.nan_to_num(value)[:, None].astype(np.float32), speaks[:, None], rules.model)
    mean, reach = one.filled[:, 0], limits[1] * one.sigma[:, 0]
    return tuple(
        DateRecord(
            time=time,
            sensor=sensor,
            valid=float(valid[k]),
            cause=_cause(float(valid[k]), float(sums["cloud"][k] / sums["pixels"][k])),
            value=float(value[k]) if speaks[k] else float("nan"),
            expected=float(mean[k]),
            low=float(mean[k] - reach[k]),
            high=float(mean[k] + reach[k]),
        )
        for k, (time, sensor) in enumerate(zip(stack.times, stack.sensors, strict=True))
    )


def _cause(valid: float, cloud: float) -> Reason:
    """Why a date shows little: what took most of what is not valid."""
    lost = 1.0 - valid
    if lost < LITTLE:
        return reason("series.seen")
    if cloud > 0.9 * lost:
        return reason("series.cloud")
    return reason("series.no_data") if cloud < 0.1 * lost else reason("series.cloud_and_no_data")


def _breaks(stack: ImageStack, maps: Mapping[str, NDArray[Any]]) -> tuple[DatedBreak, ...]:
    """The breaks by the date that confirmed them."""
    found = []
    watched = max(int(maps["watched"].sum()), 1)
    times = stack.times
    for at in np.unique(maps["confirmed"]).tolist():
        if at == NEVER:
            continue
        here = maps["confirmed"] == at
        first = int(np.bincount(maps["first_disturbed"][here]).argmax())
        weakest = float(np.median(maps["weakest"][here]))
        found.append(
            DatedBreak(
                time=times[at],
                first=times[first],
                pixels=int(here.sum()),
                share=float(here.sum()) / watched,
                confidence=float(1.0 - 2.0 * norm.sf(weakest)),
                departure=float(np.median(maps["departure"][here])),
            )
        )
    return tuple(found)
