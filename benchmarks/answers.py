"""The answers of eight commands on the reference data, a digest each: the same before and after a move.

    python benchmarks/answers.py ../shared/data > answers.txt

Run it on two commits, on one machine: what differs is a changed answer. A move of files changes none.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT = "2026-08-22T00:00:00Z"
# A path with its own figures, so that no map is needed.
CASES = """\
lat_deg,lon_deg,height_m,frequency_ghz,elevation_deg,percent,polarisation_deg,diameter_m,efficiency,r001_mm_h,\
rain_height_km,temperature_k,pressure_hpa,vapour_g_m3,columnar_liquid_kg_m2
24.86,67.01,8,20,40,0.1,45,1.2,0.6,42,5.0,300,1005,18,1.2
"""


def commands(data: Path, cases: Path) -> dict[str, list[str]]:
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
        "attenuation": ["attenuation", str(cases), "--json"],
    }


def main(data: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        cases = Path(made) / "cases.csv"
        cases.write_text(CASES, encoding="utf-8")
        tell(commands(data.resolve(), cases))


def tell(asked: dict[str, list[str]]) -> None:
    for name, words in asked.items():
        ran = subprocess.run([str(ROOT / "run"), *words], capture_output=True, cwd=ROOT, check=False)
        digest = hashlib.sha256(ran.stdout).hexdigest()[:16]
        told = "" if ran.returncode == 0 else f"  exit {ran.returncode}: {ran.stderr.decode()[-200:]}"
        print(f"{name:24} {digest}  {len(ran.stdout):9,} bytes{told}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
