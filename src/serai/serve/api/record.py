"""What was promised and what came; what was decided, when and by whom; and every change as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from serai.serve.bodies.record import LedgerBody, RecordBody, ReportsAsked, TakenBody
from serai.serve.desks import desk_of, standing
from serai.serve.door import Known, Watching, is_local, refuse
from serai.serve.repeated import IdempotencyKey, done_once
from serai.serve.served import Here
from serai.serve.trust.policy import may
from serai.serve.trust.rules import Action, Kind
from serai.store.accounts import Promise, forwarding, promises
from serai.store.ledger import head, told
from serai.store.reports import DeliveryReport
from serai.store.since import owners_of
from serai.time import Instant

router = APIRouter(tags=["record"])
STREAM = "text/event-stream"


@router.post("/reports", response_model=TakenBody)
def report(here: Here, caller: Known, asked: ReportsAsked, key: IdempotencyKey) -> Response:
    """Take in what came of orders; each report once, however often it is sent."""
    for one in asked.reports:
        found = standing(here, caller, one.order)
        owners = [u.owner for o in found.offers if o.id == one.order for u in o.uses]
        refuse(caller, Action.REPORT, Kind.USE, owners)
    some = [
        DeliveryReport(
            one.order, one.stage, Instant.from_utc(one.moment), one.fault, one.covered_percent, one.note
        )
        for one in asked.reports
    ]
    return done_once(
        here, caller, key, "report", asked, lambda: {"taken": desk_of(here, caller).reports(some)}
    )


@router.get("/record", response_model=RecordBody)
def record(here: Here, caller: Known) -> dict[str, object]:
    """What was promised by each order, and what came."""
    with here.database.reading() as connection:
        found = promises(connection)
    return {"orders": [_promise(one) for one in found if is_local(caller) or _sees(one, caller)]}


@router.get("/ledger", response_model=LedgerBody)
def ledger(
    here: Here, caller: Known,
    subject: Annotated[str | None, Query(max_length=80, description="Of a request or an order.")] = None,
    last: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, object]:  # fmt: skip
    """What was decided, when, by whom and on which inputs: the latest events."""
    with here.database.reading() as connection:
        end, found = str(head(connection)), told(connection, subject, most=last)
        mine = [
            one
            for one in found
            if is_local(caller)
            or may(caller, Action.SEE, Kind.RECORD, owners_of(connection, str(one["subject"]))).allowed
        ]
    return {"head": end, "events": mine}


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
    return StreamingResponse(
        _listened(here, caller, after),
        media_type=STREAM,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _listened(here: Here, caller: Watching, after: int | None) -> AsyncIterator[bytes]:
    async with here.feed.listening():
        here.metrics.streams.set(here.feed.open)
        async for one in here.feed.events(caller, after, everything=is_local(caller)):
            yield one
    here.metrics.streams.set(here.feed.open)


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
