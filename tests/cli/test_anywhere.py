"""One answer, byte for byte, whatever the language, the clock, the hash seed and the threads of a machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.conftest import ROOT
from tests.losses.small_corridors import small_corridor

PLACES = (
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    {"LC_ALL": "C.UTF-8", "TZ": "Asia/Karachi", "PYTHONHASHSEED": "2", "NUMBA_NUM_THREADS": "2"},
    {"LANG": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "3", "OMP_NUM_THREADS": "2"},
    {"LC_ALL": "POSIX", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4", "PYTHONUTF8": "0"},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_corridor(8, tmp_path_factory.mktemp("small"))


def told(words: list[str], beside: dict[str, str]) -> bytes:
    kept = {k: v for k, v in os.environ.items() if k not in {"LC_ALL", "LANG", "TZ"}}
    run = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-m", "serai", *words],
        capture_output=True,
        env={**kept, **beside, "PYTHONPATH": str(ROOT / "src")},
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert b"Warning" not in run.stderr
    return run.stdout


@pytest.mark.parametrize("command", ["assess", "resilience"])
def test_a_small_corridor_is_answered_alike_everywhere(command, folder):
    answers = {told([command, str(folder), "--json"], place) for place in PLACES}
    assert len(answers) == 1
    assert answers.pop().startswith(b"{")
