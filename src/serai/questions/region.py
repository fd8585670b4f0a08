"""A region to hand: which satellites cover how much of an area, when, and when the image is in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from serai.access import Mask
from serai.corridor import Corridor
from serai.earth import Box
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.formats.geojson import outline_of, read_outline
from serai.needs import Measure, Need, premised
from serai.observe.areas.region import region_looks
from serai.observe.areas.sensing import samples_wanted
from serai.observe.fittings import KINDS
from serai.observe.request import ImageRequest
from serai.observe.sensors import eligible_sensors
from serai.outcome.dated import dated_events, with_events
from serai.outcome.outcome import open_corridor
from serai.questions.areas.to_hand import NEW_MAP, RegionToHand
from serai.questions.constellations.selection import and_on_paper, on_paper_in, only_constellation
from serai.questions.sky import Moment, moment
from serai.time import Span
from serai.world import ClearSky

if TYPE_CHECKING:
    from serai.formats.clouds.grid import CloudForecast

DAY_S = 86_400.0
LAND_KINDS = ("radar", "optical", "stereo", "wide-field")  # what maps of the ground are made of

AreaAsked = str | Path | Outline | Box | dict[str, object]


def region(
    corridor: Corridor | str | Path,
    area: AreaAsked | None = None,
    *,
    need: str = "",
    party: str = "",
    sensors: Sequence[str] = (),
    resolution_m: float | None = None,
    emergency: bool = False,
    satellites: Sequence[str] = (),
    constellation: str = "",
    paper: Sequence[str] = (),
    like: str = "",
    without: Sequence[str] = (),
    start: Moment | None = None,
    days: float | None = None,
    new_map_share: float = NEW_MAP,
    clouds: str | Path | None = None,
) -> RegionToHand:
    """Which looks cover how much of an area, when each is in hand, and by which station and term.

    ``area`` is a file (GeoJSON, or a CSV of boxes), a GeoJSON object, or a box; a ``need`` of the corridor
    says who asks, for what, and how long images take on the ground, and its box is the area where none is
    given. Else ``party`` is whose terms count (nobody: what is open to all), ``sensors`` the kinds, all that
    map the land where none is named, and ``emergency`` lets terms for emergencies count. ``new_map_share``
    is how much of the area a new map of it must cover. ``constellation`` is one of the corridor's, whose
    satellites alone look; ``paper`` are orbits on paper, with the sensors and terms of ``like``.
    ``clouds`` is a NetCDF file of cloud cover, whose chance of a clear view counts where it reaches.
    """
    if not 0.0 < new_map_share <= 1.0:
        raise Refused("questions.new_map", percent=100.0 * new_map_share)
    opened = corridor if isinstance(corridor, Corridor) else open_corridor(corridor)
    if constellation:
        opened = only_constellation(opened, constellation)
    opened = and_on_paper(opened.without(*without), paper, like)
    begin, length = moment(start) or opened.start, days or opened.days
    span = Span.of(begin, length * DAY_S)
    opened = with_events(opened, dated_events(opened, span))
    asking = opened.need(need) if need else None
    if asking is not None and asking.service != "observe":
        raise Refused("questions.need_looks_not", need=asking.id, service=asking.service)
    outline, name = outline_of_area(area, asking)
    wanted = _need(opened, asking, outline, name, party, sensors, resolution_m, emergency)
    pool = premised(wanted, opened.pool)
    if satellites:
        meant = frozenset[str]().union(*(pool.named(word) for word in satellites), on_paper_in(pool))
        pool = pool.losing(
            frozenset(a.id for a in pool.assets if a.kind == "satellite" and a.id not in meant)
        )
    world = opened.world(begin)
    eyes = () if outline.by_length else eligible_sensors(wanted, pool).found
    count = samples_wanted(eyes, outline.size)
    found = region_looks(wanted, outline.samples(count, corners=True), pool, world, span)
    return RegionToHand(
        corridor=replace(opened, pool=pool),
        outline=outline,
        name=name,
        found=found,
        orientation=world.orientation,
        on_ground_s=wanted.request.on_ground_s if wanted.request else None,
        sky=_sky(opened, asking, outline),
        new_map_share=new_map_share,
        clouds=None if clouds is None else _forecast(clouds),
    )


def _forecast(path: str | Path) -> CloudForecast:
    from serai.formats.clouds.netcdf import read_cloud_forecast

    return read_cloud_forecast(path)


def outline_of_area(area: AreaAsked | None, asking: Need | None = None) -> tuple[Outline, str]:
    """The area that is asked about (a need's box where none is), and what it is called."""
    if area is None:
        if asking is None:
            raise Refused("questions.area_needed")
        return Outline.of_box(asking.box), asking.id
    if isinstance(area, Outline):
        return area, ""
    if isinstance(area, Box):
        return Outline.of_box(area), ""
    if isinstance(area, dict):
        return outline_of(area, "GeoJSON"), ""
    return read_outline(area), Path(area).name


def _need(
    corridor: Corridor,
    asking: Need[ImageRequest] | None,
    outline: Outline,
    name: str,
    party: str,
    sensors: Sequence[str],
    resolution_m: float | None,
    emergency: bool,
) -> Need[ImageRequest]:
    """What is asked of the pool: a need of the corridor over this area, or one made for the question."""
    for kind in sensors:
        if kind not in KINDS:
            raise Refused("questions.no_such_sensor", word=kind, known=KINDS)
    if party and corridor.pool.party(party) is None:
        raise Refused("questions.no_such_party", word=party)
    request = asking.request if asking and asking.request else ImageRequest(sensors=LAND_KINDS)
    if sensors:
        request = replace(request, sensors=tuple(sensors))
    measures = asking.measures if asking else ()
    if resolution_m is not None:
        finer = Measure(name="resolution", unit="m", lower_is_better=True, threshold=resolution_m)
        measures = (*(m for m in measures if m.name != "resolution"), finer)
    if asking is not None:
        urgent = 1 if emergency else asking.priority
        return replace(
            asking, box=outline.box(), measures=measures, request=request, party=party or asking.party,
            priority=urgent,
        )  # fmt: skip
    return Need(
        id="area",
        title=name,
        service="observe",
        box=outline.box(),
        measures=measures,
        party=party,
        priority=1 if emergency else 2,
        mask=Mask(points=((0.0, 0.0),)),
        request=request,
    )


def _sky(corridor: Corridor, asking: Need | None, outline: Outline) -> ClearSky | None:
    """The clear sky of the need that asks, or of the smallest need whose box holds the area's middle."""
    if asking is not None:
        return corridor.weather.clear_sky_for(asking.id)
    middle = outline.box().centre()
    holding = [n for n in corridor.needs if bool(n.box.contains(middle.lat_deg, middle.lon_deg))]
    for one in sorted(holding, key=lambda n: (n.box.area_km2(), n.id)):
        sky = corridor.weather.clear_sky_for(one.id)
        if sky is not None:
            return sky
    return None
