"""Random small problems: greedy <= search <= all choices, no faults; benchmarks/small_problems.py [COUNT]."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.plan.scheduling.made import exact, small_problem, sound_choices

from serai.plan.scheduling import SOLVERS, Effort, choice_faults, schedule_faults, scheduled


def main() -> None:
    count, began = int(sys.argv[1]) if len(sys.argv) > 1 else 2000, time.monotonic()
    below, planted, found = Counter[str](), Counter[str](), Counter[str]()
    for seed in range(count):
        problem = small_problem(seed)
        names = ("greedy", "mip") if seed % 10 else tuple(SOLVERS)  # CP-SAT and its search: every tenth
        made = {name: scheduled(problem, solver=name, effort=Effort(units=5)) for name in names}
        best = exact(problem, made["mip"].levels)
        for name, one in made.items():
            assert schedule_faults(one, problem) == [], (seed, name)
            assert one.objective <= best, (seed, name)
            assert name not in ("mip", "cp-sat") or one.objective == one.bound == best, (seed, name)
            below[name] += one.objective < best
        assert made["greedy"].objective <= made["mip"].objective
        sound = {frozenset(c) for c in sound_choices(problem)}
        for option in problem.options:  # what is not sound is a violation: the judge says which
            chosen = frozenset({*made["mip"].chosen, option.id})
            if chosen not in sound:
                planted["all"] += 1
                for fault in choice_faults(sorted(chosen), problem):
                    found[fault.key] += 1
        if seed % 200 == 199:
            print(seed + 1, round(time.monotonic() - began), "s", dict(below), flush=True)
    print("violations planted:", planted["all"], "found, by rule:", dict(sorted(found.items())))


if __name__ == "__main__":
    main()
