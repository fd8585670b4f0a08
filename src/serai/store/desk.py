"""The desk: what partners do with requests, offers, holds and orders. Each act may be repeated.

Every act ends with `post`: deadlines that have passed are heeded, and what lies in the outbox is delivered,
some messages a transaction. A process that dies between two of them leaves work for the next, and nothing
half-made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from serai.errors import Refused
from serai.store.asked import NewOffer, NewRequest, add_offers, add_request
from serai.store.holds import Decision, Grip
from serai.store.reports import DeliveryReport, take_in
from serai.store.rows import coordinator, order_row, owner, uses_of
from serai.store.schema import holds, offers, orders, outbox, uses
from serai.store.step import NS, Step, owners_uses, step
from serai.time import Instant
from serai.time.asked import present_second

if TYPE_CHECKING:
    from collections.abc import Iterator

    from serai.store.database import Database
    from serai.store.holds import Coordinator, Owner

WITHIN_S = 3600.0  # an owner's time to confirm, where the one who places the order names none
TOGETHER = 50  # messages a transaction: others wait for it, some tenths of a second
SKEW_S = 60.0  # by how much an owner's clock may differ from the coordinator's


class NotAsAsked(Refused):
    """An act that does not fit what stands: the sentence says how it stands."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk at one database, for one person; several may work at it at once."""

    database: Database
    by: str = ""
    clock: Callable[[], Instant] = field(default=present_second)

    @contextmanager
    def act(self, did: str, subject: str) -> Iterator[Step]:
        """One act: done and noted, or refused and noted."""
        try:
            with step(self.database, self.clock(), self.by) as act:
                yield act
                act.audits(did, subject)
        except NotAsAsked as refused:
            with step(self.database, self.clock(), self.by) as act:
                act.audits(did, subject, refused.key)
            raise

    def asks(self, request: NewRequest) -> str:
        """Record a request; its id. One with the same key is the same request."""
        with self.act("request", request.key) as act:
            return add_request(act, request)

    def offers(
        self,
        request: str,
        some: Sequence[NewOffer],
        plan: str = "",
        nations: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[str, ...]:
        """Record ranked alternatives for a request; their ids. ``nations``: those of parties, where known."""
        with self.act("offer", request) as act:
            return add_offers(act, request, some, nations, plan)

    def places(self, offer: str, within_s: float = WITHIN_S, skew_s: float = SKEW_S) -> None:
        """Place an order for an offer: each owner is asked to hold its use. Placed again, it stands."""
        self.post()
        with self.act("hold", offer) as act:
            _place(act, offer, int(within_s * NS), int(skew_s * NS))
        self.post()

    def again(self, order: str, within_s: float = WITHIN_S) -> None:
        """Ask the owners of a released order again: its next attempt."""
        self.post()
        with self.act("hold", order) as act:
            was = coordinator(act.connection, order)
            row = order_row(act.connection, order)
            _refuse_second(act, str(row.request), order)
            now = was.tries_again()
            if now is was:
                raise NotAsAsked("store.not_again", order=order, stage=str(row.stage))
            until = act.now.tai_ns + int(within_s * NS)
            act.connection.execute(
                update(orders).where(orders.c.id == order).values(deadline_ns=until, stage="offered")
            )
            act.changes_order(was, now)
        self.post()

    def confirms(self, order: str, party: str) -> None:
        """An owner's vote for what it holds: bound from then on, until it is told."""
        self.post()
        with self.act("confirm", order) as act:
            for use in self._of(act, order, party):
                was = owner(act.connection, use)
                kept = was.kept
                if kept is None or kept[0] != order:
                    raise NotAsAsked(
                        "store.not_held", order=order, party=party, asset=use.asset,
                        stage=str(order_row(act.connection, order).stage),
                    )  # fmt: skip
                act.changes_use(use, order, was, was.confirms())
        self.post()

    def declines(self, order: str, party: str, why: str = "") -> None:
        """An owner's no: what it held is let go, and the attempt is released. A confirmed use stays bound."""
        self.post()
        with self.act("release", order) as act:
            for use in self._of(act, order, party):
                was = owner(act.connection, use)
                if was.kept is not None and was.kept[0] == order and was.kept[2] is not Grip.HELD:
                    raise NotAsAsked("store.bound", order=order, party=party, grip=was.kept[2].value)
                mine = was.kept is not None and was.kept[0] == order
                act.changes_use(use, order, was, was.expires() if mine else was, why)
            self._release(act, order, "refused", party=party, said=why)
        self.post()

    def releases(self, order: str, *, cancelled: bool = False) -> None:
        """The coordinator lets an attempt go that is not decided; a committed one stays."""
        self.post()
        with self.act("release", order) as act:
            if coordinator(act.connection, order).decision is Decision.COMMITTED:
                raise NotAsAsked("store.committed", order=order)
            self._release(act, order, "cancelled" if cancelled else "released")
        self.post()

    def breaks(self, order: str, party: str, why: str) -> None:
        """A person takes back a confirmed use whose decision does not come: a kind of record of its own."""
        self.post()
        with self.act("break", order) as act:
            for use in self._of(act, order, party):
                was = owner(act.connection, use)
                now = was.breaks()
                if was.kept is None or was.kept[0] != order or now is was:
                    raise NotAsAsked("store.not_in_doubt", order=order, party=party)
                act.changes_use(use, order, was, now, why)
        self.post()

    def reports(self, some: Sequence[DeliveryReport]) -> int:
        """Take in reports of what came, all or none; how many were new."""
        self.post()
        with self.act("report", some[0].order if some else "") as act:
            return take_in(act, some)

    def post(self) -> None:
        """Heed the deadlines that have passed, say again what is not answered, and deliver all that waits."""
        with step(self.database, self.clock(), self.by) as act:
            heed_deadlines(act)
            say_again(act)
            left = _delivers_some(act)
        while left:
            with step(self.database, self.clock(), self.by) as act:
                left = _delivers_some(act)

    def waiting(self) -> list[int]:
        """The numbers of the messages that have not arrived, in their order."""
        with self.database.reading() as connection:
            asked = select(outbox.c.seq).where(outbox.c.heard_ns.is_(None)).order_by(outbox.c.seq)
            return list(connection.scalars(asked))

    def delivers(self, letter: int) -> None:
        """One message arrives; again, late or in another order, it changes nothing that stands."""
        with step(self.database, self.clock(), self.by) as act:
            row = act.connection.execute(select(outbox).where(outbox.c.seq == letter)).one()
            act.hears(row)

    def _of(self, act: Step, order: str, party: str) -> list:  # type: ignore[type-arg]  # rows of `uses`
        found = owners_uses(act, order, party)
        if not found:
            owners = sorted({str(u.owner) for u in uses_of(act.connection, order)})
            raise NotAsAsked("store.not_an_owner", order=order, party=party, owners=tuple(owners))
        return found

    def _release(self, act: Step, order: str, why: str, **told: str) -> None:
        was = coordinator(act.connection, order)
        now = was.expires()
        if now is not was:
            if any(told.values()):
                act.tells(f"order.{why}", order, **told)
            act.changes_order(was, now, why)


def _delivers_some(act: Step) -> bool:
    """Deliver what waits, and what is answered to it, `TOGETHER` messages at most; whether any is left."""
    heard = 0
    while heard < TOGETHER:
        waits = select(outbox).where(outbox.c.heard_ns.is_(None)).order_by(outbox.c.seq)
        letters = act.connection.execute(waits.limit(TOGETHER - heard)).all()
        if not letters:
            return False
        for letter in letters:
            act.hears(letter)
        heard += len(letters)
    return True


def _place(act: Step, offer: str, within_ns: int, skew_ns: int) -> None:
    row = act.connection.execute(select(offers).where(offers.c.id == offer)).first()
    if row is None:
        some = act.connection.scalars(select(offers.c.id).order_by(offers.c.at_ns.desc()).limit(5)).all()
        raise NotAsAsked("store.no_offer", got=offer, known=tuple(some))
    if act.connection.scalar(select(orders.c.id).where(orders.c.id == offer)) is not None:
        return
    _refuse_second(act, str(row.request), offer)
    until = Instant(act.now.tai_ns + within_ns)
    act.connection.execute(
        insert(orders).values(
            id=offer, request=row.request, attempt=1, decision=Decision.OPEN.value, stage="offered",
            deadline_ns=until.tai_ns, skew_ns=skew_ns, at_ns=act.now.tai_ns,
        )
    )  # fmt: skip
    owners = sorted({str(u.owner) for u in uses_of(act.connection, offer)})
    act.tells("order.placed", offer, owners=owners, until=until.utc(decimals=0))
    placed = coordinator(act.connection, offer)
    act.says(placed.says())


def _refuse_second(act: Step, request: str, order: str) -> None:
    """A request has one order at most that is open or committed."""
    live = act.connection.execute(
        select(orders.c.id, orders.c.stage).where(
            orders.c.request == request, orders.c.id != order, orders.c.decision != Decision.RELEASED.value
        )
    ).first()
    if live is not None:
        raise NotAsAsked("store.another_order", request=request, order=live.id, stage=live.stage)


def heed_deadlines(act: Step) -> None:
    """Release every open attempt whose deadline has passed, and let every hold go that has run out."""
    late = select(orders.c.id).where(
        orders.c.decision == Decision.OPEN.value, orders.c.deadline_ns <= act.now.tai_ns
    )
    for order in act.connection.scalars(late).all():
        was: Coordinator = coordinator(act.connection, order)
        act.changes_order(was, was.expires(), "expired")
    out = select(holds.c.use, holds.c.order).where(
        holds.c.grip == Grip.HELD.value, holds.c.expires_ns <= act.now.tai_ns
    )
    for held in act.connection.execute(out).all():
        (use,) = act.connection.execute(select(uses).where(uses.c.id == held.use)).all()
        kept: Owner = owner(act.connection, use)
        act.changes_use(use, held.order, kept, kept.expires(), "expired")


def say_again(act: Step) -> None:
    """Tell again what was not answered: orders that are not settled, confirmed uses without a decision."""
    for order in act.connection.scalars(select(orders.c.id).where(orders.c.settled == 0)).all():
        act.says(coordinator(act.connection, order).says(), again=True)
    doubt = select(holds.c.use).where(holds.c.grip == Grip.CONFIRMED.value)
    for name in act.connection.scalars(doubt).all():
        (use,) = act.connection.execute(select(uses).where(uses.c.id == name)).all()
        act.says(owner(act.connection, use).says(), again=True)
