"""One database, SQLite or PostgreSQL: one writer at a time on both, and every fault of it in a sentence.

SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE and a busy timeout. PostgreSQL: every writing transaction takes
one advisory lock first. So that writers of several processes and machines follow one another on both, what a
transaction has read stays true until it ends, and the ledger has one end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from serai.errors import Refused

WAIT_S = 30  # for another writer; a write takes milliseconds, so that this long a wait is a fault
WRITERS = 0x5E7A1  # the advisory lock of all writers of one PostgreSQL database
NO_ROOM = ("disk is full", "disk I/O error", "53100", "could not extend file")  # SQLite, PostgreSQL
KEPT = 16  # connections kept open: as many as read and write at once in a server
IDLE_S = 60  # after which PostgreSQL ends a writer that holds the lock and has fallen silent


class NoStore(Refused):
    """There is no store at an address, or the address is none."""


class StoreBusy(Refused):
    """Another writer has kept the database for too long."""


class StoreFull(Refused):
    """The disk of the database takes no more; nothing of the step was written."""


class StoreAway(Refused):
    """The database does not answer; nothing of the step was written, or its end is not known."""


class StoreShut(Refused):
    """The database is there, and does not let this person in, or does not let it be written."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; `writing` and `reading` are the only ways into it."""

    engine: Engine
    wait_s: float = WAIT_S

    @classmethod
    def at(cls, address: str, *, new: bool = False, wait_s: float = WAIT_S) -> Database:
        """The database at an address: a path, sqlite:///path or postgresql://user@host/name.

        A file that is not there is refused (`NoStore`) unless a new one is asked for.
        """
        url = _url(address)
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "")
            if not new and not path.is_file():
                raise NoStore("store.no_file", path=str(path))
            engine = create_engine(
                url, pool_size=KEPT, connect_args={"timeout": wait_s, "isolation_level": None}
            )
            event.listen(engine, "connect", _prepared)
        else:
            engine = create_engine(url, pool_size=KEPT, pool_pre_ping=True)
            wait_ms = int(wait_s * 1000)

            def patient(connection: object, _: object) -> None:
                _settings(
                    connection,
                    f"SET lock_timeout = {wait_ms}",
                    f"SET idle_in_transaction_session_timeout = {IDLE_S * 1000}",
                )
                connection.commit()  # type: ignore[attr-defined]  # pg8000's own: they hold from now on

            event.listen(engine, "connect", patient)
        return cls(engine, wait_s)

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def name(self) -> str:
        """What a person knows it by, without its password."""
        url = self.engine.url
        if self.kind == "sqlite":
            return str(url.database)
        socket = url.query.get("unix_sock")
        query = {"host": str(Path(str(socket)).parent)} if socket else url.query
        return url.set(drivername="postgresql", query=query).render_as_string(hide_password=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer is in; written as a whole at its end, or not at all."""
        lock = f"SELECT pg_advisory_xact_lock({WRITERS})"
        yield from self._within("BEGIN IMMEDIATE" if self.kind == "sqlite" else lock)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database and writes nothing."""
        one_moment = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        yield from self._within("BEGIN" if self.kind == "sqlite" else one_moment)

    def _within(self, first: str) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql(first)
                yield connection
                connection.commit()
        except (DBAPIError, ConnectionError) as wrong:
            raise self._refusal(wrong) from wrong

    def _refusal(self, wrong: DBAPIError | ConnectionError) -> Exception:
        """The sentence for what a database says when it is busy, full or away; any other fault is ours."""
        said = _said(getattr(wrong, "orig", None) or wrong)
        if "database is locked" in said or "55P03" in said:
            return StoreBusy("store.busy", name=self.name, waited=self.wait_s)
        if any(words in said for words in NO_ROOM):
            return StoreFull("store.full", name=self.name)
        if (shut := _shut(said, self.name)) is not None:
            return shut
        lost = isinstance(wrong, OperationalError | InterfaceError | ConnectionError)
        if (lost and "no such table" not in said) or "57P0" in said:
            why = _first_words(str(getattr(wrong, "orig", wrong)))
            return StoreAway("store.away", name=self.name, why=why)
        return wrong

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _url(address: str) -> URL:
    """The address as SQLAlchemy takes it: a path is SQLite's, PostgreSQL is spoken to through pg8000."""
    if not re.match(r"[a-z+0-9]+:", address):
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except ArgumentError:
        raise NoStore("store.no_address", got=address) from None
    if url.drivername == "sqlite":
        return url
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise NoStore("store.no_address", got=url.render_as_string(hide_password=True))
    folder = url.query.get("host")
    query = {"unix_sock": f"{folder}/.s.PGSQL.{url.port or 5432}"} if folder else url.query
    return url.set(drivername="postgresql+pg8000", query=query)


def _prepared(connection: object, _: object) -> None:
    """A connection to SQLite as this store needs it."""
    _settings(
        connection, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"
    )


def _settings(connection: object, *statements: str) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _shut(said: str, name: str) -> Exception | None:
    """The sentence for a database that is there and lets nobody in, or is none; None for any other fault."""
    if "not a database" in said:
        return NoStore("store.not_sqlite", name=name)
    if "malformed" in said:
        return NoStore("store.damaged", name=name)
    if "3D000" in said:
        return NoStore("store.no_database", name=name)
    if "readonly database" in said or "25006" in said or "42501" in said:
        return StoreShut("store.read_only", name=name)
    if "28P01" in said or "28000" in said:
        return StoreShut("store.no_entry", name=name)
    return None


def _said(wrong: BaseException) -> str:
    """What a fault says, and those that it came of: a driver whose line breaks hides why it did."""
    said, of = "", wrong.__cause__ or wrong.__context__
    while of is not None:
        said, of = f"{said}\n{of}", of.__cause__ or of.__context__
    return f"{wrong}{said}"


def _first_words(said: str) -> str:
    """What the database said, on one line."""
    return " ".join(said.partition(" (timeout is")[0].split())[:120]
