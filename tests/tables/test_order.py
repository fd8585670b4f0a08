"""The one order of rows: as people count, and the same whatever the order in the file."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.tables import Column, read_table
from serai.tables.order import natural, row_order

COLUMNS = {"id": Column(), "owner": Column(), "rate": Column()}
names = st.text("ab-019:", max_size=6)


@pytest.mark.parametrize(
    "in_order",
    [
        ("T9", "T10", "T100"),
        ("gaofen-3", "gaofen-3-02", "gaofen-3-03", "gaofen-10"),
        ("", "1", "02", "10", "a", "a1", "a1b", "b"),
        ("a" + "9" * 5_000, "a1" + "0" * 5_000),
    ],
)
def test_names_fall_as_people_count_them(in_order):
    turned = in_order[::-1]
    assert sorted(turned, key=natural) == list(in_order)


@given(st.lists(names))
def test_any_order_of_names_is_sorted_into_one(some):
    rows = [{"id": name} for name in some]
    once = sorted(rows, key=lambda r: row_order(r, COLUMNS))
    turned = rows[::-1]
    assert sorted(turned, key=lambda r: row_order(r, COLUMNS)) == once


def test_a_leading_zero_is_another_name():
    assert row_order({"id": "a1"}, ()) != row_order({"id": "a01"}, ())
    assert natural("a1") == natural("a01")


def test_the_id_decides_first_and_every_cell_after_it(tmp_path):
    lines = ["b,one,1", "a10,two,2", "a9,two,1", ",two,10", ",two,9", ",one,10"]
    wanted = [("", "one"), ("", "two"), ("", "two"), ("a9", "two"), ("a10", "two"), ("b", "one")]
    file = tmp_path / "t.csv"
    seen = set()
    for some in list(permutations(lines))[::37]:
        file.write_text("id,owner,rate,basis\n" + "".join(f"{line},published\n" for line in some))
        rows, problems = read_table(file, COLUMNS)
        assert not problems
        assert [(r.text("id"), r.text("owner")) for r in rows] == wanted
        seen.add(tuple(r.text("rate") for r in rows))
    assert seen == {("10", "10", "9", "1", "2", "1")}


def test_the_line_of_a_row_stays_the_one_in_the_file(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("id,owner,rate,basis\nb,x,1,published\na,x,1,published\n")
    assert [(r.text("id"), r.line) for r in read_table(file, COLUMNS)[0]] == [("a", 3), ("b", 2)]
