"""Windows of many pairs, in columns."""

from __future__ import annotations

import numpy as np
import pytest

from serai.errors import Refused
from serai.time import Instant, Span, Windows, WindowTable


def table(*rows: tuple[int, float, float]) -> WindowTable:
    pair, start, end = (np.array(column) for column in zip(*rows, strict=True))
    no = np.zeros(len(rows), np.bool_)
    start_ns, end_ns = (start * 1e9).astype(np.int64), (end * 1e9).astype(np.int64)
    return WindowTable(
        pair=pair,
        start_ns=start_ns,
        end_ns=end_ns,
        cut_start=no,
        cut_end=no,
        best=start * 1.0,
        best_ns=start_ns,
    )


def span(start: float, end: float) -> Span:
    return Span(Instant(round(start * 1e9)), Instant(round(end * 1e9)))


def test_a_table_gives_each_pair_its_windows():
    found = table((0, 5, 9), (2, 1, 3), (2, 7, 8))
    assert [len(found.of(pair)) for pair in range(4)] == [1, 0, 2, 0]
    assert found.of(2) == Windows([span(1, 3), span(7, 8)])
    assert found.duration_s.tolist() == [4.0, 2.0, 1.0]


def test_a_table_keeps_only_the_rows_asked_for():
    found = table((0, 5, 9), (2, 1, 3), (2, 7, 8))
    assert found.where(found.duration_s >= 2.0).pair.tolist() == [0, 2]


def test_tables_are_put_together_in_order():
    whole = WindowTable.concatenate([table((2, 7, 8)), WindowTable.empty(), table((0, 5, 9), (2, 1, 3))])
    assert whole.pair.tolist() == [0, 2, 2]
    assert (whole.start_ns / 1e9).tolist() == [5.0, 1.0, 7.0]
    assert len(WindowTable.concatenate([])) == 0


def test_columns_of_different_length_and_rows_out_of_order_are_refused():
    with pytest.raises(Refused, match="in order of pair, then start"):
        table((1, 0, 1), (0, 0, 1))
    whole = table((0, 0, 1))
    with pytest.raises(Refused, match="equally long"):
        WindowTable(
            pair=whole.pair,
            start_ns=whole.start_ns,
            end_ns=whole.end_ns[:0],
            cut_start=whole.cut_start,
            cut_end=whole.cut_end,
            best=whole.best,
            best_ns=whole.best_ns,
        )
