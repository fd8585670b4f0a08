"""Sessions: opened by a password, told once, closed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from serai.serve.bodies.needs import Moment
from serai.serve.door import COOKIE, Known
from serai.serve.served import JSON, Here
from serai.serve.trust.limits import refuse_flood
from serai.serve.worker.messages import json_bytes

router = APIRouter(tags=["session"])


class LogInAsked(BaseModel):
    """Who comes, and by which password."""

    model_config = ConfigDict(extra="forbid")

    organisation: str = Field(min_length=1, max_length=200)
    name: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class SessionBody(BaseModel):
    """A session that was opened; its token is in the cookie alone."""

    id: str
    csrf: str = Field(description="Sent as X-CSRF-Token with whatever changes anything.")
    organisation: str
    name: str
    role: str
    until: Moment


class CallerBody(BaseModel):
    """Who asks."""

    organisation: str
    name: str
    role: str
    scopes: list[str]
    via: str


@router.post("/session", response_model=SessionBody, status_code=201)
def log_in(request: Request, here: Here, asked: LogInAsked) -> Response:
    """Open a session. Every wrong pair of name and password is answered alike."""
    refuse_flood(here.tries, f"{asked.name}@{asked.organisation}")
    opened = here.entrance.logs_in(asked.organisation, asked.name, asked.password)
    body = SessionBody(
        id=opened.id, csrf=opened.csrf, organisation=opened.caller.organisation, name=opened.caller.person,
        role=str(opened.caller.role), until=opened.until.utc(0),
    )  # fmt: skip
    answer = Response(json_bytes(body.model_dump()), 201, media_type=JSON)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, opened.token, httponly=True, samesite="strict", path="/", secure=secure)
    return answer


@router.get("/session", response_model=CallerBody)
def session(caller: Known) -> CallerBody:
    """Who the caller is here."""
    return CallerBody(
        organisation=caller.organisation, name=caller.person, role=str(caller.role),
        scopes=sorted(map(str, caller.scopes)), via=str(caller.via),
    )  # fmt: skip


@router.delete("/session", status_code=204)
def log_out(request: Request, here: Here, _: Known) -> Response:
    """Close the session that asks."""
    token = request.cookies.get(COOKIE)
    if token is not None:
        here.entrance.logs_out(token)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, path="/")
    return answer
