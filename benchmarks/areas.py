"""Areas: a region to hand of 400 satellites; strips beside TAT-C's swaths, windows beside sgp4-predict's.

Run: .venv/bin/python -m benchmarks.areas --peers PYTHON [--data DIR]
PYTHON is that of an environment with tatc and sgp4-predict in it (see areas_peers.py); without it only serai
is measured. Writes benchmarks/areas.json. CPU seconds are of one process, warm: kernels are loaded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import serai
from serai.corridor import Corridor
from serai.files import put
from serai.formats import read_csv, read_tle
from serai.observe.fittings import Sensor
from serai.orbit import Sgp4
from serai.questions.areas.of_elements import SweptBy, region_of_elements
from serai.questions.areas.to_hand import RegionToHand
from serai.questions.region import region

HERE = Path(__file__).resolve().parent
AREA = HERE.parent / "examples" / "flood.geojson"
START = "2026-03-01T00:00:00Z"
REACH_DEG = 30.0
SATELLITES, TIMES = 400, 7


def timed(once: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What a job gives, and its seconds of CPU and by the clock: the median of some runs, and the least."""
    once()
    spent, walls, found = [], [], None
    for _ in range(TIMES):
        cpu, wall = time.process_time(), time.perf_counter()
        found = once()
        spent.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return found, {
        "cpu_s": round(statistics.median(spent), 3),
        "wall_s": round(statistics.median(walls), 3),
        "least_wall_s": round(min(walls), 3),
    }


def of_400(data: Path) -> Corridor:
    """The reference corridor with 400 catalogued satellites, each with a radar strip of 100 km."""
    corridor = serai.open_corridor(HERE.parent / "corridors" / "belt-and-road")
    with gzip.open(data / "orbits" / "gp_active_2026-08-22T0149Z.csv.gz", "rt", encoding="utf-8") as file:
        sets = read_csv(file.read())
    low = [s for s in sets if 14.0 < s.mean_motion_rev_day < 15.6 and s.inclination_deg > 40.0][:SATELLITES]
    model = corridor.pool["gaofen-3"]
    strip = next(f for f in model.fitted(Sensor) if f.swath_km == 100.0)
    kept = tuple(f for f in model.fittings if not isinstance(f, Sensor))
    flying = tuple(
        replace(model, id=f"s{k}", name=f"s{k}", motion=Sgp4(one), fittings=(*kept, strip))
        for k, one in enumerate(low)
    )
    ground = tuple(a for a in corridor.pool.assets if a.kind != "satellite")
    terms = tuple(
        replace(t, assets=("owner:cnsa",)) if t.id in ("T04", "T14") else t for t in corridor.pool.terms.rows
    )
    whole = replace(corridor.pool, assets=(*flying, *ground), terms=replace(corridor.pool.terms, rows=terms))
    return replace(corridor, pool=whole)


def region_to_hand(data: Path) -> dict[str, object]:
    """400 satellites over Sindh for seven days: every look, in hand when and by which station."""
    corridor = of_400(data)

    def once() -> RegionToHand:
        found = region(corridor, AREA, need="N01", days=7.0)
        assert found.rows
        return found

    found, spent = timed(once)
    return {
        "satellites": SATELLITES,
        "days": 7,
        "looks": len(found.rows),
        "samples": len(found.found.samples),
        **spent,
    }


def swept(data: Path, count: int, days: float) -> tuple[RegionToHand, dict[str, float]]:
    """All within 30 degrees off nadir of some satellites over the area."""
    sets = read_tle(data / "jobs" / "looks_20sats.tle")[:count]
    by = SweptBy(off_nadir_deg=REACH_DEG)
    found, spent = timed(
        lambda: region_of_elements(sets, AREA, by, start=START, days=days, orientation="none")
    )
    return found, {**spent, "satellite_days": count * days}


def beside_tatc(data: Path, peers: str | None) -> dict[str, object]:
    """The area that each of ten satellites covers in three days, by strips and by TAT-C's footprints."""
    found, spent = swept(data, 10, 3.0)
    ours: dict[str, float] = {}
    for name in dict.fromkeys(row.name for row in found.rows):
        mine = [k for k, row in enumerate(found.rows) if row.name == name]
        ours[name] = round(found.found.together(_only(found, mine)) * found.outline.size, 1)
    told: dict[str, object] = {"serai": {**spent, "covered_km2": ours}}
    if peers:
        theirs = _peer(peers, "tatc", data)
        told["tatc"] = theirs
        per_day = float(theirs["cpu_s"]) / float(theirs["satellite_days"])
        told["times_less_cpu"] = round(per_day / (spent["cpu_s"] / spent["satellite_days"]))
        apart = [
            abs(ours.get(name, 0.0) - km2) / found.outline.size for name, km2 in theirs["covered_km2"].items()
        ]
        told["largest_difference_percent_of_area"] = round(100.0 * max(apart, default=0.0), 2)
    return told


def _only(found: RegionToHand, rows: list[int]) -> Any:
    import numpy as np

    mine = np.zeros(sum(1 for row in found.rows if row.rank), dtype=bool)
    mine[[found.rows[k].rank - 1 for k in rows if found.rows[k].rank]] = True
    return mine


def beside_sgp4_predict(data: Path, peers: str | None) -> dict[str, object]:
    """A week of windows of twenty satellites: whose looks fall in which of the peer's windows."""
    found, spent = swept(data, 20, 7.0)
    told: dict[str, object] = {"serai": {**spent, "looks": len(found.rows)}}
    if not peers:
        return told
    theirs = _peer(peers, "sgp4predict", data)
    windows = {
        name: [tuple(datetime.fromisoformat(t).astimezone(UTC) for t in one) for one in mine]
        for name, mine in theirs.pop("windows").items()
    }
    used: set[tuple[str, int]] = set()
    alone = []
    for row in found.rows:
        at = row.start.datetime().replace(tzinfo=UTC), row.end.datetime().replace(tzinfo=UTC)
        hit = [k for k, (a, b) in enumerate(windows.get(row.name, ())) if a <= at[1] and at[0] <= b]
        used.update((row.name, k) for k in hit[:1])
        if not hit:
            alone.append([row.name, row.start.utc(0), round(100.0 * row.covered, 3)])
    count = sum(map(len, windows.values()))
    missed = [
        [name, one[0].isoformat(), round((one[1] - one[0]).total_seconds(), 1)]
        for name, mine in windows.items()
        for k, one in enumerate(mine)
        if (name, k) not in used
    ]
    told["sgp4-predict"] = {**theirs, "windows": count, "failures": len(theirs["failed"])}
    told["looks_without_a_window"] = alone
    told["windows_without_a_look"] = missed
    return told


def _peer(python: str, which: str, data: Path) -> dict[str, Any]:
    tle = data / "jobs" / "looks_20sats.tle"
    words = [python, str(HERE / "areas_peers.py"), which, str(tle), str(AREA)]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    say = argparse.ArgumentParser()
    say.add_argument("--peers")
    say.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    asked = say.parse_args()
    told = {
        "region_to_hand": region_to_hand(asked.data),
        "beside_tatc": beside_tatc(asked.data, asked.peers),
        "beside_sgp4_predict": beside_sgp4_predict(asked.data, asked.peers),
    }
    put(HERE / "areas.json", json.dumps(told, indent=1) + "\n")
    print(json.dumps(told, indent=1))
    sys.exit(0)
