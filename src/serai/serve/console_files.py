"""The console: the page of a duty room, built from `web/` and kept in the package; it asks the interfaces."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).parent / "console"
ONLY_FROM_HERE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FILES = StaticFiles(directory=FOLDER)
LAND = "land.json"  # the outline that the report draws too: kept once
SHARED = StaticFiles(packages=[("serai.report", "assets")])

router = APIRouter(include_in_schema=False)


@router.get("/")
async def page(request: Request) -> Response:
    """The page itself."""
    return await part(request, "index.html")


@router.get("/" + LAND)
async def land(request: Request) -> Response:
    """The coastlines of the map."""
    return await SHARED.get_response(LAND, request.scope)


@router.get("/{name}")
async def part(request: Request, name: str) -> Response:
    """A built file, which asks nothing of any other host and runs no script but its own."""
    answer = await FILES.get_response(name, request.scope)
    answer.headers["Content-Security-Policy"] = ONLY_FROM_HERE
    return answer
