"""One step: a writing transaction with its moment and its person; what it does and tells goes together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, insert, select, update

from serai.store.database import Database
from serai.store.holds import TO_COORDINATOR, Coordinator, Decision, Grip, Message, Owner, Word
from serai.store.ledger import append, last_moment
from serai.store.rows import (
    coordinator,
    fence_of,
    keep_coordinator,
    keep_owner,
    order_row,
    owner,
    uses_of,
)
from serai.store.schema import audit, holds, orders, outbox, requests, uses
from serai.time import Instant

NS = 1_000_000_000
LATER_STAGES = ("scheduled", "acquired", "downlinked", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class Step:
    """What a step works with; everything in it is written when it ends, or nothing is."""

    connection: Connection
    now: Instant
    by: str

    def tells(self, kind: str, subject: str, **values: object) -> None:
        """Add an event to the ledger."""
        append(self.connection, kind=kind, subject=subject, at=self.now.utc(), by=self.by, values=values)

    def audits(self, did: str, subject: str, refused: str = "") -> None:
        """Note who did what, or what was refused."""
        self.connection.execute(
            insert(audit).values(at_ns=self.now.tai_ns, by=self.by, did=did, subject=subject, refused=refused)
        )

    def changes_order(self, was: Coordinator, now: Coordinator, why: str = "", fence: int = 0) -> None:
        """An order after a transition: written down, told, and said to its owners."""
        for change in keep_coordinator(self.connection, was, now, fence):
            self.tells(change.kind, now.order, **change.values, **({"why": why} if why else {}))
        self.says(now.says())
        self.restages(now, why)

    def changes_use(
        self, use: Row[tuple[object, ...]], order: str, was: Owner, now: Owner, why: str = ""
    ) -> None:
        """A use after a transition, in the same way."""
        row = order_row(self.connection, order)
        for change in keep_owner(self.connection, use, was, now, row.deadline_ns + row.skew_ns):
            self.tells(change.kind, order, **change.values, **({"why": why} if why else {}))
        if now.kept is not None and now.kept[0] == order:
            self.says(now.says())
        if Grip.HELD in (was.kept and was.kept[2], now.kept and now.kept[2]) or now.kept is None:
            self.restages(
                coordinator(self.connection, order)
            )  # a use that is bound leaves the stage as it is

    def says(self, messages: list[Message], *, again: bool = False) -> None:
        """Put messages into the outbox; one that lies there already is told again only where asked for."""
        for m in messages:
            same = (
                (outbox.c.word == m.word.value)
                & (outbox.c.order == m.order)
                & (outbox.c.attempt == m.attempt)
                & (outbox.c.use == m.owner)
            )
            if self.connection.scalar(select(outbox.c.seq).where(same)) is None:
                fence = fence_of(self.connection, m.owner, m.order, m.attempt)
                self.connection.execute(
                    insert(outbox).values(
                        word=m.word.value, order=m.order, attempt=m.attempt, use=m.owner, fence=fence,
                        said_ns=self.now.tai_ns,
                    )
                )  # fmt: skip
            elif again:
                self.connection.execute(update(outbox).where(same).values(heard_ns=None))

    def hears(self, letter: Row[tuple[object, ...]]) -> None:
        """A message from the outbox arrives: the step of the protocol that it asks for, and its answers."""
        message = Message(Word(letter.word), letter.order, letter.attempt, letter.use)
        if message.word in TO_COORDINATOR:
            was = coordinator(self.connection, message.order)
            now, answers = was.hears(message)
            if was != now:
                self.changes_order(was, now, fence=letter.fence)
        else:
            answers = self._owner_hears(message, letter.fence)
        self.connection.execute(
            update(outbox).where(outbox.c.seq == letter.seq).values(heard_ns=self.now.tai_ns)
        )
        self.says(answers, again=True)

    def _owner_hears(self, message: Message, fence: int) -> list[Message]:
        """What an owner answers; a commitment with another hold's fencing number is as good as lost."""
        (use,) = self.connection.execute(select(uses).where(uses.c.id == message.owner)).all()
        if message.word is Word.COMMIT:
            held = fence_of(self.connection, use.id, message.order, message.attempt)
            if held != fence:
                return []
        was = owner(self.connection, use)
        now, answers = was.hears(message)
        if was != now:
            self.changes_use(use, message.order, was, now)
        return answers

    def restages(self, of: Coordinator, why: str = "") -> None:
        """Bring the stage of an order, and of its request, to what now is."""
        row = order_row(self.connection, of.order)
        stage = self._stage(of, str(row.stage), why)
        if stage == row.stage:
            return
        self.connection.execute(update(orders).where(orders.c.id == of.order).values(stage=stage))
        gone = of.decision is Decision.RELEASED and stage != "cancelled"
        self.connection.execute(
            update(requests).where(requests.c.id == row.request).values(stage="offered" if gone else stage)
        )

    def _stage(self, of: Coordinator, stage: str, why: str) -> str:
        if of.broken:
            return "failed"
        if of.decision is Decision.COMMITTED:
            return stage if stage in LATER_STAGES else "confirmed"
        if of.decision is Decision.RELEASED:
            return why or (stage if stage not in ("offered", "held") else "released")
        kept = self.connection.scalar(
            select(func.count())
            .select_from(holds)
            .where(holds.c.order == of.order, holds.c.attempt == of.attempt)
        )
        return "held" if kept == len(of.owners) else "offered"


@contextmanager
def step(database: Database, now: Instant, by: str) -> Iterator[Step]:
    """A step at a moment; a clock that has been set back does not take the record back with it."""
    with database.writing() as connection:
        last = last_moment(connection)
        known = None if last is None else Instant.from_utc(last)
        yield Step(connection, now if known is None or known <= now else known, by)


def owners_uses(step: Step, order: str, party: str) -> list[Row[tuple[object, ...]]]:
    """The uses that an owner has in an order."""
    order_row(step.connection, order)
    return uses_of(step.connection, order, party)
