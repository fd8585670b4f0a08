"""Clients killed at random instants, on both databases: what was acknowledged is there, once, whole."""

from __future__ import annotations

import random
import subprocess

import pytest

from tests.store.killing import client, faults, killed

KILLS = 25  # a database; benchmarks/store_kills.py records 500


@pytest.mark.slow
def test_whatever_instant_a_client_is_killed_at_nothing_is_lost_or_half_made(address, database):
    chance = random.Random(20)
    told: list[str] = []
    for number in range(KILLS):
        told += killed(address, chance, number)
        if number % 9 == 8:
            assert faults(database, told) == []
    assert faults(database, told) == []
    assert any(line.startswith("confirmed") for line in told)


@pytest.mark.slow
def test_two_clients_at_one_database_book_nothing_twice(address, database):
    both = [client(address, name) for name in ("A", "B")]
    told = [line.strip() for one in both for line in one.communicate()[0].splitlines()]
    assert [one.returncode for one in both] == [0, 0]
    assert told.count("done") == 2
    assert faults(database, [line for line in told if " " in line]) == []
    assert sum(line.startswith("confirmed") for line in told) >= 1


def test_the_judge_of_what_is_left_sees_what_is_wrong(address, database):
    one = client(address, "A")
    told = [line for line in one.communicate()[0].splitlines() if " " in line]
    assert isinstance(one, subprocess.Popen)
    assert faults(database, told) == []
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE orders SET decision = 'released' WHERE id = 'R1-1'")
    assert faults(database, told)
