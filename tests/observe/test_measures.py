"""The judges: each against a plain loop, and the law that a loss never raises a share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.observe.measures import (
    EachImage,
    MeasureJudge,
    QuickestImage,
    RepeatPass,
    RequestToHand,
    RevisitByRate,
    RevisitMeasure,
    same_geometry,
)

HOUR = 3600.0
PERIOD_S = 24 * HOUR
INSTANTS = np.arange(0.0, PERIOD_S, 600.0)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Looks in order of time, their arrivals (infinite when lost), and which of them are left."""
    n = draw(st.integers(0, 12))
    at = np.sort(np.array(draw(st.lists(st.floats(-6 * HOUR, 30 * HOUR), min_size=n, max_size=n))))
    late = st.one_of(st.floats(0.0, 10 * HOUR), st.just(np.inf))
    delays = np.array(draw(st.lists(late, min_size=n, max_size=n)))
    left = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)), dtype=bool)
    return at.reshape(n), (at + delays).reshape(n), left.reshape(n)


def judges(at: np.ndarray) -> list[MeasureJudge]:
    first, second = np.nonzero(np.subtract.outer(at, at).T > 0.0)
    return [
        RequestToHand(requests_s=INSTANTS, threshold_s=5 * HOUR),
        RevisitMeasure(
            instants_s=INSTANTS, threshold_s=6 * HOUR, known_s=(-6 * HOUR, 30 * HOUR), in_hand_s=3 * HOUR
        ),
        RevisitByRate(instants_s=INSTANTS, threshold_s=6 * HOUR, period_s=PERIOD_S, in_hand_s=3 * HOUR),
        QuickestImage(instants_s=INSTANTS, threshold_s=HOUR, revisit_s=6 * HOUR),
        EachImage(counted=(at >= 0.0) & (at < PERIOD_S), threshold_s=HOUR, lost_s=np.empty(0)),
        RepeatPass(instants_s=INSTANTS, threshold_s=9 * HOUR, first=first, second=second),
    ]


@given(cases())
@settings(max_examples=60)
def test_a_loss_never_raises_a_share(case: tuple[np.ndarray, np.ndarray, np.ndarray]):
    at, arrivals, left = case
    rows = np.stack([arrivals, np.where(left, arrivals, np.inf), np.full(len(at), np.inf)])
    for judge in judges(at):
        shares = judge.shares(at, rows, np.isfinite(rows))
        assert shares[0] >= shares[1] >= shares[2]
        assert ((shares >= 0.0) & (shares <= 1.0)).all()


@given(cases())
@settings(max_examples=60)
def test_a_wait_is_the_first_arrival_among_later_looks(case: tuple[np.ndarray, np.ndarray, np.ndarray]):
    at, arrivals, _ = case
    judge = RequestToHand(requests_s=INSTANTS, threshold_s=5 * HOUR)
    _, waits = judge.values_s(at, arrivals, np.isfinite(arrivals))
    plain = [
        min((a for t, a in zip(at, arrivals, strict=True) if t >= q), default=np.inf) - q for q in INSTANTS
    ]
    assert np.allclose(np.nan_to_num(waits, nan=np.inf), plain)
    share = judge.shares(at, arrivals[None], np.isfinite(arrivals)[None])[0]
    assert share == pytest.approx(np.mean(np.array(plain) <= 5 * HOUR))


@given(cases(), st.sampled_from([0.0, HOUR, 3 * HOUR, np.inf]))
@settings(max_examples=60)
def test_a_gap_runs_from_the_last_look_in_hand_in_time_to_the_next(
    case: tuple[np.ndarray, np.ndarray, np.ndarray], in_hand_s: float
):
    at, arrivals, _ = case
    known = (-6 * HOUR, 30 * HOUR)
    judge = RevisitMeasure(instants_s=INSTANTS, threshold_s=6 * HOUR, known_s=known, in_hand_s=in_hand_s)
    mine = [t for t, a in zip(at, arrivals, strict=True) if a < np.inf and a - t <= in_hand_s]
    plain = [
        min((t for t in mine if t > q), default=known[1]) - max((t for t in mine if t <= q), default=known[0])
        for q in INSTANTS
    ]
    usable = np.ones(len(at), bool)
    share = judge.shares(at, arrivals[None], usable[None])[0]
    assert share == pytest.approx(np.mean(np.array(plain) <= 6 * HOUR))
    values = judge.values_s(at, arrivals, usable)[1]
    assert np.allclose(values, plain) if mine else np.isnan(values).all()


@pytest.mark.parametrize(("late_s", "counts"), [(3 * HOUR, True), (3 * HOUR + 1e-3, False), (np.inf, False)])
def test_a_look_in_hand_at_the_limit_counts_and_one_just_beyond_it_does_not(late_s: float, counts: bool):
    at = np.array([12 * HOUR])
    looks = (at, at[None] + late_s, np.ones((1, 1), bool))
    watched = RevisitMeasure(
        instants_s=INSTANTS, threshold_s=18 * HOUR, known_s=(-6 * HOUR, 30 * HOUR), in_hand_s=3 * HOUR
    )
    rate = RevisitByRate(instants_s=INSTANTS, threshold_s=12 * HOUR, period_s=PERIOD_S, in_hand_s=3 * HOUR)
    assert watched.shares(*looks) == pytest.approx([1.0 if counts else 0.0])
    assert rate.shares(*looks) == pytest.approx([0.5 if counts else 0.0])
    assert rate.looks(at, looks[1][0], looks[2][0]) == int(counts)


