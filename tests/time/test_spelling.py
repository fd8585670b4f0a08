"""UTC texts in bulk are those of single moments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.errors import Refused
from serai.time import Instant, tai_ns_array, tai_ns_of_utc, utc_texts

LEAP_NS = Instant.from_utc("2016-12-31T23:59:60Z").tai_ns
near_a_leap_second = st.integers(LEAP_NS - 3 * 10**9, LEAP_NS + 3 * 10**9)


@given(st.lists(near_a_leap_second, max_size=20), st.sampled_from([0, 3, 6, 9]))
def test_bulk_and_single_spellings_agree_even_around_a_leap_second(moments, decimals):
    column = np.array(moments, dtype=np.int64)
    assert utc_texts(column, decimals) == [Instant(moment).utc(decimals) for moment in moments]


@given(st.lists(near_a_leap_second, max_size=20))
def test_bulk_reading_undoes_bulk_spelling(moments):
    column = np.array(moments, dtype=np.int64)
    assert tai_ns_of_utc(utc_texts(column, 9)).tolist() == moments
    assert tai_ns_array(Instant(moment) for moment in moments).tolist() == moments


def test_odd_decimals_are_refused():
    with pytest.raises(Refused, match="decimals must be one of"):
        utc_texts(np.array([0]), decimals=4)
