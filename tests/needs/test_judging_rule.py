"""The one rule of judging: shares certain and hopeful, the value within a share, states, distinct losses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from serai.needs import Figure, Measure, Shares, State, distinct, required, share, state, states, within
from serai.needs.judging import WHOLE, reaches

REQUIRED = st.sampled_from([None, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 1.0]) | st.floats(0.01, 1.0)
VALUES = arrays(np.float64, st.integers(1, 60), elements=st.integers(0, 30).map(float) | st.just(np.nan))


def _measure(threshold: float, wanted: float | None, *, lower: bool = True) -> Measure:
    return Measure(name="error", unit="m", lower_is_better=lower, threshold=threshold, share_required=wanted)


@pytest.mark.parametrize(
    ("wanted", "value"), [(0.95, 19.0), (0.9501, 20.0), (1.0, 20.0), (None, 20.0), (0.5, 10.0)]
)
def test_of_one_to_twenty_the_share_required_is_within_the_value_of_that_rank(
    wanted: float | None, value: float
) -> None:
    numbers = np.arange(1.0, 21.0)
    assert within(_measure(0.0, wanted), numbers) == value
    upward = within(_measure(0.0, wanted, lower=False), numbers)
    assert upward == 21.0 - value


def test_where_service_is_rarer_than_the_share_required_no_value_is_told() -> None:
    values = np.array([1.0, 2.0, np.nan, np.nan])
    assert within(_measure(5.0, 0.5), values) == 2.0
    assert within(_measure(5.0, 0.51), values) is None
    assert within(_measure(5.0, 0.5), np.empty(0)) is None
    assert share(_measure(5.0, 0.5), np.empty((2, 0))).tolist() == [0.0, 0.0]


@given(values=VALUES, threshold=st.integers(-1, 31), wanted=REQUIRED, lower=st.booleans(), data=st.data())
def test_the_value_within_the_share_required_reaches_the_threshold_exactly_when_the_share_does(
    values: np.ndarray, threshold: int, wanted: float | None, lower: bool, data: st.DataObject
) -> None:
    measure = _measure(float(threshold), wanted, lower=lower)
    chances = arrays(np.float64, len(values), elements=st.sampled_from([0.0, 0.25, 0.5, 0.873, 1.0]))
    chance = data.draw(st.none() | chances)
    held = float(share(measure, values, chance))
    told = within(measure, values, chance)
    reached = told is not None and bool(measure.reached(np.array([told]))[0])
    assert reached == reaches(held, required(measure))
    figure = Figure.of(measure, np.zeros(len(values), np.int64), values, chance=chance)
    assert figure.worst == told


def test_a_message_that_may_be_lost_counts_by_its_chance() -> None:
    values, chance = np.array([10.0, 10.0, 10.0, 900.0]), np.full(4, 0.9)
    measure = _measure(60.0, 0.6)
    assert share(measure, values, chance) == pytest.approx(0.675)
    assert within(measure, values, chance) == 10.0
    assert within(_measure(60.0, 0.7), values, chance) == 900.0
    assert within(_measure(60.0, 0.95), values, chance) is None


@pytest.mark.parametrize(
    ("certain", "hopeful", "found"),
    [
        ([0.95], [0.95], State.MET),
        ([0.9499], [1.0], State.DEGRADED),  # unknown figures could better it, but it is no worse than this
        ([0.475], [0.475], State.DEGRADED),
        ([0.47], [0.47], State.NOT_MET),
        ([0.47], [0.475], State.UNKNOWN),
        ([0.0], [1.0], State.UNKNOWN),
        ([1.0, 0.0], [1.0, 0.4], State.NOT_MET),
        ([0.1, 0.0], [0.1, 1.0], State.NOT_MET),
        ([1.0, 0.0], [1.0, 0.5], State.UNKNOWN),
    ],
)
def test_a_need_is_unknown_where_only_unpublished_figures_lift_it_from_not_met(
    certain: list[float], hopeful: list[float], found: State
) -> None:
    wanted = np.full(len(certain), 0.95)
    assert State(int(states(Shares(np.array([certain]), np.array([hopeful])), wanted)[0])) is found


def test_a_need_without_figures_is_unknown() -> None:
    assert states(Shares.known(np.zeros((2, 0))), np.empty(0)).tolist() == [State.UNKNOWN] * 2
    assert np.isnan(Shares.known(np.zeros((2, 0))).least().certain).all()


def test_the_order_of_states_is_met_degraded_unknown_not_met() -> None:
    assert sorted(State) == [State.MET, State.DEGRADED, State.UNKNOWN, State.NOT_MET, State.OUT_OF_SEASON]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4), st.data())
def test_smaller_shares_certain_and_hopeful_never_make_a_better_state(
    pairs: list[tuple[float, float]], data: st.DataObject
) -> None:
    certain, hopeful = (np.array(x) for x in zip(*((min(p), max(p)) for p in pairs), strict=True))
    less = np.array([data.draw(st.floats(0, c)) for c in certain])
    hope = np.array([data.draw(st.floats(low, h)) for low, h in zip(less, hopeful, strict=True)])
    both = states(Shares(np.stack([certain, less]), np.stack([hopeful, hope])), np.full(len(pairs), 0.9))
    assert both[1] >= both[0]


def test_losses_alike_in_what_matters_are_judged_once() -> None:
    asked: list[np.ndarray] = []

    def judge(alive: np.ndarray) -> Shares:
        asked.append(alive)
        return Shares.known(alive[:, [1, 2]].astype(float))

    alive = np.array([[1, 1, 1], [0, 1, 1], [1, 0, 1], [0, 0, 1]], dtype=bool)
    found = distinct(alive, np.array([False, True, True]), judge)
    assert found.certain.tolist() == [[1, 1], [1, 1], [0, 1], [0, 1]]
    assert asked[0].tolist() == [[True, True, True], [True, False, True]]  # as they first appear
    none = distinct(alive, np.zeros(3, dtype=bool), judge)
    assert none.certain.tolist() == [[1, 1]] * 4
    assert len(asked[1]) == 1


def test_one_share_is_judged_by_its_measure() -> None:
    one = Shares(np.array(0.2), np.array(0.9))
    assert state(one, _measure(1.0, 0.9)) is State.UNKNOWN
    assert state(Shares.known(np.array(1.0)), _measure(1.0, None)) is State.MET


def test_the_least_share_is_that_of_the_worst_figure_certain_and_hopeful() -> None:
    two = Shares(np.array([[0.2, 0.6]]), np.array([[1.0, 0.7]]))
    assert (two.least().certain.tolist(), two.least().hopeful.tolist()) == ([0.2], [0.7])


@pytest.mark.parametrize("wanted", [0.5, 0.9, 0.95])
def test_a_share_that_falls_short_by_just_the_margin_for_rounding_is_enough_for_the_value_too(
    wanted: float,
) -> None:
    measure, values, least = _measure(10.0, wanted), np.array([10.0]), wanted * WHOLE
    for chance, enough in ((least, True), (np.nextafter(least, 0.0), False)):
        held = float(share(measure, values, np.array([chance])))
        assert reaches(held, wanted) == enough
        assert (within(measure, values, np.array([chance])) is not None) == enough
