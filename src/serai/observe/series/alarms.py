"""Alarms of a watched place: a share of it changed, or its value beyond a limit, each confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from serai.observe.series.record import DatedBreak, DateRecord, Monitoring, SeriesAlarm
from serai.wording import reason


def with_alarms(
    found: Monitoring, *, share: float | None, below: float | None, above: float | None = None
) -> Monitoring:
    """The record with its alarms: of a share of the watched pixels changed, of a value beyond a limit."""
    alarms: list[SeriesAlarm] = []
    if share is not None:
        alarms += share_alarm(found.breaks, share)
    after, layer = found.series[found.until :], found.stack.layer
    if below is not None:
        alarms += beyond_alarms(after, below, found.rules.confirm, layer, low=True)
    if above is not None:
        alarms += beyond_alarms(after, above, found.rules.confirm, layer, low=False)
    return replace(found, alarms=tuple(sorted(alarms, key=lambda one: one.time)))


def share_alarm(breaks: tuple[DatedBreak, ...], limit: float) -> Iterator[SeriesAlarm]:
    """The date on which the share of pixels with a confirmed break reached a limit; it is told once."""
    share = 0.0
    for one in breaks:
        share += one.share
        if share >= limit:
            first = min(b.first for b in breaks if b.time <= one.time)
            why = reason("series.share_alarm", percent=share, time=one.time, first=first, limit=limit)
            yield SeriesAlarm(one.time, first, why)
            return


def beyond_alarms(
    series: tuple[DateRecord, ...], limit: float, confirm: int, layer: str, *, low: bool
) -> Iterator[SeriesAlarm]:
    """Each time the area's value is below a limit (or above) on so many dates in a row that have a value."""
    key = "series.below_alarm" if low else "series.above_alarm"
    run: list[DateRecord] = []
    for one in series:
        if one.value != one.value:
            continue
        run = [*run, one] if (one.value < limit if low else one.value > limit) else []
        if len(run) == confirm:
            why = reason(
                key,
                layer=layer,
                value=one.value,
                time=one.time,
                limit=limit,
                count=confirm,
                first=run[0].time,
            )
            yield SeriesAlarm(one.time, run[0].time, why)
