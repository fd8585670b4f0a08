"""SPOT5 daily photograph scheduling (Bensana, Lemaitre, Verfaillie 1999): proven optima of eight instances.

benchmarks/spot5.py [FOLDER] [--solver NAME] [--json FILE]: each instance becomes a scheduling problem (a
photograph is a task, a camera an option, a forbidden tuple a set that excludes itself) and is solved.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

from serai.plan.scheduling import Effort, ScheduleProblem, Task, TaskOption, schedule_faults, scheduled

ROOT = Path(__file__).resolve().parent.parent
PROVEN = {
    "8": 10, "54": 70, "29": 12032, "503": 9096, "404": 49, "1502": 61158, "42": 108067, "408": 3082,
}  # fmt: skip


def problem_of(text: str) -> ScheduleProblem:
    """The problem of an instance: variables with weight and domain, then forbidden tuples of values."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    count = int(lines[0][0])
    tasks, options = [], []
    for number, weight, size, *pairs in lines[1 : count + 1]:
        tasks.append(Task(id=number))
        options += [
            TaskOption(id=f"{number}={camera}", task=number, value=int(weight), chance=1)
            for camera in pairs[0 : 2 * int(size) : 2]
        ]
    there = {o.id for o in options}
    apart = []
    for arity, *row in lines[count + 2 : count + 2 + int(lines[count + 1][0])]:
        n = int(arity)
        who, values = row[:n], row[n:]
        for k in range(0, len(values), n):
            names = tuple(f"{w}={v}" for w, v in zip(who, values[k : k + n], strict=True))
            if there.issuperset(names):
                apart.append(names)
    return ScheduleProblem(
        start=0, end=1, tasks=tuple(tasks), options=tuple(options), never_together=tuple(apart)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=ROOT.parent / "shared/data/observe/spot5", type=Path)
    parser.add_argument("--solver", default="mip")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    scheduled(ScheduleProblem(start=0, end=1), solver=asked.solver)  # the package is loaded
    rows = []
    for name, proven in PROVEN.items():
        text = gzip.decompress((asked.folder / f"{name}.spot.gz").read_bytes()).decode()
        began = time.monotonic()
        problem = problem_of(text)
        made = scheduled(problem, solver=asked.solver, effort=Effort(units=1000, wall_s=60))
        took = time.monotonic() - began
        assert not schedule_faults(made, problem)
        rows.append(
            {
                "instance": name,
                "photographs": len(problem.tasks),
                "options": len(problem.options),
                "exclusions": len(problem.never_together),
                "value": made.objective[0],
                "bound": made.bound[0],
                "proven_elsewhere": proven,
                "ended": made.ended,
                "wall_s": round(took, 2),
            }
        )
        print(rows[-1], flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"solver": asked.solver, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
