"""Clients killed at random instants, on both databases: what was acknowledged is there, once, whole."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.store.killing import ORDERS, Killer, WarmServer, faults

KILLS = 12  # a database; benchmarks/store_kills.py records 500


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    made = WarmServer()
    yield made
    made.close()


def test_whatever_instant_a_client_is_killed_at_nothing_is_lost_or_half_made(address, database, server):
    killer, number = Killer(server, address, random.Random(20)), 0
    while killer.kills < KILLS:
        killer.kill(number)
        number += 1
        if number % 12 == 0:
            assert faults(database, killer.told) == []
    assert faults(database, killer.told) == []
    assert sum(line.startswith("confirmed") for line in killer.told) > 5


def test_two_clients_at_one_database_book_nothing_twice(address, database, server):
    other = WarmServer()
    for each in (server, other):  # both of one name's hour: they compete for all they ask for
        each.starts(address, "A" if each is server else "B")
    both = [each.ends() for each in (server, other)]
    other.close()
    assert [status for _, status in both] == [0, 0]
    told = [line for some, _ in both for line in some]
    assert told.count("done") == 2
    assert faults(database, told) == []
    placed = sum(line.startswith("placed") for line in told)
    confirmed = sum(line.startswith("confirmed") for line in told)
    assert (placed, confirmed) == (2 * ORDERS, ORDERS)


def test_the_judge_of_what_is_left_sees_what_is_wrong(address, database, server):
    told = server.works(address, "A")
    assert faults(database, told) == []
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE orders SET decision = 'released' WHERE id = 'R1-1'")
    assert faults(database, told)
