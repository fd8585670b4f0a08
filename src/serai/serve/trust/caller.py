"""Who asks: a person of an organisation in a role, come by a session, by a key, or at the machine itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class CallerRole(StrEnum):
    """What a person is to the service; a role names no right, the rules of `policy` do."""

    VISITOR = "visitor"  # nobody in particular: no session and no key
    READER = "reader"
    OFFICER = "officer"  # asks, places and answers for the organisation
    KEEPER = "keeper"  # of the corridor's tables
    ADMIN = "admin"  # of the organisation's accounts and keys
    HOST = "host"  # of the machine: organisations, all accounts, metrics; acts for no partner


class Scope(StrEnum):
    """What a session or a key was given out for: a rule counts only within the scope that it names."""

    READ = "read"
    WHAT_IF = "what-if"
    ORDER = "order"  # ask, place and cancel
    ANSWER = "answer"  # confirm, decline and report, as an owner
    TABLES = "tables"
    MANAGE = "manage"  # accounts, keys and organisations; no key has it


class Via(StrEnum):
    """How the caller came in."""

    NOTHING = "nothing"
    SESSION = "session"
    KEY = "key"
    CONSOLE = "console"  # a command at the machine: whoever may read the database


LOCAL = "local"  # the operator of the machine, before anybody has an account
MACHINE = "\x00machine"  # its tenant: a name that no organisation can have
ALL_SCOPES = frozenset(Scope)
KEY_SCOPES = ALL_SCOPES - {Scope.MANAGE}  # a key that leaks never makes accounts or other keys
MEMBERS = frozenset(CallerRole) - {CallerRole.VISITOR}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. ``organisation`` is the tenant's id in the store, ``person`` the account's name."""

    organisation: str
    person: str
    role: CallerRole
    scopes: frozenset[Scope]
    via: Via

    def within(self, scopes: Iterable[Scope]) -> Caller:
        """The same caller with no more than these scopes; a key never has that of managing."""
        kept = self.scopes & frozenset(scopes)
        return replace(self, scopes=kept & KEY_SCOPES if self.via is Via.KEY else kept)

    @property
    def by(self) -> str:
        """Who did it, for the record: person and organisation; a visitor is nobody."""
        return f"{self.person}@{self.organisation}" if self.organisation else self.person

    @property
    def tenant(self) -> str:
        """By whom limits on compute are counted: the organisation; visitors are one tenant together."""
        if self.via is Via.CONSOLE:
            return MACHINE
        return self.organisation or CallerRole.VISITOR.value


NOBODY = Caller("", "", CallerRole.VISITOR, frozenset({Scope.READ}), Via.NOTHING)
OPERATOR = Caller(LOCAL, LOCAL, CallerRole.HOST, ALL_SCOPES, Via.CONSOLE)


def is_local(caller: Caller) -> bool:
    """Whether it is the local operator, who may do everything."""
    return caller == OPERATOR
