"""How long files of a real day take to read, ours and RTKLIB's through pyrtklib, in one process on one core.

Run: .venv/bin/python benchmarks/readers.py [DATA]
DATA is the folder of public data sets, ../shared/data unless given. Each time is the best of five, after one
run that compiles; what compiling takes on a machine's first run is told apart, as are gzip and Hatanaka.
Prints a table and writes benchmarks/readers.json, with the machine it was measured on.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hatanaka
import pyrtklib

import serai
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.clock import read_clocks
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations

HERE = Path(__file__).resolve().parent
ROUNDS = 5
ALLOWED_S = {"observations": 1.5, "navigation": 0.1}  # what issue "Navigate" allows


def main() -> None:
    """Measure every reader on the day at Esbjerg."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared" / "data"
    day = data / "gnss" / "esbc2020"
    patterns = {
        "observations": "*MO.crx.gz",
        "navigation": "*MN.rnx.gz",
        "orbits": "*ORB.SP3.gz",
        "clocks": "*CLK.gz",
    }
    readers: dict[str, Callable[[Path], object]] = {
        "observations": read_observations,
        "navigation": read_navigation,
        "orbits": read_sp3,
        "clocks": read_clocks,
    }
    theirs: dict[str, Callable[[Path], object]] = {
        "observations": rtklib_rinex,
        "navigation": rtklib_rinex,
        "orbits": lambda path: pyrtklib.readsp3(str(path), pyrtklib.nav_t(), 0),
        "clocks": lambda path: pyrtklib.readrnxc(str(path), pyrtklib.nav_t()),
    }
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, pattern in patterns.items():
            (packed,) = day.glob(pattern)
            raw = packed.read_bytes()
            loose = gzip.decompress(raw)
            row: dict[str, object] = {"file": kind, "gzip_s": best(lambda raw=raw: gzip.decompress(raw))}
            if kind == "observations":
                row["hatanaka_s"] = best(lambda loose=loose: hatanaka.crx2rnx(loose))
                loose = hatanaka.crx2rnx(loose)
            path = Path(folder) / ("esbc.sp3" if kind == "orbits" else f"esbc.{kind}")  # RTKLIB goes by it
            path.write_bytes(loose)
            began = time.perf_counter()
            readers[kind](path)
            row |= {
                "mb": round(len(loose) / 1e6, 1),
                "first_s": round(time.perf_counter() - began, 2),
                "ours_s": best(lambda kind=kind, path=path: readers[kind](path)),
                "rtklib_s": best(lambda kind=kind, path=path: theirs[kind](path)),
                "allowed_s": ALLOWED_S.get(kind),
            }
            rows.append(row)
    shown = ("mb", "ours_s", "rtklib_s", "allowed_s", "first_s", "gzip_s", "hatanaka_s")
    print(f"{'file':14}" + "".join(f"{name:>12}" for name in shown))
    for row in rows:
        print(f"{row['file']:14}" + "".join(f"{row.get(name) or '':>12}" for name in shown))
    machine = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    result = {"serai": serai.__version__, **machine, "readers": rows}
    (HERE / "readers.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def best(work: Callable[[], object]) -> float:
    """The least wall time of a few rounds, seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return round(min(times), 4)


def rtklib_rinex(path: Path) -> object:
    """Read observations or navigation as RTKLIB does; what it read goes with its owner."""
    obs, nav = pyrtklib.obs_t(), pyrtklib.nav_t()
    return pyrtklib.readrnx(str(path), 1, "", obs, nav, pyrtklib.sta_t())


if __name__ == "__main__":
    main()
