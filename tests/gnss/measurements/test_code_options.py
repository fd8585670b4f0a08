"""The option of codes that a range takes: its system's favourite, where it is there often enough."""

from __future__ import annotations

import numpy as np
import pytest

from serai.gnss.measurements.ranges import _best

ONE_BAND = (("1C",), ("1W",))


@pytest.mark.parametrize(
    ("counts", "taken"),
    [
        ((4, 4), 0),  # both alike: the first listed
        ((2, 4), 0),  # half as often is often enough
        ((1, 4), 1),  # less than half is not
        ((0, 3), 1),
        ((0, 0), None),  # nobody observed it
    ],
)
def test_the_first_option_observed_half_as_often_as_the_best_is_taken(counts, taken):
    assert _best(ONE_BAND, np.array(counts)[:, None]) == [taken]


def test_the_favourite_of_the_system_comes_before_the_first_listed():
    # the second option is the system's: the first satellite has both, and takes what the others have
    assert _best(ONE_BAND, np.array([[10, 0, 0], [10, 30, 30]])) == [1, 1, 1]


def test_an_option_of_other_bands_than_the_favourite_is_not_taken():
    assert _best((("1C",), ("5Q",)), np.array([[30, 0], [0, 5]])) == [0, None]
