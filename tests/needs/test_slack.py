"""A figure that is many times better than its threshold is told: such a threshold tests little."""

from __future__ import annotations

import numpy as np
import pytest

from serai.needs import Figure, Measure
from serai.needs.slack import better_by, slack


def figure(value: float, threshold: float, lower=True, name="revisit", missing="") -> Figure:
    measure = Measure(name=name, unit="h", lower_is_better=lower, threshold=threshold, share_required=1.0)
    return Figure.of(measure, np.array([0]), np.array([value]), missing=missing)


@pytest.mark.parametrize(
    ("one", "times"),
    [
        (figure(6.0, 120.0), 20.0),
        (figure(120.0, 6.0), 0.05),
        (figure(200.0, 1.0, False), 200.0),
        (figure(0.0, 6.0), None),  # nothing lost at all is no ratio
        (figure(6.0, 0.0), None),
        (figure(np.nan, 6.0), None),
        (figure(6.0, 120.0, missing="the sensor's rate"), None),
    ],
)
def test_how_many_times_better_a_figure_is(one: Figure, times: float | None) -> None:
    assert better_by(one) == (None if times is None else pytest.approx(times))


def test_only_what_is_twenty_times_better_is_told_and_by_name() -> None:
    told = slack([figure(6.0, 120.0), figure(6.1, 120.0), figure(1.0, 250.0, name="sirens_heard")])
    assert [str(t) for t in told] == [
        "revisit is 20 times better than asked: such a threshold can hardly fail",
        "sirens heard is 250 times better than asked: such a threshold can hardly fail",
    ]
