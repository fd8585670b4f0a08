"""Served against published: the boundary of each figure, what is missing, and how it is told."""

from __future__ import annotations

import math

import pytest

from serai.gnss.signals import single_frequency
from serai.navigate.monitor.conformance import ServiceFigure, _held, _missed, verdict
from serai.navigate.monitor.services import ServiceUse
from serai.navigate.monitor.statistics import Tally
from serai.needs import State
from serai.wording import PSEUDO, reason, say


@pytest.mark.parametrize(
    ("value", "limit", "column", "state"),
    [
        (2.5, 2.5, "h95_m", State.MET),  # an error at its limit is within it
        (2.51, 2.5, "h95_m", State.NOT_MET),
        (0.99, 0.99, "availability", State.MET),
        (0.98, 0.99, "availability", State.NOT_MET),
        (math.nan, 2.5, "h95_m", State.NOT_MET),  # no position at all
        (math.nan, 0.99, "availability", State.UNKNOWN),  # no epoch at all
        (0.1, None, "h95_m", State.UNKNOWN),
    ],
)
def test_a_figure_is_judged_against_the_one_published(value, limit, column, state):
    assert _held(value, limit, column) is state


def test_how_far_a_figure_misses_is_said_with_its_unit():
    figure = ServiceFigure(
        measure=reason("monitor.horizontal"),
        served=3.25,
        published=2.5,
        unit="m",
        basis="published",
        state=State.NOT_MET,
    )
    assert str(_missed(figure)) == "horizontal error, 95 % misses the published 2.5 m by 0.75 m"


def test_a_service_that_nobody_promises_says_why_in_any_language():
    served = ServiceUse(
        name="GPS L1 C/A",
        systems="G",
        choice=single_frequency("G"),
        unpromised=reason("monitor.outside_area", service="southpan"),
    )
    found = verdict(served, Tally(epochs=7200, solved=7200, available=7200, watched=2.0, hours=2.0))
    assert found.state is State.UNKNOWN
    assert say(found.why, PSEUDO) == "⟦not promised here: outside the area of ⟧southpan"
