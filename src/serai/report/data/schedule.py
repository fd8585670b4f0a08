"""A schedule as data: the fields of `serai schedule --json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from serai.plan.scheduling import Schedule, ScheduleProblem, schedule_faults
from serai.plan.scheduling.left import left_tasks
from serai.plan.scheduling.nouns import TaskOption
from serai.plan.scheduling.terms.alternatives import late_requests, refused_requests
from serai.plan.scheduling.terms.fairness import shares_of
from serai.report.data.plan_terms import alternative_answer
from serai.time import Instant

ENDED: Mapping[str, str] = {
    "optimal": "Proven",
    "units": "Not proven (its units were used up)",
    "wall": "Not proven (cut by the wall limit, so not repeatable)",
    "stopped": "Not proven (stopped)",
    "heuristic": "Not proven",
}


def ended_in_words(made: Schedule) -> str:
    """How the search ended, and by whom."""
    return f"{ENDED.get(made.ended, made.ended)}, by {made.solver}"


def gap_in_words(made: Schedule) -> str:
    """How much more the first level that is not proven could be worth."""
    for name, value, bound in zip(made.levels, made.objective, made.bound, strict=True):
        if bound > value:
            return f"{name} could be {bound:,} at most and is {value:,}"
    return "no plan is better"


def moment(at: int | None, of: ScheduleProblem) -> str:
    """A time of the problem: its UTC where the problem has an epoch, else the number."""
    if at is None:
        return ""
    return Instant.from_utc(of.epoch).plus(seconds=float(at)).utc(0) if of.epoch else f"{at:,}"


def schedule_answer(made: Schedule, of: ScheduleProblem, *, alternatives: bool = False) -> dict[str, object]:
    """The schedule with its bound and gap by level, what is left and why, and its faults (none).

    With ``alternatives``, what would do for each that is left, and what is late and could be earlier.
    """
    rows = zip(made.levels, made.objective, made.bound, made.gaps, strict=True)
    answer: dict[str, object] = {
        "problem": made.problem,
        "solver": made.solver,
        "ended": made.ended,
        "units": made.effort.units,
        "wall_s": made.effort.wall_s,
        "seed": made.effort.seed,
        "gap_asked": made.effort.gap,
        "levels": [
            {"name": name, "objective": value, "bound": bound, "gap": gap} for name, value, bound, gap in rows
        ],
        "chosen": [_chosen(of.option[name]) for name in made.chosen],
        "left": list(_left(made, of, alternatives=alternatives)),
        "faults": [str(fault) for fault in schedule_faults(made, of)],
    }
    if of.partners:
        answer["partners"] = partners_answer(made, of)
    if alternatives:
        answer["late"] = list(_late(made, of))
    return answer


def partners_answer(made: Schedule, of: ScheduleProblem) -> list[dict[str, object]]:
    """What each partner has and was due, what it was owed and what it is owed after."""
    shares = shares_of(of, made.chosen, dict(made.dues))
    return [asdict(one) | {"owed_after": one.owed_after} for one in shares]


def _left(made: Schedule, of: ScheduleProblem, *, alternatives: bool) -> Iterator[dict[str, object]]:
    if alternatives:
        for one in refused_requests(made, of):
            yield {"task": one.task, "why": str(one.why), "alternative": alternative_answer(one, of)}
    else:
        for left in left_tasks(made, of):
            yield {"task": left.task, "why": str(left.why)}


def _late(made: Schedule, of: ScheduleProblem) -> Iterator[dict[str, object]]:
    for one in late_requests(made, of):
        yield {
            "task": one.task,
            "why": str(one.why),
            "by": one.by,
            "alternative": alternative_answer(one, of),
        }


def _chosen(option: TaskOption) -> dict[str, object]:
    return {
        "option": option.id,
        "task": option.task,
        "start": min((u.start for u in option.uses), default=None),
        "end": max((u.end for u in option.uses), default=None),
        "ready": option.ready,
        "uses": [{"resource": u.resource, "start": u.start, "end": u.end} for u in option.uses],
    }
