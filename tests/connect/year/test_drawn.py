"""What only links together carry: the draw against every state, its interval, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from tests.connect.year.counting import at_random

from serai.connect import Connect
from serai.connect.year.drawn import drawn_shares, interval, some_down
from serai.connect.year.reduction import Tie
from serai.corridor import read
from serai.needs import Plan, State, judge
from serai.services import SERVICES, SHARED_TABLES
from serai.time import Span


def flows(links, capacity, stands):
    """The most that flows from node 0 to 1 in each state (states, links): the least over every cut."""
    others = sorted({n for link in links for n in (link.a, link.b)} - {0, 1})
    least = np.full(len(stands), np.inf)
    for size in range(len(others) + 1):
        for side in combinations(others, size):
            near = {0, *side}
            cut = np.array([(link.a in near) != (link.b in near) for link in links])
            least = np.minimum(least, (stands * np.where(cut, capacity, 0.0)).sum(axis=1))
    return least


def carrier(links, capacity, asked):
    """Whether links that stand carry it; all that stand are taken for used, which is always right."""

    def carries(stands):
        return bool(flows(links, capacity, stands[None])[0] >= asked), stands

    return carries


def counted(links, capacity, asked, up):
    """The share of all states of the causes in which the links carry it."""
    states = (np.arange(2 ** len(up))[:, None] >> np.arange(len(up)) & 1).astype(bool)
    stands = np.stack([states[:, sorted(link.causes)].all(axis=1) for link in links], axis=1)
    chance = np.where(states, up, 1.0 - up).prod(axis=1)
    return float(chance[flows(links, capacity, stands) >= asked].sum())


def a_case(seed):
    links, up = at_random(seed)
    rng = np.random.default_rng(seed + 5000)
    return links, up, rng.integers(1, 4, len(links)).astype(float), float(rng.integers(2, 5))


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_of_two_hundred_networks_the_share_lies_in_the_99_percent_interval_as_often_as_it_should(first):
    inside = 0
    for seed in range(first, first + 50):
        links, up, capacity, asked = a_case(seed)
        (found,) = drawn_shares(links, carrier(links, capacity, asked), up[:, None], draws=1000, seed=seed)
        exact = counted(links, capacity, asked, up)
        inside += found.low - 1e-12 <= exact <= found.high + 1e-12
        assert abs(found.value - exact) < 0.08
    assert inside >= 48


def test_what_a_cause_is_worth_is_about_the_difference_that_it_makes():
    for seed in (3, 14, 27, 31, 44):
        links, up, capacity, asked = a_case(seed)
        (found,) = drawn_shares(links, carrier(links, capacity, asked), up[:, None])
        for c in range(len(up)):
            sure, gone = up.copy(), up.copy()
            sure[c], gone[c] = 1.0, 0.0
            worth = counted(links, capacity, asked, sure) - counted(links, capacity, asked, gone)
            assert found.worth[c] * (1.0 - up[c]) == pytest.approx(worth * (1.0 - up[c]), abs=0.02)


PAIR = [Tie(a=0, b=1, causes=frozenset({0})), Tie(a=0, b=1, causes=frozenset({1}))]
ONES = np.array([1.0, 1.0])


def test_two_links_that_must_both_stand_stand_as_often_as_the_state_with_nothing_down():
    """0.99 x 0.98, counted and not drawn: the estimate has no error at all."""
    (found,) = drawn_shares(PAIR, carrier(PAIR, ONES, 2.0), np.array([[0.99], [0.98]]))
    assert found.value == pytest.approx(0.9702, abs=1e-12)
    assert found.low == pytest.approx(0.9702, abs=1e-12)
    assert 0.9702 < found.high < 0.9702 + 0.0298 * 0.001


def test_what_the_whole_does_not_carry_and_what_never_fails_are_not_drawn():
    up = np.array([[0.5], [0.5]])
    (short,) = drawn_shares(PAIR, carrier(PAIR, ONES, 2.5), up)
    assert (short.low, short.value, short.high) == (0.0, 0.0, 0.0)
    (sure,) = drawn_shares(PAIR, carrier(PAIR, ONES, 2.0), np.ones((2, 1)))
    assert (sure.low, sure.value, sure.high) == (1.0, 1.0, 1.0)


def test_each_case_has_its_own_chances_and_the_same_draw_twice_is_the_same():
    up = np.array([[0.9, 0.99], [0.8, 0.99]])
    first, second = (drawn_shares(PAIR, carrier(PAIR, ONES, 1.0), up) for _ in range(2))
    assert [f.value for f in first] == [f.value for f in second]
    assert first[0].low <= 0.98 <= first[0].high
    assert first[1].low <= 0.9999 <= first[1].high
    assert first[0].value < first[1].value


def test_states_with_something_down_come_as_often_as_their_chances_say():
    up = np.array([0.9, 1.0, 0.7, 0.5])
    states = some_down(up, 200_000, 7)
    assert not states.all(axis=1).any()
    assert states[:, 1].all()
    rest = 1.0 - up.prod()
    assert (~states).mean(axis=0) == pytest.approx((1.0 - up) / rest, abs=0.005)
    assert (~states[:, [0, 2]]).all(axis=1).mean() == pytest.approx(0.03 / rest, abs=0.005)


@pytest.mark.parametrize(("found", "draws"), [(0, 100), (100, 100), (7, 100), (50, 100)])
def test_the_interval_is_wilsons(found, draws):
    """Its ends are the shares whose own spread, 2.576 standard deviations, just reaches what was found."""
    for end in interval(found, draws):
        if 0.0 < end < 1.0:
            spread = 2.5758293 * (end * (1.0 - end) / draws) ** 0.5
            assert abs(found / draws - end) == pytest.approx(spread, abs=1e-9)
    assert interval(0, 100)[0] == pytest.approx(0.0, abs=1e-12)
    assert interval(100, 100)[1] == pytest.approx(1.0, abs=1e-12)


@pytest.fixture(scope="module")
def asked(root):
    """The year of N22 with another rate asked, and how it stands."""
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
    (need,) = (n for n in corridor.needs if n.id == "N22")

    def of(rate_bps):
        measures = (replace(m, threshold=rate_bps) if m.name == "rate" else m for m in need.measures)
        other = replace(need, measures=tuple(measures))
        answer = Connect().answer(other, corridor.pool, corridor.world(), Plan(), day)
        one = judge(answer, len(corridor.pool.assets), day)
        return one, one.annual[0]

    return of


def test_an_atoll_that_asks_more_than_one_cable_carries_is_told_that_it_was_drawn_and_how_sure(asked):
    one, year = asked(4e11)
    assert year.drawn.draws == 10_000
    assert year.least < year.drawn.low < year.availability < year.drawn.high < year.most
    assert year.drawn.high - year.drawn.low < 0.015
    assert year.state is State.UNKNOWN  # what nobody published might do it alone
    assert "no single path carries 400 Gbit/s, links together do, by 10,000 states drawn (9" in str(
        year.says()
    )
    assert "% at 99 %), for 9" in str(year.says())
    assert "asked (drawn, 9" in str(year.briefly(one.state))
    assert year.causes[0].id == "falcon-mumbai-male"
    assert year.changes > 1.0


def test_what_one_path_carries_is_not_drawn_and_what_nothing_carries_has_no_figure(asked):
    _, small = asked(1e10)
    assert small.drawn is None
    assert "one path that carries it stands" in str(small.says())
    _, large = asked(2e12)
    assert (large.availability, large.drawn) == (0.0, None)
