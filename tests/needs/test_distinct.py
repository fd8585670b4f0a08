"""Losses that leave the same of what matters are judged once, and each gets what it would get alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from serai.needs import Shares, distinct

ASSETS = 11  # more than the eight flags of one byte


@given(
    st.integers(1, 9).flatmap(lambda rows: arrays(bool, (rows, ASSETS))),
    arrays(bool, ASSETS),
)
def test_each_loss_gets_the_shares_of_what_it_leaves(alive: np.ndarray, rests_on: np.ndarray):
    asked: list[bytes] = []
    weight = np.arange(1.0, ASSETS + 1.0)

    def judge(left: np.ndarray) -> Shares:
        asked.extend(row.tobytes() for row in left)
        return Shares.known((left @ weight)[:, None])

    found = distinct(alive, rests_on, judge).certain[:, 0]
    assert found == pytest.approx((alive | ~rests_on) @ weight)
    assert len(asked) == len(set(asked))
