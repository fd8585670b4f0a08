"""The bodies of what a place gets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from serai.serve.bodies.needs import Moment, StateName


class LadderPlaceBody(BaseModel):
    """The place of a ladder, and the site at which its cables end."""

    lat_deg: float
    lon_deg: float
    countries: list[str]
    site: str | None
    site_m: float | None


class RungBody(BaseModel):
    """One service at a place; what nobody published is null, and `missing` names it."""

    service: str
    by: str
    id: str
    rate_bps: float | None
    latency_ms: float | None
    delivery_s: float | None
    calls: float | None
    elevation_deg: float | None
    margin_db: float | None
    availability_today: float | None
    availability_year: float | None
    hangs_on: list[str]
    missing: str | None


class ShutBody(BaseModel):
    """A service that may not be used, and why."""

    by: str
    why: str


class LadderBody(BaseModel):
    """Every service that reaches a place, best first."""

    corridor: str
    start: Moment
    end: Moment
    place: LadderPlaceBody
    ladder: list[RungBody]
    shut: list[ShutBody]


class WindowBody(BaseModel):
    """One pass or look: the fields of `serai passes --json` and `serai looks --json`."""

    model_config = ConfigDict(extra="allow")

    satellite: str
    uncertainty_s: float | None
    duration_s: float | None


class WindowsBody(BaseModel):
    """Passes or looks in order of time."""

    start: Moment
    end: Moment
    satellites: int
    left_out: list[str] = Field(description="Satellites whose elements are too old, or cannot be read.")


class PassesBody(WindowsBody):
    """Passes over stations."""

    passes: list[WindowBody]


class LooksBody(WindowsBody):
    """Looks at a place."""

    looks: list[WindowBody]


class PlacedFigureBody(BaseModel):
    """A measure of a need that was put at a place."""

    value: float | None
    typical: float | None
    unit: str
    threshold: float | None
    share: float | None
    missing: str | None


class PlacedNeedBody(BaseModel):
    """How a need of the corridor would stand at another place."""

    need: str
    title: str
    service: str
    at: Moment
    state: StateName
    share_met: float | None
    figures: dict[str, PlacedFigureBody]
    path: list[str]
    why: str
    substitutes: list[str]
    remedies: list[str]
    flags: list[str]
    confidence: str


class RegionLookBody(BaseModel):
    """A look at an area: how much it covers, and when it is in hand."""

    model_config = ConfigDict(extra="allow")

    rank: int | None
    satellite: str
    start: Moment
    end: Moment
    owner: str
    covered_percent: float
    cumulative_percent: float
    clear_chance: float | None
    in_hand: Moment | None
    term: str | None


class RegionBody(BaseModel):
    """Which looks cover how much of an area, and when each is in hand: as `serai looks --area --json`."""

    corridor: str
    area_km2: float | None
    length_km: float | None
    start: Moment
    end: Moment
    covered_percent: float
    whole_in_hand: Moment | None
    looks: list[RegionLookBody]
