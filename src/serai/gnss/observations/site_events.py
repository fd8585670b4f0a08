"""Events of the antenna within a file, for positions: its height by epoch, and where its place changes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.rinex.obs_events import MOVING, SiteEvent
from serai.gnss.observations.inputs import Observations
from serai.time import Instant
from serai.wording import Reason, reason

Floats = NDArray[np.float64]
SHIFTED_M = 0.01  # an antenna so much higher or aside is not where it was; less is a header written anew


def antenna_deltas_m(observations: Observations) -> Floats:
    """(e, 3) the antenna's height, east and north over the marker at each epoch."""
    found = np.tile(np.asarray(observations.antenna_delta_hen_m, np.float64), (len(observations.tai_ns), 1))
    for event in observations.events:
        if event.antenna_delta_hen_m is not None:
            found[observations.tai_ns >= event.tai_ns] = event.antenna_delta_hen_m
    return found


def left_at_ns(observations: Observations) -> int | None:
    """The first epoch (TAI ns) at which the antenna is not where it was at first; None if there is none."""
    leaving = _leaving(observations)
    return None if leaving is None else leaving.tai_ns


def _leaving(observations: Observations) -> SiteEvent | None:
    """The first event within a file by which the antenna leaves its place: it moves, or stands higher."""
    if not len(observations.tai_ns):
        return None
    begin, end = int(observations.tai_ns[0]), int(observations.tai_ns[-1])
    delta = np.asarray(observations.antenna_delta_hen_m, np.float64)
    for event in sorted(observations.events, key=lambda e: e.tai_ns):
        other = event.antenna_delta_hen_m
        shifted = other is not None and bool(np.abs(other - delta).max() >= SHIFTED_M)
        if begin < event.tai_ns <= end and (event.moves or shifted):
            return event
        if other is not None:
            delta = other
    return None


def refuse_moved(file: str, observations: Observations) -> None:
    """Refuse to hold a position still over an event that says that the antenna moves."""
    leaving = _leaving(observations)
    if leaving is not None:
        when = Instant(leaving.tai_ns).utc(decimals=0)
        raise Refused("gnss.moved_within", file=file, what=_what(leaving), when=when)


def _what(event: SiteEvent) -> Reason:
    if not event.moves:
        return reason("gnss.event_other_height")
    return reason("gnss.event_moving") if event.flag == MOVING else reason("gnss.event_new_site")


def refuse_other_antenna(file: str, observations: Observations) -> None:
    """Refuse one antenna's pattern for a file in which another antenna takes its place."""
    end = int(observations.tai_ns[-1]) if len(observations.tai_ns) else 0
    for event in observations.events:
        if event.antenna and event.antenna != observations.antenna and event.tai_ns <= end:
            raise Refused(
                "gnss.antenna_changed",
                file=file,
                before=observations.antenna or "?",
                now=event.antenna,
                when=Instant(event.tai_ns).utc(decimals=0),
            )


def some_epochs(observations: Observations, keep: NDArray[np.bool_]) -> Observations:
    """The epochs that a boolean array (e,) keeps, with their rows."""
    rows = keep[observations.epoch]
    place = np.cumsum(keep) - 1
    return replace(
        observations,
        tai_ns=observations.tai_ns[keep],
        flags=observations.flags[keep],
        clock_offset_s=observations.clock_offset_s[keep],
        epoch=place[observations.epoch[rows]].astype(np.int32),
        satellite=observations.satellite[rows],
        values=MappingProxyType({k: v[rows] for k, v in observations.values.items()}),
        lli=MappingProxyType({k: v[rows] for k, v in observations.lli.items()}),
    )
