"""A plan made again: what is near stays whole, no plan that serves as much changes less; it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    Resource,
    ResourceUse,
    ScheduleProblem,
    Task,
    TaskOption,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.replan import NewPlan, changes, replanned
from tests.plan.scheduling.made import sound_choices
from tests.plan.scheduling.terms.made import leximin, termed_problem, termed_value
from tests.plan.scheduling.terms.test_terms import use

SAMPLED = range(0, 400, 20)


def struck(problem: ScheduleProblem, name: str, since: int) -> ScheduleProblem:
    """The problem with a resource closed from a moment on."""
    return replace(
        problem,
        resources=tuple(
            replace(r, closed=(*r.closed, (since, 10**6, r.units))) if r.id == name else r
            for r in problem.resources
        ),
    )


@pytest.mark.parametrize("seed", SAMPLED)
def test_no_plan_that_serves_as_much_changes_less(seed):
    """All choices tried: the same levels before what is kept, and the fewest bookings given up or new."""
    problem = replace(termed_problem(seed), fixed=(), before=(), least_change=False)
    earlier = scheduled(problem, solver="mip").chosen
    now = replanned(struck(problem, "r0", 50), earlier, frozen_until=30, solver="mip")
    assert schedule_faults(now.schedule, now.problem) == []
    levels = now.schedule.levels
    stable = levels.index("stability") if "stability" in levels else len(levels)
    before = [n for n in levels[:stable] if not n.startswith("fairness")]

    def served(chosen: tuple[str, ...]) -> tuple[object, ...]:
        value = termed_value(now.problem, chosen)
        return (*(value[n] for n in before), leximin(now.problem, chosen))

    same = served(now.schedule.chosen)
    alike = [
        chosen
        for chosen in sound_choices(now.problem)
        if set(now.problem.fixed) <= set(chosen) and served(chosen) == same
    ]
    fewest = min(len(set(earlier) ^ set(chosen)) for chosen in alike)
    assert now.changed == fewest == now.changed_at_least


def story(**more: object) -> ScheduleProblem:
    """Two looks, each with a pass at kashi and a later one at karachi."""
    options = [
        TaskOption(
            id=f"{task} {station}",
            task=task,
            ready=at + 10,
            uses=(use(look, look + 5, "sat"), use(at, at + 10, station)),
        )
        for task, look in (("flood", 0), ("crops", 200))
        for station, at in (("kashi", look + 20), ("karachi", look + 120))
    ]
    return ScheduleProblem(
        start=0,
        end=1000,
        resources=tuple(Resource(id=n) for n in ("sat", "kashi", "karachi")),
        tasks=(Task(id="flood"), Task(id="crops")),
        options=tuple(options),
        **more,  # type: ignore[arg-type]
    )


EARLIER = ("flood kashi", "crops kashi")


def said(of: NewPlan) -> list[str]:
    return [str(one) for one in changes(of)]


def test_a_strike_moves_what_comes_after_it_and_leaves_what_was_done():
    now = replanned(struck(story(), "kashi", 100), EARLIER, frozen_until=110, solver="mip")
    assert now.schedule.chosen == ("flood kashi", "crops karachi")
    assert said(now) == [
        "crops moves from crops kashi to crops karachi: kashi is closed at 220, but crops kashi holds it"
    ]
    assert (now.changed, now.changed_at_least) == (2, 2)


@pytest.mark.parametrize("since", [21, 25, 29])
def test_a_pass_that_is_cut_is_lost_whole_and_what_is_on_board_comes_down_another_way(since):
    now = replanned(struck(story(), "kashi", since), EARLIER, frozen_until=since + 50, solver="mip")
    assert now.schedule.chosen == ("flood karachi", "crops karachi")
    whole = replanned(struck(story(), "kashi", 30), EARLIER, frozen_until=80, solver="mip")
    assert whole.schedule.chosen == ("flood kashi", "crops karachi")


def test_a_pass_in_progress_stays_whatever_would_be_worth_more():
    more = TaskOption(id="urgent", task="urgent", value=9, uses=(use(24, 34, "kashi"),))
    of = story()
    of = replace(of, tasks=(*of.tasks, Task(id="urgent", priority=1)), options=(*of.options, more))
    of = replace(of, tasks=tuple(replace(t, priority=2) if t.id != "urgent" else t for t in of.tasks))
    now = replanned(of, EARLIER, frozen_until=24, solver="mip")
    assert now.schedule.chosen == EARLIER
    later = replanned(of, EARLIER, frozen_until=0, solver="mip")
    assert "urgent" in later.schedule.chosen
    assert later.schedule.chosen == ("flood karachi", "urgent", "crops kashi")
    assert said(later) == ["flood moves from flood kashi to flood karachi", "urgent gets urgent"]


def test_nothing_new_begins_in_what_is_frozen():
    now = replanned(story(), (), frozen_until=50, solver="mip")
    assert now.schedule.chosen == ("crops kashi",)


def test_what_is_not_offered_any_more_is_given_up_with_a_reason():
    gone = replace(story(), options=tuple(o for o in story().options if o.task != "crops"))
    now = replanned(gone, EARLIER, frozen_until=0, solver="mip")
    assert said(now) == ["crops kashi is given up: it is no longer offered"]


def test_without_a_change_nothing_changes():
    now = replanned(story(), EARLIER, frozen_until=100, solver="mip")
    assert (now.changed, said(now)) == (0, [])


@pytest.mark.parametrize(("until", "comes_down"), [(300, True), (250, False)])
def test_on_board_may_last_for_another_pass_but_no_pass_in_progress_grows(until, comes_down):
    """The look is over; its pass is lost, and a later one may bring it down: none that only lasts longer."""

    def held(resource: str, start: int, end: int) -> ResourceUse:
        return ResourceUse(resource=resource, start=start, end=end)

    def option(name: str, station: str, start: int, end: int) -> TaskOption:
        room = ResourceUse(resource="room", start=10, end=end, units=5)
        return TaskOption(
            id=name, task="t", ready=end, uses=(held("sat", 10, 20), room, held(station, start, end))
        )

    problem = ScheduleProblem(
        start=0,
        end=1000,
        resources=(
            Resource(id="sat"),
            Resource(id="room", units=9),
            Resource(id="kashi"),
            Resource(id="karachi"),
        ),
        tasks=(Task(id="t"),),
        options=(
            option("a", "kashi", 100, 200),
            option("b", "karachi", until, 400),
            option("c", "kashi", 100, 260),
        ),
    )
    now = replanned(struck(problem, "kashi", 150), ("a",), frozen_until=300, solver="greedy")
    assert now.schedule.chosen == (("b",) if comes_down else ())


@pytest.mark.parametrize(
    "other",
    [
        (("room", 10, 260), ("kashi", 100, 260)),  # the pass in progress would last longer
        (("room", 50, 400), ("karachi", 300, 400)),  # the room would be taken anew, near
    ],
)
def test_nothing_near_is_held_longer_but_what_waits_for_a_later_pass(other):
    """The booking goes for a third thing that is lost; what else is offered would change what is near."""

    def option(name: str, *held: tuple[str, int, int]) -> TaskOption:
        uses = tuple(
            ResourceUse(resource=r, start=start, end=end) for r, start, end in (("sat", 10, 20), *held)
        )
        return TaskOption(id=name, task="t", uses=uses)

    problem = ScheduleProblem(
        start=0,
        end=1000,
        resources=tuple(Resource(id=name) for name in ("sat", "room", "kashi", "karachi", "link")),
        tasks=(Task(id="t"),),
        options=(
            option("a", ("room", 10, 200), ("kashi", 100, 200), ("link", 150, 200)),
            option("b", *other),
        ),
    )
    now = replanned(struck(problem, "link", 150), ("a",), frozen_until=300, solver="greedy")
    assert now.schedule.chosen == ()
