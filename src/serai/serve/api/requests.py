"""What partners ask, what they are offered, and the orders that come of it."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from fastapi import APIRouter, Response

from serai.serve.bodies.record import (
    AgainAsked,
    BreakAsked,
    OfferAsked,
    OffersAsked,
    PlacingAsked,
    RequestAsked,
    RequestBody,
    RequestsBody,
    VoteAsked,
)
from serai.serve.desks import desk_of, known_standing, party_of, seen_by, shown, standing
from serai.serve.door import Known, refuse
from serai.serve.outward import inside, outward
from serai.serve.repeated import IdempotencyKey, done_once
from serai.serve.served import JSON, Here, viewer
from serai.serve.trust.caller import is_local
from serai.serve.trust.once import store_key
from serai.serve.trust.rules import Action, Kind
from serai.serve.worker.messages import json_bytes
from serai.store.asked import NewOffer, NewRequest, OfferedUse
from serai.store.told import standings
from serai.time import Instant, Span
from serai.wording.catalogue import ENGLISH

CREATED = 201
router = APIRouter(tags=["requests"])


@router.get("/requests", response_model=RequestsBody)
def requests(here: Here, caller: Known) -> Response:
    """Every request with its offers and orders, as it stands."""
    with here.database.reading() as connection:
        found = standings(connection, party=party_of(caller))
    told = {"requests": [asdict(one) for one in seen_by(caller, found)]}
    return Response(json_bytes(outward(here.database, caller, told)), media_type=JSON)


@router.get("/requests/{request}", response_model=RequestBody)
def one_request(here: Here, caller: Known, request: str) -> dict[str, object]:
    """One request, by its id or that of one of its orders."""
    return shown(here, caller, standing(here, caller, request[:80]))


@router.post("/requests", response_model=RequestBody, status_code=201)
def ask(here: Here, caller: Known, asked: RequestAsked, key: IdempotencyKey) -> Response:
    """Ask for something; the same key is the same request."""
    refuse(caller, Action.ASK, Kind.REQUEST, asked.party)

    def asks() -> dict[str, object]:
        until = None if asked.until is None else Instant.from_utc(asked.until)
        own = store_key(caller, key)
        name = desk_of(here, caller).asks(NewRequest(own, asked.party, asked.wanted, asked.need, until))
        return shown(here, caller, known_standing(here, caller, name))

    return done_once(here, caller, key, "ask", asked, asks, CREATED)


@router.post("/requests/{request}/offers", response_model=RequestBody, status_code=201)
async def offer(here: Here, caller: Known, request: str, asked: OffersAsked, key: IdempotencyKey) -> Response:
    """Offer ranked alternatives for a request, of assets that terms let its asker task; owners confirm."""
    one = await asyncio.to_thread(standing, here, caller, request[:80])
    refuse(caller, Action.OFFER, Kind.REQUEST, one.party)
    if not is_local(caller):
        await _refuse_untasked(here, caller, asked)

    def offers() -> dict[str, object]:
        desk_of(here, caller).offers(one.id, [_offer(each) for each in asked.offers])
        return shown(here, caller, known_standing(here, caller, one.id))

    return await asyncio.to_thread(done_once, here, caller, key, f"offer {one.id}", asked, offers, CREATED)


async def _refuse_untasked(here: Here, caller: Known, asked: OffersAsked) -> None:
    """Refuse, as what is not there, a use of an asset that no term lets the caller task."""
    uses = [[use.asset, use.owner] for one in asked.offers for use in one.uses]
    said = {"question": "tasked", "language": ENGLISH, **viewer(caller), "uses": uses}
    await here.keeper.answer(said, caller.tenant)


@router.post("/orders", response_model=RequestBody, status_code=201)
def place(here: Here, caller: Known, asked: PlacingAsked, key: IdempotencyKey) -> Response:
    """Order an offer: each owner is asked to hold its use. Placed again, it stands."""
    one = standing(here, caller, asked.offer)
    refuse(caller, Action.PLACE, Kind.ORDER, one.party)

    def places() -> dict[str, object]:
        desk_of(here, caller).places(inside(here.database, caller, asked.offer), asked.within_s)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, "place", asked, places, CREATED)


@router.post("/orders/{order}/cancel", response_model=RequestBody)
def cancel(here: Here, caller: Known, order: str, key: IdempotencyKey) -> Response:
    """Let an order go that is not committed."""
    one = standing(here, caller, order[:80])
    refuse(caller, Action.CANCEL, Kind.ORDER, one.party)

    def cancels() -> dict[str, object]:
        desk_of(here, caller).releases(inside(here.database, caller, order), cancelled=True)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, f"cancel {order}", None, cancels)


@router.post("/orders/{order}/again", response_model=RequestBody)
def again(here: Here, caller: Known, order: str, asked: AgainAsked, key: IdempotencyKey) -> Response:
    """Ask the owners of a released order again: its next attempt. One that is not released stays."""
    one = standing(here, caller, order[:80])
    refuse(caller, Action.PLACE, Kind.ORDER, one.party)

    def tries() -> dict[str, object]:
        desk_of(here, caller).again(inside(here.database, caller, order), asked.within_s)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, f"again {order}", asked, tries)


@router.post("/orders/{order}/confirm", response_model=RequestBody)
def confirm(here: Here, caller: Known, order: str, asked: VoteAsked, key: IdempotencyKey) -> Response:
    """An owner's vote for what it holds: bound from then on, until it is told."""
    one = standing(here, caller, order[:80])
    refuse(caller, Action.CONFIRM, Kind.USE, asked.party)

    def confirms() -> dict[str, object]:
        desk_of(here, caller).confirms(inside(here.database, caller, order), asked.party)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, f"confirm {order}", asked, confirms)


@router.post("/orders/{order}/decline", response_model=RequestBody)
def decline(here: Here, caller: Known, order: str, asked: VoteAsked, key: IdempotencyKey) -> Response:
    """An owner's no: what it held is let go, and the order is released."""
    one = standing(here, caller, order[:80])
    refuse(caller, Action.DECLINE, Kind.USE, asked.party)

    def declines() -> dict[str, object]:
        desk_of(here, caller).declines(inside(here.database, caller, order), asked.party, asked.why)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, f"decline {order}", asked, declines)


@router.post("/orders/{order}/break", response_model=RequestBody)
def breaks(here: Here, caller: Known, order: str, asked: BreakAsked, key: IdempotencyKey) -> Response:
    """An owner takes back what it confirmed, where the decision does not come: a record of its own."""
    one = standing(here, caller, order[:80])
    refuse(caller, Action.BREAK, Kind.USE, asked.party)

    def broken() -> dict[str, object]:
        desk_of(here, caller).breaks(inside(here.database, caller, order), asked.party, asked.why)
        return shown(here, caller, known_standing(here, caller, one.id))

    return done_once(here, caller, key, f"break {order}", asked, broken)


def _offer(asked: OfferAsked) -> NewOffer:
    """An offer as the store takes it."""
    return NewOffer(
        asked.says,
        tuple(
            OfferedUse(
                use.owner,
                use.asset,
                Span(Instant.from_utc(use.start), Instant.from_utc(use.end)),
                use.term,
                use.forwardable,
                use.cost,
            )
            for use in asked.uses
        ),
        None if asked.in_hand is None else Instant.from_utc(asked.in_hand),
        asked.covered_percent,
        asked.chance,
    )
