"""Who asks, and whether they may: every interface passes by here, and nothing passes without a rule.

A caller comes with a key (`Authorization: Bearer`) or a session (a cookie; what changes anything needs its
`X-CSRF-Token` too). Until somebody has an account, whoever asks from this machine is the local operator, who
may do everything and acts for every partner; from then on nobody is anybody without a key or a session.
Forbidden and absent answer alike: whoever may not see a thing is told that there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from serai.errors import Refused
from serai.serve.languages import language_of
from serai.serve.served import Here
from serai.serve.trust.accounts import any_account
from serai.serve.trust.caller import NOBODY, OPERATOR, Caller, is_local
from serai.serve.trust.entrance import NotLetIn
from serai.serve.trust.limits import refuse_flood
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind

COOKIE, CSRF = "serai_session", "x-csrf-token"
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")  # by a proxy
READS = ("GET", "HEAD", "OPTIONS")


async def who_asks(request: Request, here: Here) -> Caller:
    """Who asks: by a key, by a session, the operator where there is no account, or nobody in particular."""
    try:
        caller = await asyncio.to_thread(_caller, request, here)
    except NotLetIn:
        refuse_flood(here.asking, peer(request))
        raise
    if not is_local(caller):  # a caller may ask so much; nobody in particular, an address
        refuse_flood(here.asking, caller.by or peer(request))
    return caller


def _caller(request: Request, here: Here) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return here.entrance.by_key(token.strip())
    session = request.cookies.get(COOKIE)
    if session is not None:
        changes = request.method not in READS
        return here.entrance.by_session(session, csrf=request.headers.get(CSRF), changes=changes)
    return OPERATOR if _local(request) and not any_account(here.database) else NOBODY


def peer(request: Request) -> str:
    """The address that a request came from."""
    return request.client.host if request.client else ""


def _local(request: Request) -> bool:
    """Whether a request came from this machine, straight: behind a proxy everybody comes from it."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(peer(request)).is_loopback
    except ValueError:
        return False


def refuse(caller: Caller, action: Action, kind: Kind, owner: str | Collection[str] = "") -> None:
    """Refuse what no rule allows, as what is not there; a visitor is asked who it is."""
    if is_local(caller) or may(caller, action, kind, owner).allowed:
        return
    if caller == NOBODY:
        raise Refused("serve.who")
    raise Refused("serve.absent")


def entered(action: Action, kind: Kind) -> Callable[[Caller], Awaitable[Caller]]:
    """What an interface depends on: the caller, once it may do this to common things of a kind."""

    async def let_in(caller: Annotated[Caller, Depends(who_asks)]) -> Caller:
        refuse(caller, action, kind)
        return caller

    return let_in


async def said_in(
    language: Annotated[
        str | None,
        Query(description="The language of sentences; else as Accept-Language says.", max_length=40),
    ] = None,
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> str:
    """The language to answer in."""
    return language_of(language, accept_language)


async def known(caller: Annotated[Caller, Depends(who_asks)]) -> Caller:
    """Somebody who is known; what it may see and do is asked of each thing."""
    if caller == NOBODY:
        raise Refused("serve.who")
    return caller


Known = Annotated[Caller, Depends(known)]
Language = Annotated[str, Depends(said_in)]
Reader = Annotated[Caller, Depends(entered(Action.SEE, Kind.ASSESSMENT))]
Planner = Annotated[Caller, Depends(entered(Action.SEE, Kind.PLAN))]
AtPlace = Annotated[Caller, Depends(entered(Action.SEE, Kind.PLACE))]
OfCorridor = Annotated[Caller, Depends(entered(Action.SEE, Kind.CORRIDOR))]
Supposing = Annotated[Caller, Depends(entered(Action.WHAT_IF, Kind.ASSESSMENT))]
Watching = Annotated[Caller, Depends(entered(Action.SEE, Kind.EVENT))]
Measuring = Annotated[Caller, Depends(entered(Action.SEE, Kind.METRICS))]
Keeping = Annotated[Caller, Depends(entered(Action.EDIT, Kind.CORRIDOR))]
