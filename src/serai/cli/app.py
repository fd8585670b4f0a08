"""The command line as a whole: its subcommands, its help, and what it says when it refuses.

Only typer is imported here and at the head of each command's file, of which only the one asked for is loaded;
numpy, rich and the rest of serai are imported inside the command that needs them, so that `serai --help`
answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from serai import __version__
from serai.cli.commands import group
from serai.cli.console import bear_with_the_terminal, echo
from serai.cli.input.option_lists import spread
from serai.errors import Refused

LEAP_FILE = "SERAI_LEAP_SECONDS"  # `serai.time.own` reads it; importing that would load NumPy for --help
ABOUT = """
serai answers for a corridor whose nations and companies pool their satellites, ground stations, cables and
navigation systems: is each need of each place met, by what path and with what margin? It then says which
single loss would break it, and what would mend it.

A corridor is a folder of tables that a planner edits; with no FOLDER the reference corridor is used.

\b
Examples:
  serai assess                            every need of the reference corridor, from the start it names
  serai assess --without kashi            the same on the day Kashi station is down
  serai resilience                        today's single points of failure, and the cheapest mends
  serai check corridors/belt-and-road     is every table readable, and does every row name its source?
  serai fetch elements                    newer element sets for the corridor's satellites
  serai passes --station kashi            the passes that Kashi may take in the corridor's period
  serai position site.obs --nav site.nav  where a receiver was

\b
Every command takes --json: one object on standard output, everything else on standard error.
Exit codes: 0 done; 1 the input was refused, and one sentence says why; 2 wrong usage.
"""


def _print_version(asked: bool) -> None:
    if asked:
        echo(f"serai {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[  # noqa: ARG001 (its callback has printed it)
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
    leap_seconds: Annotated[
        Path | None,
        typer.Option("--leap-seconds", metavar="FILE", help="The leap seconds to use, with any command."),
    ] = None,
) -> None:
    """Hold the options that come before any subcommand."""
    if leap_seconds is not None:
        from serai.time import LeapSeconds

        LeapSeconds.read(leap_seconds)  # what cannot be read is refused before anything else
        os.environ[LEAP_FILE] = str(leap_seconds)


NOT_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE)  # a write names no file


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 refused, 2 wrong usage.

    A refusal is one sentence on standard error. Set SERAI_TRACE=1 to see where it came from instead.
    """
    bear_with_the_terminal()
    leap_file = os.environ.get(LEAP_FILE)
    try:
        code = _run(words)
        sys.stdout.flush()
    except Refused as refused:
        if os.environ.get("SERAI_TRACE"):
            raise
        echo(f"serai: {refused}", err=True)
        return 1
    except OSError as fault:
        unwritten = fault.filename is None and fault.errno in NOT_WRITTEN
        if os.environ.get("SERAI_TRACE") or (fault.filename is None and not unwritten):
            raise
        what = "write the output" if unwritten else f"use {fault.filename}"
        if fault.errno != errno.EPIPE:  # nobody reads on: nothing to tell
            echo(f"serai: cannot {what}: {fault.strerror}", err=True)
        _give_up_output()
        return 1
    finally:
        _name(leap_file)
    return code


def _led(words: Sequence[str]) -> list[str]:
    """The words with an option of every command before the command, where the parser looks for it."""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word.partition("=")[0] == "--leap-seconds":
            size = 1 if "=" in word else 2
            return [*words[at : at + size], *words[:at], *words[at + size :]]
    return list(words)


def _name(leap_file: str | None) -> None:
    """The file of leap seconds that was named before the command, or none."""
    os.environ.pop(LEAP_FILE, None)
    if leap_file is not None:
        os.environ[LEAP_FILE] = leap_file


def _run(words: Sequence[str] | None) -> int:
    """Run the command line; its exit code, or what was raised."""
    command = group(ABOUT, _root)
    try:
        command.main(args=_led(spread(sys.argv[1:] if words is None else words)), prog_name="serai")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _give_up_output() -> None:
    """Where standard output takes no more, drop what is still held, so that the end raises nothing."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
