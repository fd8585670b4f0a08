"""Keys for programs: scoped, kept as a hash, ending by themselves, rotated with an overlap, revoked at once.

A key is its person's and can never do more than the person may: its scopes only take away. It manages no
accounts and no keys. Whoever holds it is that person; administrators list and revoke, but make none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, insert, select, update

from serai.errors import Refused
from serai.serve.trust.accounts import NS, NoSuchAccount, note
from serai.serve.trust.caller import KEY_SCOPES, Caller, Scope, Via
from serai.serve.trust.policy import may, require
from serai.serve.trust.rules import Action, Kind
from serai.serve.trust.tokens import KEY, hashed, new_token, random_name
from serai.store.chain import PLAIN
from serai.store.database import Database
from serai.store.schema import accounts, keys
from serai.time import Instant

DAYS, MOST_DAYS = 90.0, 366.0
OVERLAP_S = 86_400.0  # while a program is given its new key, the old one is let in
DAY_S = 86_400.0


class NoSuchKey(Refused):
    """A key that is not there, or that the caller may not know of."""


class KeyNotMade(Refused):
    """A key that cannot be made as asked."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key as it is listed: everything but the secret."""

    id: str
    organisation: str
    person: str
    label: str
    scopes: tuple[str, ...]
    made: Instant
    until: Instant
    seen: Instant | None
    ended: Instant | None

    def stands(self, now: Instant) -> bool:
        """Whether the key is let in at a moment."""
        return now < self.until and (self.ended is None or now < self.ended)


def add_key(
    database: Database,
    by: Caller,
    organisation: str,
    person: str,
    label: str,
    scopes: Iterable[Scope],
    now: Instant,
    days: float = DAYS,
) -> tuple[str, str]:
    """Make a key for a person (who alone may, or at the machine); its id and its token, shown this once."""
    if not 0.0 < days <= MOST_DAYS:
        raise KeyNotMade("trust.key_days", got=days, most=MOST_DAYS)
    wanted = frozenset(scopes)
    if not wanted or wanted - KEY_SCOPES:
        raise KeyNotMade("trust.key_scopes", known=tuple(sorted(KEY_SCOPES)))
    if not PLAIN.fullmatch(label):
        raise KeyNotMade("trust.no_name", got=label)
    with database.writing() as connection:
        row = _person(connection, by, organisation, person)
        until = now.tai_ns + int(days * DAY_S * NS)
        made = _insert(connection, str(row.id), label, " ".join(sorted(wanted)), now, until)
        note(connection, now, by, "add key", made[0])
    return made


def rotate(
    database: Database, by: Caller, key: str, now: Instant, overlap_s: float = OVERLAP_S
) -> tuple[str, str]:
    """A new key in the place of one that stands, of its scopes and length; that ends after the overlap."""
    with database.writing() as connection:
        row = _managed(connection, by, key)
        if not _listed(row).stands(now):
            raise NoSuchKey("trust.no_key", key=key)
        _person(connection, by, row.organisation, row.name)
        until = now.tai_ns + row.until_ns - row.at_ns
        made = _insert(connection, str(row.account), row.label, row.scopes, now, until, follows=str(row.id))
        ends = min(x for x in (now.tai_ns + int(overlap_s * NS), row.ended_ns, row.until_ns) if x is not None)
        connection.execute(update(keys).where(keys.c.id == row.id).values(ended_ns=ends))
        note(connection, now, by, "rotate key", str(row.id))
    return made


def revoke(database: Database, by: Caller, key: str, now: Instant) -> None:
    """End a key now; again, it stays ended as it was."""
    with database.writing() as connection:
        row = _managed(connection, by, key)
        if row.ended_ns is None or row.ended_ns > now.tai_ns:
            connection.execute(update(keys).where(keys.c.id == row.id).values(ended_ns=now.tai_ns))
        note(connection, now, by, "revoke key", str(row.id))


def listed_keys(database: Database, by: Caller) -> list[ListedKey]:
    """The keys that a caller may know of: its own, and those that it manages; the newest first."""
    with database.reading() as connection:
        asked = _all().order_by(keys.c.at_ns.desc(), keys.c.id)
        rows = connection.execute(asked).all()
    return [_listed(row) for row in rows if _known(by, row)]


def _known(by: Caller, row: Row[tuple[object, ...]]) -> bool:
    if may(by, Action.MANAGE, Kind.KEY, row.organisation):
        return True
    own = (by.organisation, by.person) == (row.organisation, row.name)
    return own and may(by, Action.MANAGE, Kind.ME, row.organisation).allowed


def _managed(connection: Connection, by: Caller, key: str) -> Row[tuple[object, ...]]:
    row = connection.execute(_all().where(keys.c.id == key)).first()
    if row is None or not _known(by, row):
        raise NoSuchKey("trust.no_key", key=key)
    return row


def _person(connection: Connection, by: Caller, organisation: str, person: str) -> Row[tuple[object, ...]]:
    """The open account that a key is made for: the caller's own, or any at the machine."""
    of = (accounts.c.organisation == organisation) & (accounts.c.name == person)
    row = connection.execute(select(accounts).where(of, accounts.c.shut == 0)).first()
    own = (by.organisation, by.person) == (organisation, person) or by.via is Via.CONSOLE
    if row is None or not own:
        raise NoSuchAccount("trust.no_account", name=person, organisation=organisation)
    if by.via is not Via.CONSOLE:
        require(by, Action.MANAGE, Kind.ME, organisation)
    return row


def _insert(
    connection: Connection, of: str, label: str, scopes: str, now: Instant, until_ns: int, follows: str = ""
) -> tuple[str, str]:
    token, made = new_token(KEY), random_name()
    connection.execute(
        insert(keys).values(
            hash=hashed(token), id=made, account=of, label=label, scopes=scopes, at_ns=now.tai_ns,
            until_ns=until_ns, follows=follows,
        )
    )  # fmt: skip
    return made, token


def _all() -> Select[tuple[object, ...]]:
    joined = select(keys, accounts.c.organisation, accounts.c.name)
    return joined.join(accounts, accounts.c.id == keys.c.account)


def _listed(row: Row[tuple[object, ...]]) -> ListedKey:
    return ListedKey(
        str(row.id), row.organisation, row.name, row.label, tuple(str(row.scopes).split()),
        Instant(row.at_ns), Instant(row.until_ns), _moment(row.seen_ns), _moment(row.ended_ns),
    )  # fmt: skip


def _moment(ns: int | None) -> Instant | None:
    return None if ns is None else Instant(ns)
