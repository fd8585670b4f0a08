"""A smaller network says the same: whatever chances are handed through it, and each step by itself."""

from __future__ import annotations

import numpy as np
import pytest
from tests.connect.year.counting import at_random, by_states

from serai.connect.year.blocks import between
from serai.connect.year.reduction import Tie, reduced
from serai.connect.year.reliability import joined_shares


def tie(a, b, *causes):
    return Tie(a=a, b=b, causes=frozenset(causes))


def test_chances_handed_through_together_give_what_each_gives_alone():
    for seed in range(60):
        links, up = at_random(seed)
        cases = np.stack([up, np.sqrt(up), np.where(up > 0.7, 1.0, up), up**2], axis=1)
        found = joined_shares(links, 0, 1, cases, within=(1e-12,) * 4)
        for k, one in enumerate(found):
            assert one.low == pytest.approx(by_states(links, cases[:, k]), abs=1e-9)
            assert one.high == pytest.approx(one.low, abs=1e-9)


def test_each_case_is_as_close_as_it_is_asked_to_be():
    links, up = at_random(11)
    cases = np.stack([up, 1.0 - 0.01 * (1.0 - up)], axis=1)
    fine, rough = joined_shares(links, 0, 1, cases, within=(1e-9, 0.5))
    assert fine.high - fine.low <= 1e-9
    assert rough.high - rough.low <= 0.5


def test_a_chain_and_two_chains_side_by_side_are_one_link():
    chain = reduced([tie(0, 2, 0, 1), tie(2, 3, 2), tie(3, 1, 3)], 0, 1, 4)
    beside = reduced([tie(0, 2, 0), tie(2, 1, 1), tie(0, 3, 2), tie(3, 1, 3)], 0, 1, 4)
    assert len(chain.ties) == len(beside.ties) == 1
    up = np.array([[0.9], [0.8], [0.7], [0.6]])
    (cause,) = chain.ties[0].causes
    assert chain.up(up)[cause, 0] == pytest.approx(0.9 * 0.8 * 0.7 * 0.6)
    (cause,) = beside.ties[0].causes
    assert beside.up(up)[cause, 0] == pytest.approx(1.0 - (1.0 - 0.72) * (1.0 - 0.42))


def test_what_two_links_share_with_a_third_keeps_them_apart():
    """Both ways over cause 2, which a third link elsewhere hangs on too: no single chance says either."""
    bridge = [tie(0, 2, 0), tie(0, 3, 1), tie(2, 3, 2), tie(2, 1, 3), tie(3, 1, 4), tie(2, 1, 1)]
    small = reduced(bridge, 0, 1, 5)
    assert len(small.ties) == 6
    assert small.merged == ()


def test_a_link_that_needs_more_than_the_one_beside_it_adds_nothing():
    small = reduced([tie(0, 1, 0, 1), tie(0, 1, 0)], 0, 1, 2)
    assert [t.causes for t in small.ties] == [frozenset({0})]


def test_only_links_that_some_way_passes_are_kept():
    """A spur, and a ring that hangs on one node of the way, lie on no way between the ends."""
    ends = [(0, 2), (2, 1), (2, 3), (3, 4), (4, 2), (1, 5), (0, 6), (6, 1)]
    assert between(ends, 0, 1) == {0, 1, 6, 7}
    assert between([(0, 2), (3, 1)], 0, 1) == set()
    assert between([(0, 1), (0, 1)], 0, 1) == {0, 1}


def test_ends_that_always_stand_joined_are_one():
    (one,) = joined_shares([tie(0, 2), tie(2, 1), tie(0, 1, 0)], 0, 1, np.array([[0.5]]), within=(0.0,))
    assert (one.low, one.high) == (1.0, 1.0)
    assert one.worth.tolist() == [0.0]
