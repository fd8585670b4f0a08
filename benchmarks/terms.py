"""Plans under terms, on days drawn by a seeded generator (tests/plan/scheduling/terms/day.py), all assumed.

benchmarks/terms.py JOB [--seed N] [--json FILE]. `small`: 1,000 random small problems beside all choices,
and violations planted. `day`: 200 requests of 8 partners. `strike`: Kashi is lost at noon of that day.
`days`: five days on end with debts carried, a partner with ten times the requests. `owners`: the same where
who is ahead owns a station. `alternatives`: every refusal's, tried.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.plan.scheduling.made import sound_choices
from tests.plan.scheduling.terms.day import DAY, PARTNERS, partners_day, shares_alike
from tests.plan.scheduling.terms.made import best_choice, leximin, termed_problem

from serai.plan.scheduling import (
    SOLVERS,
    Effort,
    Schedule,
    ScheduleProblem,
    choice_faults,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.replan import changes, replanned
from serai.plan.scheduling.terms.alternatives import asked_with, planned_with, refused_requests, way_in_words
from serai.plan.scheduling.terms.fairness import shares_of, undebted, with_dues

Told = dict[str, object]
NOON = DAY // 2
NEAR = 7200  # s that are frozen
EFFORT = Effort(units=20, gap=0.01, wall_s=300)
OWED = {"uzbekistan": 5, "kazakhstan": 4, "egypt": -5, "iran": -4}  # before the first of the five days
BY_OWNERS = {"uzbekistan": 5, "kazakhstan": 4, "china": -5, "egypt": -4}  # China owns one of the stations
SCARCE = ("kashi", "karachi")  # the stations of those days: two of five requests get nothing


def small(_: int) -> Told:
    """Solvers beside all choices; every choice that is not sound is a violation, and the judge says which."""
    planted, found = 0, Counter[str]()
    for seed in range(1000):
        of = termed_problem(seed)
        dues = dict(scheduled(of, solver="mip", effort=Effort(units=5)).dues)
        problem = with_dues(of, dues) if dues else of  # by what all solvers begin with the same dues
        if dues:
            fair = scheduled(undebted(of), solver="mip", effort=Effort(units=5))
            due = best_choice(undebted(of), fair.levels)[1]  # nothing where nobody can have anything
            assert tuple(sorted(dues.values())) == due or (not due and not any(dues.values())), seed
        names = ("greedy", "mip") if seed % 10 else tuple(SOLVERS)  # CP-SAT and its search: every tenth
        made = {name: scheduled(problem, solver=name, effort=Effort(units=5)) for name in names}
        for name, one in made.items():
            assert schedule_faults(one, problem) == [], (seed, name)
            assert one.objective <= made["mip"].objective, (seed, name)
            if name in ("mip", "cp-sat"):
                _as_good_as_any(problem, one, dues)
        sound = {frozenset(c) for c in sound_choices(problem)}
        for option in problem.options:
            chosen = frozenset({*made["mip"].chosen, option.id})
            if chosen not in sound:
                planted += 1
                faults = choice_faults(sorted(chosen), problem)
                assert faults, (seed, option.id)
                found.update(fault.key for fault in faults)
    return {"problems": 1000, "planted": planted, "found_by_rule": dict(sorted(found.items()))}


def _as_good_as_any(problem: ScheduleProblem, one: Schedule, dues: Mapping[str, int]) -> None:
    others, shared = best_choice(problem, one.levels, dues)
    told = dict(zip(one.levels, one.objective, strict=True))
    assert tuple(v for n, v in told.items() if "fairness" not in n) == others, problem
    assert not shared or leximin(problem, one.chosen, dues) == shared, problem
    assert one.bound == one.objective, problem


def _served(problem: ScheduleProblem, made: Schedule) -> Mapping[str, int]:
    return dict(sorted(Counter(problem.task[problem.option[n].task].party for n in made.chosen).items()))


def _planned(seed: int) -> tuple[ScheduleProblem, Schedule]:
    problem = partners_day(seed, shares_alike(200))
    made = scheduled(problem, effort=EFFORT)
    assert schedule_faults(made, problem) == []
    return problem, made


def day(seed: int) -> Told:
    """One day of 200 requests."""
    problem, made = _planned(seed)
    gaps = dict(zip(made.levels, made.gaps, strict=True))
    return {
        "options": len(problem.options),
        "solver": made.solver,
        "ended": made.ended,
        "served": len(made.chosen),
        "by_partner": _served(problem, made),
        "levels": len(made.levels),
        "gaps": {n: None if g is None else round(g, 5) for n, g in gaps.items()},
    }


def strike(seed: int) -> Told:
    """Kashi is lost at noon; two hours are frozen."""
    problem, made = _planned(seed)
    lost = tuple(
        replace(r, closed=(*r.closed, (NOON, 2 * DAY, r.units))) if r.id == "kashi" else r
        for r in problem.resources
    )
    began = time.process_time()
    now = replanned(
        replace(problem, resources=lost), made.chosen, frozen_until=NOON + NEAR, effort=replace(EFFORT, gap=0)
    )
    took = time.process_time() - began
    assert schedule_faults(now.schedule, now.problem) == []
    return {
        "earlier": len(made.chosen),
        "lost": len(now.lost),
        "served": len(now.schedule.chosen),
        "changed": now.changed,
        "changed_at_least": now.changed_at_least,
        "replan_cpu_s": round(took, 1),
        "says": [str(one) for one in changes(now)][:3],
    }


def days(seed: int) -> Told:
    """Five days of other requests each, two stations; Pakistan asks for ten times what Sri Lanka does."""
    return _days(seed, OWED)


def owners(seed: int) -> Told:
    """The same days where an owner of one of the stations is ahead, under quotas of its own."""
    return _days(seed, BY_OWNERS)


def _days(seed: int, owed: Mapping[str, int]) -> Told:
    debts, had = dict(owed), Counter[str]()
    asked = dict.fromkeys(PARTNERS, 12) | {"pakistan": 60, "srilanka": 6}
    could_have, rows = Counter[str](), []
    for number in range(5):
        whole = partners_day(100 * seed + number, asked, debts)
        scarce = tuple(o for o in whole.options if o.uses[1].resource in SCARCE)
        problem = replace(whole, options=scarce)
        made = scheduled(problem, effort=EFFORT)
        assert schedule_faults(made, problem) == []
        shares = shares_of(problem, made.chosen, dict(made.dues))
        debts = {one.id: one.owed_after for one in shares}
        had.update(_served(problem, made))
        by_party = {p: {o.task for o in scarce if problem.task[o.task].party == p} for p in PARTNERS}
        could_have.update({p: len(tasks) for p, tasks in by_party.items()})
        rows.append(
            {one.id: {"has": one.has, "due": one.due, "owed_after": one.owed_after} for one in shares}
        )
        print(number + 1, debts, flush=True)
    of_seen = {name: round(had[name] / could_have[name], 3) for name in PARTNERS}
    return {"owed_before": dict(owed), "days": rows, "served_share_of_what_could_be_seen": of_seen}


def alternatives(seed: int) -> Told:
    """Every alternative of the day's refusals, taken by the letter and planned again."""
    problem, made = _planned(seed)
    refused = list(refused_requests(made, problem))
    tried = 0
    for one in refused:
        if one.way is None:
            continue
        assert choice_faults(one.way.chosen, one.way.agreed) == [], one
        again = planned_with(one.way, problem, Effort(units=1), solver="greedy")
        assert schedule_faults(again, asked_with(one.way, problem)) == [], one
        assert one.task in {problem.option[n].task for n in again.chosen}, one
        tried += 1
    says = [f"{one.task}: {one.why}; {way_in_words(one, problem)}" for one in refused]
    return {"refused": len(refused), "with_an_alternative": tried, "feasible": tried, "says": says[:3]}


JOBS: Mapping[str, Callable[[int], Told]] = {
    "small": small, "day": day, "strike": strike, "days": days, "owners": owners,
    "alternatives": alternatives,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=tuple(JOBS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    scheduled(ScheduleProblem(start=0, end=1), solver="mip")  # the package is loaded
    began, wall = time.process_time(), time.monotonic()
    told: Told = {"job": asked.job, "seed": asked.seed} | JOBS[asked.job](asked.seed)
    told |= {"cpu_s": round(time.process_time() - began, 1), "wall_s": round(time.monotonic() - wall, 1)}
    print(json.dumps(told, indent=1))
    if asked.json:
        known = json.loads(asked.json.read_text()) if asked.json.exists() else {}
        known[asked.job] = told
        asked.json.write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
