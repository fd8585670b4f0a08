"""Events of the antenna within a file, for positions: its height by epoch, and where its place changes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.errors import Refused
from serai.formats.rinex.obs_events import MOVING
from serai.gnss.observations.inputs import Observations
from serai.time import Instant
from serai.wording import Reason, reason

Floats = NDArray[np.float64]


def antenna_deltas_m(observations: Observations) -> Floats:
    """(e, 3) the antenna's height, east and north over the marker at each epoch."""
    found = np.tile(np.asarray(observations.antenna_delta_hen_m, np.float64), (len(observations.tai_ns), 1))
    for event in observations.events:
        if event.antenna_delta_hen_m is not None:
            found[observations.tai_ns >= event.tai_ns] = event.antenna_delta_hen_m
    return found


def left_at_ns(observations: Observations) -> int | None:
    """The first epoch (TAI ns) at which the antenna is not where it was at first; None if there is none."""
    times = observations.tai_ns
    left = [e.tai_ns for e in observations.events if e.moves and len(times) and times[0] < e.tai_ns]
    return min((at for at in left if at <= int(times[-1])), default=None)


def refuse_moved(file: str, observations: Observations) -> None:
    """Refuse to hold a position still over an event that says that the antenna moves."""
    at = left_at_ns(observations)
    if at is not None:
        flag = next(e.flag for e in observations.events if e.moves and e.tai_ns == at)
        raise Refused("gnss.moved_within", file=file, what=_what(flag), when=Instant(at).utc(decimals=0))


def _what(flag: int) -> Reason:
    return reason("gnss.event_moving") if flag == MOVING else reason("gnss.event_new_site")


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
