"""An area looked at by the satellites of a file of element sets: who sees how much of it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from serai.access import Mask
from serai.access.abeam import Side
from serai.corridor import Corridor
from serai.earth.outline import Outline
from serai.errors import Refused
from serai.needs import Need
from serai.observe.areas.region import FlownSatellites, region_looks
from serai.observe.areas.sensing import samples_wanted
from serai.observe.fittings import OPEN, Sensor
from serai.observe.looks import SUN_ELEVATION_MIN_DEG
from serai.observe.request import ImageRequest
from serai.observe.sensors import DataWay, EligibleSensor, EligibleSensors
from serai.orbit import MOST_AGE_DAYS
from serai.pool import Asset, Pool
from serai.questions.areas.to_hand import NEW_MAP, RegionToHand
from serai.questions.cautions import Allowed, said_ages
from serai.questions.flights import stretches_of
from serai.questions.region import AreaAsked, outline_of_area
from serai.questions.sky import BulkSky, Moment, Source, Turning, sky_of
from serai.wording import Reason
from serai.world import Almanac, World


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptBy:
    """What every satellite looks with: how far aside, and how wide a strip (all of its reach if left out).

    By ``off_nadir_deg`` a camera, by ``incidence_deg`` (lowest and highest) a radar, which looks to one side;
    with ``sun_deg`` only while the Sun stands so high over the area.
    """

    off_nadir_deg: float | None = None
    incidence_deg: tuple[float, float] | None = None
    swath_km: float | None = None
    side: Side | None = None
    sun_deg: float | None = None

    def __post_init__(self) -> None:
        if (self.off_nadir_deg is None) == (self.incidence_deg is None):
            raise Refused("questions.swept_by")
        reach = self.incidence_deg or (0.0, self.off_nadir_deg or 0.0)
        if not 0.0 <= reach[0] < reach[1] <= 90.0:
            raise Refused("questions.reach", low=reach[0], high=reach[1])
        if self.swath_km is not None and not 0.0 < self.swath_km <= 20_000.0:
            raise Refused("questions.swath", got=self.swath_km)

    def sensor(self, satellite: str) -> Sensor:
        """It as a sensor of one satellite."""
        low, high = self.incidence_deg or (None, None)
        return Sensor(
            satellite=satellite,
            name="",
            kind="optical" if self.incidence_deg is None else "radar",
            swath_km=self.swath_km,
            off_nadir_max_deg=self.off_nadir_deg,
            incidence_min_deg=low,
            incidence_max_deg=high,
            sides=self.side or "both",
            daylight=self.sun_deg is not None,
            delivery=(OPEN,),
        )


def region_of_elements(
    elements: Source,
    area: AreaAsked,
    by: SweptBy,
    *,
    start: Moment | None = None,
    days: float | None = None,
    satellites: Sequence[str] = (),
    paper: Sequence[str] = (),
    orientation: Turning | None = None,
    max_age_days: float = MOST_AGE_DAYS,
    strict: bool = False,
    new_map_share: float = NEW_MAP,
) -> RegionToHand:
    """Which satellites of a file see how much of an area, and when; nothing is known of when it is in hand.

    At each moment the nearest of a satellite's element sets counts; satellites whose positions come from a
    table, or that turn with the Earth, sweep no strips. The other arguments are those of `serai.revisit`.
    """
    if not 0.0 < new_map_share <= 1.0:
        raise Refused("questions.new_map", percent=100.0 * new_map_share)
    sky = sky_of(
        elements, start=start, days=days, orientation=orientation, satellites=satellites, paper=paper,
        allowed=Allowed(max_age_days, strict),
    )  # fmt: skip
    outline, name = outline_of_area(area)
    pool = _pool(sky, by)
    need = Need(
        id="area",
        title=name,
        service="observe",
        box=outline.box(),
        measures=(),
        mask=Mask(points=((0.0, 0.0),)),
        request=ImageRequest(sensors=("radar" if by.incidence_deg else "optical",)),
    )
    flown = _flown(sky, pool, by)
    world = World(
        at=sky.span.start,
        orientation=sky.orientation,
        almanac=Almanac({a.id: a.motion for a in pool.assets if a.motion}, sky.orientation),
    )
    count = samples_wanted(() if outline.by_length else flown.eligible.found, outline.size)
    return RegionToHand(
        corridor=_corridor(elements, sky, pool, outline),
        outline=outline,
        name=name,
        found=region_looks(need, outline.samples(count, corners=True), pool, world, sky.span, flown),
        orientation=sky.orientation,
        on_ground_s=None,
        sky=None,
        new_map_share=new_map_share,
        delivered=False,
        beside=_said(sky),
    )


def _pool(sky: BulkSky, by: SweptBy) -> Pool:
    """The satellites as assets that nobody owns, each with the one sensor."""
    return Pool(
        tuple(
            Asset(
                id=f"{number}",
                name=one.name,
                kind="satellite",
                owner="",
                motion=one.motions[0],
                fittings=(by.sensor(f"{number}"),),
            )
            for number, one in enumerate(sky.flights)
        )
    )


def _flown(sky: BulkSky, pool: Pool, by: SweptBy) -> FlownSatellites:
    way = DataWay(kind=OPEN, term=None, delay_s=0.0)
    stretches = stretches_of(sky.flights)
    return FlownSatellites(
        eligible=EligibleSensors(
            found=tuple(
                EligibleSensor(asset=asset, sensor=asset.fitted(Sensor)[0], ways=(way,), stares=False)
                for asset in pool.assets
            )
        ),
        motions=sky.motions,
        stretches_ns=np.stack([stretches.begin_ns, stretches.end_ns], axis=1),
        of=tuple(str(owner) for owner in stretches.owner.tolist()),
        sun_deg=SUN_ELEVATION_MIN_DEG if by.sun_deg is None else by.sun_deg,
    )


def _corridor(elements: Source, sky: BulkSky, pool: Pool, outline: Outline) -> Corridor:
    """The satellites as a corridor that has nothing else."""
    named = Path(elements).name if isinstance(elements, str | Path) else ""
    return Corridor(
        folder=Path(), id="", name=named, start=sky.span.start, map=outline.box(), pool=pool, needs=()
    )


def _said(sky: BulkSky) -> tuple[Reason, ...]:
    """How old the elements are, who is left out and what else must be said."""
    ages = said_ages(sky.flights, sky.span)
    return (*((ages,) if ages else ()), *sky.cautions, *(one.says for one in sky.left_out))
