"""The schema: what the migrations make is what the tables say, from any earlier one, whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from serai.store.database import Database, NoStore
from serai.store.migrations.run import OtherSchema, _scripts, newest, refuse_other, schema_of, upgraded
from serai.store.schema import META

REVISIONS = [one.revision for one in reversed(list(_scripts().walk_revisions()))]


@pytest.mark.parametrize("first", [None, *REVISIONS])
def test_from_every_schema_the_newest_is_come_to(address, first):
    database = Database.at(address, new=True)
    if first is not None:
        assert upgraded(database, first) == (None, first)
    assert upgraded(database) == (first, newest())
    assert upgraded(database) == (newest(), newest())
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), META) == []
        refuse_other(connection, "x")
    database.close()


def test_what_stood_in_an_earlier_schema_stands_in_the_newest(address):
    database = Database.at(address, new=True)
    upgraded(database, REVISIONS[0])
    with database.writing() as connection:
        connection.execute(text("INSERT INTO organisations (id, name, at_ns) VALUES ('China', 'China', 1)"))
    upgraded(database)
    with database.reading() as connection:
        assert connection.execute(text("SELECT id, nation FROM organisations")).all() == [("China", "")]
    database.close()


KILLED = """
import os, signal, sys
from sqlalchemy import event
from serai.store.database import Database
from serai.store.migrations.run import upgraded
database, left = Database.at(sys.argv[1], new=True), [int(sys.argv[2])]
@event.listens_for(database.engine, "after_cursor_execute")
def _(connection, cursor, statement, *_):
    if statement.lstrip().startswith("CREATE"):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
upgraded(database)
"""


@pytest.mark.parametrize("after", [1, 5, 20])
def test_a_migration_that_is_killed_leaves_nothing_and_may_be_begun_again(address, after):
    died = subprocess.run([sys.executable, "-c", KILLED, address, str(after)], check=False, env=os.environ)
    assert died.returncode == -signal.SIGKILL
    database = Database.at(address)
    with database.reading() as connection:
        assert schema_of(connection) is None
        assert inspect(connection).get_table_names() == []
    assert upgraded(database) == (None, newest())
    database.close()


@pytest.mark.parametrize("after", [1, 2])
def test_an_upgrade_that_is_killed_leaves_the_earlier_schema_with_its_rows(address, after):
    database = Database.at(address, new=True)
    upgraded(database, "0003")
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO element_sets (norad, epoch_ns, name, at_ns, body) VALUES (1, 2, 'A', 3, 'x')")
        )
    database.close()
    died = subprocess.run([sys.executable, "-c", KILLED, address, str(after)], check=False, env=os.environ)
    assert died.returncode == -signal.SIGKILL
    with database.reading() as connection:
        assert schema_of(connection) == "0003"
        assert connection.execute(text("SELECT norad, body FROM element_sets")).all() == [(1, "x")]
    assert upgraded(database) == ("0003", newest())
    with database.reading() as connection:
        (row,) = connection.execute(text("SELECT norad, epoch_ns, sha256, body FROM element_sets")).all()
    assert tuple(row) == (1, 2, sha256(b"x").hexdigest(), "x")
    database.close()


def test_a_schema_of_a_newer_serai_and_a_database_without_tables_are_refused(address):
    database = Database.at(address, new=True)
    with database.reading() as connection, pytest.raises(OtherSchema, match="holds no tables of serai"):
        refuse_other(connection, "here")
    upgraded(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OtherSchema, match="has the schema 9999, of a newer serai"):
        upgraded(database)
    with database.reading() as connection, pytest.raises(OtherSchema, match="run serai store upgrade"):
        refuse_other(connection, "here")
    database.close()


@pytest.mark.parametrize("wrong", ["mysql://x@y/z", "postgresql:/x y", "nonsense:"])
def test_what_is_no_address_of_a_database_is_refused(wrong):
    with pytest.raises(NoStore, match="expected a path"):
        Database.at(wrong)


def test_a_file_that_is_not_there_is_not_made_by_chance(tmp_path):
    with pytest.raises(NoStore, match="serai store init"):
        Database.at(str(tmp_path / "other.db"))
    assert not list(tmp_path.iterdir())
