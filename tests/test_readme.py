"""The README's Python runs as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_readmes_six_lines_open_assess_strike_compare_and_plot(tmp_path: Path) -> None:
    (code,) = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    (tmp_path / "corridors").symlink_to(ROOT / "corridors")
    run = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "N01 Pakistan flood 2022" in run.stdout
    assert (tmp_path / "serai-report" / "index.html").stat().st_size > 50_000
