"""Which figure decides a need, and when in the day its threshold holds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serai.needs import State
from serai.report.page.timeline import holds
from serai.report.readings.figures import deciding, reading
from serai.time import Instant, Span

STEP_NS = 300_000_000_000
START = Instant.from_utc("2026-08-22T00:00:00Z")
DAY = Span(START, START.plus(seconds=86_400.0))


def with_shares(outcome, *shares: float | None, missing: str = "", state: State = State.MET):
    one = outcome["N01"]
    figures = tuple(replace(one.figures[0], missing=missing if s is None else "") for s in shares)
    return replace(one, figures=figures, shares=shares, state=state)


def test_the_figure_that_falls_furthest_short_decides(outcome):
    assert deciding(with_shares(outcome, 1.0, 0.4, 0.7)) == 1


def test_when_every_figure_holds_the_first_is_shown(outcome):
    assert deciding(with_shares(outcome, 1.0, 0.96, 0.95)) == 0


def test_a_missing_figure_decides_an_unknown_need(outcome):
    one = with_shares(outcome, 1.0, None, missing="the mask of Kashi", state=State.UNKNOWN)
    assert deciding(one) == 1
    assert reading(one, 1).value == "unknown"
    assert "the mask of Kashi is missing" in reading(one, 1).origin


def test_a_need_without_figures_has_nothing_that_decides(outcome):
    assert deciding(replace(outcome["N01"], figures=(), shares=())) is None


@given(st.lists(st.booleans(), min_size=2, max_size=288))
def test_the_stretches_of_a_day_add_up_to_the_samples_that_hold(held):
    times = START.tai_ns + np.arange(len(held), dtype=np.int64) * STEP_NS
    runs = holds(times, np.array(held), DAY)
    assert np.isclose(sum(end - start for start, end in runs) * 288, sum(held))
    assert all(a_end < b_start for (_, a_end), (b_start, _) in pairwise(runs))


def test_samples_beyond_the_day_are_left_out():
    times = START.tai_ns + np.arange(-10, 400, dtype=np.int64) * STEP_NS
    assert holds(times, np.ones(410, dtype=bool), DAY) == [(0.0, 1.0)]
