"""Small changes planted in what judges needs, one at a time: which of them do the tests of their room find?

Run: .venv/bin/python -m benchmarks.mutants [OUT] [--only=ROOM,ROOM]
Each row of benchmarks/mutants.csv says a file, what stands in it once, and what is planted instead (boundary,
tie, sign, unit, which line decides), with the tests of that room. A change is planted in a copy of src
in a process of its own, forked with numpy and the like loaded, and the tests stop at the first that fails.
OUT (benchmarks/mutants_outcome.json) keeps what was found by which test, so that a run goes on where it was
left; a row whose text has changed is run again.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from serai.files.whole import put

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HEAVY = (
    *("numpy", "numba", "scipy.sparse.csgraph", "scipy.optimize", "sgp4.api"),
    *("pydantic", "pytest", "hypothesis", "typer", "rich.console"),
)


def main(out: Path, room: str) -> None:
    """Run every mutant that is not in OUT yet, and say which live."""
    done: dict[str, dict[str, object]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    with (HERE / "mutants.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name in HEAVY:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "src"
        shutil.copytree(ROOT / "src", copy)
        for number, row in enumerate(rows):
            key = f"{row['file']}: {row['old']} -> {row['new']}"
            if key in done or (room and row["room"] not in room.split(",")):
                continue
            began = time.perf_counter()
            found = tried(row, copy, number)
            done[key] = {
                "room": row["room"],
                "found_by": found,
                "seconds": round(time.perf_counter() - began),
            }
            put(out, json.dumps(done, indent=1) + "\n")
            print(f"{'found' if found else 'LIVES':6} {row['room']:9} {key[:100]}  {found[:90]}", flush=True)
    living = [key for key, one in done.items() if not one["found_by"]]
    print(f"{len(done) - len(living)} of {len(done)} found", *living, sep="\n")


def tried(row: Mapping[str, str], copy: Path, number: int) -> str:
    """The test that finds a change, or nothing."""
    file = copy / "serai" / row["file"]
    whole = file.read_text(encoding="utf-8")
    if whole.count(row["old"]) != 1:
        raise SystemExit(f"{row['file']} has {row['old']!r} {whole.count(row['old'])} times, once is wanted")
    file.write_text(whole.replace(row["old"], row["new"]), encoding="utf-8")
    os.utime(file, (2e9 + number, 2e9 + number))  # newer than any bytecode of it
    told = copy.parent / "told.txt"
    child = os.fork()
    if child == 0:
        _run_tests(row["tests"].split(), copy, told)
    os.waitpid(child, 0)
    file.write_text(whole, encoding="utf-8")
    os.utime(file, (1e9 + number, 1e9 + number))
    return told.read_text(encoding="utf-8")


def _run_tests(tests: list[str], copy: Path, told: Path) -> None:
    """Run tests over the copy in this process and write down the first that fails; never comes back."""
    pytest = importlib.import_module("pytest")
    for name in [m for m in sys.modules if m == "serai" or m.startswith("serai.")]:
        del sys.modules[name]
    sys.path.insert(0, str(copy))
    os.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        pytest.main(
            [
                "-n",
                "0",
                "-x",
                "-q",
                "-p",
                "no:cacheprovider",
                "--no-header",
                "--tb=no",
                "-rfE",
                "-o",
                f"pythonpath={copy}",
                *tests,
            ]
        )
    lines = [line for line in said.getvalue().splitlines() if line.startswith(("FAILED", "ERROR"))]
    told.write_text(lines[0].split(" ", 1)[1].split(" - ", 1)[0] if lines else "", encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if not word.startswith("--only=")]
    only = next((word.removeprefix("--only=") for word in sys.argv[1:] if word.startswith("--only=")), "")
    main(Path(given[0]) if given else HERE / "mutants_outcome.json", only)
