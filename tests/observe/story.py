"""Two radars, a camera and a staring imager, two stations, and a flood to be seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from serai.access import Mask
from serai.earth import Box, Orientation, Place
from serai.ground import Dish
from serai.needs import Measure, Need
from serai.observe import ImageRequest, Observe, Sensor
from serai.orbit import Circle, Fixed, Motion
from serai.pool import Asset, Party, Pool, Right, Standing, Term, Terms
from serai.time import Instant, Span
from serai.world import Almanac, Rules, World

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
DAY = Span(T0, T0.plus(seconds=86_400.0))
SINDH = Place(lat_deg=27.0, lon_deg=68.0)
LOW_M = 6_378_137.0 + 600_000.0


def low_orbit(raan_deg: float, phase_deg: float = 0.0) -> Circle:
    """A polar orbit 600 km up."""
    return Circle(
        radius_m=LOW_M,
        inclination_deg=97.8,
        raan_deg=raan_deg,
        argument_of_latitude_deg=phase_deg,
        epoch=T0,
    )


def radar(satellite: str, resolution_m: float | None = 5.0) -> Sensor:
    """A radar that looks to both sides between 20 and 50 degrees of incidence."""
    return Sensor(
        satellite=satellite,
        name="strip",
        kind="radar",
        resolution_m=resolution_m,
        incidence_min_deg=20.0,
        incidence_max_deg=50.0,
        sides="both",
        daylight=False,
        delivery=("station",),
    )


def satellite(name: str, motion: Motion, *sensors: Sensor, owner: str = "cnsa") -> Asset:
    """A satellite with its sensors."""
    return Asset(id=name, name=name, kind="satellite", owner=owner, motion=motion, fittings=sensors)


def station(name: str, place: Place, owner: str, antennas: int | None = None) -> Asset:
    """A station that takes in images."""
    dish = Dish(station=name, antennas=antennas, min_elevation_deg=5.0, uses=("image receive",))
    return Asset(
        id=name, name=name.title(), kind="station", owner=owner, motion=Fixed(place), fittings=(dish,)
    )


def term(name: str, right: Right, assets: tuple[str, ...], **more: object) -> Term:
    """A term for everyone in the corridor, in force unless said."""
    base = Term(id=name, right=right, owner="cnsa", what=name, assets=assets, grantees=("corridor",))
    return replace(base, **more)  # type: ignore[arg-type]


def pool() -> Pool:
    """Kashi takes the radars down; Karachi could. The camera's images are open, a day late."""
    camera = Sensor(
        satellite="camera",
        name="wide",
        kind="optical",
        resolution_m=10.0,
        off_nadir_max_deg=40.0,
        daylight=True,
        delivery=("open",),
    )
    imager = Sensor(
        satellite="imager",
        name="disk",
        kind="geo-imager",
        resolution_m=4000.0,
        image_every_min=15.0,
        daylight=False,
        delivery=("broadcast",),
    )
    still = Circle(radius_m=42_164_000.0, inclination_deg=0.0, raan_deg=30.0, epoch=T0)
    return Pool(
        assets=(
            satellite("radar-a", low_orbit(80.0), radar("radar-a")),
            satellite("radar-b", low_orbit(140.0, 60.0), radar("radar-b")),
            satellite("camera", low_orbit(10.0, 90.0), camera, owner="esa"),
            satellite("imager", still, imager, owner="nsmc"),
            station("kashi", Place(lat_deg=39.5, lon_deg=75.93), "aircas"),
            station("karachi", Place(lat_deg=24.95, lon_deg=67.14), "suparco"),
        ),
        parties={
            "ndma": Party(id="ndma", name="NDMA", kind="agency", country="PK"),
            "cnsa": Party(id="cnsa", name="CNSA", kind="agency", country="CN"),
        },
        terms=Terms(
            rows=(
                term("T04", Right.IMAGE, ("owner:cnsa",)),
                term("T01", Right.OPEN_DATA, ("owner:esa",), delay_s=86_400.0, grantees=("everyone",)),
                term("T08", Right.OPEN_DATA, ("owner:nsmc",), delay_s=900.0, grantees=("everyone",)),
                term("T14", Right.DOWNLINK, ("owner:cnsa",), stations=("kashi",)),
                term(
                    "T15",
                    Right.DOWNLINK,
                    ("owner:cnsa",),
                    stations=("karachi",),
                    standing=Standing.CANDIDATE,
                    what="take it at Karachi",
                ),
            )
        ),
    )


def world(little: Pool) -> World:
    """A world without the fine motions of the Earth."""
    motions = {a.id: a.motion for a in little.assets if a.motion is not None}
    return World(
        at=T0, orientation=Orientation.none(), almanac=Almanac(motions, Orientation.none()), rules=Rules()
    )


def measure(name: str, threshold: float, share: float | None = 0.9, unit: str = "h") -> Measure:
    """A measure where less is better."""
    kind = Observe().measures[name]
    return Measure(
        name=name,
        unit=unit,
        lower_is_better=True,
        threshold=threshold,
        share_required=share,
        every_s=kind.every_s(threshold, unit),
        sets_period=kind.sets_period,
    )


def need(
    *measures: Measure, sensors: tuple[str, ...] = ("radar",), party: str = "ndma", priority: int = 1
) -> Need:
    """A need around Sindh; half an hour of work on the ground."""
    return Need(
        id="N01",
        title="flood",
        service="observe",
        box=Box(lon_min=67.0, lat_min=26.0, lon_max=69.0, lat_max=28.0),
        measures=measures,
        party=party,
        priority=priority,
        mask=Mask.constant(5.0),
        request=ImageRequest(sensors=sensors, processing_s=1200.0, last_mile_s=600.0),
    )


def without(little: Pool, *lost: str) -> np.ndarray:
    """One row of what is left after losing some assets."""
    return np.array([[a.id not in lost for a in little.assets]])
