"""RTKLIB 2.4.3 b34 (Debian's package rtklib) driven by a configuration file, and its positions read back."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

NUMBER = {"G": 1, "R": 4, "E": 8, "J": 16, "C": 32}  # its bits of the systems
SINGLE = {
    "pos1-posmode": "single",
    "pos1-frequency": "l1",
    "pos1-elmask": "10",
    "pos1-ionoopt": "brdc",
    "pos1-tropopt": "saas",
    "pos1-sateph": "brdc",
    "pos1-posopt5": "off",
    "out-solformat": "xyz",
    "out-timesys": "gpst",
    "out-timeform": "tow",
}
KINEMATIC = {
    "pos1-posmode": "kinematic",
    "pos1-soltype": "forward",
    "pos2-armode": "continuous",
    "pos2-bdsarmode": "on",
    "pos2-arthres": "3",
    "ant2-postype": "xyz",
}
TWO_FREQUENCIES = {"pos1-frequency": "l1+l2", "pos1-ionoopt": "dual-freq"}


@dataclass(frozen=True)
class Run:
    """Its positions (n, 3) m, seconds of week, how many are of each quality (1 fixed, 2 float, 5 single)."""

    position_m: np.ndarray
    second: np.ndarray
    quality: Counter


def run(folder: Path, options: dict[str, str], systems: str, *files: Path) -> Run:
    """One solution; the test is skipped with its reason where the program is not installed."""
    program = shutil.which("rnx2rtkp")
    if program is None:
        pytest.skip("needs rnx2rtkp of Debian's package rtklib beside us, which is not installed")
    conf, out = folder / f"{systems}.conf", folder / f"{systems}.pos"
    lines = {**SINGLE, **options, "pos1-navsys": str(sum(NUMBER[s] for s in systems))}
    conf.write_text("".join(f"{key}={value}\n" for key, value in lines.items()), encoding="ascii")
    subprocess.run(
        [program, "-k", str(conf), "-o", str(out), *map(str, files)], check=True, capture_output=True
    )
    rows = [line.split() for line in out.read_text().splitlines() if not line.startswith("%")]
    return Run(
        np.array([row[2:5] for row in rows], dtype=float),
        np.array([float(row[1]) for row in rows]),
        Counter(row[5] for row in rows),
    )
