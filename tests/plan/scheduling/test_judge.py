"""Every rule of a problem, broken on purpose: the judge says it, and finds nothing at the boundary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    Resource,
    ResourceUse,
    Schedule,
    ScheduleProblem,
    SlewLaw,
    Task,
    TaskOption,
    UseLimit,
    choice_faults,
    schedule_faults,
    scheduled,
)


def use(start: int, end: int, resource: str = "dish", **more: object) -> ResourceUse:
    return ResourceUse(resource=resource, start=start, end=end, **more)  # type: ignore[arg-type]


def problem(*uses: ResourceUse, dish: Resource | None = None, **more: object) -> ScheduleProblem:
    """A task and an option a use, named a, b, c ..."""
    names = "abcdef"[: len(uses)]
    given: dict[str, object] = {
        "tasks": tuple(Task(id=f"task {n}") for n in names),
        "options": tuple(
            TaskOption(id=n, task=f"task {n}", uses=(u,)) for n, u in zip(names, uses, strict=True)
        ),
    }
    return ScheduleProblem(
        start=0,
        end=1000,
        resources=(dish or Resource(id="dish"),),
        **(given | more),  # type: ignore[arg-type]
    )


TURNED = (((0, 0), (0, 0)), ((30_000, 0), (30_000, 0)))
BETWEEN = ((31_000, 0), (31_000, 0))  # 15.5 s at 2,000 a second: 16
SLEWING = Resource(id="dish", slew=SlewLaw(settle=5, per_second=2000))
BROKEN = [
    (problem(use(0, 10), use(9, 20)), "ab", "dish is taken at 9 by a and b; it has 1 unit"),
    (
        problem(use(0, 10), use(5, 20), use(9, 12), dish=Resource(id="dish", units=2)),
        "abc",
        "dish is taken at 9 by a, b and c; it has 2 units",
    ),
    (
        problem(use(0, 10), use(19, 20), dish=Resource(id="dish", switch=10)),
        "ab",
        "dish is taken at 19 by a and b; it has 1 unit",
    ),
    (
        problem(use(5, 10), use(19, 20), dish=Resource(id="dish", setup=5, teardown=5)),
        "ab",
        "dish is taken at 14 by a and b; it has 1 unit",
    ),
    (
        problem(use(20, 31), dish=Resource(id="dish", closed=((30, 40, 1),))),
        "a",
        "dish is closed at 30, but a holds it",
    ),
    (
        problem(use(40, 50), dish=Resource(id="dish", closed=((30, 40, 1),), setup=1)),
        "a",
        "dish is closed at 39, but a holds it",
    ),
    (
        problem(use(20, 31), use(20, 31), dish=Resource(id="dish", units=2, closed=((30, 40, 1),))),
        "ab",
        "dish is closed at 30, but a and b hold it",
    ),
    (
        problem(use(0, 9), dish=Resource(id="dish", least=10)),
        "a",
        "a holds dish for 9, shorter than the 10 required",
    ),
    (problem(use(990, 1001)), "a", "a does not lie within 0 to 1000"),
    (
        problem(use(0, 10, pointing=TURNED[0]), use(29, 40, pointing=TURNED[1]), dish=SLEWING),
        "ab",
        "dish has 19 to turn from a to b, but needs 20",
    ),
    (
        problem(use(0, 10, pointing=TURNED[0]), use(30, 40, pointing=BETWEEN), dish=SLEWING),
        "ab",
        "dish has 20 to turn from a to b, but needs 21",
    ),
    (
        problem(use(0, 10), use(20, 31), dish=Resource(id="dish", limits=(UseLimit(window=21, at_most=20),))),
        "ab",
        "dish works 21 in the 21 from 0, but 20 at most",
    ),
    (
        problem(
            use(0, 10, energy=3),
            use(20, 31, energy=4),
            dish=Resource(id="dish", limits=(UseLimit(window=21, at_most=6, of="energy"),)),
        ),
        "ab",
        "dish works 7 in the 21 from 0, but 6 at most",
    ),
    (problem(use(0, 10), use(20, 30), never_together=(("a", "b"),)), "ab", "a and b exclude each other"),
    (problem(use(0, 10)), "ax", "'x' is chosen, which is not in the problem"),
    (problem(use(0, 10)), "aa", "'a' is chosen twice"),
    (
        problem(tasks=(Task(id="t", due=19, handling=5),), options=(TaskOption(id="a", task="t", ready=15),)),
        "a",
        "a would be in hand at 20, but t is due at 19",
    ),
    (
        problem(
            tasks=(Task(id="t", due=19, handling=5),),
            options=(TaskOption(id="a", task="t", uses=(use(0, 15),)),),
        ),
        "a",
        "a would be in hand at 20, but t is due at 19",
    ),
    (
        problem(tasks=(Task(id="t"),), options=tuple(TaskOption(id=n, task="t") for n in "ab")),
        "ab",
        "t gets a and b, but at most 1",
    ),
]
SOUND = [
    problem(use(0, 10), use(10, 20)),
    problem(use(0, 10), use(5, 20), use(10, 12), dish=Resource(id="dish", units=2)),
    problem(use(0, 10), use(20, 25), dish=Resource(id="dish", switch=10)),
    problem(use(5, 10), use(20, 25), dish=Resource(id="dish", setup=5, teardown=5)),
    problem(use(20, 30), use(40, 50), dish=Resource(id="dish", closed=((30, 40, 1),), switch=10)),
    problem(use(20, 31), dish=Resource(id="dish", units=2, closed=((30, 40, 1),))),
    problem(use(0, 10), dish=Resource(id="dish", least=10)),
    problem(use(990, 1000)),
    problem(use(0, 10, pointing=TURNED[0]), use(30, 40, pointing=TURNED[1]), dish=SLEWING),
    problem(use(0, 10, pointing=TURNED[0]), use(10, 40, pointing=TURNED[0]), dish=SLEWING),
    problem(use(0, 10, pointing=TURNED[0]), use(31, 40, pointing=BETWEEN), dish=SLEWING),
    problem(use(0, 10), use(21, 32), dish=Resource(id="dish", limits=(UseLimit(window=21, at_most=20),))),
    problem(use(0, 10, serves="one pass"), use(0, 10, serves="one pass")),
    problem(tasks=(Task(id="t", due=20, handling=5),), options=(TaskOption(id="a", task="t", ready=15),)),
]


@pytest.mark.parametrize(("of", "chosen", "says"), BROKEN, ids=lambda v: str(v)[:30])
def test_a_broken_rule_is_found_and_said(of, chosen, says):
    assert [str(fault) for fault in choice_faults(tuple(chosen), of)] == [says]


@pytest.mark.parametrize("of", SOUND, ids=str)
def test_at_its_boundary_a_rule_is_not_broken_and_the_solvers_choose_all(of):
    every = tuple(o.id for o in of.options)
    assert choice_faults(every, of) == []
    assert set(scheduled(of, solver="greedy").chosen) == set(every)


@pytest.mark.parametrize(("of", "chosen"), [row[:2] for row in BROKEN], ids=lambda v: str(v)[:30])
def test_no_solver_breaks_the_rule(of, chosen):
    for name in ("greedy", "mip"):
        made = scheduled(of, solver=name)
        assert schedule_faults(made, of) == []
        assert len(made.chosen) < len(set(chosen)) or "x" in chosen or chosen == "aa"


def sound() -> tuple[ScheduleProblem, Schedule]:
    of = problem(use(0, 10), use(20, 30))
    return of, scheduled(of, solver="greedy")


def test_figures_told_wrongly_are_found():
    of, made = sound()
    assert schedule_faults(made, of) == []
    (value,) = schedule_faults(replace(made, objective=(3000,), bound=(3000,)), of)
    assert str(value) == "priority 1 is told as 3000, but is 2000"
    (bound,) = schedule_faults(replace(made, bound=(1999,)), of)
    assert str(bound) == "priority 1 is 2000, above its bound of 1999"


def test_a_schedule_of_another_problem_is_not_judged_by_this_one():
    of, made = sound()
    (fault,) = schedule_faults(made, problem(use(0, 10), use(20, 31)))
    assert str(fault) == "this schedule is of another problem"
    assert of.digest == made.problem


def test_the_judge_shares_no_code_with_a_solver(root):
    text = (root / "src/serai/plan/scheduling/judge.py").read_text(encoding="utf-8")
    for solver in ("rows", "greedy", "milp", "cpsat", "neighbourhoods", "levels", "by_levels", "cliques"):
        assert f"scheduling.{solver}" not in text
