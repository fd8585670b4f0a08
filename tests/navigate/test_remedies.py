"""What mends is a remedy, what serves is a substitute, what a loss would leave is neither."""

from __future__ import annotations

from dataclasses import replace

from serai.navigate import Navigate
from serai.needs import Plan


def ask(small, need, pool):
    return Navigate().answer(need, pool, small.world(pool), Plan(), small.within)


def test_a_need_that_is_met_has_no_remedy_and_tells_its_worst_loss(small, a_measure):
    notes = ask(small, small.need(a_measure("horizontal_error_95", 10.0)), small.pool()).notes
    assert notes.remedies == ()
    assert str(notes.worst_loss).startswith("without ")


def test_a_need_that_falls_short_tells_no_further_loss(small, a_measure):
    notes = ask(small, small.need(a_measure("horizontal_error_95", 0.01)), small.pool()).notes
    assert notes.worst_loss == ""


def test_an_own_base_station_that_does_not_reach_what_is_asked_is_no_remedy(small, a_measure):
    """A figure of 31 mm for an own base station mends 0.1 m and not 0.01 m."""
    pool = small.pool()
    base = replace(small.errors[0], item="own base station, RTK", value_m=0.031)
    pool = replace(pool, facts=(*pool.facts, base))
    reaching = ask(small, small.need(a_measure("horizontal_error_95", 0.1)), pool).notes.remedies
    short = ask(small, small.need(a_measure("horizontal_error_95", 0.01)), pool).notes.remedies
    assert [str(r).partition(" (95 %")[0] for r in reaching] == [
        "an own base station within 10 km and a radio link (RTK): 3.1 cm"
    ]
    assert short == ()


def test_figures_are_said_in_the_unit_of_the_page(small, a_measure):
    why = str(ask(small, small.need(a_measure("horizontal_error_95", 0.3)), small.pool()).notes.why)
    assert why.endswith("(asked: 30 cm for 95 % of the time)")
