"""Looks joined with passes as one problem: an antenna wanted twice, kept back, and who gives way in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from serai.needs import Measure, Need, Opportunity
from serai.plan import faults
from serai.plan.booked import as_plan
from serai.plan.contests import contests
from serai.plan.horizon import PlanHorizon, horizon
from serai.plan.scheduling import Schedule, schedule_faults, scheduled
from serai.pool import Pool
from serai.time import Span
from tests.plan.story import contact, look, need, span


def joined(passes: Sequence[Opportunity], pool: Pool, day: Span, *, every_h: float = 48.0) -> PlanHorizon:
    """Two needs, each with one look of a satellite of its own, and the passes that can carry an image."""
    needs = [need("N01", priority=1, every_h=every_h), need("N02", priority=2, every_h=every_h)]
    looks = {
        "N01": [look("look 1", "gaofen-3-02", 100, carried=True)],
        "N02": [look("look 2", "hj-2e", 110, carried=True)],
    }

    def follow_on(asked: Need) -> list[Opportunity]:
        assert asked.parcel is not None
        return [p for p in passes if p.uses[0].serves.startswith(asked.parcel.aboard)]

    return horizon(needs, looks, follow_on, pool, day)


def solved(of: PlanHorizon, solver: str) -> Schedule:
    made = scheduled(of.problem, solver=solver)
    assert schedule_faults(made, of.problem) == []
    return made


@pytest.mark.parametrize("solver", ["greedy", "mip"])
def test_where_two_want_one_antenna_the_first_priority_stays_and_the_other_is_told_why(pool, day, solver):
    passes = [
        contact("p1", "gaofen-3-02", "kashi", 200, 400),
        contact("p2", "hj-2e", "kashi", 300, 500),
    ]
    of = joined(passes, pool, day)
    made = solved(of, solver)
    plan = as_plan(made, of, pool)
    assert faults(plan, pool) == []
    assert [(b.need, b.opportunity.id, b.carries) for b in plan.bookings] == [
        ("N01", "look 1", ""),
        ("N01", "p1", "look 1"),
    ]
    (left,) = plan.left
    assert (left.need, str(left.reason)) == (
        "N02",
        "the one opportunity does not fit: Kashi is taken at 2026-08-22T00:05:00Z",
    )
    (one,) = contests(made, of)
    assert str(one.says(pool)) == (
        "Kashi has 1 antenna at 22 Aug 2026 00:05 UTC: Gaofen-3 02 (for N01) stays; HJ-2E (for N02) gives way"
    )


def test_the_plan_takes_a_later_pass_where_the_earliest_is_wanted_by_another(pool, day):
    passes = [
        contact("p1", "gaofen-3-02", "kashi", 200, 400),
        contact("p2", "hj-2e", "kashi", 300, 500),
        contact("p3", "hj-2e", "kashi", 400, 600),
    ]
    of = joined(passes, pool, day)
    made = solved(of, "mip")
    assert {b.opportunity.id for b in as_plan(made, of, pool).bookings} == {"look 1", "p1", "look 2", "p3"}
    assert made.objective[:2] == (1000, 1000)
    assert [len(c.gave_way) for c in contests(made, of)] == [1]


def test_two_antennas_take_both_and_nobody_gives_way(pool, day):
    passes = [
        contact("p1", "gaofen-3-02", "kashi", 200, 400, share=0.5),
        contact("p2", "hj-2e", "kashi", 300, 500, share=0.5),
    ]
    of = joined(passes, pool, day)
    made = solved(of, "mip")
    assert of.problem.resource["kashi"].units == 2
    assert len(made.chosen) == 2
    assert contests(made, of) == ()


def test_a_station_kept_back_takes_nothing_then(pool, day):
    passes = [contact("p1", "gaofen-3-02", "kashi", 29, 150), contact("p2", "hj-2e", "kashi", 300, 500)]
    of = joined(passes, pool, day)  # China keeps Kashi back for the first 30 s
    made = solved(of, "mip")
    plan = as_plan(made, of, pool)
    assert [b.need for b in plan.bookings] == ["N02", "N02"]
    assert str(plan.left[0].reason) == (
        "the one opportunity does not fit: Kashi is kept back by china until 2026-08-22T00:00:30Z"
    )


def test_a_need_gets_a_result_for_every_half_of_its_interval(pool, day):
    looks = {"N01": [look(f"look {k}", "hj-2e", 3600.0 * k) for k in range(1, 9)]}
    of = horizon([need("N01", every_h=4.0)], looks, lambda _: (), pool, day)
    made = solved(of, "mip")
    assert list(made.chosen) == ["look 1", "look 2", "look 4", "look 6", "look 8"]


def test_a_look_without_a_pass_is_no_option(pool, day):
    of = joined([], pool, day)
    assert of.problem.options == ()
    plan = as_plan(solved(of, "greedy"), of, pool)
    assert plan.bookings == ()
    assert [(left.need, str(left.reason)) for left in plan.left] == [
        ("N01", "no pass brings down what its looks leave on board"),
        ("N02", "no pass brings down what its looks leave on board"),
    ]


def test_a_need_that_names_no_interval_wants_every_image(pool, day):
    looks = {"N01": [look(f"look {k}", "hj-2e", 60.0 * k) for k in (1, 2, 3)]}
    images = replace(
        need("N01"), measures=(Measure(name="image_to_hand", unit="h", lower_is_better=True, threshold=3.0),)
    )
    of = horizon([images], looks, lambda _: (), pool, day)
    assert [t.id for t in of.problem.tasks] == ["N01/look 1", "N01/look 2", "N01/look 3"]
    assert [b.opportunity.id for b in as_plan(solved(of, "greedy"), of, pool).bookings] == [
        "look 1",
        "look 2",
        "look 3",
    ]


def test_what_is_out_or_not_in_the_pool_is_closed_for_all_of_the_time(pool, day):
    out = replace(pool, assets=tuple(replace(a, out="broken") if a.id == "hj-2e" else a for a in pool.assets))
    looks = {
        "N01": [look("one", "hj-2e", 0), look("two", "nobody", 86_380), look("three", "gaofen-3-02", 60)]
    }
    of = horizon([need("N01", every_h=1.0)], looks, lambda _: (), out, day)
    plan = as_plan(solved(of, "greedy"), of, out)
    assert [b.opportunity.id for b in plan.bookings] == ["three"]
    assert of.problem.resource["hj-2e"].closed == of.problem.resource["nobody"].closed == ((0, 86_400, 1),)


def test_one_of_several_looks_left_tells_how_many_there_were_and_what_stood_before_the_first(pool, day):
    mine = [look("a", "hj-2e", 100), look("b", "hj-2e", 130)]
    theirs = [replace(look("c", "hj-2e", 90), need="N02")]
    long = replace(theirs[0], uses=(replace(theirs[0].uses[0], span=span(90, 140)),))
    asked = [need("N01", priority=3, every_h=48.0), need("N02", priority=1, every_h=48.0)]
    of = horizon(asked, {"N01": mine, "N02": [long]}, lambda _: (), pool, day)
    (left,) = as_plan(solved(of, "greedy"), of, pool).left
    assert str(left.reason) == "none of 2 opportunities fits: HJ-2E is taken at 2026-08-22T00:01:40Z"


def test_a_need_with_one_of_its_results_is_not_left_without(pool, day):
    taken = replace(look("c", "hj-2e", 50_000), need="N02")
    looks = {"N01": [look("a", "hj-2e", 100), look("b", "hj-2e", 50_010)], "N02": [taken]}
    asked = [need("N01", priority=2, every_h=12.0), need("N02", priority=1, every_h=48.0)]
    of = horizon(asked, looks, lambda _: (), pool, day)
    made = solved(of, "greedy")
    assert made.chosen == ("a", "c")
    assert as_plan(made, of, pool).left == ()
