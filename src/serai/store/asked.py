"""What is asked and what is offered for it, as they are put on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from serai.errors import Refused
from serai.store.chain import PLAIN
from serai.store.schema import offers, organisations, people, requests, uses
from serai.store.step import Step
from serai.time import Instant, Span

Content = tuple[object, ...]


class NotOffered(Refused):
    """An offer that cannot be recorded as it is."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a partner asks: for which need of the corridor, in its own words, until when, by its own key."""

    key: str
    party: str
    wanted: str
    need: str = ""
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class OfferedUse:
    """An exclusive use of an asset that an offer needs, subject to its owner's word."""

    owner: str
    asset: str
    span: Span
    term: str = ""
    forwardable: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class NewOffer:
    """One way to serve a request: in words, whose assets, when in hand, how much of the area, how likely."""

    says: str
    uses: tuple[OfferedUse, ...]
    in_hand: Instant | None = None
    covered_percent: float | None = None
    chance: float | None = None


def add_request(act: Step, new: NewRequest) -> str:
    """Put a request on record; the id of the one with the same key where there is one."""
    known = act.connection.scalar(select(requests.c.id).where(requests.c.key == new.key))
    if known is not None:
        return str(known)
    know_party(act, new.party)
    name = f"R{1 + (act.connection.scalar(select(func.count()).select_from(requests)) or 0)}"
    act.connection.execute(
        insert(requests).values(
            id=name, key=new.key, party=new.party, need=new.need, wanted=new.wanted,
            by_ns=new.until.tai_ns if new.until else None, stage="received", at_ns=act.now.tai_ns,
        )
    )  # fmt: skip
    until = new.until.utc(decimals=0) if new.until else None
    act.tells("request.received", name, party=new.party, need=new.need, wanted=new.wanted, until=until)
    return name


def add_offers(
    act: Step,
    request: str,
    some: Sequence[NewOffer],
    nations: Mapping[str, str],
    plan: str = "",
    corridor: str = "",
) -> tuple[str, ...]:
    """Put ranked alternatives on record, after those that are there; their ids.

    What was offered for the request already, the same in all, is that offer: whoever died before the answer
    came may offer again.
    ``plan`` and ``corridor`` are the hashes of the file that they were made of and of the corridor whose
    terms they are by, where there are such.
    """
    row = act.connection.execute(select(requests).where(requests.c.id == request)).first()
    if row is None:
        known = act.connection.scalars(select(requests.c.id).order_by(requests.c.at_ns.desc()).limit(5)).all()
        raise NotOffered("store.no_request", got=request, known=tuple(known))
    counted = select(func.count()).select_from(offers).where(offers.c.request == request)
    rank, there = act.connection.scalar(counted) or 0, _offered(act, request)
    for party, nation in nations.items():
        know_party(act, party, nation)
    names = []
    for one in some:
        said = _content(one, plan)
        if said not in there:
            rank += 1
            there[said] = _add_offer(act, request, rank, one, plan, corridor)
        names.append(there[said])
    if row.stage == "received" and names:
        act.connection.execute(update(requests).where(requests.c.id == request).values(stage="offered"))
    return tuple(names)


def _content(new: NewOffer, plan: str) -> Content:
    """All that is offered, its uses in any order."""
    used = (
        (u.owner, u.asset, u.span.start.tai_ns, u.span.end.tai_ns, u.term, u.forwardable, u.cost)
        for u in new.uses
    )
    in_hand = new.in_hand.tai_ns if new.in_hand else None
    return new.says, in_hand, _figure(new.covered_percent), _figure(new.chance), plan, tuple(sorted(used))


def _offered(act: Step, request: str) -> dict[Content, str]:
    """What is offered for a request, by its content: the ids."""
    made = select(offers).where(offers.c.request == request).order_by(offers.c.rank)
    used = select(
        uses.c.owner,
        uses.c.asset,
        uses.c.start_ns,
        uses.c.end_ns,
        uses.c.term,
        uses.c.forwardable,
        uses.c.cost,
    )
    found: dict[Content, str] = {}
    for one in act.connection.execute(made).all():
        of = act.connection.execute(used.where(uses.c.offer == one.id)).all()
        said = (one.says, one.in_hand_ns, one.covered_percent, one.chance, one.plan)
        found[(*said, tuple(sorted(map(tuple, of))))] = str(one.id)
    return found


def _add_offer(act: Step, request: str, rank: int, new: NewOffer, plan: str, corridor: str) -> str:
    name = f"{request}-{rank}"
    _refuse_twice(new)
    act.connection.execute(
        insert(offers).values(
            id=name, request=request, rank=rank, says=new.says, plan=plan, at_ns=act.now.tai_ns,
            in_hand_ns=new.in_hand.tai_ns if new.in_hand else None,
            covered_percent=_figure(new.covered_percent), chance=_figure(new.chance),
        )
    )  # fmt: skip
    for number, use in enumerate(new.uses, start=1):
        know_party(act, use.owner)
        act.connection.execute(
            insert(uses).values(
                id=f"{name}/{number}", offer=name, owner=use.owner, asset=use.asset, term=use.term,
                start_ns=use.span.start.tai_ns, end_ns=use.span.end.tai_ns, forwardable=use.forwardable,
                cost=use.cost,
            )
        )  # fmt: skip
    told = [
        {
            "owner": u.owner,
            "asset": u.asset,
            "start": u.span.start.utc(),
            "end": u.span.end.utc(),
            "term": u.term,
            "forwardable": u.forwardable,
            "cost": u.cost,
        }
        for u in new.uses
    ]
    act.tells("offer.made", name, says=new.says, uses=told, plan=plan, corridor=corridor)
    return name


def _refuse_twice(new: NewOffer) -> None:
    """An offer that books nothing, or that needs one asset twice at once, is none."""
    if not new.uses:
        raise NotOffered("store.offer_empty", says=new.says)
    for at, one in enumerate(new.uses):
        for other in new.uses[:at]:
            if (
                one.asset == other.asset
                and one.span.start < other.span.end
                and other.span.start < one.span.end
            ):
                raise NotOffered("store.offer_twice", says=new.says, asset=one.asset)


def know_party(act: Step, party: str, nation: str = "") -> None:
    """Put an organisation on record where it is not, and the person of this step with it."""
    if not PLAIN.fullmatch(party):
        raise NotOffered("store.not_plain", got=party)
    row = act.connection.execute(select(organisations).where(organisations.c.id == party)).first()
    if row is None:
        act.connection.execute(
            insert(organisations).values(id=party, name=party, nation=nation, at_ns=act.now.tai_ns)
        )
    elif nation and not row.nation:
        of = organisations.c.id == party
        act.connection.execute(update(organisations).where(of).values(nation=nation))
    known = act.by and act.connection.scalar(select(people.c.id).where(people.c.id == act.by))
    if act.by and known is None:
        act.connection.execute(insert(people).values(id=act.by, organisation=party, at_ns=act.now.tai_ns))


def _figure(value: float | None) -> str | None:
    return None if value is None else repr(float(value))
