"""The fixed access jobs beside the peers, in one run: CPU seconds, memory, windows, ratios.

Run: .venv/bin/python benchmarks/access.py --peers PYTHON [--data DIR] [--repeats N]
PYTHON is that of an environment with skyfield, brahe, sgp4-predict and tatc in it (see access_peers.py);
without it only serai is measured. Each job runs in a process of its own. Prints a table and writes
benchmarks/access.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
JOBS = {
    "passes": (
        "100 satellites x 20 stations x 7 days above 10 deg",
        ("skyfield_passes", "brahe_passes", "sgp4predict_passes"),
    ),
    "looks": ("20 satellites x 50 points x 7 days within 30 deg of nadir", ("tatc_looks",)),
    "revisit": ("20 satellites x 1,000 points x 3 days within 30 deg of nadir", ("tatc_revisit",)),
}


def measured(job: str, data: Path) -> dict[str, object]:
    """The job by serai in this process, on one thread: from elements in memory to the table of windows."""
    sys.path.insert(0, str(HERE.parent / "src"))
    from serai.access import limits
    from serai.access.coverage import coverage
    from serai.access.sweep import Best, gathered, sweep
    from serai.earth import Orientation
    from serai.formats import read_tle
    from serai.formats.places import read_places
    from serai.orbit import Sgp4
    from serai.time import Instant, Span

    above, pointing, top = limits.above(10.0), limits.off_nadir(30.0), Best.HIGHEST_ELEVATION
    files, start, days, asked, best = {
        "passes": ("passes_100sats.tle passes_20stations.csv", "2026-08-22", 7, above, top),
        "looks": ("looks_20sats.tle looks_50points.csv", "2026-03-01", 7, pointing, Best.LEAST_OFF_NADIR),
        "revisit": ("looks_20sats.tle revisit_1000points.csv", "2026-03-01", 3, pointing, Best.NOTHING),
    }[job]  # fmt: skip
    tle, csv = files.split()
    elements = read_tle(data / tle)
    places = [one.place for one in read_places(data / csv)]
    span = Span.of(Instant.from_utc(f"{start}T00:00:00Z"), days * 86_400.0)
    times, answer = [], {}
    for _ in range(6):  # the first loads the compiled kernels; the median of the others counts
        begun = time.process_time()
        motions = [Sgp4(one) for one in elements]
        found = gathered(sweep(motions, places, asked, span, Orientation.none(), best=best, threads=1))
        answer = {"windows": len(found.table)}
        if job == "revisit":
            answer["revisit_h"] = coverage(found.table, places, span).mean("mean_revisit_s") / 3_600.0
        times.append(time.process_time() - begun)
    return {
        **answer,
        "cpu_s": round(sorted(times[1:])[2], 4),
        "first_cpu_s": round(times[0], 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def command(data: Path) -> dict[str, object]:
    """The whole command of the passes job, from a shell to 45,149 lines of CSV."""
    words = ["-m", "serai", "passes", "--elements", str(data / "passes_100sats.tle")]
    words += ["--stations", str(data / "passes_20stations.csv"), "--start", "2026-08-22T00:00:00Z"]
    words += ["--days", "7", "--mask", "10", "--orientation", "none", "--csv"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"windows": done.stdout.count("\n") - 1, "cpu_s": round(cpu, 2)}


def in_a_process(words: list[str]) -> dict[str, object]:
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    say = argparse.ArgumentParser()
    say.add_argument("--peers", help="the Python of the environment that holds the peers")
    say.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "jobs")
    say.add_argument("--repeats", type=int, default=3)
    say.add_argument("--one", choices=JOBS, help="run one job in this process and print its JSON")
    asked = say.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.data)))
        return
    rows = []
    for job, (says, peers) in JOBS.items():
        runs = [
            in_a_process([sys.executable, __file__, "--one", job, "--data", str(asked.data)])
            for _ in range(asked.repeats)
        ]
        mine = sorted(runs, key=lambda run: run["cpu_s"])[len(runs) // 2]
        rows.append({"job": job, "program": "serai", "says": says, **mine})
        for peer in peers if asked.peers else ():
            theirs = in_a_process([asked.peers, str(HERE / "access_peers.py"), peer, str(asked.data)])
            ratio = round(theirs["cpu_s"] / mine["cpu_s"], 1)
            rows.append({"job": job, "program": peer.split("_")[0], **theirs, "times_serai": ratio})
    rows.append({"job": "passes", "program": "serai passes (the whole command)", **command(asked.data)})
    print(f"{'job':9}{'program':34}{'CPU s':>9}{'peak MB':>9}{'windows':>9}{'times':>8}")
    for row in rows:
        print(
            f"{row['job']:9}{row['program']:34}{row['cpu_s']:9.3f}{row.get('peak_mb', ''):>9}"
            f"{row['windows']:9}{row.get('times_serai', ''):>8}"
        )
    said = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}",
        "command": "benchmarks/access.py --peers PYTHON",
        "rows": rows,
    }
    (HERE / "access.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
