"""What one server holds: its settings, the warm corridor, the database and the metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated

from fastapi import Depends, Request, Response

from serai.serve.feed import ChangeFeed
from serai.serve.fetching import Fetching
from serai.serve.gone import while_there
from serai.serve.keeper import Keeper
from serai.serve.metrics import Metrics
from serai.serve.settings import ServeSettings
from serai.serve.trust.caller import ALL_SCOPES, Caller, CallerRole
from serai.serve.trust.entrance import Entrance
from serai.serve.trust.limits import Buckets
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.serve.versions import Versions
from serai.store.database import Database

JSON = "application/json"
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)  # RFC 9110, 12.5.3


@dataclass(frozen=True, slots=True)
class Served:
    """One server."""

    settings: ServeSettings
    keeper: Keeper
    database: Database
    metrics: Metrics
    feed: ChangeFeed
    entrance: Entrance
    tries: Buckets
    asking: Buckets
    versions: Versions
    fetching: Fetching

    async def told(
        self,
        request: Request,
        caller: Caller,
        question: str,
        language: str,
        asked: Mapping[str, object] = MappingProxyType({}),
        media: str = JSON,
        *,
        heavy: bool = False,
    ) -> Response:
        """The warm corridor's answer to a question, or that it is what the caller has already (RFC 9110, 13).

        It goes packed to whoever takes it so.

        A body is bytes of the media type; anything but JSON comes as one JSON text.
        """
        said = {"question": question, "language": language, **viewer(caller), **asked}
        found = self.keeper.at_hand(said)
        if found is None:
            found = await while_there(request, self.keeper.answer(said, caller.tenant, heavy=heavy))
        packed = await found.gzipped() if GZIP.search(request.headers.get("accept-encoding", "")) else b""
        headers = {
            "ETag": f'"{found.tag}-gzip"' if packed else f'"{found.tag}"',
            "Content-Language": language,
            "Vary": "Accept-Encoding, Accept-Language, Cookie, Authorization",
        }
        if headers["ETag"] in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Response(packed or found.body, headers=headers, media_type=media)


def viewer(caller: Caller) -> dict[str, object]:
    """Who asks, as the warm corridor needs to know it: what is one organisation's is one answer, kept once.

    Whoever sees all (the operator, the host) is nobody in particular.
    """
    if not caller.organisation or caller.role is CallerRole.HOST:
        return {}
    edits = may(replace(caller, scopes=ALL_SCOPES), Action.EDIT, Kind.CORRIDOR).allowed
    role = CallerRole.KEEPER if edits else CallerRole.READER
    return {"viewer": {"organisation": caller.organisation, "role": role.value, "edits": edits}}


async def served(request: Request) -> Served:
    """The server that a request came to."""
    found: Served = request.app.state.served
    return found


Here = Annotated[Served, Depends(served)]
