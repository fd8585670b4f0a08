"""Writing a table back: whole or not at all, and without losing a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.corridor import read_rows, write_rows

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_whatever_stands_in_a_cell_survives(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("table") / "table.csv"
    rows = [{"a": a, "b": b} for a, b in cells]
    write_rows(path, ["a", "b"], rows)
    assert read_rows(path) == (["a", "b"], rows)


def test_every_table_of_a_corridor_survives_being_read_and_written(valleys):
    before = valleys.read()
    for file in valleys.path.glob("*.csv"):
        write_rows(file, *read_rows(file))
    after = valleys.read()
    assert after.pool.assets == before.pool.assets
    assert after.needs == before.needs
    assert after.pool.terms == before.pool.terms


def test_a_cell_of_no_column_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"t\.csv has no column 'b'; it has a"):
        write_rows(tmp_path / "t.csv", ["a"], [{"a": "1", "b": "2"}])
    assert list(tmp_path.iterdir()) == []
