"""The tables that every corridor has, whatever its services: their columns and what a cell may hold."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.access import Mask
from serai.earth import Place
from serai.ground import BANDS
from serai.needs import season
from serai.pool import Standing
from serai.tables import Cell, Column, Columns, Expected, Row
from serai.tables.column import (
    FRACTION,
    ID,
    LATITUDE,
    LIST,
    LONGITUDE,
    NAME,
    NUMBER,
    POSITIVE,
    TEXT,
    YES_NO,
)
from serai.time import Instant
from serai.wording import reason

# What may stand in a status cell. Only the first few let an asset answer a need.
IN_SERVICE = ("in service", "operational", "degraded")
STATUSES = (
    *IN_SERVICE,
    "not in service",
    "not available",
    "not licensed",
    "test",
    "unverified",
    "unknown",
    "under construction",
    "planned",
    "ended",
)
ORBITS = ("LEO", "MEO", "IGSO", "GEO", "HEO")
EVENT_KINDS = ("outage", "maintenance", "wrong while healthy", "what-if")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PERIODS = ("year",)  # what a share required may be of, beside the judged time
DAY_S = 86_400.0
OPEN_END = "open"  # the end of an event that goes on
ANY_ASSET = "asset"  # in Column.of: an asset of whatever table


def _mask(raw: str) -> Mask:
    try:
        return Mask.read(raw)
    except ValueError as error:
        raise Expected(reason("corridor.mask_in_full")) from error


def _instant(raw: str) -> Instant:
    """A moment in UTC; a bare date is its first second."""
    try:
        return Instant.from_utc(raw if "T" in raw else f"{raw}T00:00:00Z")
    except ValueError as error:
        raise Expected(reason("corridor.a_moment")) from error


@dataclass(frozen=True, slots=True)
class EventEnd:
    """When something ends, and as it is written in the table; ``at`` is None for what goes on."""

    at: Instant | None
    written: str


def _end(raw: str) -> EventEnd:
    """When something ends: a moment in UTC, `open`, or a bare date, which counts to the end of that day."""
    if raw.strip().casefold() == OPEN_END:
        return EventEnd(None, OPEN_END)
    try:
        return EventEnd(_instant(raw) if "T" in raw else _instant(raw).plus(seconds=DAY_S), raw)
    except Expected as error:
        raise Expected(reason("corridor.a_moment_or_open")) from error


def _months(raw: str) -> frozenset[int]:
    try:
        return season.months(raw)
    except ValueError as error:
        raise Expected(reason("corridor.months")) from error


def given(row: Row, column: str) -> float:
    """The number in a required column, which a row that was read always has."""
    value = row.number(column)
    assert value is not None, column
    return value


def place_of(row: Row, height_m: float = 0.0) -> Place:
    """Where a row's thing stands."""
    return Place(lat_deg=given(row, "lat_deg"), lon_deg=given(row, "lon_deg"), height_m=height_m)


MASK = Column(read=_mask)
WHEN = Column(read=_instant)
COUNTRY = Column(expected=reason("corridor.a_country"))
STATUS = Column(required=True, choices=STATUSES)
OWNER = Column(required=True, of=("members",))


def _table(**columns: Column) -> Columns:
    return MappingProxyType(columns)


