"""What the repository may contain: nothing of the machine it was written on, nothing too long to read."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LINES_AT_MOST = 500  # a file longer than this holds more than one idea
BINARY = (".png", ".jpg", ".gif", ".ico", ".npz", ".gz", ".woff2", ".pdf")

# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w./~$}])/(?:work|tmp|root|home)/")
REGISTRY_HOSTS = re.compile(
    "|".join(("py" + "pi\\.org", "python" + "hosted\\.org", "registry\\.npm" + "js\\.org"))
)


@cache
def committed() -> tuple[Path, ...]:
    """List the files git holds or would hold; without git, all but what set-up and tools make."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {
            ".venv",
            ".tools",
            ".git",
            "__pycache__",
            ".hypothesis",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
        }
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in committed()
        if path.suffix not in BINARY
    }


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}, line {number}: {line.strip()[:100]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    found = lines_with(MACHINE_PATHS)
    assert not found, "\n".join(found)


def test_no_file_names_the_host_of_a_package_registry():
    found = lines_with(REGISTRY_HOSTS)
    assert not found, "\n".join(found)


def test_no_file_of_code_is_longer_than_a_reader_can_hold():
    long = [
        f"{name}: {text.count(chr(10))} lines"
        for name, text in texts().items()
        if name.endswith((".py", ".sh", ".ts", ".css", ".html")) and text.count("\n") > LINES_AT_MOST
    ]
    assert not long, f"more than {LINES_AT_MOST} lines: " + ", ".join(long)


def test_no_large_file_is_carried_along():
    large = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size} B"
        for path in committed()
        if path.stat().st_size > 2e6
    ]
    assert not large, ", ".join(large)


def test_every_change_that_is_planted_to_try_the_tests_still_has_its_place():
    with (ROOT / "benchmarks" / "mutants.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 100
    gone = [
        f"{row['file']}: {row['old']}"
        for row in rows
        if (ROOT / "src" / "serai" / row["file"]).read_text(encoding="utf-8").count(row["old"]) != 1
    ]
    assert not gone, "benchmarks/mutants.csv names what does not stand there once:\n" + "\n".join(gone)


def test_every_module_class_and_function_says_what_it_is_or_answers():
    silent = []
    for path in sorted((ROOT / "src" / "serai").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(ROOT)
        if not ast.get_docstring(tree):
            silent.append(f"{name}: the module")
        silent += [
            f"{name}, line {node.lineno}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not silent, "without a docstring:\n" + "\n".join(silent)


def pins(name: str) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        if pinned := re.match(r"([a-z0-9._-]+)==(\S+)", line):
            found.setdefault(pinned[1], set()).add(Version(pinned[2]))
    return found


def test_the_pinned_requirements_fulfil_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "run.txt": project["project"]["dependencies"],
        "serve.txt": [
            *project["project"]["dependencies"],
            *project["project"]["optional-dependencies"]["serve"],
        ],
        "dev.txt": [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]],
    }
    for name, lines in asked.items():
        for wanted in map(Requirement, lines):
            versions = pins(name).get(wanted.name.lower(), set())
            assert versions, f"{name} does not pin {wanted.name}; run requirements/lock"
            assert all(wanted.specifier.contains(version) for version in versions), f"{name}: {wanted}"


def test_the_tests_run_on_the_versions_that_users_get():
    dev = pins("dev.txt")
    for given in ("run.txt", "serve.txt"):
        assert {name: dev.get(name) for name in pins(given)} == pins(given)


def test_every_pin_carries_its_hashes():
    for name in ("run.txt", "serve.txt", "dev.txt", "tools.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2])
        bare = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
        assert not bare, f"{name}: {bare}"