def test_a_look_that_may_be_had_some_day_is_not_in_hand_in_time():
    """An archive whose delay nobody published: the look can be had, and nobody can say when."""
    at, had = np.array([12 * HOUR]), np.ones((1, 1), bool)
    rate = RevisitByRate(instants_s=INSTANTS, threshold_s=12 * HOUR, period_s=PERIOD_S, in_hand_s=np.inf)
    assert rate.shares(at, np.array([[np.inf]]), had) == [0.0]
    assert np.isnan(rate.values_s(at, np.array([np.inf]), had[0])[1]).all()


@given(cases())
@settings(max_examples=60)
def test_the_quickest_image_is_the_best_of_a_revisit_time(case: tuple[np.ndarray, np.ndarray, np.ndarray]):
    at, arrivals, _ = case
    judge = QuickestImage(instants_s=INSTANTS, threshold_s=HOUR, revisit_s=6 * HOUR)
    delays = arrivals - at
    plain = np.array(
        [
            min((d for t, d in zip(at, delays, strict=True) if q <= t < q + 6 * HOUR), default=np.inf)
            for q in INSTANTS
        ]
    )
    assert np.allclose(
        np.nan_to_num(judge.values_s(at, arrivals, np.isfinite(arrivals))[1], nan=np.inf), plain
    )
    share = judge.shares(at, arrivals[None], np.isfinite(arrivals)[None])[0]
    assert share == pytest.approx(np.mean(plain <= HOUR))


def test_a_slow_image_beside_a_quick_one_does_no_harm():
    judge = QuickestImage(instants_s=INSTANTS, threshold_s=HOUR, revisit_s=24 * HOUR)
    quick = np.array([30 * HOUR])
    with_slow = np.array([2 * HOUR, 30 * HOUR])
    one = judge.shares(quick, quick[None] + 60.0, np.ones((1, 1), bool))
    two = judge.shares(with_slow, with_slow[None] + [[23 * HOUR, 60.0]], np.ones((1, 2), bool))
    assert two[0] >= one[0]


def test_a_satellite_on_a_repeating_track_gives_pairs_and_a_drifting_one_none():
    days = np.arange(5) * 86_400.0
    at = np.concatenate([days, days + 60.0])
    satellite = np.repeat([0, 1], 5)
    incidence = np.concatenate([np.full(5, 35.0), 30.0 + np.arange(5)])
    side = np.ones(10, bool)
    first, second = same_geometry(
        at, satellite, incidence, side, side, apart_s=2 * 86_400.0, tolerance_deg=0.1
    )
    assert set(satellite[first]) == {0}
    assert sorted(set(np.round((at[second] - at[first]) / 86_400.0))) == [1.0, 2.0]
    judge = RepeatPass(
        instants_s=np.array([0.5 * 86_400.0]), threshold_s=2 * 86_400.0, first=first, second=second
    )
    assert judge.values_s(at, at, np.ones(10, bool))[1] == pytest.approx([86_400.0])


def test_a_revisit_by_rate_is_graded_by_how_many_intervals_hold_a_look():
    judge = RevisitByRate(instants_s=INSTANTS, threshold_s=12 * HOUR, period_s=PERIOD_S, in_hand_s=np.inf)
    at = np.array([HOUR])
    assert judge.shares(at, at[None], np.ones((1, 1), bool)) == pytest.approx([0.5])
    assert judge.values_s(at, at, np.ones(1, bool))[1][0] == PERIOD_S


def test_a_revisit_by_rate_counts_the_looks_of_the_period_from_its_start_to_before_its_end():
    judge = RevisitByRate(instants_s=INSTANTS, threshold_s=12 * HOUR, period_s=PERIOD_S, in_hand_s=np.inf)
    at = np.array([-1e-3, 0.0, PERIOD_S - 1e-3, PERIOD_S])
    assert judge.looks(at, at + HOUR, np.ones(4, bool)) == 2
    assert judge.values_s(at, at + HOUR, np.ones(4, bool))[1][0] == PERIOD_S / 2


def test_what_comes_at_the_very_last_moment_is_in_time():
    at, arrivals = np.array([0.0]), np.array([[5 * HOUR]])
    one = RequestToHand(requests_s=np.zeros(1), threshold_s=5 * HOUR)
    assert one.shares(at, arrivals, arrivals < np.inf) == [1.0]
    image = EachImage(counted=np.array([True]), threshold_s=5 * HOUR, lost_s=np.empty(0))
    assert image.shares(at, arrivals, arrivals < np.inf) == [1.0]


def test_images_that_lost_satellites_had_promised_count_among_the_promised():
    at, arrivals = np.array([0.0]), np.array([[HOUR]])
    image = EachImage(counted=np.array([True]), threshold_s=HOUR, lost_s=np.array([60.0, 120.0, 180.0]))
    assert image.shares(at, arrivals, arrivals < np.inf) == [0.25]


def test_a_pair_covers_the_moment_of_its_first_look_and_not_that_of_its_second():
    at = np.array([600.0, 1200.0])
    pair = RepeatPass(instants_s=at, threshold_s=HOUR, first=np.array([0]), second=np.array([1]))
    _, values = pair.values_s(at, at, np.array([True, True]))
    assert values[0] == 600.0
    assert np.isnan(values[1])
