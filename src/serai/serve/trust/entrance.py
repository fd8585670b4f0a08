"""The entrance: who comes by a password, a session or a key. One sentence for everything that is not let in.

What a session and a key may is read from the account each time, so that a role that was taken or an account
that was shut counts from the next request on. When one was last seen is written once a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Row, Table, insert, select, update

from serai.errors import Refused
from serai.serve.trust.accounts import NS, note
from serai.serve.trust.caller import ALL_SCOPES, NOBODY, Caller, CallerRole, Scope, Via
from serai.serve.trust.passwords import fits
from serai.serve.trust.tokens import SESSION, csrf_of, hashed, new_token, random_name, same
from serai.store.chain import PLAIN
from serai.store.database import Database
from serai.store.schema import accounts, keys, sessions
from serai.time import Instant
from serai.time.asked import present_second

IDLE_S = 2 * 3_600.0  # a session that nobody uses ends
LONGEST_S = 12 * 3_600.0  # and any other after a shift
SEEN_EVERY_NS = 60 * NS  # when one was last seen, to the minute: no write with every read


class NotLetIn(Refused):
    """No valid password, session or key; why, nobody is told."""


class Forged(Refused):
    """A change asked for by a session without the token against forged requests."""


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session that was opened: its token is shown this once, in a cookie, and ``csrf`` to the page."""

    token: str
    csrf: str
    id: str
    caller: Caller
    until: Instant


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where callers come in, at one database."""

    database: Database
    clock: Callable[[], Instant] = field(default=present_second)
    idle_s: float = IDLE_S
    longest_s: float = LONGEST_S

    def logs_in(self, organisation: str, name: str, password: str) -> OpenedSession:
        """Open a session by a password. A name that is not there takes as long as a wrong password."""
        now = self.clock()
        with self.database.reading() as connection:
            of = (accounts.c.organisation == organisation) & (accounts.c.name == name)
            row = connection.execute(select(accounts).where(of)).first()
        right = fits(password, "" if row is None else row.password)
        said = f"{name}@{organisation}"
        with self.database.writing() as connection:
            if row is not None:  # as it is now: it may have been shut while the password was tried
                row = connection.execute(
                    select(accounts).where(accounts.c.id == row.id, accounts.c.password == row.password)
                ).first()
            if row is None or row.shut or not right:
                note(connection, now, NOBODY, "log in", said if PLAIN.fullmatch(said) else "", "not let in")
                opened = None
            else:
                opened = self._opened(row, now)
                connection.execute(
                    insert(sessions).values(
                        hash=hashed(opened.token), id=opened.id, account=row.id, at_ns=now.tai_ns,
                        seen_ns=now.tai_ns, until_ns=opened.until.tai_ns,
                    )
                )  # fmt: skip
                note(connection, now, opened.caller, "log in", opened.id)
        if opened is None:
            raise NotLetIn("trust.not_let_in")
        return opened

    def by_session(self, token: str, *, csrf: str | None = None, changes: bool = True) -> Caller:
        """Who comes by a session; what changes anything needs the token against forged requests too."""
        now = self.clock()
        row = self._row(sessions, token)
        if row is None or row.ended_ns is not None or row.until_ns <= now.tai_ns:
            raise NotLetIn("trust.not_let_in")
        if row.seen_ns + int(self.idle_s * NS) <= now.tai_ns:
            raise NotLetIn("trust.not_let_in")
        if changes and not same(csrf or "", csrf_of(token)):
            raise Forged("trust.forged")
        self._sees(sessions, row, now)
        return _caller(row, ALL_SCOPES, Via.SESSION)

    def by_key(self, token: str) -> Caller:
        """Who comes by a key; one that was revoked and is used again is put on record."""
        now = self.clock()
        row = self._row(keys, token)
        if row is None or row.until_ns <= now.tai_ns:
            raise NotLetIn("trust.not_let_in")
        scopes = frozenset(Scope(name) for name in str(row.scopes).split())
        caller = _caller(row, scopes, Via.KEY).within(scopes)
        if row.ended_ns is not None and row.ended_ns <= now.tai_ns:
            if row.seen_ns is None or row.seen_ns + SEEN_EVERY_NS <= now.tai_ns:
                with self.database.writing() as connection:
                    note(connection, now, caller, "use of a revoked key", str(row.id), "not let in")
            self._sees(keys, row, now)
            raise NotLetIn("trust.not_let_in")
        self._sees(keys, row, now)
        return caller

    def logs_out(self, token: str) -> None:
        """End a session; one that is not there, or has ended, changes nothing."""
        now = self.clock()
        with self.database.writing() as connection:
            of = (sessions.c.hash == hashed(token)) & sessions.c.ended_ns.is_(None)
            connection.execute(update(sessions).where(of).values(ended_ns=now.tai_ns))

    def _opened(self, row: Row[tuple[object, ...]], now: Instant) -> OpenedSession:
        token = new_token(SESSION)
        caller = Caller(row.organisation, row.name, CallerRole(row.role), ALL_SCOPES, Via.SESSION)
        return OpenedSession(token, csrf_of(token), random_name(), caller, now.plus(self.longest_s))

    def _row(self, table: Table, token: str) -> Row[tuple[object, ...]] | None:
        """The session or key of a token, with its account where that is open."""
        with self.database.reading() as connection:
            asked = (
                select(table, accounts.c.organisation, accounts.c.name, accounts.c.role)
                .join(accounts, accounts.c.id == table.c.account)
                .where(table.c.hash == hashed(token), accounts.c.shut == 0)
            )
            return connection.execute(asked).first()

    def _sees(self, table: Table, row: Row[tuple[object, ...]], now: Instant) -> None:
        if row.seen_ns is not None and row.seen_ns + SEEN_EVERY_NS > now.tai_ns:
            return
        with self.database.writing() as connection:
            connection.execute(update(table).where(table.c.hash == row.hash).values(seen_ns=now.tai_ns))


def _caller(row: Row[tuple[object, ...]], scopes: frozenset[Scope], via: Via) -> Caller:
    return Caller(row.organisation, row.name, CallerRole(row.role), scopes, via)
