"""SatNet: a week of deep-space missions on three complexes, beside what is published.

benchmarks/satnet.py [FOLDER] [--week NAME ...] [--reading NAME ...] [--rounds N] [--wall S] [--seed N]
[--json FILE]. Each schedule is judged by benchmarks/satnet_rules.py, which knows nothing of the search.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.satnet_rules import READINGS, broken_rules, read_week, score
from benchmarks.satnet_search import TrackSearch

from serai.plan.scheduling import ScheduleProblem, scheduled

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = {  # hours, requests, U_rms, U_max; Claudet et al. (2022), table 4; Goh et al. (2021), table 3
    "W10_2018": {"Delta-MILP": (822, 203, 0.26, 0.479), "PPO": (886, 204, 0.28, 0.71)},
    "W20_2018": {"Delta-MILP": (1059, 249, 0.21, 0.641), "PPO": (1000, 223, 0.27, 0.81)},
}


def solved(folder: Path, name: str, reading: str, rounds: int, wall_s: float, seed: int) -> dict[str, object]:
    """One week by one reading, and how it was found."""
    week = read_week(folder, name)
    began, begun_cpu = time.monotonic(), time.process_time()
    search = TrackSearch(week, reading, seed)
    search.begin()
    done = better = 0
    while done < rounds and (left := wall_s - (time.monotonic() - began)) > 0:
        better += search.round(left)
        done += 1
        if done % 10 == 0:
            print(
                name, reading, done, round(time.monotonic() - began), score(search.tracks, week), flush=True
            )
    took, cpu = time.monotonic() - began, time.process_time() - begun_cpu
    assert list(broken_rules(search.tracks, week, reading)) == []
    found = score(search.tracks, week)
    return {
        "week": name,
        "reading": reading,
        "asked_hours": round(sum(r.asked for r in week.requests) / 3600, 1),
        "asked_requests": len(week.requests),
        **{k: round(v, 4) for k, v in asdict(found).items()},
        "tracks": len(search.tracks),
        "rounds": done,
        "better": better,
        "ended": "rounds" if done == rounds else "wall",
        "seed": seed,
        "wall_s": round(took, 1),
        "cpu_s": round(cpu, 1),
        "published": PUBLISHED[name],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=ROOT.parent / "shared/data/ground/satnet", type=Path)
    parser.add_argument("--week", nargs="+", default=list(PUBLISHED))
    parser.add_argument("--reading", nargs="+", default=list(READINGS))
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--wall", type=float, default=147.0, help="no round lasts past so many seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    scheduled(ScheduleProblem(start=0, end=1), solver="mip")  # the package is loaded
    rows = []
    for name in asked.week:
        for reading in asked.reading:
            rows.append(solved(asked.folder, name, reading, asked.rounds, asked.wall, asked.seed))
            print(rows[-1], flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
