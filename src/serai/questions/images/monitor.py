"""Monitor: what changed at a place, where, since when, how sure; and what was not seen, and why."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import numpy as np

from serai.earth import Box
from serai.errors import Refused
from serai.observe.series.alarms import with_alarms
from serai.observe.series.composites import periods_of
from serai.observe.series.pixels import WatchRules
from serai.observe.series.record import Monitoring
from serai.observe.series.sensors import SensorOffset, harmonised
from serai.observe.series.stack import ImageStack, open_stack
from serai.observe.series.watch import Kept, Told, watched
from serai.time import Instant

YEAR_D = 365.0


def monitor(
    stack: str | Path | ImageStack,
    *,
    layer: str | None = None,
    box: Box | None = None,
    resolution_m: float | None = None,
    history: str | Instant | None = None,
    rules: WatchRules | None = None,
    composite: str = "",
    alarm_share: float | None = None,
    below: float | None = None,
    above: float | None = None,
    harmonise: bool = True,
    out: str | Path | None = None,
    memory_mb: float = 1_000.0,
    threads: int = 2,
    executor: Executor | None = None,
    progress: Told | None = None,
) -> Monitoring:
    """Watch a stack of images (docs/monitor.md): its record by date, its breaks, its alarms and its maps.

    Where the dates are of several sensors, bias, drift and a step between them are found and taken out first,
    unless ``harmonise`` is false. ``history`` is the last date that the model may learn from; left out, the
    last year is watched. With ``out``, parts are kept in that folder until the run is whole, and a run that
    was killed goes on there. ``box`` and ``resolution_m`` choose the grid of scenes that are STAC items.
    ``composite`` makes one image a month, quarter, year or so many days; an ``executor`` does the work, such
    as that of a dask client.
    """
    opened = (
        stack
        if isinstance(stack, ImageStack)
        else open_stack(stack, layer, box=box, resolution_m=resolution_m)
    )
    settings = rules or WatchRules()
    sensors: tuple[SensorOffset, ...] = ()
    until = _until(opened, settings, history)
    if composite:
        settings = replace(settings, periods=periods_of(opened.times, composite)[0])
    if harmonise:
        opened, sensors = harmonised(opened, settings.model)
    kept = None if out is None else Kept.of(Path(out), opened, settings, until)
    found = watched(
        opened,
        settings,
        until,
        memory_mb=memory_mb,
        threads=threads,
        kept=kept,
        tell=progress,
        executor=executor,
    )
    return with_alarms(
        replace(found, sensors=sensors, composite=composite), share=alarm_share, below=below, above=above
    )


def _until(stack: ImageStack, rules: WatchRules, history: str | Instant | None) -> int:
    """How many dates are the history."""
    if stack.dates <= rules.least:
        raise Refused(
            "series.few_dates",
            file=stack.path.name,
            dates=stack.dates,
            terms=rules.model.terms,
            least=rules.least + 1,
        )
    if history is None:
        until = int(np.searchsorted(stack.days, stack.days[-1] - YEAR_D))
    else:
        at = history if isinstance(history, Instant) else Instant.from_utc(_whole(history))
        until = int(np.searchsorted(stack.tai_ns, at.tai_ns, side="right"))
    if until < rules.least or until >= stack.dates:
        raise Refused(
            "series.no_history",
            file=stack.path.name,
            first=stack.times[0],
            last=stack.times[-1],
            least=rules.least,
        )
    return until


def _whole(text: str) -> str:
    """A day alone is that day with all of it."""
    return text if "T" in text else f"{text}T23:59:59Z"
