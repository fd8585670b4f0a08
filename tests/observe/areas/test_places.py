"""Measures at every place of an area: compiled beside the judges of single places; losses, cloud."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.observe.areas.places import ClearView, OverPlaces, within_area
from serai.observe.measures import (
    QuickestImage,
    RepeatByRate,
    RepeatPass,
    RequestToHand,
    RevisitByRate,
    RevisitMeasure,
)

HOUR_S, DAY_S = 3_600.0, 86_400.0
INSTANTS_S = np.arange(0.0, DAY_S, 600.0)
KNOWN = {"instants_s": INSTANTS_S, "threshold_s": 6 * HOUR_S}


def judges():
    """One of each kind that an area is judged by, over a day."""
    pairs = {"first": np.array([0, 1]), "second": np.array([2, 3])}
    return [
        RequestToHand(requests_s=INSTANTS_S, threshold_s=6 * HOUR_S),
        RevisitMeasure(**KNOWN, known_s=(-6 * HOUR_S, 30 * HOUR_S), in_hand_s=3 * HOUR_S),
        RevisitByRate(**KNOWN, period_s=DAY_S, in_hand_s=3 * HOUR_S),
        QuickestImage(instants_s=INSTANTS_S, threshold_s=3 * HOUR_S, revisit_s=6 * HOUR_S),
        RepeatPass(**KNOWN, **pairs),
        RepeatByRate(**KNOWN, period_s=DAY_S, **pairs),
    ]


def some(seed: int, looks: int = 12, places: int = 5, losses: int = 7):
    """Looks of a day and a bit, when they are in hand after some losses, and the places that they cover."""
    draw = np.random.default_rng(seed)
    at_s = np.sort(draw.uniform(-6 * HOUR_S, 30 * HOUR_S, looks))
    at_s[draw.random(looks) < 0.3] = np.rint(at_s[0] / 600.0) * 600.0  # on an instant, and at one time
    at_s.sort()
    arrivals_s = at_s + draw.uniform(0.0, 5 * HOUR_S, looks)
    gone = draw.random((losses, looks)) < 0.3
    arrivals_s = np.where(gone, np.inf, arrivals_s)
    weight = draw.uniform(0.1, 1.0, places)
    return (
        at_s,
        arrivals_s,
        np.isfinite(arrivals_s),
        draw.random((looks, places)) < 0.5,
        weight / weight.sum(),
    )


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60)
def test_the_compiled_count_is_that_of_the_places_one_by_one(seed):
    at_s, arrivals_s, usable, covers, weight = some(seed)
    for judge in judges():
        over = OverPlaces(of=judge, covers=covers, weight=weight)
        found = over.shares(at_s, arrivals_s, usable)
        assert found == pytest.approx(over.place_by_place(at_s, arrivals_s, usable), abs=1e-12), judge


@given(seed=st.integers(0, 10**6), chance=st.floats(0.0, 1.0))
@settings(max_examples=60)
def test_no_loss_raises_a_share_of_the_area(seed, chance):
    at_s, arrivals_s, usable, covers, weight = some(seed)
    all_there = np.where(np.isfinite(arrivals_s), arrivals_s, np.inf).min(axis=0, keepdims=True)
    rows, had = np.concatenate([all_there, arrivals_s]), np.concatenate([np.isfinite(all_there), usable])
    hidden = np.arange(len(at_s)) % 3 > 0
    by_rate = judges()[2]
    for over in (
        *(OverPlaces(of=judge, covers=covers, weight=weight) for judge in judges()),
        OverPlaces(of=by_rate, covers=covers, weight=weight, clear=ClearView(chance=chance, hidden=hidden)),
    ):
        shares = over.shares(at_s, rows, had)
        assert (shares[1:] <= shares[0] + 1e-12).all()


def test_half_of_the_area_seen_all_the_time_is_half():
    covers = np.array([[True, False], [True, False], [True, False], [True, False]])
    at_s = np.array([0.0, 6.0, 12.0, 18.0]) * HOUR_S
    judge = RevisitByRate(**KNOWN, period_s=DAY_S, in_hand_s=HOUR_S)
    over = OverPlaces(of=judge, covers=covers, weight=np.array([0.25, 0.75]))
    assert over.shares(at_s, at_s[None] + 60.0, np.ones((1, 4), bool)) == pytest.approx([0.25])


def clear(chance, covers, hidden, *, threshold_s=DAY_S, persists_s=DAY_S):
    judge = RevisitByRate(
        instants_s=INSTANTS_S, threshold_s=threshold_s, period_s=2 * DAY_S, in_hand_s=HOUR_S
    )
    return OverPlaces(
        of=judge,
        covers=covers,
        weight=np.full(covers.shape[1], 1.0 / covers.shape[1]),
        clear=ClearView(chance=chance, hidden=hidden, persists_s=persists_s),
    )


AT_S = np.array([1.0, 5.0, 20.0, 30.0]) * HOUR_S  # three of one day, one of the next
ALL = np.ones((4, 1), bool)


def share(over, at_s=AT_S):
    return float(over.shares(at_s, at_s[None] + 60.0, np.ones((1, len(at_s)), bool))[0])


def test_looks_at_one_sky_count_once():
    two_skies = clear(0.6, ALL, np.ones(4, bool), threshold_s=2 * DAY_S)
    assert share(two_skies) == pytest.approx(1 - 0.4**2)
    assert share(two_skies.persisting(0.0)) == pytest.approx(1 - 0.4**4)
    assert share(clear(0.6, ALL, np.ones(4, bool))) == pytest.approx(1 - 0.4)  # half as long: one sky


def test_a_radar_needs_no_clear_sky():
    hidden = np.array([True, True, True, False])
    assert share(clear(0.0, ALL, hidden, threshold_s=2 * DAY_S)) == pytest.approx(1.0)
    assert share(clear(0.0, ALL, np.ones(4, bool), threshold_s=2 * DAY_S)) == 0.0
    assert share(clear(0.0, ALL, hidden)) == pytest.approx(0.5)  # one radar in two days, one a day asked


def test_one_sky_that_stays_is_no_better_than_its_chance():
    over = clear(0.6, ALL, np.ones(4, bool))
    assert over.clear.chance * share(over.one_sky()) == pytest.approx(0.6)


def test_how_often_a_clear_view_comes():
    covers = np.array([[True, False], [True, False], [True, True], [True, False]])
    every_s = clear(0.5, covers, np.ones(4, bool)).clear_every_s(AT_S, AT_S + 60.0)
    assert every_s == pytest.approx([2 * DAY_S / (2 * 0.5), 2 * DAY_S / 0.5])
    late = AT_S + 2 * HOUR_S  # in hand too late to count
    assert np.isinf(clear(0.5, covers, np.ones(4, bool)).clear_every_s(AT_S, late)).all()


def test_the_value_that_a_share_of_the_area_is_within():
    values = np.array([[1.0, 2.0, 3.0, np.nan], [5.0, 5.0, 5.0, 5.0]])
    weight = np.full(4, 0.25)
    assert within_area(values, weight, 0.5).tolist() == [2.0, 5.0]
    assert within_area(values, weight, 0.75).tolist() == [3.0, 5.0]
    assert np.isnan(within_area(values, weight, 0.76)[0])
