"""Who asks, and whether they may: every interface passes by here, and nothing passes without a rule.

Until accounts exist the server listens at the loopback address alone, and whoever asks there is the local
operator, who may do everything and acts for every partner. The answer says so: `Serai-Caller: local`.
Forbidden and absent answer alike: whoever may not see a thing is told that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from serai.errors import Refused
from serai.serve.languages import language_of
from serai.serve.trust.caller import ALL_SCOPES, NOBODY, Caller, CallerRole, Via
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind

LOCAL = "local"
OPERATOR = Caller(LOCAL, LOCAL, CallerRole.HOST, ALL_SCOPES, Via.CONSOLE)


def is_local(caller: Caller) -> bool:
    """Whether it is the local operator, who may do everything."""
    return caller == OPERATOR


def who_asks(request: Request) -> Caller:
    """Who asks: the operator of this machine, or nobody in particular."""
    host = request.client.host if request.client else ""
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = False
    return OPERATOR if local else NOBODY


def refuse(caller: Caller, action: Action, kind: Kind, owner: str | Collection[str] = "") -> None:
    """Refuse what no rule allows, as what is not there; a visitor is asked who it is."""
    if is_local(caller) or may(caller, action, kind, owner).allowed:
        return
    if caller == NOBODY:
        raise Refused("serve.who")
    raise Refused("serve.absent")


def entered(action: Action, kind: Kind) -> Callable[[Request], Caller]:
    """What an interface depends on: the caller, once it may do this to common things of a kind."""

    def let_in(request: Request) -> Caller:
        caller = who_asks(request)
        refuse(caller, action, kind)
        return caller

    return let_in


def said_in(
    language: Annotated[
        str | None,
        Query(description="The language of sentences; else as Accept-Language says.", max_length=40),
    ] = None,
    accept_language: Annotated[str, Header(include_in_schema=False)] = "",
) -> str:
    """The language to answer in."""
    return language_of(language, accept_language)


def known(request: Request) -> Caller:
    """Somebody who is known; what it may see and do is asked of each thing."""
    caller = who_asks(request)
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
