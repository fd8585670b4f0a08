"""What is out at which judged instant: sets of assets that are lost together, each instant in one of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serai.needs import Outages
from serai.pool import Asset, Pool
from serai.time import Instant, Span, Windows

T0 = Instant.from_utc("2026-08-22T00:00:00Z")
NAMES = ("a", "b", "c")
GRID = np.array([T0.tai_ns + k * 10**9 for k in range(20)])


def out(**spans: list[tuple[int, int]]) -> Pool:
    lost = {n: Windows(Span(T0.plus(seconds=i), T0.plus(seconds=j)) for i, j in s) for n, s in spans.items()}
    return Pool(assets=tuple(Asset(id=n, name=n, kind="x", owner="o") for n in NAMES)).losing_during(lost)


pairs = st.lists(
    st.tuples(st.integers(-5, 25), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=3
)


@given(pairs, pairs)
def test_each_instant_has_lost_what_lasts_then(a: list[tuple[int, int]], b: list[tuple[int, int]]):
    found = Outages.of(out(a=a, b=b), GRID)
    assert (found.when.sum(axis=0) <= 1).all()
    assert found.lost.any(axis=1).all()
    for k in range(len(GRID)):
        plain = [any(i <= k < j for i, j in a), any(i <= k < j for i, j in b), False]
        kinds = np.flatnonzero(found.when[:, k])
        assert (found.lost[kinds[0]].tolist() if len(kinds) else [False] * 3) == plain


def test_nothing_out_is_no_outage():
    assert len(Outages.of(out(), GRID)) == 0
    assert len(Outages.of(out(a=[(20, 30)]), GRID)) == 0


def test_what_is_out_for_all_of_a_span_is_struck_and_what_comes_back_is_not():
    within = Span(T0, T0.plus(seconds=20))
    for spans, left in (
        ([(0, 20)], "bc"),
        ([(-5, 8), (8, 30)], "bc"),
        ([(0, 19)], "abc"),
        ([(1, 20)], "abc"),
    ):
        pool = out(a=spans)
        struck = pool.throughout(within)
        assert "".join(x.id for x in struck.assets) == left
        assert (struck is pool) is (left == "abc")
        assert struck.whole.assets == Pool(assets=out().whole.assets).assets
