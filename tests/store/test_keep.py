"""Backups go from either kind of database into either kind, with all that stands and may go on there."""

from __future__ import annotations

import pytest

from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.keep import NoBackup, backup, export, restore
from serai.store.ledger import verify
from tests.store.conftest import KINDS, TWO, new_address, offer_of, use_of


@pytest.mark.parametrize("into", KINDS)
def test_a_backup_restores_into_either_kind_and_work_goes_on_there(
    desk, asked, clock, into, request, tmp_path
):
    (order,) = asked()
    desk.places(order)
    desk.confirms(order, "China")
    kept = backup(desk.database, tmp_path / "store.jsonl")
    export(desk.database, tmp_path / "before")
    copy = Database.at(new_address(into, request, tmp_path), new=True)
    assert restore(copy, tmp_path / "store.jsonl") == kept
    export(copy, tmp_path / "after")
    for file in sorted((tmp_path / "before").iterdir()):
        assert file.read_bytes() == (tmp_path / "after" / file.name).read_bytes(), file.name
    there = Desk(copy, by="Bilal", clock=clock)
    there.confirms(order, "Pakistan")  # what was begun in one office is ended in the other
    (next_one,) = there.offers("R1", [offer_of(*TWO, use_of("Italy", "csk-1"))])
    assert next_one == "R1-2"
    assert verify(copy, kept.head).sound
    assert verify(copy).events == kept.head.seq + 5
    copy.close()


def test_a_backup_goes_into_an_empty_store_only_and_a_damaged_one_nowhere(desk, asked, tmp_path):
    asked()
    path = tmp_path / "store.jsonl"
    backup(desk.database, path)
    with pytest.raises(NoBackup):
        restore(desk.database, path)
    path.write_text(path.read_text(encoding="utf-8").replace("China", "Chile", 1), encoding="utf-8")
    empty = Database.at(str(tmp_path / "empty.db"), new=True)
    with pytest.raises(NoBackup):
        restore(empty, path)
    with empty.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    empty.close()
