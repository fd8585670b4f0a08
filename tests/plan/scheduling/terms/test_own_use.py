"""An owner's own use counted in time: a pass that several images share is held, and counted, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    SOLVERS,
    OwnUse,
    Resource,
    ResourceUse,
    ScheduleProblem,
    Task,
    TaskOption,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.levels import levels


def passes(own: OwnUse) -> ScheduleProblem:
    """Two images of o in one pass of 10, another in one of 8; p asks first for what clashes with that."""
    spans = {"a": (0, 10, "pass"), "b": (0, 10, "pass"), "c": (20, 28, ""), "d": (25, 40, "")}
    return ScheduleProblem(
        start=0,
        end=100,
        resources=(Resource(id="dish", owner="o"),),
        tasks=tuple(
            Task(id=f"t{n}", party="p" if n == "d" else "o", priority=1 if n == "d" else 2) for n in spans
        ),
        options=tuple(
            TaskOption(
                id=n,
                task=f"t{n}",
                uses=(ResourceUse(resource="dish", start=start, end=end, serves=serves),),
            )
            for n, (start, end, serves) in spans.items()
        ),
        own_uses=(own,),
    )


TIME = OwnUse(id="own", owner="o", on=("dish",), of="time", at_least=15)


@pytest.mark.parametrize("solver", SOLVERS)
def test_time_that_two_images_share_is_the_owners_once(solver):
    made = scheduled(passes(TIME), solver=solver)
    assert made.chosen == ("a", "b", "c")
    assert (made.levels[0], made.objective[0]) == ("own use", 15)
    assert schedule_faults(made, passes(TIME)) == []
    less = scheduled(passes(replace(TIME, at_least=10)), solver=solver)
    assert less.objective[0] == 10
    assert less.chosen == ("a", "b", "d")


def test_each_way_to_the_shared_pass_counts_as_much_as_both():
    (own, *_) = levels(passes(TIME))
    assert [own.score(chosen) for chosen in ((), (0,), (1,), (0, 1), (2,), (0, 2))] == [0, 10, 10, 10, 8, 15]
    late = replace(TIME, start=15)
    assert levels(passes(late))[0].score((0, 1, 2)) == 8


def test_the_judge_counts_the_time_again_from_its_words():
    of = passes(TIME)
    made = scheduled(of, solver="mip")
    for chosen in (("a", "b", "d"), ("a", "d")):  # b has the pass that a has: it adds nothing
        assert [str(f) for f in schedule_faults(replace(made, chosen=chosen), of)] == [
            "o has 10 of time of its own use own, below 15, though c would fit before what others have"
        ]
    wrong = replace(made, objective=(20, *made.objective[1:]), bound=(20, *made.bound[1:]))
    assert [str(f) for f in schedule_faults(wrong, of)] == ["own use is told as 20, but is 15"]
    enough = passes(replace(TIME, at_least=10))
    assert schedule_faults(replace(scheduled(enough, solver="mip"), chosen=("a", "d")), enough)[0].key != (
        "schedule_faults.own_use"
    )
