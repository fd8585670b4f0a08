"""./run and ./test: a made environment is used as it is; what stands in the way is one sentence."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

STAND_IN = (
    '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n'  # a Python that tells what it was asked
)


def executable(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def clone(root, tmp_path) -> Path:
    """A clone in a folder with a space in its name, with an environment that has been made already."""
    clone = tmp_path / "a clone"
    env = clone / ".venv"
    (env / "bin").mkdir(parents=True)
    shutil.copytree(root / "requirements", clone / "requirements")
    for name in ("run", "test"):
        shutil.copy(root / name, clone / name)
    executable(env / "bin" / "python", STAND_IN)
    for name in ("run", "dev"):
        shutil.copy(clone / "requirements" / f"{name}.txt", env / f"made-from-{name}.txt")
    (env / "made-in").write_text(f"{clone}\n")
    return clone


def start(clone: Path, command: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Start a command where no Python is to be had, so that any set-up must fail."""
    environment = {"PATH": "/usr/bin:/bin", "SERAI_PYTHON": "/bin/false"}
    return subprocess.run(
        [clone / command, *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=clone.parent,
    )


def refused(end: subprocess.CompletedProcess[str]) -> bool:
    return (
        end.returncode == 1
        and end.stdout == ""
        and end.stderr.startswith("serai: needs Python 3.11 or newer")
    )


def test_a_made_environment_is_used_without_a_word(clone):
    end = start(clone, "run", "passes", "--elements", "a file.csv")
    assert end.stdout.splitlines() == ["-P", "-m", "serai", "passes", "--elements", "a file.csv"]
    assert (end.returncode, end.stderr) == (0, "")


def test_run_with_no_words_assesses_the_reference_corridor(clone):
    assert start(clone, "run").stdout.splitlines() == ["-P", "-m", "serai", "assess"]


def test_test_hands_its_words_to_pytest(clone):
    assert start(clone, "test", "-k", "rain or cloud").stdout.splitlines()[-2:] == ["-k", "rain or cloud"]


def test_the_environment_for_running_is_not_enough_for_the_tests(clone):
    (clone / ".venv" / "made-from-dev.txt").unlink()
    assert start(clone, "run").returncode == 0
    assert refused(start(clone, "test"))


def test_serving_needs_more_than_running(clone):
    (clone / ".venv" / "made-from-dev.txt").unlink()
    assert refused(start(clone, "run", "serve"))
    shutil.copy(clone / "requirements" / "serve.txt", clone / ".venv" / "made-from-serve.txt")
    assert start(clone, "run", "serve").stdout.splitlines()[-1] == "serve"
    assert start(clone, "run", "passes").returncode == 0
    assert refused(start(clone, "test"))


def test_changed_requirements_are_noticed(clone):
    for name in ("run", "dev"):
        with (clone / "requirements" / f"{name}.txt").open("a") as requirements:
            requirements.write("another==1.0\n")
    assert refused(start(clone, "run"))


def test_an_interrupted_set_up_is_not_taken_for_a_made_one(clone):
    (clone / ".venv" / "made-in").unlink()
    assert refused(start(clone, "run"))


def test_a_clone_that_was_moved_is_set_up_again(clone):
    moved = clone.rename(clone.parent / "elsewhere")
    assert refused(start(moved, "run"))


def test_what_set_up_compiles_is_there_to_be_compiled(root):
    """A module that was renamed would be compiled by nobody, and the first bulk command would wait for it."""
    text = (root / "requirements" / "set-up.sh").read_text()
    modules = re.findall(r"-P -m ([\w.]+)", text)
    assert {"compileall", "serai.precompile"} <= set(modules)
    assert all(importlib.util.find_spec(name) is not None for name in modules)
