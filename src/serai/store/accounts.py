"""Promised and delivered by owner and by term, what each party gives and gets, and what may be forwarded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection, and_, func, select

from serai.store.holds import Decision
from serai.store.schema import offers, orders, organisations, reports, requests, uses
from serai.store.told import of_party

NS = 1e9


@dataclass(frozen=True, slots=True)
class Promise:
    """A committed order: for whom, with whose assets, in hand when it was promised, and what came."""

    order: str
    party: str
    says: str
    stage: str
    fault: str
    promised_ns: int | None
    delivered_ns: int | None
    uses: tuple[tuple[str, str, str, str], ...]  # owner, asset, term, what may be forwarded

    @property
    def late_s(self) -> float | None:
        """By how much what came was later than promised; below zero where it was earlier."""
        if self.delivered_ns is None or self.promised_ns is None:
            return None
        return (self.delivered_ns - self.promised_ns) / NS


@dataclass(frozen=True, slots=True)
class PromiseTally:
    """Promises of one owner or term: how many, and what became of them."""

    of: str
    promised: int
    delivered: int
    on_time: int
    waiting: int
    failed: dict[str, int]
    late_median_s: float | None


def promises(connection: Connection, party: str | None = None) -> list[Promise]:
    """Every committed order, by its number; or those of a party: that it asked for, or its assets are of."""
    committed = orders.c.decision == Decision.COMMITTED.value
    which = committed if party is None else and_(committed, of_party(party))
    mine = select(orders.c.id).join(requests, requests.c.id == orders.c.request).where(which)
    first = (
        select(reports.c.order, func.min(reports.c.moment_ns).label("came"))
        .where(reports.c.stage == "delivered", reports.c.order.in_(mine))
        .group_by(reports.c.order)
    )
    came = {row.order: int(row.came) for row in connection.execute(first)}
    of: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for use in connection.execute(select(uses).where(uses.c.offer.in_(mine)).order_by(uses.c.id)):
        of[use.offer].append((use.owner, use.asset, use.term, use.forwardable))
    rows = connection.execute(
        select(orders, offers.c.says, offers.c.in_hand_ns, requests.c.party)
        .join(offers, offers.c.id == orders.c.id)
        .join(requests, requests.c.id == orders.c.request)
        .where(which)
        .order_by(orders.c.at_ns, orders.c.id)
    )
    return [
        Promise(
            row.id,
            row.party,
            row.says,
            row.stage,
            row.fault,
            row.in_hand_ns,
            came.get(row.id),
            tuple(of[row.id]),
        )
        for row in rows
    ]


def tallies(some: Iterable[Promise], *, by_term: bool = False) -> list[PromiseTally]:
    """Promises by owner, or by the term they rest on (question 9)."""
    of: dict[str, list[Promise]] = defaultdict(list)
    for one in some:
        for name in sorted({use[2] if by_term else use[0] for use in one.uses}):
            of[name].append(one)
    return [_tally(name, of[name]) for name in sorted(of)]


def _tally(name: str, some: list[Promise]) -> PromiseTally:
    failed: dict[str, int] = defaultdict(int)
    for one in some:
        if one.stage == "failed":
            failed[one.fault or "provider"] += 1
    late = [one.late_s for one in some if one.late_s is not None]
    came = [one for one in some if one.delivered_ns is not None]
    return PromiseTally(
        name, len(some), len(came), sum(late_s <= 0.0 for late_s in late),
        len(some) - len(came) - sum(failed.values()), dict(failed), median(late) if late else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What a party or a nation gives and gets: uses of its assets for others, and orders served to it."""

    of: str
    gives: int
    gets: int
    own: int


def accounts(connection: Connection, some: Iterable[Promise], *, by_nation: bool = False) -> list[Account]:
    """Give and get of what was delivered, by party or by nation (question 10)."""
    nation = {o.id: o.nation or o.id for o in connection.execute(select(organisations))}
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in (p for p in some if p.delivered_ns is not None):
        asker = nation.get(one.party, one.party) if by_nation else one.party
        owners = [nation.get(use[0], use[0]) if by_nation else use[0] for use in one.uses]
        for owner in owners:
            count[owner][2 if owner == asker else 0] += 1
        count[asker][1] += any(owner != asker for owner in owners)
    return [Account(name, *count[name]) for name in sorted(count)]


def forwarding(one: Promise) -> dict[str, str]:
    """What may be forwarded of an order's result: by owner, the words of its terms; "" where none say."""
    said: dict[str, str] = {}
    for owner, _, _, forwardable in one.uses:
        said[owner] = "; ".join(filter(None, dict.fromkeys([said.get(owner, ""), forwardable])))
    return said
