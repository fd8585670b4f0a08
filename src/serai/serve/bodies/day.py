"""The bodies of the plan, of positions, and of the corridor's own tables."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from serai.serve.bodies.needs import Moment


class PlannedBookingBody(BaseModel):
    """A booked look, and the pass that brings it down."""

    need: str
    priority: int
    satellite: str
    owner: str
    look_start: Moment
    look_end: Moment
    station: str | None
    station_owner: str | None
    start: Moment | None
    end: Moment | None
    down: Moment


class LeftBody(BaseModel):
    """A need that was left without."""

    need: str
    reason: str


class PlanBody(BaseModel):
    """The plan, as `serai plan --json` tells it."""

    model_config = ConfigDict(extra="allow")

    corridor: str
    start: Moment
    end: Moment
    solver: str
    results_wanted: int
    results_planned: int
    bookings: list[PlannedBookingBody]
    left: list[LeftBody]
    faults: list[str]


class PositionBody(BaseModel):
    """Where one satellite is."""

    id: str
    lat_deg: float
    lon_deg: float
    height_m: float = Field(description="Above the ellipsoid WGS 84.")


class PositionsBody(BaseModel):
    """Where everything that moves is at one moment; what has no position then is left out."""

    at: Moment
    positions: list[PositionBody]


class CorridorFileBody(BaseModel):
    """One file of the corridor."""

    name: str
    bytes: int
    sha256: str


class CorridorPartyBody(BaseModel):
    """A party of the corridor."""

    id: str
    name: str
    nation: str


class CorridorTermBody(BaseModel):
    """A term: what is shared, and whether it is in force or a candidate."""

    id: str
    what: str
    in_force: bool


class CorridorBody(BaseModel):
    """What the corridor is, and where its tables come from."""

    corridor: str
    name: str
    summary: str
    version: str = Field(description="SHA-256 of its tables.")
    start: Moment
    map: list[float]
    assets: int
    parties: list[CorridorPartyBody]
    needs: list[str]
    terms: list[CorridorTermBody]
    files: list[CorridorFileBody]
    sources: dict[str, dict[str, str]]


class AssetBody(BaseModel):
    """An asset, and by what one may see, task and forward: a term, `own` or `host`; null: one may not."""

    id: str
    name: str
    kind: str
    owner: str
    usable: bool
    see: str | None
    task: str | None
    forward: str | None


class AssetsBody(BaseModel):
    """The assets that one sees."""

    assets: list[AssetBody]


class CheckBody(BaseModel):
    """What is wrong, doubtful or unknown in the tables: as `serai check --json`."""

    model_config = ConfigDict(extra="allow")

    corridor: str | None
    sound: bool
    problems: list[dict[str, Any]]
    disagreements: list[dict[str, Any]]
    out: list[dict[str, Any]]
    unknown: list[dict[str, Any]]


class AgeBody(BaseModel):
    """How old the elements of one satellite are; `late_s` is median and 90 % of how early or late it is."""

    id: str
    name: str
    orbit: str
    epoch: Moment
    age_days: float
    late_s: list[float | None]
    too_old_for: list[Literal["look", "pass", "cover"]] = Field(
        description="Where it comes later (median) than the use bears, or was never measured."
    )


class WithoutElementsBody(BaseModel):
    """What answers nothing, and why."""

    id: str
    why: str


class AgesBody(BaseModel):
    """How old the elements are at the moment of the assessment."""

    at: Moment
    elements: list[AgeBody]
    without: list[WithoutElementsBody]


class GeoJsonBody(BaseModel):
    """A GeoJSON FeatureCollection (RFC 7946)."""

    type: str
    features: list[dict[str, Any]]
