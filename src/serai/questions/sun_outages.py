"""Sun outages and eclipses of geosynchronous satellites: the days and minutes of each season."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from serai.access import Mask
from serai.access.limits import sun_at_satellite
from serai.access.sun_outage import half_width_deg, sun_outages
from serai.access.sweep import gathered, sweep
from serai.corridor import Corridor
from serai.earth import Place
from serai.errors import Refused
from serai.formats.places import NamedPlace
from serai.orbit import (
    MEASURED_DAYS,
    MOST_AGE_DAYS,
    Fixed,
    Motion,
    OrbitKind,
    Sgp4,
    geostationary_slot,
    orbit_kind,
)
from serai.questions.cautions import Allowed
from serai.questions.columns import Cell
from serai.questions.flights import Flight
from serai.questions.places import Places, only, places_of, stations_of
from serai.questions.sky import BulkSky, Moment, Source, Turning, corridor_of, sky_of
from serai.time import WindowTable, utc_texts

DEFAULT_MASK_DEG = 5.0  # the lowest elevation of a fixed link where a place has no mask of its own
OUTAGE_COLUMNS = ("satellite", "station", "start", "end", "duration_s", "least_angle_deg", "least_angle_at")
ECLIPSE_COLUMNS = ("satellite", "start", "end", "duration_s")
# A satellite that drifts and swings no more than this is held in its slot by its operator; assumed
KEPT_DEG_DAY, KEPT_DEG = 0.1, 0.3
BELT_M = 35_786_034.0  # of the geostationary orbit above the equator
SEASON_NS = 20 * 86_400_000_000_000  # days without an outage that part two seasons


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SunSeasons:
    """Outages by satellite and station (pair = satellite * stations + station) and eclipses by satellite."""

    sky: BulkSky
    stations: tuple[NamedPlace, ...]
    angle_deg: float
    outages: WindowTable
    eclipses: WindowTable

    def outage_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Each outage by the names of OUTAGE_COLUMNS."""
        table = self.outages
        columns = (utc_texts(at, 0) for at in (table.start_ns, table.end_ns, table.best_ns))
        for row, (start, end, at) in enumerate(zip(*columns, strict=True)):
            satellite, station = divmod(int(table.pair[row]), len(self.stations))
            lasting = round(float(table.duration_s[row]), 1)
            least = round(float(table.best[row]), 3)
            name, site = self.sky.flights[satellite].name, self.stations[station].id
            yield name, site, start, end, lasting, least, at

    def eclipse_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Each eclipse by the names of ECLIPSE_COLUMNS."""
        table = self.eclipses
        for row, (start, end) in enumerate(
            zip(utc_texts(table.start_ns, 0), utc_texts(table.end_ns, 0), strict=True)
        ):
            name = self.sky.flights[int(table.pair[row])].name
            yield name, start, end, round(float(table.duration_s[row]), 1)

    def seasons(self, table: WindowTable) -> Iterator[tuple[int, int, WindowTable]]:
        """Each season of each pair: the pair, how many days it has, and its windows."""
        for pair in np.unique(table.pair).tolist():
            mine = table.where(table.pair == pair)
            breaks = np.flatnonzero(np.diff(mine.start_ns) > SEASON_NS) + 1
            for rows in np.split(np.arange(len(mine)), breaks):
                season = mine.where(np.isin(np.arange(len(mine)), rows))
                yield pair, len(season), season


def sun_seasons(
    elements: Source,
    stations: Places | None = None,
    *,
    start: Moment | None = None,
    days: float | None = None,
    angle_deg: float | None = None,
    diameter_m: float | None = None,
    frequency_ghz: float | None = None,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    only_stations: Sequence[str] = (),
    max_age_days: float = MOST_AGE_DAYS,
    strict: bool = False,
) -> SunSeasons:
    """Sun outages of every geosynchronous satellite over every station, and its eclipses.

    An outage is the Sun's centre within ``angle_deg`` of the satellite, or within what a dish of
    ``diameter_m`` at ``frequency_ghz`` takes in. Satellites of other orbits are passed over. Those that keep
    a slot are taken to stay in it where their elements are past 33 days in the period.
    """
    angle = _angle(angle_deg, diameter_m, frequency_ghz)
    elements = corridor_of(elements)
    allowed = Allowed(max_age_days, strict)
    sites = only(_sites(elements, stations), only_stations)
    sky = sky_of(
        elements, start=start, days=days, orientation=orientation, satellites=satellites, allowed=allowed
    )
    belt = tuple(one for one in sky.flights if _geosynchronous(one.motions[-1]))
    if not belt:
        raise Refused("questions.no_geosynchronous", count=len(sky.flights))
    sky = BulkSky(belt, sky.span, sky.orientation, sky.left_out)
    newest = [_held(one, sky) for one in belt]
    masks = [Mask.read(site.mask) if site.mask else Mask.constant(DEFAULT_MASK_DEG) for site in sites]
    where = [site.place for site in sites]
    dark = sweep(
        newest,
        [Place(lat_deg=0.0, lon_deg=0.0)],
        sun_at_satellite(dark=True),
        sky.span,
        sky.orientation,
    )
    return SunSeasons(
        sky=sky,
        stations=sites,
        angle_deg=angle,
        outages=sun_outages(newest, where, masks, angle, sky.span, sky.orientation),
        eclipses=gathered(dark).table,
    )


def _sites(elements: Source, stations: Places | None) -> tuple[NamedPlace, ...]:
    """The stations that are given, or a corridor's own."""
    if stations is not None:
        return places_of(stations)
    if isinstance(elements, Corridor):
        return stations_of(elements)
    raise Refused("questions.places", option="--stations", instead="")


def _angle(angle_deg: float | None, diameter_m: float | None, frequency_ghz: float | None) -> float:
    """The angle that is asked for, or a dish's."""
    if angle_deg is not None:
        if not 0.0 < angle_deg <= 10.0:
            raise Refused("questions.sun_angle", got=angle_deg)
        return angle_deg
    if diameter_m is None or frequency_ghz is None:
        raise Refused("questions.sun_beam")
    if not (0.1 <= diameter_m <= 100.0 and 0.5 <= frequency_ghz <= 100.0):
        raise Refused("questions.sun_dish", diameter_m=diameter_m, frequency_ghz=frequency_ghz)
    return half_width_deg(diameter_m, frequency_ghz)


def _held(flight: Flight, sky: BulkSky) -> Motion:
    """A satellite's motion; where its elements grow too old in the period, the slot, if it keeps one.

    Elements let a satellite drift off that its operator holds: by 30 degrees in 200 days.
    """
    motion, ages = flight.motions[-1], flight.ages_days(sky.span)
    if not isinstance(motion, Sgp4) or ages is None or ages[1] <= MEASURED_DAYS:
        return motion
    slot = geostationary_slot(motion, motion.elements.epoch, sky.orientation)
    if abs(slot.drift_deg_day) > KEPT_DEG_DAY or slot.latitude_amplitude_deg > KEPT_DEG:
        return motion
    return Fixed(Place(lat_deg=0.0, lon_deg=slot.longitude_deg, height_m=BELT_M))


def _geosynchronous(motion: object) -> bool:
    return isinstance(motion, Sgp4) and orbit_kind(motion.elements) is OrbitKind.GEOSYNCHRONOUS
