"""Once: what is placed or cancelled with an idempotency key is done once, and answered alike each time.

The same key with the same body gives the same answer; with another body it is refused. While the first is
being answered, another is asked to wait. Who was killed between the act and its answer has left a lease
that runs out: the next does the act again, and every act of the store may be done again (docs/store.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from serai.errors import Refused
from serai.serve.trust.accounts import NS
from serai.serve.trust.caller import Caller
from serai.serve.trust.tokens import random_name
from serai.store.chain import PLAIN
from serai.store.database import Database
from serai.store.schema import answers
from serai.time import Instant

LEASE_S = 60.0  # an act takes a second; one that takes longer than this is taken for dead
KEPT_S = 7 * 86_400.0
FAULT = 500  # an answer from here on is a fault of ours, and not kept: the same may go well the next time


class NoOnceKey(Refused):
    """A placing or cancelling without an idempotency key, or with one that is none."""


class OtherBody(Refused):
    """A key that was used for something else."""


class StillRunning(Refused):
    """The first request with the key has not been answered yet."""

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = retry_after_s
        super().__init__("trust.still_running", wait=retry_after_s)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is given: its status (HTTP) and its text; whether it was given before."""

    status: int
    body: str
    again: bool = False


def asked_hash(method: str, path: str, body: bytes) -> str:
    """What was asked, by which two requests with one key are compared."""
    return sha256(b"\x00".join((method.upper().encode(), path.encode(), body))).hexdigest()


def store_key(caller: Caller, key: str) -> str:
    """The store's own key of a request asked with an idempotency key: one of another caller is another."""
    return sha256(f"{caller.organisation}\x00{caller.person}\x00{key}".encode()).hexdigest()


def once(
    database: Database,
    caller: Caller,
    key: str | None,
    asked: str,
    act: Callable[[], KeptAnswer],
    clock: Callable[[], Instant],
) -> KeptAnswer:
    """The answer to an act, which is done where it was not. ``asked`` is `asked_hash` of the request.

    ``act`` may be run again after a crash; what it raises is not kept, and the key is free again.
    """
    if key is None or not PLAIN.fullmatch(key):
        raise NoOnceKey("trust.no_once_key")
    lease = random_name()
    before = _begun(database, caller, key, asked, lease, clock())
    if before is not None:
        return before
    try:
        answer = act()
    except Exception:
        _let_go(database, caller, key, lease)
        raise
    if answer.status >= FAULT:
        _let_go(database, caller, key, lease)
        return answer
    with database.writing() as connection:
        mine = and_(_of(caller, key), answers.c.lease == lease)
        connection.execute(update(answers).where(mine).values(status=answer.status, body=answer.body))
    return answer


def kept_answer(database: Database, caller: Caller, key: str, asked: str) -> KeptAnswer | None:
    """The answer that was given to a request with a key; None where none was. Refused for another body."""
    with database.reading() as connection:
        row = connection.execute(select(answers).where(_of(caller, key))).first()
    if row is None:
        return None
    if row.asked != asked:
        raise OtherBody("trust.other_body")
    return None if row.status is None else KeptAnswer(int(row.status), str(row.body), again=True)


def forget(database: Database, now: Instant) -> int:
    """Remove answers that were given a week ago; how many."""
    with database.writing() as connection:
        old = delete(answers).where(answers.c.at_ns <= now.tai_ns - int(KEPT_S * NS))
        return int(connection.execute(old).rowcount)


def _begun(
    database: Database, caller: Caller, key: str, asked: str, lease: str, now: Instant
) -> KeptAnswer | None:
    """The answer that was given; None where this one is to give it, and has the lease."""
    until = now.tai_ns + int(LEASE_S * NS)
    with database.writing() as connection:
        row = connection.execute(select(answers).where(_of(caller, key))).first()
        if row is None:
            connection.execute(
                insert(answers).values(
                    organisation=caller.organisation, person=caller.person, key=key, asked=asked,
                    lease=lease, until_ns=until, at_ns=now.tai_ns,
                )
            )  # fmt: skip
            return None
        if row.asked != asked:
            raise OtherBody("trust.other_body")
        if row.status is not None:
            return KeptAnswer(int(row.status), str(row.body), again=True)
        if row.until_ns > now.tai_ns:
            raise StillRunning((row.until_ns - now.tai_ns) / NS)
        connection.execute(update(answers).where(_of(caller, key)).values(lease=lease, until_ns=until))
        return None


def _let_go(database: Database, caller: Caller, key: str, lease: str) -> None:
    with database.writing() as connection:
        mine = and_(_of(caller, key), answers.c.lease == lease, answers.c.status.is_(None))
        connection.execute(delete(answers).where(mine))


def _of(caller: Caller, key: str) -> ColumnElement[bool]:
    return and_(
        answers.c.organisation == caller.organisation,
        answers.c.person == caller.person,
        answers.c.key == key,
    )
