"""How soon a text is delivered."""

from __future__ import annotations

import numpy as np
import pytest

from serai.connect import Messenger
from serai.connect.messages import MessageService, delivery_s, waits_s
from serai.pool import Asset


def carrier(seen, *, own_s=10.0, satellites=(1,)):
    asset = Asset(id="sms", name="SMS", kind="messenger", owner="x")
    return MessageService(
        asset=asset,
        messenger=Messenger(kinds=("two-way message",), delivery_s=own_s),
        place_in_pool=0,
        satellites=np.array(satellites, dtype=np.int64),
        seen=None if seen is None else np.array(seen, dtype=bool),
        lowest_deg=np.array([]),
    )


def test_a_text_waits_for_the_next_satellite_and_not_longer():
    one = carrier([[[0, 0, 1, 0, 0, 0]]])
    waits = waits_s(one, np.ones((1, 2), dtype=bool), 60.0)[0, 0]
    assert waits.tolist() == [120.0, 60.0, 0.0, np.inf, np.inf, np.inf]


def test_without_the_only_satellite_or_the_service_itself_it_waits_for_ever():
    one = carrier([[[1, 1]]])
    alive = np.array([[True, True], [True, False], [False, True]])
    waits = waits_s(one, alive, 60.0)
    assert waits[:, 0, 0].tolist() == [0.0, np.inf, np.inf]


def test_the_second_satellite_takes_over_when_the_first_is_lost():
    one = carrier([[[1, 1, 1]], [[0, 0, 1]]], satellites=(1, 2))
    alive = np.array([[True, True, True], [True, False, True]])
    assert waits_s(one, alive, 60.0)[:, 0].tolist() == [[0.0, 0.0, 0.0], [120.0, 60.0, 0.0]]


def test_the_worst_place_and_the_best_service_decide():
    patchy = carrier([[[1, 1], [0, 1]]], own_s=5.0)
    steady = carrier(None, own_s=100.0, satellites=())
    alive = np.ones((1, 2), dtype=bool)
    only = delivery_s((patchy,), alive, False, 60.0, 1, 2, 2)
    both = delivery_s((patchy, steady), alive, False, 60.0, 1, 2, 2)
    assert only.tolist() == [[65.0, 5.0]]
    assert both.tolist() == [[65.0, 5.0]]
    slow = carrier([[[1, 1], [0, 0]]], own_s=5.0)
    assert delivery_s((slow, steady), alive, False, 60.0, 1, 2, 2).tolist() == [[100.0, 100.0]]


def test_a_service_whose_delivery_time_nobody_published_counts_only_in_hope():
    one = carrier([[[1, 1]]], own_s=None)
    alive = np.ones((1, 2), dtype=bool)
    assert np.isnan(delivery_s((one,), alive, False, 60.0, 1, 2, 1)).all()
    assert delivery_s((one,), alive, True, 60.0, 1, 2, 1).tolist() == [[0.0, 0.0]]


def test_a_hundred_losses_at_once_say_what_each_says_alone():
    rng = np.random.default_rng(7)
    one = carrier(rng.random((12, 3, 40)) < 0.2, satellites=range(1, 13))
    alive = rng.random((100, 13)) < 0.8
    together = delivery_s((one,), alive, False, 60.0, 5, 8, 3)
    for row in range(0, 100, 9):
        alone = delivery_s((one,), alive[row : row + 1], False, 60.0, 5, 8, 3)
        np.testing.assert_array_equal(together[row], alone[0])


@pytest.mark.parametrize("every", [1, 5])
def test_fewer_satellites_never_deliver_sooner(every):
    rng = np.random.default_rng(3)
    one = carrier(rng.random((6, 2, 60)) < 0.1, satellites=range(1, 7))
    more = rng.random((50, 7)) < 0.8
    fewer = more & (rng.random((50, 7)) < 0.8)
    soon = np.nan_to_num(delivery_s((one,), more, False, 60.0, every, 60 // every, 2), nan=np.inf)
    late = np.nan_to_num(delivery_s((one,), fewer, False, 60.0, every, 60 // every, 2), nan=np.inf)
    assert (late >= soon).all()
