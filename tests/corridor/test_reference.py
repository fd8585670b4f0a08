"""The reference corridor: it reads whole, fast, and what it says of itself is so."""

from __future__ import annotations

import csv
import time

import pytest

from serai.corridor import Corridor, RemarkKind, Report, check, read, read_rows, write_rows
from serai.services import SERVICES, SHARED_TABLES

TIMES_CSV = (
    60.0  # a planner who saves a row and asks again should not wait: three times what it was when written
)


@pytest.fixture(scope="module")
def folder(root):
    return root / "corridors" / "belt-and-road"


@pytest.fixture(scope="module")
def corridor(folder) -> Corridor:
    return read(folder, SERVICES, SHARED_TABLES)


@pytest.fixture(scope="module")
def report(folder) -> Report:
    return check(folder, SERVICES, SHARED_TABLES)


def test_it_reads_without_a_problem(report):
    assert [str(p) for p in report.problems] == []


def least_s(once) -> float:
    """The least processor time of this thread over three runs."""
    told = []
    for _ in range(3):
        begin = time.thread_time()
        once()
        told.append(time.thread_time() - begin)
    return min(told)


def test_reading_costs_a_bounded_multiple_of_reading_the_tables_as_plain_csv(folder):
    def plain() -> None:
        for file in sorted(folder.glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                list(csv.DictReader(lines))

    assert least_s(lambda: read(folder, SERVICES, SHARED_TABLES)) < TIMES_CSV * least_s(plain)


def test_it_asks_36_needs_of_three_services(corridor):
    assert [n.id for n in corridor.needs] == [f"N{i:02d}" for i in range(1, 37)]
    assert {n.service for n in corridor.needs} == {"navigate", "connect", "observe"}
    assert all(n.measures for n in corridor.needs)


def test_paksat_1r_does_not_answer_from_the_slot_it_has_left(corridor):
    assert str(corridor.pool["paksat-1r"].out) == (
        "PakSat-1R is declared at 38.0 E but its elements of 2026-08-21 put it at 28.1 E, "
        "drifting 1.8 deg a day west"
    )
    assert corridor.pool["paksat-mm1"].usable


def test_only_what_is_known_to_have_left_is_elsewhere(report):
    said = [str(r.says) for r in report.disagreements if r.kind is RemarkKind.ELSEWHERE]
    assert sorted(s.split(" is declared")[0] for s in said) == ["ChinaSat-26", "Luch-5B", "PakSat-1R"]


def test_every_row_names_its_source_and_date(report):
    assert [str(r) for r in report.disagreements if r.kind is RemarkKind.UNSOURCED] == []


def test_every_element_set_is_used_and_no_satellite_in_service_lacks_one(report):
    said = [str(r) for r in report.disagreements]
    assert [s for s in said if "elements.csv" in s] == []


def test_its_tables_survive_being_read_and_written(folder, corridor, tmp_path):
    for file in folder.glob("*"):
        if file.suffix in (".toml", ".geojson"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
        elif file.suffix == ".csv":
            write_rows(tmp_path / file.name, *read_rows(file))
    again = read(tmp_path, SERVICES, SHARED_TABLES)
    assert again.needs == corridor.needs
    assert again.pool.terms == corridor.pool.terms
    assert [a.id for a in again.pool.assets] == [a.id for a in corridor.pool.assets]
    assert again.elements == corridor.elements
