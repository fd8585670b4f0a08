"""Plans under terms: benchmarks/terms.py small [COUNT].

`small`: random small problems with every kind of term beside all choices, and violations planted in them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.plan.scheduling.made import sound_choices
from tests.plan.scheduling.terms.made import best_choice, leximin, termed_problem

from serai.plan.scheduling import SOLVERS, Effort, choice_faults, schedule_faults, scheduled

Told = dict[str, object]


def small(count: int) -> Told:
    """Solvers beside all choices; every choice that is not sound is a violation, and the judge says which."""
    planted, found = 0, Counter[str]()
    for seed in range(count):
        problem = termed_problem(seed)
        names = ("greedy", "mip") if seed % 10 else tuple(SOLVERS)  # CP-SAT and its search: every tenth
        made = {name: scheduled(problem, solver=name, effort=Effort(units=5)) for name in names}
        levels = made["mip"].levels
        others, shared = best_choice(problem, levels)
        for name, one in made.items():
            assert schedule_faults(one, problem) == [], (seed, name)
            assert one.objective <= made["mip"].objective, (seed, name)
            if name in ("mip", "cp-sat"):
                told = dict(zip(levels, one.objective, strict=True))
                assert tuple(v for n, v in told.items() if "fairness" not in n) == others, (seed, name)
                assert not shared or leximin(problem, one.chosen) == shared, (seed, name)
                assert one.bound == one.objective, (seed, name)
        sound = {frozenset(c) for c in sound_choices(problem)}
        for option in problem.options:
            chosen = frozenset({*made["mip"].chosen, option.id})
            if chosen not in sound:
                planted += 1
                faults = choice_faults(sorted(chosen), problem)
                assert faults, (seed, option.id)
                found.update(fault.key for fault in faults)
    return {"problems": count, "planted": planted, "found_by_rule": dict(sorted(found.items()))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=("small",))
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    began = time.process_time()
    told: Told = {"job": asked.job} | small(asked.count) | {"cpu_s": round(time.process_time() - began, 1)}
    print(json.dumps(told, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
