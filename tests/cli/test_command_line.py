"""What an operator meets at the command line: help at once, one sentence when refused, and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from serai import __version__
from serai.cli import main
from serai.cli.commands import COMMANDS, declared
from serai.cli.input.reference import NoReferenceCorridor
from serai.errors import Refused

SOME = ("assess", "resilience", "check", "fetch")
HEAVY = ("numpy", "scipy", "rich", "pydantic", "sgp4", "astropy_iers_data")


class OutOfSeason(Refused):
    """A refusal for these tests."""


def command_that(fault: Exception):
    def check() -> None:
        """Stand in for a command that fails."""
        raise fault

    return check


def test_help_says_what_serai_is_and_names_every_command(capsys):
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert not any(line.endswith("...") for line in said.splitlines()[1:]), "a line of the list is cut"
    assert "pool their satellites" in said.replace("\n  ", " ")
    assert all(f"\n  {command} " in said for command in SOME)


@pytest.mark.parametrize("command", SOME)
def test_every_command_shows_an_example_of_itself(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"Examples:\n    serai {command}" in capsys.readouterr().out


def test_help_loads_nothing_heavy():
    asked = f"import sys; from serai.cli import main; main(['--help']); print({HEAVY!r} & sys.modules.keys())"
    asked = asked.replace(repr(HEAVY), repr(set(HEAVY)))
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "set()"


def test_a_command_loads_no_other_command_and_no_pydantic():
    asked = (
        "import sys; from serai.cli import main; main(['passes', '--elements', 'nowhere', '--days', '2']); "
        "print(*(m for m in sys.modules if m == 'pydantic' or m.startswith('serai.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "serai.cli.passes" in loaded
    assert not loaded & {
        "pydantic",
        *(f"serai.cli.{where}" for name, where, _ in COMMANDS if name != "passes"),
    }


def test_every_command_is_the_function_of_its_name_in_the_module_that_is_listed():
    for name, module, line in COMMANDS:
        command = declared(name)
        assert (command.name, command.short_help) == (name, line)
        assert command.callback.__module__ == f"serai.cli.{module}"


@pytest.mark.parametrize("word", ["asses", "passess", "plann"])
def test_a_command_that_is_misspelt_is_told_the_nearest_one(word, capsys):
    assert main([word]) == 2
    assert f"No such command '{word}'. Did you mean " in capsys.readouterr().err


def test_a_process_of_its_own_ends_with_the_exit_code_of_its_command():
    for words, code in ((["--version"], 0), (["check", "nowhere"], 1), (["check", "--x"], 2)):
        done = subprocess.run([sys.executable, "-m", "serai", *words], capture_output=True, check=False)
        assert done.returncode == code


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"serai {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [["asses"], ["assess", "--days", "ten"], ["assess", "--days", "30"], ["fetch", "moon"], ["check", "--x"]],
)
def test_wrong_usage_ends_with_2_and_leaves_standard_output_empty(words, capsys):
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Error: " in said.err


def test_a_refusal_is_one_sentence_and_ends_with_1(monkeypatch, capsys):
    refused = OutOfSeason("tables.area_edges")
    monkeypatch.setattr("serai.cli.check.check", command_that(refused))
    assert main(["check"]) == 1
    sentence = "a service area needs all of lon_min, lat_min, lon_max and lat_max or none, got only some"
    assert capsys.readouterr() == ("", f"serai: {sentence}\n")


def test_a_file_that_is_not_there_is_named_in_one_sentence(monkeypatch, capsys):
    fault = FileNotFoundError(2, "No such file or directory", "needs.csv")
    monkeypatch.setattr("serai.cli.check.check", command_that(fault))
    assert main(["check"]) == 1
    assert capsys.readouterr() == ("", "serai: cannot use needs.csv: No such file or directory\n")


SPEAKS = """
import sys
import serai.cli.check
from serai.cli import main
def check():
    {}
serai.cli.check.check = check
sys.exit(main(["check"]))
"""


@pytest.mark.parametrize(
    "does",
    [
        "sys.stdout.write('a line')",
        "print('a line', flush=True)",
        "import typer; typer.echo('a line')",
        "from pathlib import Path; Path('/dev/full').write_text('a line')",
    ],
)
def test_a_full_disk_is_told_in_one_sentence(does):
    with Path("/dev/full").open("w") as full:
        code = [sys.executable, "-c", SPEAKS.format(does)]
        done = subprocess.run(code, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "serai: cannot write the output: No space left on device\n",
    )


def test_a_reader_that_goes_away_is_told_nothing():
    does = "sys.stdout.write('a line' * 100_000)"
    read, write = os.pipe()
    os.close(read)
    code = [sys.executable, "-c", SPEAKS.format(does)]
    done = subprocess.run(code, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_fault_of_the_program_is_not_dressed_as_a_refusal(monkeypatch):
    monkeypatch.setattr("serai.cli.check.check", command_that(ValueError("a fault")))
    with pytest.raises(ValueError, match="a fault"):
        main(["check"])


def test_a_refusal_shows_where_it_came_from_when_asked(monkeypatch):
    monkeypatch.setenv("SERAI_TRACE", "1")
    monkeypatch.setattr("serai.cli.check.check", command_that(OutOfSeason("tables.area_edges")))
    with pytest.raises(OutOfSeason):
        main(["check"])


def test_a_missing_reference_corridor_names_the_places_that_were_tried():
    refusal = NoReferenceCorridor((Path("here"), Path("there")))
    assert str(refusal) == "the reference corridor is not in here nor in there; name a corridor folder"
