"""Accounts: people of organisations (the tenants) in a role. The first is made at the machine, by command.

An account begins with an invitation: a token, shown once, by which its person sets the password. A forgotten
password is a new invitation. Whose accounts a caller manages, the policy says; what it may not manage is to
it as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, insert, select, update

from serai.errors import Refused
from serai.serve.trust.caller import ALL_SCOPES, Caller, CallerRole, Via
from serai.serve.trust.passwords import password_hash, refuse_weak
from serai.serve.trust.policy import grantable, may, require
from serai.serve.trust.rules import Action, Kind
from serai.serve.trust.tokens import INVITATION, hashed, new_token, random_name
from serai.store.chain import PLAIN
from serai.store.database import Database
from serai.store.schema import accounts, audit, invitations, keys, organisations, people, sessions
from serai.time import Instant

INVITED_S = 3 * 86_400.0  # a weekend; the first account's, made at the machine, an hour
FIRST_S = 3_600.0
NS = 1_000_000_000
CONSOLE = Caller("", "console", CallerRole.HOST, ALL_SCOPES, Via.CONSOLE)


class NoSuchAccount(Refused):
    """An account that is not there, or that the caller may not know of."""


class NotMade(Refused):
    """An account, an organisation or a role that cannot be made as asked."""


class NotInvited(Refused):
    """An invitation that was never given, has run out, or was used."""


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """An account as its administrator sees it."""

    id: str
    organisation: str
    name: str
    role: CallerRole
    shut: bool
    has_password: bool


def note(connection: Connection, now: Instant, by: Caller, did: str, subject: str, refused: str = "") -> None:
    """Put on record who did what at the door, or what was refused."""
    connection.execute(
        insert(audit).values(at_ns=now.tai_ns, by=by.by, did=did, subject=subject, refused=refused)
    )


def first_account(database: Database, organisation: str, name: str, now: Instant) -> str:
    """Make the first account, a host's; its invitation. Refused (`NotMade`) once any account is there.

    An account that was never used (no password was set) is no hindrance: the same command again gives a new
    invitation, and the old one is void.
    """
    with database.writing() as connection:
        used = connection.scalar(select(func.count()).select_from(accounts).where(accounts.c.password != ""))
        if used:
            raise NotMade("trust.not_first")
        known = _row(connection, organisation, name)
        if known is None:
            _add(connection, organisation, name, CallerRole.HOST, now)
            known = _row(connection, organisation, name)
        assert known is not None
        note(connection, now, CONSOLE, "first account", _name(organisation, name))
        return _invited(connection, str(known.id), now, FIRST_S)


def any_account(database: Database) -> bool:
    """Whether anybody could log in: before that, the service binds to loopback alone."""
    with database.reading() as connection:
        return connection.scalar(select(accounts.c.id).where(accounts.c.password != "").limit(1)) is not None


def add_organisation(
    database: Database, by: Caller, organisation: str, now: Instant, *, name: str = "", nation: str = ""
) -> None:
    """Make a tenant; one that is there stays as it is."""
    require(by, Action.MANAGE, Kind.ORGANISATION, organisation)
    with database.writing() as connection:
        _know(connection, organisation, now, name or organisation, nation)
        note(connection, now, by, "add organisation", organisation)


def add_account(
    database: Database, by: Caller, organisation: str, name: str, role: CallerRole, now: Instant
) -> str:
    """Make an account; its invitation. An administrator makes those of its own organisation and roles."""
    require(by, Action.MANAGE, Kind.ACCOUNT, organisation)
    _refuse_role(by, role)
    with database.writing() as connection:
        if _row(connection, organisation, name) is not None:
            raise NotMade("trust.account_there", name=name, organisation=organisation)
        made = _add(connection, organisation, name, role, now)
        note(connection, now, by, "add account", _name(organisation, name))
        return _invited(connection, made, now, INVITED_S)


def invite(database: Database, by: Caller, organisation: str, name: str, now: Instant) -> str:
    """A new invitation for an account, by which its password is set anew; earlier ones are void."""
    with database.writing() as connection:
        row = _managed(connection, by, organisation, name)
        note(connection, now, by, "invite", _name(organisation, name))
        return _invited(connection, str(row.id), now, INVITED_S)


def set_password(database: Database, invitation: str, password: str, now: Instant) -> PersonAccount:
    """Set the password that an invitation is for, once; every session of the account ends."""
    of = invitations.c.hash == hashed(invitation)
    with database.reading() as connection:
        row = _invited_account(connection, invitation, now)
    refuse_weak(password, str(row.name))
    kept = password_hash(password)  # outside the transaction: it takes a while
    with database.writing() as connection:
        row = _invited_account(connection, invitation, now)
        connection.execute(update(invitations).where(of).values(used_ns=now.tai_ns))
        connection.execute(update(accounts).where(accounts.c.id == row.id).values(password=kept))
        _end_sessions(connection, str(row.id), now)
        note(connection, now, _self(row), "set password", _name(row.organisation, row.name))
        return _account(_row(connection, row.organisation, row.name))


def set_role(
    database: Database, by: Caller, organisation: str, name: str, role: CallerRole, now: Instant
) -> None:
    """Give an account another role, from its next request on."""
    _refuse_role(by, role)
    with database.writing() as connection:
        row = _managed(connection, by, organisation, name)
        if role is not CallerRole.HOST:
            _refuse_last_host(connection, row)
        connection.execute(update(accounts).where(accounts.c.id == row.id).values(role=role.value))
        note(connection, now, by, f"role {role}", _name(organisation, name))


def shut(database: Database, by: Caller, organisation: str, name: str, now: Instant) -> None:
    """Shut an account: its sessions and keys end now, and its invitations are void."""
    with database.writing() as connection:
        row = _managed(connection, by, organisation, name)
        _refuse_last_host(connection, row)
        connection.execute(update(accounts).where(accounts.c.id == row.id).values(shut=1))
        _end_sessions(connection, str(row.id), now)
        mine = (keys.c.account == row.id) & keys.c.ended_ns.is_(None)
        connection.execute(update(keys).where(mine).values(ended_ns=now.tai_ns))
        _void(connection, str(row.id), now)
        note(connection, now, by, "shut account", _name(organisation, name))


def reopen(database: Database, by: Caller, organisation: str, name: str, now: Instant) -> None:
    """Let a person in again whose account was shut; sessions and keys that have ended stay so."""
    with database.writing() as connection:
        row = _managed(connection, by, organisation, name)
        connection.execute(update(accounts).where(accounts.c.id == row.id).values(shut=0))
        note(connection, now, by, "reopen account", _name(organisation, name))


def listed(database: Database, by: Caller) -> list[PersonAccount]:
    """The accounts that a caller manages, by organisation and name; none where it manages none."""
    with database.reading() as connection:
        asked = select(accounts).order_by(accounts.c.organisation, accounts.c.name)
        found = [_account(row) for row in connection.execute(asked)]
    return [one for one in found if may(by, Action.SEE, Kind.ACCOUNT, one.organisation)]


def account(database: Database, by: Caller, organisation: str, name: str) -> PersonAccount:
    """One account that a caller manages; what is not there and what it may not know of are refused alike."""
    with database.reading() as connection:
        return _account(_managed(connection, by, organisation, name, Action.SEE))


def _managed(
    connection: Connection, by: Caller, organisation: str, name: str, action: Action = Action.MANAGE
) -> Row[tuple[object, ...]]:
    """The row of an account that a caller manages; whoever may not make such a one does not manage it."""
    row = _row(connection, organisation, name)
    if row is None or not may(by, action, Kind.ACCOUNT, organisation).allowed:
        raise NoSuchAccount("trust.no_account", name=name, organisation=organisation)
    if action is Action.MANAGE and CallerRole(row.role) not in grantable(by):
        raise NoSuchAccount("trust.no_account", name=name, organisation=organisation)
    return row


def _row(connection: Connection, organisation: str, name: str) -> Row[tuple[object, ...]] | None:
    of = (accounts.c.organisation == organisation) & (accounts.c.name == name)
    return connection.execute(select(accounts).where(of)).first()


def _account(row: Row[tuple[object, ...]] | None) -> PersonAccount:
    assert row is not None
    return PersonAccount(
        str(row.id), row.organisation, row.name, CallerRole(row.role), bool(row.shut), row.password != ""
    )


def _add(connection: Connection, organisation: str, name: str, role: CallerRole, now: Instant) -> str:
    if not PLAIN.fullmatch(name) or "@" in name or name != name.strip():
        raise NotMade("trust.no_name", got=name)
    _know(connection, organisation, now, organisation, "")
    made = random_name()
    connection.execute(
        insert(accounts).values(
            id=made, organisation=organisation, name=name, role=role.value, at_ns=now.tai_ns
        )
    )
    by = _name(organisation, name)
    if connection.scalar(select(people.c.id).where(people.c.id == by)) is None:
        connection.execute(insert(people).values(id=by, organisation=organisation, at_ns=now.tai_ns))
    return made


def _know(connection: Connection, organisation: str, now: Instant, name: str, nation: str) -> None:
    if not all(PLAIN.fullmatch(word) and word == word.strip() for word in (organisation, name)):
        raise NotMade("trust.no_name", got=organisation)
    known = connection.scalar(select(organisations.c.id).where(organisations.c.id == organisation))
    if known is None:
        connection.execute(
            insert(organisations).values(id=organisation, name=name, nation=nation, at_ns=now.tai_ns)
        )


def _invited(connection: Connection, made: str, now: Instant, within_s: float) -> str:
    _void(connection, made, now)
    token = new_token(INVITATION)
    until = now.tai_ns + int(within_s * NS)
    connection.execute(insert(invitations).values(hash=hashed(token), account=made, until_ns=until))
    return token


def _void(connection: Connection, of: str, now: Instant) -> None:
    unused = (invitations.c.account == of) & invitations.c.used_ns.is_(None)
    connection.execute(update(invitations).where(unused).values(used_ns=now.tai_ns))


def _invited_account(connection: Connection, invitation: str, now: Instant) -> Row[tuple[object, ...]]:
    row = connection.execute(
        select(accounts)
        .join(invitations, invitations.c.account == accounts.c.id)
        .where(
            invitations.c.hash == hashed(invitation),
            invitations.c.used_ns.is_(None),
            invitations.c.until_ns > now.tai_ns,
            accounts.c.shut == 0,
        )
    ).first()
    if row is None:
        raise NotInvited("trust.not_invited")
    return row


def _end_sessions(connection: Connection, of: str, now: Instant) -> None:
    open_ones = (sessions.c.account == of) & sessions.c.ended_ns.is_(None)
    connection.execute(update(sessions).where(open_ones).values(ended_ns=now.tai_ns))


def _refuse_role(by: Caller, role: CallerRole) -> None:
    if role not in grantable(by):
        raise NotMade("trust.no_such_role", role=role.value, known=tuple(sorted(grantable(by))))


def _refuse_last_host(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    if row.role != CallerRole.HOST.value:
        return
    others = (accounts.c.role == CallerRole.HOST.value) & (accounts.c.shut == 0) & (accounts.c.password != "")
    if connection.scalar(select(accounts.c.id).where(others, accounts.c.id != row.id).limit(1)) is None:
        raise NotMade("trust.last_host", name=str(row.name))


def _self(row: Row[tuple[object, ...]]) -> Caller:
    return Caller(row.organisation, row.name, CallerRole(row.role), ALL_SCOPES, Via.SESSION)


def _name(organisation: str, name: str) -> str:
    return f"{name}@{organisation}"
