"""What was promised and what came; what was decided, when and by whom; and every change as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from serai.serve.bodies.record import LedgerBody, RecordBody, ReportsAsked, TakenBody
from serai.serve.desks import desk_of, known_standing, party_of
from serai.serve.door import Known, Watching, refuse
from serai.serve.outward import inside, outward
from serai.serve.repeated import IdempotencyKey, done_once
from serai.serve.served import JSON, Here, Served
from serai.serve.trust.caller import is_local
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.serve.worker.messages import json_bytes
from serai.store.accounts import Promise, accounts, forwarding, promises, tallies
from serai.store.ledger import head, told
from serai.store.reports import DeliveryReport
from serai.store.since import owners_of
from serai.time import Instant

router = APIRouter(tags=["record"])
STREAM = "text/event-stream"


@router.post("/reports", response_model=TakenBody)
def report(here: Here, caller: Known, asked: ReportsAsked, key: IdempotencyKey) -> Response:
    """Take in what came of orders; each report once, however often it is sent."""
    named = [inside(here.database, caller, one.order) for one in asked.reports]
    for name in named:
        found = known_standing(here, caller, name)
        owners = [u.owner for o in found.offers if o.id == name for u in o.uses]
        refuse(caller, Action.REPORT, Kind.USE, owners)
    some = [
        DeliveryReport(
            name, one.stage, Instant.from_utc(one.moment), one.fault, one.covered_percent, one.note
        )
        for name, one in zip(named, asked.reports, strict=True)
    ]
    return done_once(
        here, caller, key, "report", asked, lambda: {"taken": desk_of(here, caller).reports(some)}
    )


@router.get("/record", response_model=RecordBody)
def record(here: Here, caller: Known) -> Response:
    """What was promised by each order, and what came; by owner, by term, and who gave and got."""
    with here.database.reading() as connection:
        found = promises(connection, party_of(caller))
        seen = [one for one in found if is_local(caller) or _sees(one, caller)]
        parties = accounts(connection, seen)
    told = {
        "orders": [_promise(one) for one in seen],
        "owners": [asdict(one) for one in tallies(seen)],
        "terms": [asdict(one) for one in tallies(seen, by_term=True)],
        "parties": [asdict(one) for one in parties],
    }
    return Response(json_bytes(outward(here.database, caller, told)), media_type=JSON)


@router.get("/ledger", response_model=LedgerBody)
def ledger(
    here: Here, caller: Known,
    subject: Annotated[str | None, Query(max_length=80, description="Of a request or an order.")] = None,
    last: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, object]:  # fmt: skip
    """What was decided, when, by whom and on which inputs: the latest events."""
    of = None if subject is None else inside(here.database, caller, subject)
    with here.database.reading() as connection:
        end, found = str(head(connection)), told(connection, of, most=last)
        mine = [
            one
            for one in found
            if is_local(caller)
            or may(caller, Action.SEE, Kind.RECORD, owners_of(connection, str(one["subject"]))).allowed
        ]
    return {"head": end, "events": outward(here.database, caller, mine)}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events.", "content": {STREAM: {}}}},
)
async def events(
    here: Here, caller: Watching,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{1,15}$", description="Go on after it.")] = None,
) -> StreamingResponse:  # fmt: skip
    """Every change as it happens: events of the ledger by their numbers, and assessments as they come."""
    after = None if last_event_id is None else int(last_event_id)
    return Listening(here, here.feed.events(caller, after, everything=is_local(caller)))


class Listening(StreamingResponse):
    """An event stream that has a place among all of them as long as it is sent; TooBusy before it begins."""

    def __init__(self, here: Served, events: AsyncIterator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, media_type=STREAM, headers=headers)
        self._here = here

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a place, and give it back whatever comes."""
        feed, metrics = self._here.feed, self._here.metrics
        async with feed.listening():
            metrics.streams.set(feed.open)
            await super().__call__(scope, receive, send)
        metrics.streams.set(feed.open)


def _sees(one: Promise, caller: Known) -> bool:
    return may(caller, Action.SEE, Kind.ORDER, {one.party, *(use[0] for use in one.uses)}).allowed


def _promise(one: Promise) -> dict[str, object]:
    return {
        "order": one.order, "party": one.party, "says": one.says, "stage": one.stage, "fault": one.fault,
        "promised": _utc(one.promised_ns), "delivered": _utc(one.delivered_ns), "late_s": one.late_s,
        "forward": forwarding(one),
    }  # fmt: skip


def _utc(ns: int | None) -> str | None:
    return None if ns is None else Instant(ns).utc(decimals=0)
