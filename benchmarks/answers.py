"""The answers of eight commands on the reference data, a digest each: the same before and after a move.

    python benchmarks/answers.py ../shared/data > answers.txt

Run it on two commits, on one machine: what differs is a changed answer. A move of files changes none.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT = "2026-08-22T00:00:00Z"


def commands(data: Path) -> dict[str, list[str]]:
    jobs, gnss = data / "jobs", data / "gnss"
    day = ["--start", AT, "--days", "1", "--orientation", "none"]
    esbc = gnss / "esbc2020"
    return {
        "assess": ["assess", "--json"],
        "assess without kashi": ["assess", "--without", "kashi", "--json"],
        "resilience": ["resilience", "--json"],
        "passes": [
            "passes",
            *("--elements", f"{jobs}/passes_100sats.tle", "--stations", f"{jobs}/passes_20stations.csv"),
            *(*day, "--mask", "5", "--json"),
        ],
        "looks": [
            "looks",
            *("--elements", f"{jobs}/looks_20sats.tle", "--points", f"{jobs}/looks_50points.csv"),
            *(*day, "--off-nadir", "30", "--json"),
        ],
        "revisit": [
            "revisit",
            *("--elements", f"{jobs}/looks_20sats.tle", "--points", f"{jobs}/looks_50points.csv"),
            *(*day, "--off-nadir", "30", "--json"),
        ],
        "position": [
            "position",
            f"{esbc}/ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz",
            *("--nav", f"{esbc}/ESBC00DNK_R_20201770000_01D_MN.rnx.gz", "--json"),
        ],
        "budget": ["budget", "examples/ku_vsat.toml", "--json"],
        "attenuation": [
            *("attenuation", "--lat", "24.86", "--lon", "67.01", "--frequency", "20", "--elevation", "40"),
            *("--percent", "0.1", "--maps", "itur", "--json"),
        ],
    }


def main(data: Path) -> None:
    for name, words in commands(data.resolve()).items():
        ran = subprocess.run([str(ROOT / "run"), *words], capture_output=True, cwd=ROOT, check=False)
        digest = hashlib.sha256(ran.stdout).hexdigest()[:16]
        told = "" if ran.returncode == 0 else f"  exit {ran.returncode}: {ran.stderr.decode()[-200:]}"
        print(f"{name:24} {digest}  {len(ran.stdout):9,} bytes{told}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
