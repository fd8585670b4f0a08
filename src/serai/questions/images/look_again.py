"""An alarm of a watched place raises a need: look here again, finer, by whom, and when it is in hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from serai.corridor import Corridor
from serai.earth import Box
from serai.errors import Refused
from serai.needs import Need
from serai.observe.request import ImageRequest, WatchRequest
from serai.observe.series.place import changed_box
from serai.observe.series.record import Monitoring, SeriesAlarm
from serai.questions.areas.to_hand import RegionToHand
from serai.questions.region import region
from serai.questions.sky import Moment, moment
from serai.time import Instant
from serai.wording import Reason, reason

DAY_S = 86_400.0
MOST_DAYS = 31.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """What one alarm asks for: of which need, where, how fine, until when; and who could look.

    ``whole`` is true where the stack tells no place on the Earth, so that all of the need's is asked for.
    """

    alarm: SeriesAlarm
    need: Need[ImageRequest]
    box: Box
    whole: bool
    resolution_m: float | None
    start: Instant
    until: Instant
    looks: RegionToHand

    @property
    def key(self) -> str:
        """The same alarm of the same need is the same request, however often the place is watched."""
        return f"look-again:{self.need.id}:{self.alarm.why.key}:{self.alarm.time}"

    @property
    def wanted(self) -> Reason:
        """The request in words."""
        key = "series.wanted" if self.resolution_m is not None else "series.wanted_any"
        return reason(
            key,
            need=self.need.id,
            west=self.box.lon_min,
            south=self.box.lat_min,
            east=self.box.lon_max,
            north=self.box.lat_max,
            resolution_m=self.resolution_m or 0.0,
            why=self.alarm.why,
        )


def watch_of(corridor: Corridor, need: str) -> WatchRequest:
    """What a need asks of a watched place; refused where it asks nothing."""
    found = corridor.need(need)
    watch = found.request.watch if isinstance(found.request, ImageRequest) else None
    if watch is None:
        asking = [n.id for n in corridor.needs if isinstance(n.request, ImageRequest) and n.request.watch]
        raise Refused("questions.not_watched", need=found.id, watched=tuple(asking))
    return watch


def look_again(
    found: Monitoring, corridor: Corridor, need: str, at: Moment | None = None
) -> tuple[LookAgain, ...]:
    """What each alarm of a record asks of the corridor's pool, from a moment on (the corridor's start)."""
    watch, asking = watch_of(corridor, need), corridor.need(need)
    start = moment(at) or corridor.start
    days = min(watch.again_s / DAY_S, MOST_DAYS)
    told = []
    shown: dict[Box, RegionToHand] = {}
    for alarm in found.alarms:
        place = changed_box(found, alarm.time)
        box = asking.box if place is None else place
        if box not in shown:
            shown[box] = region(
                corridor, box, need=asking.id, resolution_m=watch.again_m, start=start, days=days
            )
        told.append(
            LookAgain(
                alarm=alarm,
                need=replace(asking, box=box),
                box=box,
                whole=place is None,
                resolution_m=watch.again_m,
                start=start,
                until=start.plus(seconds=days * DAY_S),
                looks=shown[box],
            )
        )
    return tuple(told)
