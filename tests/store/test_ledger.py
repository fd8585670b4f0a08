"""The ledger in its table: added to only, one end, and whoever goes around the program is found."""

from __future__ import annotations

import sqlite3
from multiprocessing import get_context

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from serai.store.chain import ChainHead
from serai.store.database import Database
from serai.store.ledger import BLOCK, append, head, told, verify


def write(database: Database, count: int, subject: str = "R1") -> ChainHead:
    for number in range(count):
        with database.writing() as connection:
            append(
                connection, kind="k", subject=subject, at="t", by="é", values={"n": number, "x": "\x1e\x1f"}
            )
    with database.reading() as connection:
        return head(connection)


def test_what_is_appended_is_told_and_verified(database):
    assert verify(database).events == 0
    last = write(database, 5)
    found = verify(database, last)
    assert found.sound
    assert found.head == last
    with database.reading() as connection:
        assert [e["values"]["n"] for e in told(connection)] == [0, 1, 2, 3, 4]
        assert [e["values"]["n"] for e in told(connection, "R1", most=2)] == [3, 4]
        assert told(connection, "R") == []


def test_more_events_than_a_block_are_verified(database):
    with database.writing() as connection:
        for number in range(7):
            append(connection, kind="k", subject="s", at="t", by="", values={"n": number})
    import serai.store.ledger as module

    assert BLOCK > 7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", 3)
        assert verify(database).events == 7


@pytest.mark.parametrize("wrong", ["UPDATE ledger SET kind = 'x'", "DELETE FROM ledger WHERE seq = 2"])
def test_the_database_itself_refuses_a_change(database, wrong):
    write(database, 3)
    with pytest.raises(DBAPIError, match="only added to"), database.writing() as connection:
        connection.execute(text(wrong))
    assert verify(database).sound


TAMPERED = {
    "rewritten": ["UPDATE ledger SET text = replace(text, '\"n\":2', '\"n\":9') WHERE seq = 3"],
    "reordered": [
        "UPDATE ledger SET seq = -1 WHERE seq = 2",
        "UPDATE ledger SET seq = 2 WHERE seq = 3",
        "UPDATE ledger SET seq = 3 WHERE seq = -1",
    ],
    "truncated": ["DELETE FROM ledger WHERE seq > 3"],
    "begun later": ["DELETE FROM ledger WHERE seq = 1"],
    "another subject": ["UPDATE ledger SET subject = 'R2' WHERE seq = 3"],
}
DISARM = {
    "sqlite": ["DROP TRIGGER ledger_no_update", "DROP TRIGGER ledger_no_delete"],
    "postgresql": ["DROP TRIGGER ledger_added_to ON ledger"],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_chain_changed_behind_the_program_is_found(database, how):
    last = write(database, 5)
    with database.writing() as connection:
        for statement in [*DISARM[database.kind], *TAMPERED[how]]:
            connection.exec_driver_sql(statement)
    found = verify(database, last)
    assert not found.sound
    assert (
        found.at
        == {"rewritten": 3, "reordered": 2, "truncated": 4, "begun later": 1, "another subject": 3}[how]
    )


def appends(address: str, name: str, count: int) -> None:
    database = Database.at(address)
    write(database, count, name)
    database.close()


def test_two_processes_append_to_one_chain(database, address):
    """Each waits for the other: no event is lost, none stands twice."""
    context = get_context("spawn")
    both = [context.Process(target=appends, args=(address, name, 30)) for name in ("A", "B")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    assert verify(database).events == 60
    with database.reading() as connection:
        assert len(told(connection, "A")) == len(told(connection, "B")) == 30


def test_a_writer_that_waits_too_long_is_told_so(tmp_path):
    from serai.store.database import StoreBusy
    from serai.store.migrations.run import upgraded

    path = tmp_path / "serai.db"
    first = Database.at(str(path), new=True)
    upgraded(first)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = Database.at(str(path), wait_s=0.1)
    with pytest.raises(StoreBusy, match="another writer has kept it for more than"), impatient.writing():
        pass
    other.rollback()
    with impatient.writing():
        pass
