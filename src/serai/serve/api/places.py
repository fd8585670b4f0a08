"""What can be had at a place: links, looks, an area in hand, positioning, or any need put there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from serai.serve.api.asked import (
    AssetName,
    Days,
    Latitude,
    Longitude,
    MomentText,
    Satellites,
    Shape,
    Start,
    Stations,
    plain,
)
from serai.serve.bodies.places import LadderBody, LooksBody, PassesBody, PlacedNeedBody, RegionBody
from serai.serve.door import AtPlace, Language
from serai.serve.served import Here

router = APIRouter(tags=["places"])
Degrees = Annotated[float | None, Query(ge=0.0, le=90.0)]


@router.get("/places/ladder", response_model=LadderBody)
async def ladder(
    request: Request, here: Here, caller: AtPlace, language: Language,
    lat_deg: Latitude, lon_deg: Longitude,
    party: Annotated[AssetName | None, Query(description="Whose terms count.")] = None,
    country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None,
    terminals: Annotated[list[AssetName] | None, Query(max_length=20)] = None,
    start: Start = None, days: Days = None,
) -> Response:  # fmt: skip
    """Data, calls, texts and alerts at a place, best first: how surely, and on what each hangs."""
    asked = plain(
        lat_deg=lat_deg, lon_deg=lon_deg, party=party, country=country, terminals=terminals, start=start,
        days=days,
    )  # fmt: skip
    return await here.told(request, caller, "ladder", language, asked, heavy=True)


@router.get("/places/looks", response_model=LooksBody)
async def looks(
    request: Request, here: Here, caller: AtPlace, language: Language,
    lat_deg: Latitude, lon_deg: Longitude,
    off_nadir_deg: Annotated[float | None, Query(gt=0.0, le=60.0)] = 45.0,
    incidence_from_deg: Degrees = None, incidence_to_deg: Degrees = None,
    sun_deg: Annotated[float | None, Query(ge=-90.0, le=90.0, description="Least height of the Sun.")] = None,
    satellites: Satellites = None, start: Start = None, days: Days = 1.0,
) -> Response:  # fmt: skip
    """When the corridor's satellites can see a place."""
    asked = plain(
        lat_deg=lat_deg, lon_deg=lon_deg, off_nadir_deg=off_nadir_deg, sun_deg=sun_deg,
        incidence_from_deg=incidence_from_deg, incidence_to_deg=incidence_to_deg, satellites=satellites,
        start=start, days=days,
    )  # fmt: skip
    return await here.told(request, caller, "looks", language, asked, heavy=True)


@router.get("/places/needs/{need}", response_model=PlacedNeedBody)
async def need_at_place(
    request: Request, here: Here, caller: AtPlace, language: Language,
    need: str, lat_deg: Latitude, lon_deg: Longitude,
) -> Response:  # fmt: skip
    """How a need of the corridor would stand at this place: with a need for positioning, positioning."""
    asked = plain(need=need[:80], lat_deg=lat_deg, lon_deg=lon_deg)
    return await here.told(request, caller, "need-at", language, asked, heavy=True)


@router.get("/passes", response_model=PassesBody)
async def passes(
    request: Request, here: Here, caller: AtPlace, language: Language,
    stations: Stations = None, satellites: Satellites = None,
    mask_deg: Annotated[float | None, Query(ge=0.0, le=89.0)] = None,
    start: Start = None, days: Days = 1.0,
) -> Response:  # fmt: skip
    """Passes over the corridor's stations that they may take; of named satellites, all."""
    asked = plain(stations=stations, satellites=satellites, mask_deg=mask_deg, start=start, days=days)
    return await here.told(request, caller, "passes", language, asked, heavy=True)


class RegionAsked(BaseModel):
    """An area (GeoJSON: a geometry, a feature or a collection) or a need of the corridor; and by whom."""

    model_config = ConfigDict(extra="forbid")

    area: Shape | None = None
    need: AssetName | None = None
    party: AssetName | None = None
    sensors: list[AssetName] = Field([], max_length=10)
    resolution_m: float | None = Field(None, gt=0.0, le=10_000.0)
    emergency: bool = False
    satellites: list[AssetName] = Field([], max_length=100)
    losses: list[AssetName] = Field([], max_length=50)
    start: MomentText | None = None
    days: float = Field(1.0, ge=0.01, le=14.0)


@router.post("/regions", response_model=RegionBody)
async def region(
    request: Request, here: Here, caller: AtPlace, language: Language, asked: RegionAsked
) -> Response:
    """Which looks cover how much of an area, when each is in hand, by which station and term."""
    said = asked.model_dump(exclude_none=True)
    return await here.told(request, caller, "region", language, said, heavy=True)


@router.post(
    "/regions/strips",
    response_class=Response,
    responses={200: {"content": {"application/geo+json": {}}}},
)
async def region_strips(
    request: Request, here: Here, caller: AtPlace, language: Language, asked: RegionAsked
) -> Response:
    """The area and the strip of each look that comes into hand, as GeoJSON."""
    said = asked.model_dump(exclude_none=True)
    return await here.told(
        request, caller, "region-strips", language, said, "application/geo+json", heavy=True
    )
