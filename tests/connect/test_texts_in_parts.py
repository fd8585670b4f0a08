"""A text longer than a service's message: every part must arrive, and losses never help."""

from __future__ import annotations

import numpy as np
import pytest

from serai.connect.fittings import Messenger
from serai.connect.messages import MessageService, delivered
from serai.pool import Asset

EVERYTHING = np.ones((1, 3), dtype=bool)


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
    assert _service(0, 0.956).chance(size_bytes, False) == pytest.approx(chance)


def test_a_size_that_cannot_be_set_against_the_message_is_nothing_for_certain() -> None:
    one = _service(0, 0.956, bits=None)
    assert (one.chance(200.0, False), one.chance(200.0, True)) == (0.0, 1.0)
    assert one.chance(None, False) == 0.956
    assert _service(0, None).chance(200.0, False) == 1.0


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
