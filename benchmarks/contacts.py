"""Contacts of low satellites with stations on shared antennas: how fast a day is proven, and how it grows.

benchmarks/contacts.py JOB [--solver NAME] [--units N] [--json FILE]: JOB is `fixed` (the 85 low satellites of
the fixed passes job over its 20 stations: 6,155 passes) or `corridor` (the corridor's own besides).
Rules: mask 5 deg, passes of 240 s to an hour that reach 10 deg, one antenna a station with 180 s between two
passes, priorities 1 to 5 by a written seed; a second is worth its satellite's priority, and each second up to
40 minutes of a satellite's day ten times as much.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from pathlib import Path

from serai import Instant, Place, passes
from serai.plan.scheduling import (
    Effort,
    Goal,
    Resource,
    ResourceUse,
    ScheduleProblem,
    Task,
    TaskOption,
    schedule_faults,
    scheduled,
)

ROOT = Path(__file__).resolve().parent.parent
JOBS = ROOT.parent / "shared" / "data" / "jobs"
CORRIDOR = ROOT / "corridors" / "belt-and-road"
DAY = Instant.from_utc("2026-08-22T00:00:00Z")
LEAST_S, MOST_S, PEAK_DEG, SWITCH_S, WANTED_S = 240, 3600, 10.0, 180, 2400
SEED = 20260822


def stations() -> dict[str, Place]:
    with (JOBS / "passes_20stations.csv").open(encoding="utf-8") as file:
        return {
            row["id"]: Place(
                lat_deg=float(row["lat_deg"]), lon_deg=float(row["lon_deg"]), height_m=float(row["height_m"])
            )
            for row in csv.DictReader(file)
        }


def contacts(source: object) -> list[dict[str, object]]:
    """The passes of a day that count, by the element sets of a file or a corridor."""
    found = passes(source, stations(), start=DAY, days=1, mask=5)  # type: ignore[arg-type]
    return [
        row
        for row in found
        if LEAST_S <= float(str(row["duration_s"])) <= MOST_S
        and float(str(row["max_elevation_deg"])) >= PEAK_DEG
    ]


def problem_of(rows: list[dict[str, object]], priorities: int = SEED) -> ScheduleProblem:
    """The day's contacts as a problem: a pass is a task with one option."""
    chance = random.Random(priorities)
    satellites = sorted({f"{row['satellite']} {row['norad']}" for row in rows})
    rank = {name: chance.randint(1, 5) for name in satellites}
    options = []
    for k, row in enumerate(rows):
        name = f"{row['satellite']} {row['norad']}"
        start = round(Instant.from_utc(str(row["rise"])).seconds_since(DAY))
        length = int(float(str(row["duration_s"])))
        use = ResourceUse(resource=str(row["station"]), start=start, end=start + length)
        options.append(
            TaskOption(
                id=f"p{k}", task=f"p{k}", value=rank[name] * length, chance=1, uses=(use,),
                counts=((name, length),),
            )
        )  # fmt: skip
    return ScheduleProblem(
        start=0,
        end=86_400 + MOST_S,
        resources=tuple(Resource(id=name, switch=SWITCH_S, least=LEAST_S) for name in stations()),
        tasks=tuple(Task(id=o.task) for o in options),
        options=tuple(options),
        goals=tuple(Goal(id=name, up_to=WANTED_S, worth=10 * rank[name]) for name in satellites),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", choices=("fixed", "corridor"))
    parser.add_argument("--solver", default="mip")
    parser.add_argument("--units", type=float, default=1000.0)
    parser.add_argument("--wall", type=float, default=150.0)
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = contacts(JOBS / "passes_100sats.tle")
    if asked.job == "corridor":
        known = {row["norad"] for row in rows}
        rows += [row for row in contacts(CORRIDOR) if row["norad"] not in known]
    scheduled(ScheduleProblem(start=0, end=1), solver=asked.solver)  # the package is loaded
    began, begun_cpu = time.monotonic(), time.process_time()
    problem = problem_of(rows)
    made = scheduled(
        problem,
        solver=asked.solver,
        effort=Effort(units=asked.units, wall_s=asked.wall, gap=asked.gap),
        told=lambda _, value, bound: print(round(time.monotonic() - began, 1), value, bound, flush=True),
    )
    took, cpu = time.monotonic() - began, time.process_time() - begun_cpu
    assert not schedule_faults(made, problem)
    told = {
        "job": asked.job,
        "satellites": len(problem.goals),
        "passes": len(rows),
        "chosen": len(made.chosen),
        "solver": made.solver,
        "value": made.objective[0],
        "bound": made.bound[0],
        "gap": made.gaps[0],
        "ended": made.ended,
        "wall_s": round(took, 1),
        "cpu_s": round(cpu, 1),
    }
    print(told)
    if asked.json:
        known = json.loads(asked.json.read_text()) if asked.json.exists() else {}
        asked.json.write_text(json.dumps(known | {asked.job: told}, indent=1) + "\n")


if __name__ == "__main__":
    main()