MEMBERS = _table(id=ID, name=NAME, kind=TEXT, country=COUNTRY, home_page=TEXT, role=TEXT)
SATELLITES = _table(
    id=ID,
    name=NAME,
    norad=Column(Cell.COUNT, low=1, expected=reason("corridor.a_norad_number")),
    cospar=TEXT,
    owner=OWNER,
    operator=TEXT,
    country=COUNTRY,
    role=TEXT,
    orbit=Column(required=True, choices=ORBITS),
    status=STATUS,
    declared_lon_deg=Column(Cell.NUMBER, low=-180, high=180),
    declared_altitude_km=POSITIVE,
    declared_inclination_deg=Column(Cell.NUMBER, low=0, high=180),
    groups=LIST,
    image_bands=Column(Cell.LIST, choices=BANDS),
)
STATIONS = _table(
    id=ID,
    name=NAME,
    country=COUNTRY,
    owner=OWNER,
    operator=TEXT,
    lat_deg=LATITUDE,
    lon_deg=LONGITUDE,
    height_m=Column(Cell.NUMBER, low=-500, high=9000),
    mask=MASK,
    role=TEXT,
    status=STATUS,
    groups=LIST,
)
TERMS = MappingProxyType(
    {
        "id": ID,
        "right": Column(required=True),  # one that a service claims: see serai.corridor.terms
        "owner": Column(required=True, expected=reason("corridor.member_or_any")),
        "what": TEXT,
        "assets": Column(Cell.LIST, required=True, expected=reason("corridor.assets_of_term")),
        "stations": Column(Cell.LIST),
        "sites": Column(Cell.LIST, of=("sites",)),
        "for": Column(Cell.LIST, required=True, expected=reason("corridor.who_may")),
        "when": TEXT,
        "state": Column(required=True, choices=tuple(s.value for s in Standing)),
        "finest_resolution_m": POSITIVE,
        "delay_h": POSITIVE,
        "delay": TEXT,
        "forwardable": TEXT,
        "cost": TEXT,
        "conditions": TEXT,
    }
)
NEEDS = _table(
    id=ID,
    title=NAME,
    service=Column(required=True),
    who=TEXT,
    party=Column(of=("members",)),
    lon_min=LONGITUDE,
    lat_min=LATITUDE,
    lon_max=LONGITUDE,
    lat_max=LATITUDE,
    priority=Column(Cell.COUNT, low=1, high=3),
    what=TEXT,
    season=Column(read=_months),
    mask=Column(read=_mask, required=True, expected=reason("corridor.mask")),
    environment=TEXT,
    given_lost=LIST,
    substitutes_to_test=TEXT,
)
MEASURES = _table(
    need=Column(required=True, of=("needs",)),
    measure=NAME,
    unit=TEXT,
    better=Column(required=True, choices=("lower", "higher")),
    threshold=Column(Cell.NUMBER, required=True),
    breakthrough=NUMBER,
    goal=NUMBER,
    share_required=FRACTION,
    share_over=Column(choices=PERIODS),
    clear_view=YES_NO,
)
EVENTS = _table(
    id=ID,
    name=NAME,
    start=WHEN,
    end=Column(read=_end),
    assets_lost=LIST,
    kind=Column(required=True, choices=EVENT_KINDS),
    what_failed=TEXT,
    what_still_worked=TEXT,
    lesson=TEXT,
)
RAIN = _table(
    kind=TEXT,
    place=TEXT,
    name=TEXT,
    lat_deg=LATITUDE,
    lon_deg=LONGITUDE,
    r001_mm_h=Column(Cell.NUMBER, low=0, high=250),
    rain_height_km=Column(Cell.NUMBER, low=0, high=10),
    isotherm_0_height_km=Column(Cell.NUMBER, low=0, high=10),
    topographic_height_km=Column(Cell.NUMBER, low=-0.5, high=9),
)
CLEAR_SKY = _table(
    need=Column(required=True, of=("needs",)),
    lat_deg=LATITUDE,
    lon_deg=LONGITUDE,
    **dict.fromkeys(MONTHS, FRACTION),
    kind=TEXT,
)

# In the order in which a reader meets them; elements.csv is CelesTrak's own table: see serai.formats.
CORE = MappingProxyType(
    {
        "members": MEMBERS,
        "satellites": SATELLITES,
        "stations": STATIONS,
        "terms": TERMS,
        "needs": NEEDS,
        "measures": MEASURES,
        "events": EVENTS,
        "rain": RAIN,
        "clear_sky": CLEAR_SKY,
    }
)
ELEMENTS = "elements"
