"""Every command line that the README and the docs show runs, as it is printed, on a fresh clone.

A block ```sh holds what runs from the clone's root; a block ```text holds forms with words to be replaced, of
which only the command and its options are looked at. In a sentence or a table `./run ...` runs too, unless a
word of it stands for another (FOLDER, X,Y,Z), and `serai ...` is a form.
"""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from serai.cli import main
from serai.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "corridors").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\./run|serai) [^`]+)`")
STANDS_FOR_ANOTHER = re.compile(r"\.\.\.|[A-Z]+(?:[|,.:@=]\w+)*|.*[A-Z]{3,}\.\w+")
OPTION = re.compile(r"--[a-z][a-z-]+")
EXAMPLE = ".venv/bin/python"

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")  # numpy's belong on nobody's screen

# What is shown and cannot be run by a test, each with where it is tried.
ELSEWHERE = {
    "./test": "this test is part of it",
    "./run serve": "serves until it is stopped; tests/serve tries it",
    "./run fetch": "asks a server; tests/fetch tries it with one of its own",
    "./run --help": "tests/cli tries the list of commands",
    EXAMPLE: "runs before the commands that need what it makes; tests/test_examples.py runs each alone",
}


@dataclass(frozen=True)
class Shown:
    """A command line on a page, and the examples of its block that stand before it and make its input."""

    page: str
    words: tuple[str, ...]
    after: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(self.words)


def lines_of(block: str) -> Iterator[tuple[str, ...]]:
    """The command lines of a block, those that go on in the next line joined, without their comments."""
    for line in block.replace("\\\n", " ").splitlines():
        if words := tuple(shlex.split(line, comments=True)):
            yield words


def shown_on(page: Path) -> tuple[list[Shown], list[Shown]]:
    """The command lines that run as they are printed, and the forms."""
    text, name = page.read_text(encoding="utf-8"), str(page.relative_to(ROOT))
    run, forms = [], []
    for kind, block in BLOCK.findall(text):
        if kind == "sh":
            after: tuple[str, ...] = ()
            for words in lines_of(block):
                run.append(Shown(name, words, after))
                after += words[1:2] if words[0] == EXAMPLE else ()
        elif kind == "text":
            lines = [words for words in lines_of(block) if words[0] in ("serai", "./run")]
            forms += [Shown(name, words) for words in lines]
    for said in INLINE.findall(BLOCK.sub("", text)):
        shown = Shown(name, tuple(shlex.split(said.replace("\n", " "))))
        form = shown.words[0] == "serai" or any(map(STANDS_FOR_ANOTHER.fullmatch, shown.words))
        (forms if form else run).append(shown)
    return run, forms


def all_shown() -> tuple[dict[str, Shown], list[Shown]]:
    """Each command line once, where it stands first; and all forms."""
    run: dict[str, Shown] = {}
    forms = []
    for page in PAGES:
        here, there = shown_on(page)
        for shown in here:
            run.setdefault(alike(shown), shown)
        forms += there
    return run, forms


def alike(shown: Shown) -> str:
    """`./run` alone is `./run assess`, and the order of options does not matter."""
    words = shown.words if shown.words != ("./run",) else ("./run", "assess")
    return " ".join(words)


RUN, FORMS = all_shown()
HERE = {line: shown for line, shown in RUN.items() if not any(line.startswith(word) for word in ELSEWHERE)}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the root of a fresh clone."""
    clone = tmp_path_factory.mktemp("fresh") / "clone"
    clone.mkdir()
    for name in ("corridors", "examples", "docs"):
        (clone / name).symlink_to(ROOT / name)
    return clone


@pytest.fixture
def in_clone(clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """There, with nothing that this user has fetched or set before."""
    monkeypatch.chdir(clone)
    monkeypatch.setenv("SERAI_CALLED", "./run")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name in ("SERAI_ITU", "SERAI_EARTH", "SERAI_LEAP_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    return clone


@pytest.mark.slow
@pytest.mark.parametrize("line", HERE)
def test_a_command_line_runs_as_it_is_printed(line: str, in_clone: Path, capsys: pytest.CaptureFixture[str]):
    shown = HERE[line]
    for script in shown.after:
        if not (in_clone / f".{Path(script).name}.done").exists():
            runpy.run_path(script, run_name="__main__")
            (in_clone / f".{Path(script).name}.done").touch()
    program, *words = shlex.split(line)
    assert program == "./run", f"{shown.page}: what is `{program}` on a fresh clone?"
    code = main(words)
    told = capsys.readouterr()
    assert code == 0, f"{shown.page}: {line}\n{told.err}"
    assert told.out.strip(), f"{shown.page}: {line} prints nothing"


def test_the_pages_show_a_good_many_commands():
    """So that a change of how blocks are written does not empty the test above."""
    assert len(HERE) >= 25
    commands = {shown.words[1] for shown in HERE.values() if shown.words[0] == "./run" and shown.words[1:]}
    assert commands >= {"assess", "attenuation", "budget", "check", "looks", "monitor", "passes", "position"}
    assert commands >= {"resilience", "revisit", "station"}


def test_the_commands_and_options_of_forms_exist(capsys: pytest.CaptureFixture[str]):
    unknown = []
    for shown in FORMS:
        command = shown.words[1]
        if STANDS_FOR_ANOTHER.fullmatch(command):
            continue
        code = main([command, "--help"])
        told = set(OPTION.findall(capsys.readouterr().out)) | {"--leap-seconds"}
        if command.startswith("--"):
            continue
        asked = {option for word in shown.words for option in OPTION.findall(word)}
        if code != 0 or asked - told:
            unknown.append(f"{shown.page}: {shown}: {', '.join(asked - told) or command}")
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("command", [command for command, *_ in COMMANDS])
def test_the_examples_in_a_commands_help_use_options_that_it_has(command: str, capsys):
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    examples, _, options = told.partition("Examples:")[2].partition("Arguments:")
    assert f"serai {command}" in examples
    assert set(OPTION.findall(examples)) <= set(OPTION.findall(options))


def test_what_is_not_run_here_is_shown_somewhere():
    shown = {*RUN, *(str(form) for form in FORMS)}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    kept = [word for word in ELSEWHERE if not any(line.startswith(word) for line in shown)]
    assert [word for word in kept if word not in contributing] == []


def python_shown() -> dict[str, str]:
    """The blocks of Python on the pages of docs/, by page and place; tables.md has a test of its own."""
    return {
        f"{page.relative_to(ROOT)}-{k}": code
        for page in PAGES
        if page.is_relative_to(ROOT / "docs") and page.name != "tables.md"
        for k, (kind, code) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
        if kind == "python"
    }


@pytest.mark.usefixtures("in_clone")
@pytest.mark.parametrize("block", python_shown())
def test_python_on_a_page_of_the_docs_runs(block: str):
    exec(compile(python_shown()[block], block, "exec"), {"__name__": "__main__"})
