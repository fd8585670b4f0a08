"""The day's plan, and where satellites are: as JSON, as feeds, and in bulk for a map."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from serai.serve.api.asked import Days, Satellites, Start, Stations, plain
from serai.serve.bodies.day import PlanBody, PositionsBody
from serai.serve.door import AtPlace, Language, OfCorridor, Planner, Reader
from serai.serve.served import Here

router = APIRouter(tags=["plan"])
CALENDAR, FEATURES, SCENE = "text/calendar; charset=utf-8", "application/geo+json", "application/json"
TRACKS = "application/octet-stream"


def _text(media: str) -> dict[int | str, dict[str, object]]:
    return {200: {"content": {media.partition(";")[0]: {}}}}


@router.get("/plan", response_model=PlanBody)
async def plan(
    request: Request, here: Here, caller: Planner, language: Language, start: Start = None, days: Days = None
) -> Response:
    """Who looks when, which station takes which pass, and who gives way."""
    return await here.told(request, caller, "plan", language, plain(start=start, days=days), heavy=True)


@router.get("/feeds/plan.ics", response_class=Response, responses=_text(CALENDAR))
async def plan_calendar(request: Request, here: Here, caller: Planner, language: Language) -> Response:
    """The plan as a calendar to subscribe to; an event keeps its id when the day is planned again."""
    asked = plain(made_by=_made_by(here))
    return await here.told(request, caller, "plan-calendar", language, asked, CALENDAR, heavy=True)


@router.get("/feeds/passes.ics", response_class=Response, responses=_text(CALENDAR))
async def passes_calendar(
    request: Request, here: Here, caller: Planner, language: Language, stations: Stations = None,
    satellites: Satellites = None,
) -> Response:  # fmt: skip
    """Passes over stations as a calendar to subscribe to; ids do not hang on the elements' age."""
    asked = plain(made_by=_made_by(here), stations=stations, satellites=satellites)
    return await here.told(request, caller, "passes-calendar", language, asked, CALENDAR, heavy=True)


@router.get("/feeds/plan.geojson", response_class=Response, responses=_text(FEATURES))
async def plan_features(request: Request, here: Here, caller: Planner, language: Language) -> Response:
    """The booked looks as GeoJSON."""
    return await here.told(request, caller, "plan-geojson", language, media=FEATURES, heavy=True)


@router.get("/feeds/plan.czml", response_class=Response, responses=_text(SCENE))
async def plan_scene(request: Request, here: Here, caller: Planner, language: Language) -> Response:
    """The plan as a scene in time for a globe (CZML)."""
    return await here.told(request, caller, "plan-czml", language, media=SCENE, heavy=True)


@router.get("/feeds/needs.geojson", response_class=Response, responses=_text(FEATURES))
async def needs_features(request: Request, here: Here, caller: Reader, language: Language) -> Response:
    """The boxes of the needs as GeoJSON, each with its verdict and deciding figure."""
    return await here.told(request, caller, "needs-geojson", language, media=FEATURES)


@router.get("/feeds/corridor.geojson", response_class=Response, responses=_text(FEATURES))
async def corridor_features(request: Request, here: Here, caller: OfCorridor, language: Language) -> Response:
    """What stands, runs, is asked and can be struck: stations, cables, sites, beams, needs, groups."""
    return await here.told(request, caller, "corridor-geojson", language, media=FEATURES)


@router.get("/positions", response_model=PositionsBody)
async def positions(
    request: Request, here: Here, caller: AtPlace, language: Language, start: Start = None,
    satellites: Satellites = None,
) -> Response:  # fmt: skip
    """Where the corridor's satellites are at one moment."""
    asked = plain(start=start, satellites=satellites)
    return await here.told(request, caller, "positions", language, asked)


@router.get("/tracks", response_class=Response, responses=_text(TRACKS))
async def tracks(
    request: Request, here: Here, caller: AtPlace, language: Language, start: Start = None,
    hours: Annotated[float, Query(ge=0.1, le=24.0)] = 3.0,
    step_s: Annotated[float, Query(ge=10.0, le=600.0)] = 60.0,
    satellites: Satellites = None,
) -> Response:  # fmt: skip
    """Where satellites are at even steps, in bulk for a map: binary, as docs/serve.md describes it."""
    asked = plain(start=start, hours=hours, step_s=step_s, satellites=satellites)
    return await here.told(request, caller, "tracks", language, asked, TRACKS)


def _made_by(here: Here) -> str:
    return f"serai {here.settings.version}"
