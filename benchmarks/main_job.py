"""The main job on the reference corridor: seconds and memory of each step, in one process on one core.

Run: .venv/bin/python benchmarks/main_job.py [FOLDER]
Prints a table and writes benchmarks/main_job.json, with the machine it was measured on.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import serai
from serai.losses import scan, single_losses

T = TypeVar("T")
HERE = Path(__file__).resolve().parent
ALLOWED_S = {"assess every need": 10.0, "every single loss": 60.0}  # what issue "First light" allows


def main() -> None:
    """Measure each step once, in the order in which a user waits for it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "corridors" / "belt-and-road"
    rows: list[dict[str, object]] = []

    def step(name: str, work: Callable[[], T]) -> T:
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(
            {
                "step": name,
                "wall_s": round(time.perf_counter() - wall, 2),
                "cpu_s": round(time.process_time() - cpu, 2),
                "peak_mb": round(peak_mb),
                "allowed_s": ALLOWED_S.get(name),
            }
        )
        return result

    corridor = step("read the corridor folder", lambda: serai.open_corridor(folder))
    today = step("assess every need", lambda: serai.assess(corridor, losses=False))
    losses = single_losses(today.pool)
    step("every single loss", lambda: scan(today.answers, today.pool, losses))
    struck = step(
        "assess again without Kashi",
        lambda: serai.assess(corridor.without("kashi"), world=today.world, losses=False),
    )
    step("write the report", lambda: serai.write_report(struck, HERE / "out" / "report.html", before=today))

    print(f"{len(corridor.needs)} needs, {len(corridor.pool.assets)} assets, {len(losses)} single losses")
    print(f"{'step':32}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'allowed s':>11}")
    for row in rows:
        allowed = f"{row['allowed_s']:g}" if row["allowed_s"] else ""
        print(f"{row['step']:32}{row['wall_s']:>8}{row['cpu_s']:>8}{row['peak_mb']:>9}{allowed:>11}")
    record = {
        "measured": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "needs": len(corridor.needs),
        "assets": len(corridor.pool.assets),
        "losses": len(losses),
        "steps": rows,
    }
    (HERE / "main_job.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
