"""Words that are read without pydantic mean what typer says they mean, and what is wrong is said by typer."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.core import TyperCommand

from serai.cli.commands import COMMANDS, Command, declared
from serai.cli.input.plain_words import NotPlain, read


class Way(StrEnum):
    """A choice for these tests."""

    FIRST = "first"
    SECOND = "second"


def asked(  # its parameters are what is tried
    folder: Annotated[Path | None, typer.Argument()] = None,  # noqa: ARG001
    name: Annotated[str | None, typer.Option()] = None,  # noqa: ARG001
    days: Annotated[float, typer.Option(min=0.5, max=20.0)] = 7,  # noqa: ARG001
    count: Annotated[int | None, typer.Option(min=1, max=9)] = None,  # noqa: ARG001
    way: Annotated[Way, typer.Option()] = Way.FIRST,  # noqa: ARG001
    several: Annotated[list[str] | None, typer.Option()] = None,  # noqa: ARG001
    files: Annotated[list[Path] | None, typer.Option()] = None,  # noqa: ARG001
    flag: Annotated[bool, typer.Option("--flag")] = False,  # noqa: ARG001
    there: Annotated[Path | None, typer.Option(exists=True)] = None,  # noqa: ARG001
) -> None:
    """Take an option of each kind."""
    raise AssertionError


def values(words: list[str], kind: type[TyperCommand]) -> dict[str, Any] | str:
    """What the words mean, or what is said of them."""
    app = typer.Typer(add_completion=False)
    app.command(cls=kind)(asked)
    command = typer.main.get_command(app)
    try:
        with command.make_context("asked", [*words]) as context:
            return dict(context.params)
    except typer.BadParameter as wrong:
        return wrong.format_message()


def same(words: list[str]) -> None:
    assert repr(values(words, Command)) == repr(values(words, TyperCommand)), words


NUMBERS = (
    "1",
    "0.5",
    "20",
    "20.0",
    "20.000001",
    "0.49",
    "1.",
    ".5",
    "+7",
    "-7",
    "1e1",
    "007",
    " 3 ",
    "1_0",
    "x",
    "",
)
ODD = ("nan", "inf", "-inf", "1e999", "\u0667", "9", "10", "2.0", "1e0", "0x1", "True")


@pytest.mark.parametrize("number", NUMBERS + ODD)
@pytest.mark.parametrize("option", ["--days", "--count"])
def test_a_number_means_what_typer_says(option, number):
    same([f"{option}={number}"])


@pytest.mark.parametrize("word", ["", ".", "~", "a//b", "./x", " x", "-", "/", "nowhere/at/all"])
def test_a_path_and_a_text_mean_what_typer_says(word):
    for option in ("--name", "--files", "--several", "--there"):
        same([f"{option}={word}"])
    same(["--", word])


@pytest.mark.parametrize("word", ["first", "second", "First", "third", "", "Way.FIRST", "FIRST"])
def test_a_choice_is_one_of_its_values_to_the_letter(word):
    same([f"--way={word}"])


def test_what_is_not_given_is_the_default():
    same([])
    same(["--flag", "--several", "a", "--several", "b", "--files", "a/b"])


def test_a_path_that_may_not_be_read_is_refused_as_typer_does(tmp_path, monkeypatch):
    shut = tmp_path / "shut"
    shut.touch()
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path) != shut)
    assert "is not readable" in str(values([str(shut)], Command))
    same([str(shut)])


@given(st.text(alphabet="0123456789+-.eE_ naif", max_size=6))
def test_every_word_that_may_be_a_number_means_what_typer_says(word):
    same([f"--days={word}"])


@pytest.mark.parametrize(
    ("value", "annotation"),
    [("1", bool), (b"x", str), (True, int), ("x", list[str]), ("x", bytes), (1.0, int)],
)
def test_what_is_not_plainly_of_its_type_is_left(value, annotation):
    with pytest.raises(NotPlain):
        read(value, annotation, SimpleNamespace(parser=None))


@pytest.mark.parametrize("command", [name for name, *_ in COMMANDS])
def test_every_default_of_every_command_is_plain(command, monkeypatch):
    """One that is not would load pydantic at every start of that command."""
    monkeypatch.setitem(sys.modules, "typer._adapters", None)  # an import of it raises ImportError
    one = declared(command)
    for param in one.params:
        param.required = False
    one.make_context(command, [], parent=None)
