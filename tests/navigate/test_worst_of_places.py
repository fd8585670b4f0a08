"""A need is served while every place of its box is: the worst of them decides share and figure."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from serai.navigate.answer import judged
from serai.needs import Measure

ERROR = Measure(name="horizontal_error_95", unit="m", lower_is_better=True, threshold=5.0, share_required=0.9)


UNDISTURBED = SimpleNamespace(over=lambda loss, told: told(loss))


def way(*values: float) -> SimpleNamespace:
    """One way to serve with these values, places after one another."""
    return SimpleNamespace(
        missing=lambda _: "", lacks=lambda _: "", values=lambda _measure, _loss: np.array(values)
    )


def test_an_instant_counts_when_both_places_are_within_the_threshold_and_the_worse_is_told() -> None:
    one = judged(ERROR, (way(1.0, 2.0, 3.0, 9.0),), (2, 2), UNDISTURBED)
    assert one.shares() == (0.5, 0.5)
    assert one.worst_place().tolist() == [3.0, 9.0]


def test_a_place_without_service_leaves_the_instant_without_a_figure() -> None:
    one = judged(ERROR, (way(1.0, 2.0, np.nan, 4.0),), (2, 2), UNDISTURBED)
    assert one.share() == 0.5
    assert np.isnan(one.worst_place()).tolist() == [True, False]
