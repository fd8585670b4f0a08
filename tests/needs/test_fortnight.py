"""The fortnight by itself: a mean judged by the one rule, named days, and a verdict never flattered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.access import Mask
from serai.earth import Box
from serai.needs import DayJudged, Measure, Need, Shares, State, has_fortnight, mean_of_days, not_asked
from serai.time import Instant

START = Instant.from_utc("2026-08-22T00:00:00Z")
ASKED = (
    Measure(name="request_to_hand", unit="h", lower_is_better=True, threshold=12.0, share_required=0.95),
)


def day(k: int, share: float, state: State, hopeful: float | None = None) -> DayJudged:
    shares = Shares(np.array([[share]]), np.array([[share if hopeful is None else hopeful]]))
    return DayJudged(at=START.plus(seconds=86_400.0 * k), shares=shares, state=state)


def days(*shares: float) -> list[DayJudged]:
    """Days in a row whose states follow from their shares."""
    return [
        day(k, s, State.MET if s >= 0.95 else State.DEGRADED if s >= 0.475 else State.NOT_MET)
        for k, s in enumerate(shares)
    ]


def test_the_mean_of_the_days_is_judged_by_the_rule_for_one_day():
    assert mean_of_days(days(0.95, 0.95), ASKED).state is State.MET
    assert mean_of_days(days(0.96, 0.93), ASKED).state is State.DEGRADED
    assert mean_of_days(days(0.95, 0.0), ASKED).state is State.DEGRADED  # exactly half of the share asked
    assert mean_of_days(days(0.94, 0.0), ASKED).state is State.NOT_MET
    assert mean_of_days(days(0.9, 0.5), ASKED).share == pytest.approx(0.7)


def test_what_only_unknown_figures_could_lift_is_unknown_over_the_days_too():
    found = mean_of_days([day(0, 0.1, State.UNKNOWN, 1.0), day(1, 0.3, State.UNKNOWN, 0.9)], ASKED)
    assert (found.state, found.share) == (State.UNKNOWN, None)
    assert [d.share for d in found.days] == [None, None]


def test_each_measure_has_its_own_mean_and_the_least_of_them_is_told():
    two = (*ASKED, replace(ASKED[0], name="revisit", share_required=0.5))
    found = mean_of_days(
        [
            DayJudged(at=START, shares=Shares.known(np.array([pair])), state=State.DEGRADED)
            for pair in ((1.0, 0.2), (0.6, 1.0))
        ],
        two,
    )
    assert found.share == pytest.approx(0.6)  # the means are 0.8 and 0.6; by days it would be 0.4
    assert found.state is State.DEGRADED  # 0.8 is short of 0.95


def test_days_out_of_season_are_shown_and_count_for_nothing():
    found = mean_of_days([*days(1.0, 1.0), not_asked(START.plus(seconds=2 * 86_400.0))], ASKED)
    assert (found.state, found.share, found.met, len(found.asked), len(found.days)) == (
        State.MET,
        1.0,
        2,
        2,
        3,
    )
    assert mean_of_days([not_asked(START)], ASKED) is None


def test_the_two_worst_days_are_named_in_the_order_of_the_calendar():
    found = mean_of_days(days(0.97, 0.56, 0.88, 0.56, 0.67, 0.97, 0.50, 0.70, 0.74, 0.74, 0.51), ASKED)
    assert str(found.says(State.MET)) == "met today; met on 2 of 11 days, worst 28 August and 1 September"


@pytest.mark.parametrize("share", [1.0, 0.6, 0.0])
def test_no_day_is_named_where_all_are_alike(share):
    assert mean_of_days(days(share, share, share), ASKED).worst == ()


def test_a_day_that_is_met_is_never_among_the_worst():
    found = mean_of_days(days(0.97, 0.5, 0.96), ASKED)
    assert [d.share for d in found.worst] == [0.5]


@pytest.mark.parametrize("today", [State.MET, State.DEGRADED, State.UNKNOWN, State.NOT_MET])
@pytest.mark.parametrize("ahead", [State.MET, State.DEGRADED, State.UNKNOWN, State.NOT_MET])
def test_the_verdict_is_the_worse_of_the_two(outcome, today, ahead):
    found = replace(mean_of_days(days(0.97), ASKED), state=ahead)
    one = replace(outcome["N01"], state=today, fortnight=found)
    order = [State.MET, State.DEGRADED, State.UNKNOWN, State.NOT_MET]
    assert order.index(one.verdict) == max(order.index(today), order.index(ahead))
    assert replace(one, fortnight=None).verdict is today


def test_the_worst_days_are_those_of_the_worst_state_before_those_of_the_least_share():
    found = mean_of_days([*days(0.6, 0.3), day(2, 0.1, State.UNKNOWN, 1.0), *days(0.97)], ASKED)
    assert [(d.state, d.share) for d in found.worst] == [(State.NOT_MET, 0.3), (State.UNKNOWN, None)]


@pytest.mark.parametrize(("length", "apart"), [(7.0, True), (7.01, False)])
def test_a_need_judged_over_a_week_still_has_a_fortnight_and_one_over_more_has_none(length, apart):
    need = Need(
        id="N1", title="N1", service="observe", measures=ASKED, mask=Mask.constant(5.0),
        box=Box(lon_min=0, lat_min=0, lon_max=1, lat_max=1),
    )  # fmt: skip
    assert has_fortnight(need, START, length) is apart
