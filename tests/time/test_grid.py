"""Regular moments over a span."""

from __future__ import annotations

import numpy as np
import pytest

from serai.errors import Refused
from serai.time import Instant, Span, cut_at, grid


def test_a_grid_holds_the_start_and_not_the_end():
    start = Instant(10**9)
    assert grid(Span.of(start, 300.0), 100.0).tolist() == [10**9, 101 * 10**9, 201 * 10**9]
    assert grid(Span.of(start, 300.5), 100.0).tolist()[-1] == 301 * 10**9
    assert len(grid(Span.of(start, 0.0), 100.0)) == 0


def test_a_cut_grid_holds_each_moment_once_and_in_order():
    moments = grid(Span.of(Instant(0), 300.0), 100.0)
    cut = cut_at(moments, np.array([150, 100, 150, 999, -1]) * 10**9)
    assert (cut // 10**9).tolist() == [0, 100, 150, 200]
    assert len(cut_at(moments[:0], moments)) == 0


def test_a_grid_without_a_step_is_refused():
    with pytest.raises(Refused, match="step above zero"):
        grid(Span.of(Instant(0), 300.0), 0.0)
