"""A text longer than a service's message: every part must arrive, and losses never help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.connect.fittings import Messenger
from serai.connect.messages import MessageService, delivered, share_alone
from serai.needs import Measure
from serai.pool import Asset

EVERYTHING = np.ones((1, 3), dtype=bool)
ONCE = np.zeros(1)  # no time left for a second sending


def _service(
    place: int, success: float | None, bits: float | None = 560.0, delivery_s: float = 60.0
) -> MessageService:
    messenger = Messenger(
        kinds=("two-way message",), message_bits=bits, success=success, delivery_s=delivery_s
    )
    return MessageService(
        asset=Asset(id=f"m{place}", name="M", kind="messenger", owner="x"),
        messenger=messenger,
        place_in_pool=place,
        satellites=np.empty(0, np.int64),
        seen=None,
        lowest_deg=np.empty(0),
    )


@pytest.mark.parametrize(
    ("size_bytes", "chance"), [(None, 0.956), (70.0, 0.956), (70.1, 0.956**2), (200.0, 0.956**3)]
)
def test_every_part_of_a_text_must_arrive(size_bytes: float | None, chance: float) -> None:
    assert _service(0, 0.956).chance(size_bytes, False, ONCE) == pytest.approx([chance])


@pytest.mark.parametrize(
    ("acknowledged", "spare_s", "sendings"),
    [
        (True, 0.0, 1),
        (True, 59.9, 1),
        (True, 60.0, 2),  # just time for one more of 60 s
        (True, 180.0, 4),
        (True, -60.0, 1),  # too late already: the time says so, not the chance
        (True, np.nan, 1),
        (False, 180.0, 1),
        (None, 180.0, 1),  # nobody says that it does
    ],
)
def test_a_part_is_sent_again_while_there_is_time_by_a_service_that_acknowledges(
    acknowledged: bool | None, spare_s: float, sendings: int
) -> None:
    one = _service(0, 0.9)
    one = replace(one, messenger=replace(one.messenger, acknowledged=acknowledged, delivery_s=60.0))
    assert one.chance(140.0, False, np.array([spare_s])) == pytest.approx([(1 - 0.1**sendings) ** 2])


def test_a_service_alone_holds_for_the_time_in_which_it_delivers_by_its_chance() -> None:
    text = Measure(name="message_delivery", unit="s", lower_is_better=True, threshold=120.0)
    values = np.array([60.0, 120.0, 121.0, np.nan])
    assert share_alone(_service(0, 0.956), values, text, 200.0) == pytest.approx(0.5 * 0.956**3)
    assert share_alone(_service(0, None), values, text, 200.0) == 0.5


def test_a_size_that_cannot_be_set_against_the_message_is_nothing_for_certain() -> None:
    one = _service(0, 0.956, bits=None)
    assert [one.chance(200.0, best, ONCE).tolist() for best in (False, True)] == [[0.0], [1.0]]
    assert one.chance(None, False, ONCE).tolist() == [0.956]
    assert _service(0, None).chance(200.0, False, ONCE).tolist() == [1.0]


def test_the_likeliest_service_in_time_counts_and_the_quicker_of_equals() -> None:
    quick, sure, late = (
        _service(0, 0.9, delivery_s=10.0),
        _service(1, 0.99, delivery_s=50.0),
        _service(2, 1.0, delivery_s=500.0),
    )
    grid = (60.0, 5, 4, 2)
    for services, alive, seconds, chance in (
        ((quick, sure, late), [1, 1, 1], 50.0, 0.99),
        ((quick, sure, late), [1, 0, 1], 10.0, 0.9),
        ((quick, sure, late), [0, 0, 1], 500.0, 1.0),
        ((quick, sure, late), [0, 0, 0], np.nan, 0.0),
    ):
        values, chances = delivered(services, np.array([alive], dtype=bool), False, None, 60.0, grid)
        np.testing.assert_array_equal(values, np.full((1, 4), seconds))
        assert chances.tolist() == [[chance] * 4]


def test_the_place_that_waits_longest_decides_and_one_that_never_hears_has_no_delivery() -> None:
    one = replace(_service(0, 1.0), satellites=np.array([1]), seen=np.array([[[True, True], [False, True]]]))
    grid = (30.0, 1, 1, 2)
    seconds, _ = delivered((one,), EVERYTHING, False, None, 120.0, grid)
    assert seconds.tolist() == [[90.0]]  # 30 s of waiting at the second place, then 60 s
    deaf = replace(one, seen=np.array([[[True, True], [False, False]]]))
    assert np.isnan(delivered((deaf,), EVERYTHING, False, None, 120.0, grid)[0]).all()
