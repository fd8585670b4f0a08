"""Positions beside RTKLIB's: read + solve in epochs per second, one core; one epoch as a command.

    python benchmarks/position.py ../shared/data/gnss

Each program reads the uncompressed files and solves; ours is timed in a fresh process with its machine code
already on disk (a second run), the start of Python and the imports told apart. Seconds are of CPU, user and
system: what else the machine does counts for little, and the ratio of one run is the figure. One epoch is
the whole command `serai position` on the epoch of noon, with the day's packed navigation file. Prints a table
and writes benchmarks/position.json, with the machine it was measured on; with --epoch only the epoch is
measured, and nothing is written.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

EPOCH_RUNS = 9
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
CODE = """
import sys, time
t0 = time.process_time()
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.single_point import single_point
from serai.gnss.signals import single_frequency
imports = time.process_time() - t0
def once():
    t = time.process_time()
    observations, navigation = read_observations(sys.argv[1]), read_navigation(sys.argv[2])
    read = time.process_time() - t
    track = single_point(observations, navigation, single_frequency(sys.argv[3]), sys.argv[3])
    return read, time.process_time() - t, len(track)
first = once()
best = min((once() for _ in range(5)), key=lambda run: run[1])
print(imports, first[1], *best)
"""


def main(folder: Path, *, epoch_alone: bool) -> None:
    from serai.formats.compact import expanded
    from serai.formats.source import bytes_of

    day = folder / "esbc2020"
    epoch = one_epoch(day)
    print(f"one epoch: {epoch['least_cpu_s']} s of CPU at least, {epoch['median_cpu_s']} in the median")
    if epoch_alone:
        return
    with tempfile.TemporaryDirectory() as made:
        obs, nav = Path(made) / "esbc.obs", Path(made) / "esbc.nav"
        for path, name in (
            (obs, "ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz"),
            (nav, "ESBC00DNK_R_20201770000_01D_MN.rnx.gz"),
        ):
            path.write_bytes(expanded(*bytes_of(day / name)))
        print("systems  read s  read+solve s  epochs/s   first run s  RTKLIB s  epochs/s  ratio")
        rows = [row(obs, nav, systems, Path(made)) for systems in ("G", "GC", "GEC", "GREC")]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    record = {
        "machine": f"{machine}; seconds of CPU",
        "one_epoch": epoch,
        "single_points": rows,
    }
    (Path(__file__).parent / "position.json").write_text(
        json.dumps(record, indent=2) + "\n", encoding="utf-8"
    )


def one_epoch(day: Path) -> dict[str, float]:
    """Seconds of CPU of the command on noon's epoch, of all its runs but the first, which may compile."""
    from serai.formats.compact import expanded
    from serai.formats.source import bytes_of

    lines = (
        expanded(*bytes_of(day / "ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz"))
        .decode("ascii")
        .splitlines(keepends=True)
    )
    begin = next(k for k, line in enumerate(lines) if "END OF HEADER" in line) + 1
    noon = next(k for k, line in enumerate(lines) if line.startswith("> 2020 06 25 12 00 "))
    seconds = []
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "noon.obs"
        file.write_text("".join(lines[:begin] + lines[noon : noon + 1 + int(lines[noon][32:35])]), "ascii")
        command = [sys.executable, "-m", "serai", "position", str(file), "--nav"]
        command += [str(day / "ESBC00DNK_R_20201770000_01D_MN.rnx.gz")]
        env = {**os.environ, **ONE_CORE, "PYTHONPATH": str(ROOT / "src")}
        for _ in range(1 + EPOCH_RUNS):
            before = _children_cpu_s()
            subprocess.run(command, env=env, check=True, capture_output=True)
            seconds.append(_children_cpu_s() - before)
    return {
        "least_cpu_s": round(min(seconds[1:]), 2),
        "median_cpu_s": round(statistics.median(seconds[1:]), 2),
    }


def _children_cpu_s() -> float:
    """Seconds of CPU, user and system, of the processes that were started and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def row(obs: Path, nav: Path, systems: str, made: Path) -> dict[str, object]:
    from tests.against.rtklib import run

    env = {**os.environ, **ONE_CORE, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", CODE, str(obs), str(nav), systems]
    subprocess.run(command, env=env, check=True, capture_output=True)  # leaves the machine code on disk
    out = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.split()
    _, first, read, whole, epochs = (float(word) for word in out)
    theirs = []
    for _ in range(3):
        start = _children_cpu_s()
        run(made, {}, systems, obs, nav)
        theirs.append(_children_cpu_s() - start)
    best = min(theirs)
    print(
        f"{systems:7s} {read:7.3f} {whole:13.3f} {epochs / whole:9.0f} {first:13.3f} {best:9.3f} "
        f"{epochs / best:9.0f} {best / whole:6.1f}"
    )
    return {
        "systems": systems,
        "epochs": int(epochs),
        "read_s": round(read, 3),
        "read_and_solve_s": round(whole, 3),
        "first_run_s": round(first, 3),
        "rtklib_s": round(best, 3),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), epoch_alone="--epoch" in sys.argv[2:])
