"""A database of each kind with two organisations, their people, and passwords that are hashed cheaply."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, set_password
from serai.serve.trust.caller import Caller, CallerRole
from serai.serve.trust.entrance import Entrance, OpenedSession
from serai.store.database import Database
from tests.store.conftest import Clock, address, clock, database, for_servers, postgresql, upgraded_once

__all__ = ["address", "clock", "database", "for_servers", "postgresql", "upgraded_once"]

CHEAP = (2**4, 8, 1)
WORDS = "correct horse battery staple"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at a cost of microseconds; the true cost has a test of its own."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


@pytest.fixture
def entrance(database: Database, clock: Clock) -> Entrance:
    return Entrance(database, clock)


@pytest.fixture
def person(database: Database, clock: Clock) -> Callable[..., Caller]:
    """Make an account with a password; who it is, as a caller at the machine would know it."""

    def make(
        name: str = "amina", role: CallerRole = CallerRole.OFFICER, organisation: str = "Pakistan"
    ) -> Caller:
        token = add_account(database, CONSOLE, organisation, name, role, clock())
        set_password(database, token, WORDS, clock())
        return Entrance(database, clock).logs_in(organisation, name, WORDS).caller

    return make


@pytest.fixture
def opened(entrance: Entrance, person: Callable[..., Caller]) -> OpenedSession:
    """Amina's session, Pakistan's officer."""
    person()
    return entrance.logs_in("Pakistan", "amina", WORDS)
