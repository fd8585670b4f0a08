"""Is the server up, is it ready, and what has it counted?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from serai.serve.door import Measuring
from serai.serve.keeper import NotWarm
from serai.serve.metrics import TEXT
from serai.serve.served import Here

router = APIRouter(tags=["operation"])


class HealthBody(BaseModel):
    """That the server runs."""

    status: Literal["up"]


class ReadyBody(BaseModel):
    """What the server answers from."""

    status: Literal["ready"]
    at: str = Field(description="The moment from which needs are judged, UTC.")
    whole: bool = Field(description="Whether the fortnight is in; until then verdicts are the day's.")
    assessments: int = Field(description="How many became ready since the start: days, and fortnights.")
    trouble: str = Field(description="Why the latest assessment could not be made; empty where it could.")


@router.get("/health", response_model=HealthBody)
async def health() -> HealthBody:
    """Whether the server runs; it may have nothing to answer from yet."""
    return HealthBody(status="up")


@router.get("/ready", response_model=ReadyBody)
async def ready(here: Here) -> ReadyBody:
    """Whether it has a corridor to answer from; 503 until then."""
    keeper = here.keeper
    if not keeper.ready or keeper.at is None:
        raise NotWarm
    return ReadyBody(
        status="ready",
        at=keeper.at.utc(0),
        whole=keeper.whole,
        assessments=keeper.generation,
        trouble=keeper.trouble,
    )


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(here: Here, _: Measuring) -> Response:
    """Counts and times for Prometheus."""
    keeper, counted = here.keeper, here.metrics
    counted.generation.set(keeper.generation)
    counted.questions.set(keeper.quick.taken + keeper.heavy.taken)
    if keeper.at is not None:
        counted.age_s.set(here.settings.now_second().seconds_since(keeper.at))
    return Response(counted.text(), media_type=TEXT)
