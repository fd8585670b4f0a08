"""Attenuation over a grid, all contributions: seconds and memory, beside itur 0.4.0 in the same run.

Run: .venv/bin/python benchmarks/attenuation.py [--alone]
10,000 cells over the corridor (10 W to 150 E, 10 S to 55 N), 20 frequencies from 4 to 50 GHz, 0.5 % of the
year, 45 degrees. Each side runs in a process of its own and reads the same map files of the itur package.
Vapour, temperature and pressure come from the older maps, because no package carries those of P.2145-0.
Prints a table and writes benchmarks/attenuation.json, with the machine it was measured on.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ALLOWED = {"seconds": 1.0, "peak_mb": 500}  # what the issue allows, maps already read
LAT = np.repeat(np.linspace(-10.0, 55.0, 100), 100)
LON = np.tile(np.linspace(-10.0, 150.0, 100), 100)
FREQUENCIES_GHZ = np.linspace(4.0, 50.0, 20)
ELEVATION_DEG, PERCENT, DIAMETER_M = 45.0, 0.5, 1.2


def ours() -> dict[str, float]:
    from serai.radio.propagation.attenuation import attenuation
    from serai.radio.propagation.maps import maps_at_hand
    from serai.radio.propagation.site_climate import ground_at

    maps = maps_at_hand(HERE / "no-bundle")
    began = time.perf_counter()

    def one() -> np.ndarray:
        found = ground_at(maps, lat_deg=LAT[:, None], lon_deg=LON[:, None], percent=PERCENT, older=True)
        return attenuation(
            found.ground,
            lat_deg=LAT[:, None],
            frequency_ghz=FREQUENCIES_GHZ,
            elevation_deg=ELEVATION_DEG,
            percent=PERCENT,
            diameter_m=DIAMETER_M,
        ).total_db

    one()
    first = time.perf_counter() - began
    began = time.perf_counter()
    total = one()
    return {"seconds": time.perf_counter() - began, "first_seconds": first, "sum_db": float(total.sum())}


def theirs() -> dict[str, float]:
    warnings.simplefilter("ignore")
    import itur

    began = time.perf_counter()
    total = 0.0
    for frequency in FREQUENCIES_GHZ:
        result = itur.atmospheric_attenuation_slant_path(
            LAT, LON, float(frequency), ELEVATION_DEG, PERCENT, DIAMETER_M, return_contributions=False
        )
        total += float(np.nansum(result.value))
    return {"seconds": time.perf_counter() - began, "sum_db": total}


def measured(side: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, side], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    if sys.argv[1:] and sys.argv[1] in ("ours", "theirs"):
        found = ours() if sys.argv[1] == "ours" else theirs()
        found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(json.dumps(found))
        return
    sides = {"serai": measured("ours")}
    if "--alone" not in sys.argv:
        sides["itur 0.4.0"] = measured("theirs")
    print(f"{'':12}{'s':>8}{'first s':>9}{'peak MB':>9}{'sum dB':>12}")
    for name, row in sides.items():
        first = f"{row['first_seconds']:.2f}" if "first_seconds" in row else ""
        print(f"{name:12}{row['seconds']:>8.2f}{first:>9}{row['peak_mb']:>9.0f}{row['sum_db']:>12.0f}")
    record = {
        "measured": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "cells": LAT.size,
        "frequencies": FREQUENCIES_GHZ.size,
        "allowed": ALLOWED,
        "sides": {n: {k: round(v, 3) for k, v in row.items()} for n, row in sides.items()},
    }
    (HERE / "attenuation.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
