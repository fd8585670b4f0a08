"""How likely two ends are joined, against every state of a small network counted out."""

from __future__ import annotations

import numpy as np
import pytest
from tests.connect.year.counting import at_random, by_states, joined

from serai.connect.year.path_by_path import _pop, _push
from serai.connect.year.rates import HOURS_A_YEAR, RATES
from serai.connect.year.reduction import Tie
from serai.connect.year.reliability import joined_share


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_two_hundred_networks_at_random_are_as_likely_joined_as_all_their_states_say(first):
    for seed in range(first, first + 25):
        links, up = at_random(seed)
        found = joined_share(links, 0, 1, up, within=1e-12)
        assert found.low == pytest.approx(by_states(links, up), abs=1e-9)
        assert found.high == pytest.approx(found.low, abs=1e-9)


def test_what_a_cause_is_worth_is_the_difference_that_it_makes():
    for seed in range(30):
        links, up = at_random(seed)
        worth = joined_share(links, 0, 1, up, within=1e-12).worth
        for c in range(len(up)):
            sure, gone = up.copy(), up.copy()
            sure[c], gone[c] = 1.0, 0.0
            assert worth[c] == pytest.approx(by_states(links, sure) - by_states(links, gone), abs=1e-9)


def test_two_ways_over_one_landing_are_no_better_than_the_landing():
    """Each way 0.9, both over a landing of 0.99: 0.99 (1 - 0.1^2), not 1 - (1 - 0.891)^2."""
    links = [Tie(a=0, b=1, causes=frozenset({0, 2})), Tie(a=0, b=1, causes=frozenset({1, 2}))]
    found = joined_share(links, 0, 1, np.array([0.9, 0.9, 0.99]), within=1e-12)
    assert found.value == pytest.approx(0.9801)
    assert pytest.approx(0.988119) == 1.0 - (1.0 - 0.891) ** 2


def test_ends_without_a_way_are_never_joined_and_without_causes_always():
    nothing = joined_share([], 0, 1, np.array([]))
    assert (nothing.low, nothing.high) == (0.0, 0.0)
    assert joined_share([Tie(a=1, b=0, causes=frozenset())], 0, 1, np.array([])).value == 1.0


def test_the_bounds_hold_the_share_when_paths_are_too_few():
    links, up = at_random(11)
    whole = by_states(links, up)
    for most in (0, 1, 2, 5):
        found = joined_share(links, 0, 1, up, within=0.0, most=most)
        assert found.low - 1e-12 <= whole <= found.high + 1e-12


def test_the_search_ends_as_soon_as_what_is_open_weighs_little_enough():
    """The bounds are as wide apart as allowed: wrong weights would end the search too soon or too late."""
    asked, widths = 0.05, []
    for seed in range(200):
        links, up = at_random(seed)
        found = joined_share(links, 0, 1, up, within=asked)
        assert found.high - found.low <= asked + 1e-12
        widths.append(found.high - found.low)
    open_ = [w for w in widths if w > 1e-12]
    assert len(open_) > 15  # the other networks are gone through to the end
    assert sum(w > 0.5 * asked for w in open_) > 10


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 50])
def test_the_likeliest_set_is_looked_at_first_and_of_equals_the_one_found_first(count):
    likely = np.random.default_rng(count).integers(0, 6, count) / 6.0
    heap = np.empty(count, dtype=np.int64)
    for row in range(count):
        _push(heap, row, likely, row)
    taken = [_pop(heap, size, likely) for size in range(count, 0, -1)]
    assert taken == sorted(range(count), key=lambda row: (-likely[row], row))


def test_a_thousand_kilometres_of_wet_cable_are_down_for_three_and_a_half_days_a_year():
    """0.14 faults of 25 days."""
    rate = RATES["submarine"]
    assert rate.unavailability(0, 1000.0) * HOURS_A_YEAR / 24.0 == pytest.approx(3.5, abs=0.04)
    assert rate.unavailability(0, 2000.0) > 1.9 * rate.unavailability(0, 1000.0)


@pytest.mark.parametrize("kind", sorted(RATES))
def test_the_usual_case_of_each_kind_lies_between_its_best_and_its_worst(kind):
    best, usual, worst = (RATES[kind].unavailability(case, 500.0) for case in (1, 0, 2))
    assert 0.0 <= best < usual < worst < 1.0
    assert RATES[kind].source


def test_the_share_lies_in_the_99_percent_interval_of_a_draw_as_often_as_it_should():
    """Of 200 networks at random, 4,000 draws each: 198 within, by the exact share's own spread."""
    rng, inside, draws = np.random.default_rng(2026), 0, 4000
    for seed in range(200):
        links, up = at_random(seed)
        exact = joined_share(links, 0, 1, up, within=1e-12).value
        drawn = float(joined(links, rng.random((draws, len(up))) < up).mean())
        inside += abs(drawn - exact) <= 2.576 * np.sqrt(max(exact * (1.0 - exact), 0.0) / draws) + 1e-12
    assert 194 <= inside <= 200
