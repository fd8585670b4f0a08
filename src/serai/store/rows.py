"""Rows of the tables as the states of the protocol, and back: `holds.py` decides, this writes it down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from serai.errors import Refused
from serai.store.holds import Coordinator, Decision, Grip, Owner
from serai.store.schema import closed, fences, holds, orders, uses, votes

CONFIRMED, ACKNOWLEDGED, BROKEN = "confirmed", "acknowledged", "broken"


class NoOrder(Refused):
    """No order or offer has this name."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What a step did to a use or an order: what the ledger tells of it."""

    kind: str
    values: dict[str, object]


def order_row(connection: Connection, order: str) -> Row[tuple[object, ...]]:
    """The row of an order; refused (`NoOrder`) where it was never placed."""
    row = connection.execute(select(orders).where(orders.c.id == order)).first()
    if row is None:
        some = connection.scalars(select(orders.c.id).order_by(orders.c.at_ns.desc()).limit(5)).all()
        raise NoOrder("store.no_order", got=order, known=tuple(some))
    return row


def uses_of(connection: Connection, order: str, party: str | None = None) -> list[Row[tuple[object, ...]]]:
    """The uses of an order, all or those of one owner."""
    asked = select(uses).where(uses.c.offer == order).order_by(uses.c.id)
    return list(connection.execute(asked if party is None else asked.where(uses.c.owner == party)).all())


def coordinator(connection: Connection, order: str) -> Coordinator:
    """An order as the protocol knows it."""
    row = order_row(connection, order)
    said = connection.execute(
        select(votes.c.use, votes.c.answer).where(votes.c.order == order, votes.c.attempt == row.attempt)
    ).all()
    by = {
        kind: frozenset(v.use for v in said if v.answer == kind) for kind in (CONFIRMED, ACKNOWLEDGED, BROKEN)
    }
    return Coordinator(
        order,
        frozenset(u.id for u in uses_of(connection, order)),
        row.attempt,
        Decision(row.decision),
        by[CONFIRMED],
        by[ACKNOWLEDGED],
        by[BROKEN],
    )


def keep_coordinator(
    connection: Connection, was: Coordinator, now: Coordinator, fence: int
) -> list[Happened]:
    """Write down what a step did to an order."""
    told = []
    if (was.attempt, was.decision) != (now.attempt, now.decision):
        connection.execute(
            update(orders)
            .where(orders.c.id == now.order)
            .values(attempt=now.attempt, decision=now.decision.value, settled=0)
        )
        told.append(Happened(f"order.{now.decision.value}", {"attempt": now.attempt}))
    if was.attempt != now.attempt:
        return told
    sets = ((CONFIRMED, was.confirmed, now.confirmed), (ACKNOWLEDGED, was.acknowledged, now.acknowledged))
    for kind, before, after in (*sets, (BROKEN, was.broken, now.broken)):
        for use in sorted(after - before):
            connection.execute(
                insert(votes).values(order=now.order, attempt=now.attempt, use=use, answer=kind, fence=fence)
            )
    if now.broken - was.broken:
        told.append(Happened("order.broken", {"attempt": now.attempt, "uses": sorted(now.broken)}))
    if now.decision is not Decision.OPEN and now.acknowledged == now.owners:
        connection.execute(update(orders).where(orders.c.id == now.order).values(settled=1))
    return told


def owner(connection: Connection, use: Row[tuple[object, ...]]) -> Owner:
    """A use as the protocol knows it: kept for its own order, or for one that needs the asset then."""
    overlaps = and_(holds.c.asset == use.asset, holds.c.start_ns < use.end_ns, holds.c.end_ns > use.start_ns)
    found = connection.execute(select(holds).where(overlaps)).all()
    own = [h for h in found if h.use == use.id]
    kept = next(iter(own or found), None)
    shut = connection.execute(select(closed).where(closed.c.use == use.id)).all()
    return Owner(
        use.id,
        None if kept is None else (kept.order, kept.attempt, Grip(kept.grip)),
        frozenset((c.order, c.attempt) for c in shut),
        frozenset((c.order, c.attempt) for c in shut if c.broken),
    )


def keep_owner(
    connection: Connection, use: Row[tuple[object, ...]], was: Owner, now: Owner, expires_ns: int
) -> list[Happened]:
    """Write down what a step did to a use."""
    told = []
    if was.kept != now.kept:
        told.append(_keep_grip(connection, use, was, now, expires_ns))
    for order, attempt in sorted(now.closed - was.closed):
        broken = int((order, attempt) in now.broken)
        connection.execute(insert(closed).values(use=use.id, order=order, attempt=attempt, broken=broken))
    return told


def _keep_grip(
    connection: Connection, use: Row[tuple[object, ...]], was: Owner, now: Owner, expires_ns: int
) -> Happened:
    values: dict[str, object] = {"use": use.id, "owner": use.owner, "asset": use.asset}
    if now.kept is None:
        connection.execute(delete(holds).where(holds.c.use == use.id))
        return Happened("use.broken" if now.broken != was.broken else "use.released", values)
    order, attempt, grip = now.kept
    if was.kept is None:
        fence = _next_fence(connection, use.asset)
        connection.execute(
            insert(holds).values(
                use=use.id, order=order, attempt=attempt, grip=grip.value, asset=use.asset,
                start_ns=use.start_ns, end_ns=use.end_ns, fence=fence, expires_ns=expires_ns,
            )
        )  # fmt: skip
        values["fence"] = fence
    else:
        connection.execute(update(holds).where(holds.c.use == use.id).values(grip=grip.value))
    return Happened(f"use.{grip.value}", {**values, "attempt": attempt})


def _next_fence(connection: Connection, asset: str) -> int:
    """The next fencing number of an asset: whoever commands it refuses a lower one than it has seen."""
    last = connection.scalar(select(fences.c.fence).where(fences.c.asset == asset))
    if last is None:
        connection.execute(insert(fences).values(asset=asset, fence=1))
        return 1
    connection.execute(update(fences).where(fences.c.asset == asset).values(fence=last + 1))
    return int(last) + 1


def fence_of(connection: Connection, use: str, order: str, attempt: int) -> int:
    """The fencing number of a use's hold for an attempt; else that of its vote; 0 where neither is known."""
    held = connection.scalar(
        select(holds.c.fence).where(holds.c.use == use, holds.c.order == order, holds.c.attempt == attempt)
    )
    if held is not None:
        return int(held)
    voted = connection.scalar(
        select(votes.c.fence).where(
            votes.c.use == use,
            votes.c.order == order,
            votes.c.attempt == attempt,
            votes.c.answer == CONFIRMED,
        )
    )
    return int(voted or 0)
