"""The corridor's own tables: what they are, as they stand, what is wrong or old, where they come from."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from serai.serve.bodies.day import AgesBody, AssetsBody, CheckBody, CorridorBody
from serai.serve.door import Language, OfCorridor
from serai.serve.served import Here

router = APIRouter(tags=["corridor"])
TEXT = "text/plain; charset=utf-8"


@router.get("/corridor", response_model=CorridorBody)
async def corridor(request: Request, here: Here, caller: OfCorridor, language: Language) -> Response:
    """What the corridor is: parties, terms, needs, files with their hashes, sources, version."""
    return await here.told(request, caller, "corridor", language)


@router.get(
    "/corridor/files/{name:path}", response_class=Response, responses={200: {"content": {"text/plain": {}}}}
)
async def table(request: Request, here: Here, caller: OfCorridor, language: Language, name: str) -> Response:
    """One table of the corridor as it stands."""
    return await here.told(request, caller, "table", language, {"name": name[:200]}, TEXT)


@router.get("/corridor/check", response_model=CheckBody)
async def check(request: Request, here: Here, caller: OfCorridor, language: Language) -> Response:
    """What is wrong, doubtful or unknown in the tables."""
    return await here.told(request, caller, "check", language)


@router.get("/corridor/ages", response_model=AgesBody)
async def ages(request: Request, here: Here, caller: OfCorridor, language: Language) -> Response:
    """How old each satellite's elements are, and how far off that lets it be."""
    return await here.told(request, caller, "ages", language)


@router.get("/corridor/assets", response_model=AssetsBody)
async def assets(request: Request, here: Here, caller: OfCorridor, language: Language) -> Response:
    """Every asset that one sees, and by which term one may see it, task it, and forward what comes of it."""
    return await here.told(request, caller, "assets", language)
