"""Two states of a corridor's files: what differs, applied to the one, is the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from serai.corridor.compared import FileChange, RowChange, compared

CELL = st.sampled_from(["", "a", "b", '"', ","])
TABLES = st.dictionaries(st.sampled_from(["x", "y", "z", "w"]), st.tuples(CELL, CELL), max_size=4)


def table(rows: dict[str, tuple[str, str]], columns: str = "id,one,two") -> bytes:
    quoted = (
        ",".join('"' + c.replace('"', '""') + '"' for c in (key, *cells)) for key, cells in rows.items()
    )
    return "\n".join([columns, *quoted, ""]).encode()


@settings(max_examples=60)
@given(TABLES, TABLES)
def test_what_differs_put_into_the_one_table_is_the_other(old, new):
    found = compared({"t.csv": table(old)}, {"t.csv": table(new)})
    rows = {key: dict(zip(("one", "two"), cells, strict=True)) for key, cells in old.items()}
    for change in (row for one in found for row in one.rows):
        if not change.after:
            del rows[change.key]
        else:
            assert {k: rows.get(change.key, {}).get(k) for k in change.before} == change.before
            rows[change.key] = rows.get(change.key, {}) | {k: v for k, v in change.after.items() if k != "id"}
    assert rows == {key: dict(zip(("one", "two"), cells, strict=True)) for key, cells in new.items()}


def test_a_file_comes_goes_and_a_column_too_and_an_outline_has_no_rows():
    before = {"a.csv": table({"x": ("1", "2")}), "gone.csv": b"id\nx\n", "area.geojson": b"{}"}
    after = {"a.csv": table({"x": ("1", "3")}, "id,one,three"), "new.csv": b"id\nn\n", "area.geojson": b"[]"}
    assert compared(before, before) == []
    cell = RowChange("x", {"two": "2", "three": ""}, {"two": "", "three": "3"})
    gone, new = RowChange("x", {"id": "x"}, {}), RowChange("n", {}, {"id": "n"})
    assert compared(before, after) == [
        FileChange("a.csv", "changed", ("id",), ("three",), ("two",), (cell,)),
        FileChange("area.geojson", "changed"),
        FileChange("gone.csv", "removed", ("id",), (), ("id",), (gone,)),
        FileChange("new.csv", "added", ("id",), ("id",), (), (new,)),
    ]


def test_rows_that_their_first_column_does_not_name_are_named_by_as_many_as_it_takes():
    (found,) = compared(
        {"m.csv": b"need,measure,v\nn,a,1\nn,b,1\n"}, {"m.csv": b"need,measure,v\nn,a,1\nn,b,2\n"}
    )
    assert found.keys == ("need", "measure")
    assert found.rows == (RowChange("n / b", {"v": "1"}, {"v": "2"}),)
