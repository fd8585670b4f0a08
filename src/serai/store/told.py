"""How things stand, read off the tables: requests with their offers, owners and stages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, or_, select, true

from serai.store.asked import NotOffered
from serai.store.schema import holds, offers, orders, requests, uses
from serai.time import Instant


@dataclass(frozen=True, slots=True)
class UseStanding:
    """A use of an offer: whose, of what, when, on which term; how firmly it is kept, by which number."""

    owner: str
    asset: str
    start: str
    end: str
    term: str
    forwardable: str
    cost: str
    grip: str
    fence: int | None


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """An offer, and the order that was placed for it where there is one."""

    id: str
    says: str
    stage: str
    fault: str
    in_hand: str | None
    covered_percent: float | None
    chance: float | None
    answer_by: str | None
    uses: tuple[UseStanding, ...]


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """A request and all that was offered for it, in its order of rank."""

    id: str
    party: str
    need: str
    wanted: str
    until: str | None
    stage: str
    offers: tuple[OfferStanding, ...]


def standings(
    connection: Connection, only: str | None = None, party: str | None = None
) -> list[RequestStanding]:
    """Every request by its number; or one, named by itself or by one of its offers; or those of a party.

    A party's are those that it asks, and those that its assets are offered for.
    """
    if only is not None:
        which: ColumnElement[bool] = requests.c.id == only.partition("-")[0]
    else:
        which = true() if party is None else of_party(party)
    asked = select(requests).where(which).order_by(requests.c.at_ns, requests.c.id)
    found = connection.execute(asked).all()
    if only is not None and not found:
        known = connection.scalars(select(requests.c.id).order_by(requests.c.at_ns.desc()).limit(5)).all()
        raise NotOffered("store.no_request", got=only, known=tuple(known))
    made = _offers(connection, select(requests.c.id).where(which))
    return [
        RequestStanding(r.id, r.party, r.need, r.wanted, _utc(r.by_ns), r.stage, tuple(made.get(r.id, ())))
        for r in found
    ]


def of_party(party: str) -> ColumnElement[bool]:
    """Of requests: that a party asks one, or that an asset of its own is offered for it."""
    theirs = select(offers.c.request).join(uses, uses.c.offer == offers.c.id).where(uses.c.owner == party)
    return or_(requests.c.party == party, requests.c.id.in_(theirs))


def _offers(connection: Connection, of_requests: Select[tuple[str]]) -> dict[str, list[OfferStanding]]:
    """The offers of some requests, by their ids, in their order of rank."""
    mine = offers.c.request.in_(of_requests)
    theirs = select(uses).join(offers, offers.c.id == uses.c.offer).where(mine).order_by(uses.c.id)
    held = select(holds).join(uses, uses.c.id == holds.c.use).join(offers, offers.c.id == uses.c.offer)
    kept = {h.use: h for h in connection.execute(held.where(mine))}
    of: dict[str, list[UseStanding]] = defaultdict(list)
    for u in connection.execute(theirs):
        hold = kept.get(u.id)
        of[u.offer].append(
            UseStanding(
                u.owner, u.asset, str(_utc(u.start_ns)), str(_utc(u.end_ns)), u.term, u.forwardable, u.cost,
                "" if hold is None else hold.grip, None if hold is None else hold.fence,
            )
        )  # fmt: skip
    placed = {o.id: o for o in connection.execute(select(orders).where(orders.c.request.in_(of_requests)))}
    found: dict[str, list[OfferStanding]] = defaultdict(list)
    for row in connection.execute(select(offers).where(mine).order_by(offers.c.request, offers.c.rank)):
        order = placed.get(row.id)
        found[row.request].append(
            OfferStanding(
                row.id, row.says, "" if order is None else order.stage, "" if order is None else order.fault,
                _utc(row.in_hand_ns), _figure(row.covered_percent), _figure(row.chance),
                None if order is None else _utc(order.deadline_ns), tuple(of[row.id]),
            )
        )  # fmt: skip
    return found


def _utc(ns: int | None) -> str | None:
    return None if ns is None else Instant(ns).utc(decimals=0)


def _figure(said: str | None) -> float | None:
    return None if said is None else float(said)
