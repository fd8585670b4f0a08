"""Laws of spans and of sets of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.errors import Refused
from serai.time import Instant, Span, Windows


def at(second: float) -> Instant:
    return Instant(round(second * 1e9))


spans = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda p: Span(at(min(p)), at(max(p))))
sets = st.lists(spans, max_size=12).map(Windows)
moments = st.integers(-5, 505).map(at)


@given(sets, sets)
def test_taking_away_and_keeping_the_overlap_puts_a_set_back_together(a, b):
    assert (a - b) | (a & b) == a


@given(sets, sets, sets)
def test_and_distributes_over_or(a, b, c):
    assert a & (b | c) == (a & b) | (a & c)


@given(sets, sets)
def test_joining_is_the_same_in_either_order(a, b):
    assert a | b == b | a
    assert a & b == b & a


@given(sets, sets)
def test_no_second_is_counted_twice(a, b):
    assert abs((a | b).total_s + (a & b).total_s - a.total_s - b.total_s) < 1e-9


@given(sets, sets, moments)
def test_a_moment_belongs_to_a_joined_set_as_logic_has_it(a, b, moment):
    in_a, in_b = a.contains(moment), b.contains(moment)
    assert (a & b).contains(moment) == (in_a and in_b)
    assert (a | b).contains(moment) == (in_a or in_b)
    assert (a - b).contains(moment) == (in_a and not in_b)


@given(sets)
def test_spans_are_in_order_and_never_touch(a):
    assert all(before.end < after.start for before, after in zip(a.spans, a.spans[1:], strict=False))
    assert all(span.duration_s > 0 for span in a)


@given(sets, spans)
def test_a_set_and_its_gaps_fill_a_span(a, span):
    assert a.within(span) | a.gaps(span) == Windows([span])
    assert a.within(span) & a.gaps(span) == Windows()


@given(sets)
def test_columns_carry_a_set_without_loss(a):
    starts = np.array([span.start.tai_ns for span in a], dtype=np.int64)
    ends = np.array([span.end.tai_ns for span in a], dtype=np.int64)
    assert Windows.of_ns(starts, ends) == a


@given(sets, st.floats(0, 500))
def test_only_long_spans_remain(a, seconds):
    assert all(span.duration_s >= seconds for span in a.at_least(seconds))
    assert a.at_least(0.0) == a


def test_a_span_holds_its_start_and_not_its_end():
    span = Span.of(at(10), 5.0)
    assert span.contains(at(10))
    assert not span.contains(at(15))
    assert not span.overlaps(Span.of(at(15), 5.0))
    assert span.intersection(Span.of(at(12), 60.0)) == Span(at(12), at(15))
    assert span.intersection(Span.of(at(15), 5.0)) is None


def test_a_backward_span_says_which_end_is_wrong():
    t = Instant.from_utc("2026-03-01T00:00:00Z")
    with pytest.raises(Refused, match="2026-02-28T23:59:59Z is before 2026-03-01T00:00:00Z"):
        Span(t, t.plus(seconds=-1))
