"""What if these were lost, and these terms agreed? States in a moment, then verdicts and remedies."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from serai.serve.api.asked import AssetName, Shape
from serai.serve.bodies.what_if import SupposedPart, SupposedStates
from serai.serve.door import Language, Supposing
from serai.serve.gone import while_there
from serai.serve.served import Here, viewer
from serai.serve.worker.line import Unanswered, WorkerFault
from serai.serve.worker.messages import json_bytes

router = APIRouter(tags=["what-if"])
LINES = "application/x-ndjson"


class WhatIfAsked(BaseModel):
    """What is supposed: losses by asset, risk group, party, event or area, and candidate terms by id."""

    model_config = ConfigDict(extra="forbid")

    losses: list[AssetName] = Field([], max_length=50, examples=[["kashi"]])
    terms: list[AssetName] = Field([], max_length=20)
    areas: list[Shape] = Field(
        [], max_length=10, description="Footprints (GeoJSON): what stands or lands inside is lost."
    )
    fortnight: bool = Field(True, description="Whether the fortnight of each touched need is judged too.")


@router.post("/what-if/states", response_model=SupposedStates)
async def states(
    request: Request, here: Here, caller: Supposing, language: Language, asked: WhatIfAsked
) -> Response:
    """The day's state of every need, before and after."""
    supposed = asked.model_dump(exclude={"fortnight"})
    return await here.told(request, caller, "what-if-states", language, supposed)


@router.post(
    "/what-if",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A line of JSON a part: states, then each touched need, then its fortnight.",
            "content": {LINES: {"schema": SupposedPart.json_schema()}},
        }
    },
)
async def what_if(
    request: Request, here: Here, caller: Supposing, language: Language, asked: WhatIfAsked
) -> Response:
    """States at once; then verdict, why and remedies of each need that is touched, as they are found."""
    said = {"question": "what-if", "language": language, **viewer(caller), **asked.model_dump()}
    parts = here.keeper.stream(said, caller.tenant)
    first = await while_there(request, _first(parts))  # what is refused is refused before the answer begins
    return StreamingResponse(_lines(first, parts), media_type=LINES)


async def _first(parts: AsyncIterator[bytes]) -> bytes:
    return await anext(parts)


async def _lines(first: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Each part a line; what goes wrong later is the last line."""
    yield first + b"\n"
    try:
        async for part in parts:
            yield part + b"\n"
        yield json_bytes({"stage": "done"}) + b"\n"
    except Unanswered as why:
        yield json_bytes({"stage": "failed", "detail": why.why.detail}) + b"\n"
    except (TimeoutError, WorkerFault):
        yield json_bytes({"stage": "failed", "detail": ""}) + b"\n"
