"""Every example runs as it stands and says something."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from serai.cli import main

ROOT = Path(__file__).resolve().parent.parent
SHARED = re.compile(r"\.\./shared/data/?([\w./-]*)")  # an example that reads it is skipped without it
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
BUDGETS = sorted((ROOT / "examples").glob("*.toml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_runs_and_prints(example: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    here = tmp_path / "clone"
    here.mkdir()
    (here / "corridors").symlink_to(ROOT / "corridors")
    needed = SHARED.findall(example.read_text(encoding="utf-8"))
    if needed:
        data = request.getfixturevalue("shared_data")
        assert all(data / part for part in needed)
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared/data").symlink_to(data)
    run = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", example],
        capture_output=True,
        text=True,
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr
    assert run.stdout.strip()


@pytest.mark.parametrize("example", BUDGETS, ids=lambda p: p.stem)
def test_an_example_budget_runs_as_its_head_says(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"serai budget examples/{example.name}" in example.read_text(encoding="utf-8")
    assert main(["budget", str(example)]) == 0
    assert "== margin" in capsys.readouterr().out


def test_the_smallest_corridor_is_read_whole_and_its_need_is_met_on_its_day(tmp_path, capsys):
    folder = str(ROOT / "examples" / "smallest_corridor")
    assert main(["check", folder]) == 0
    assert "0 things to look at" in capsys.readouterr().out
    assert main(["assess", folder, "--today", "--report", str(tmp_path)]) == 0
    assert "MET  1" in capsys.readouterr().out
    assert main(["assess", folder, "--report", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "DEGRADED  1" in told
    assert "6/14" in told  # of the fourteen days


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        ("terms", "No term in force lets A flood office in Sindh have images"),
        ("dishes", "no station has an antenna that takes images in (dishes.csv)"),
        ("sensors", "No satellite of the pool carries any radar of 30 m or finer"),
    ],
)
def test_the_smallest_corridor_says_what_it_lacks(gone, says, tmp_path, capsys):
    shutil.copytree(ROOT / "examples" / "smallest_corridor", tmp_path / "c")
    table = tmp_path / "c" / f"{gone}.csv"
    table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert main(["assess", str(tmp_path / "c"), "--report", str(tmp_path / "r")]) == 0
    assert says in " ".join(capsys.readouterr().out.split())
    assert main(["resilience", str(tmp_path / "c")]) == 0
