"""`serai check`: can every table of a corridor folder be read, and does every row name its source?"""

from __future__ import annotations

from pathlib import Path

import typer

from serai.cli.console import echo, print_json, show
from serai.cli.input.options import Folder, Json
from serai.cli.input.reference import reference_corridor


def check(folder: Folder = None, json: Json = False) -> None:
    """Can a corridor folder be read, and what in it is old?

    Every row is read; a row that is wrong is named by file, line and column, unknown figures are counted.
    Ends with 1 when the folder cannot be read; what is only doubtful is listed and ends with 0.

    \b
    Examples:
      serai check
      serai check my-corridor --json
    """
    run(folder=folder, json=json)


def run(*, folder: Path | None, json: bool) -> None:
    """Check the folder and print what was found."""
    from serai.corridor import check as judge
    from serai.report.terminal.check import CheckView, answer, counted
    from serai.services import SERVICES, SHARED_TABLES

    report = judge(folder or reference_corridor(), SERVICES, SHARED_TABLES)
    if json:
        print_json(answer(report))
    else:
        show(CheckView(report))
    if not report.sound:
        problems = counted(len(report.problems), "problem")
        echo(
            f"serai: {report.folder} cannot be read: {problems}; the first is {report.problems[0]}", err=True
        )
        raise typer.Exit(1)
