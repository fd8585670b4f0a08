"""What the one bounded door to files costs, and whole readers beside peers on the same files, as ratios.

Run: .venv/bin/python benchmarks/doors.py [DATA]
Times are of the processor, so that others on the machine count little. DATA is the folder of public data
sets, ../shared/data unless given. Ours and the peer are timed by turns in one process, the least of seven
each, after one run that compiles. Writes benchmarks/doors.json.

- door: `serai.files.content` beside `Path.read_bytes` and `gzip.decompress`, which bound nothing.
- rinex, sp3: `read_observations`, `read_sp3` beside RTKLIB (pyrtklib), unpacked files.
- tle: `read_tle` of a whole catalogue beside Skyfield's `load.tle_file`; csv: `read_csv` beside `sgp4.omm`.
- corridor: the reference folder read whole, checked and linked, beside pandas reading its tables as text.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hatanaka
import pandas as pd
import pyrtklib
from sgp4 import exporter, omm
from sgp4.api import Satrec
from skyfield.api import Loader

from serai.files import content
from serai.formats import read_csv, read_tle
from serai.formats.precise.sp3 import read_sp3
from serai.formats.rinex.observations import read_observations
from serai.outcome.outcome import open_corridor

HERE = Path(__file__).resolve().parent
ROUNDS = 7
Job = tuple[str, str, Callable[[], object], Callable[[], object]]


def main(data: Path) -> None:
    """Time every pair and write what came."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(*job) for job in jobs(data, Path(folder))]
    print(f"{'file':16}{'ours, ms':>10}{'peer, ms':>10}{'ratio':>7}  peer")
    for one in rows:
        print(
            f"{one['file']:16}{one['ours_ms']:10.1f}{one['peer_ms']:10.1f}{one['ratio']:7.2f}  {one['peer']}"
        )
    machine = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    (HERE / "doors.json").write_text(json.dumps({**machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")


def jobs(data: Path, folder: Path) -> list[Job]:
    """What is read, by whom beside it, and how each reads it."""
    day = data / "gnss" / "esbc2020"
    (packed,) = day.glob("*CLK.gz")
    (observed,) = day.glob("*MO.crx.gz")
    (orbits,) = day.glob("*ORB.SP3.gz")
    catalogue = data / "orbits" / "gp_active_2026-08-22T0149Z.csv.gz"
    rinex, sp3, tle, table = (folder / n for n in ("esbc.obs", "esbc.sp3", "all.tle", "all.csv"))
    rinex.write_bytes(hatanaka.crx2rnx(gzip.decompress(observed.read_bytes())))
    sp3.write_bytes(gzip.decompress(orbits.read_bytes()))
    table.write_bytes(gzip.decompress(catalogue.read_bytes()))
    lines = [line for fields in omm.parse_csv(io.StringIO(table.read_text())) for line in two_lines(fields)]
    tle.write_text("\n".join(lines) + "\n")
    corridor = HERE.parent / "corridors" / "belt-and-road"
    sky = Loader(str(folder), verbose=False)
    return [
        ("door, plain", "read_bytes", lambda: content(rinex), rinex.read_bytes),
        ("door, gzip", "gzip", lambda: content(packed), lambda: gzip.decompress(packed.read_bytes())),
        ("rinex", "RTKLIB", lambda: read_observations(rinex), lambda: rtklib_rinex(rinex)),
        (
            "sp3",
            "RTKLIB",
            lambda: read_sp3(sp3),
            lambda: pyrtklib.readsp3(str(sp3), pyrtklib.nav_t(), 0),
        ),
        ("tle catalogue", "Skyfield", lambda: read_tle(tle), lambda: sky.tle_file(str(tle))),
        ("csv catalogue", "sgp4.omm", lambda: read_csv(table), lambda: by_omm(table)),
        (
            "corridor",
            "pandas",
            lambda: open_corridor(corridor),
            lambda: [pd.read_csv(f, dtype=str) for f in sorted(corridor.glob("*.csv"))],
        ),
    ]


def row(file: str, peer: str, ours: Callable[[], object], theirs: Callable[[], object]) -> dict[str, object]:
    """The least processor time of both, by turns, and their ratio."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for work, taken in zip((ours, theirs), times, strict=True):
            began = time.process_time()
            work()
            taken.append(1e3 * (time.process_time() - began))
    mine, other = (min(taken[1:]) for taken in times)
    return {
        "file": file,
        "peer": peer,
        "ours_ms": round(mine, 2),
        "peer_ms": round(other, 2),
        "ratio": round(mine / other, 3),
    }


def two_lines(fields: dict[str, str]) -> tuple[str, str]:
    """An element set as two lines; numbers beyond 99,999 in their alphabetic form."""
    satellite = Satrec()
    omm.initialize(satellite, fields)
    one, two = exporter.export_tle(satellite)
    return one, two


def by_omm(table: Path) -> list[Satrec]:
    """A catalogue as sgp4 reads it: each set initialised."""
    found = []
    with table.open(encoding="utf-8", newline="") as file:
        for fields in csv.DictReader(file):
            satellite = Satrec()
            omm.initialize(satellite, fields)
            found.append(satellite)
    return found


def rtklib_rinex(path: Path) -> object:
    """Read observations as RTKLIB does; what it read goes with its owner."""
    obs, nav = pyrtklib.obs_t(), pyrtklib.nav_t()
    return pyrtklib.readrnx(str(path), 1, "", obs, nav, pyrtklib.sta_t())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared" / "data")
