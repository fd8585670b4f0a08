"""The option of codes that a range takes: its system's favourite, where it is there often enough."""

from __future__ import annotations

import numpy as np
import pytest

from serai.gnss.measurements.ranges import _best_options


@pytest.mark.parametrize(
    ("counts", "taken"),
    [
        ([[4], [4]], 0),  # both alike: the first listed
        ([[2], [4]], 0),  # half as often is often enough
        ([[1], [4]], 1),  # less than half is not
        ([[0], [3]], 1),
        ([[0], [0]], -1),  # nobody observed it
    ],
)
def test_the_first_option_observed_half_as_often_as_the_best_is_taken(counts, taken):
    assert _best_options([[np.array(option)] for option in counts]) == [taken]


def test_a_pair_is_there_as_often_as_its_rarer_code():
    pair, single = [np.array([4]), np.array([1])], [np.array([4])]
    assert _best_options([pair, single]) == [1]


def test_the_favourite_of_the_system_comes_before_the_first_listed():
    # the second option is the system's: the first satellite has both, and takes what the others have
    first, second = np.array([10, 0, 0]), np.array([10, 30, 30])
    assert _best_options([[first], [second]]) == [1, 1, 1]
