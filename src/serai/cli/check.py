"""`serai check`: can every table of a corridor folder be read, and does every row name its source?"""

from __future__ import annotations

from pathlib import Path

from serai.cli.options import Folder, Json


def check(folder: Folder = None, json: Json = False) -> None:
    """Can a corridor folder be read, and what in it is old?

    Every row is read; a row that is wrong is named by file, line and column, unknown figures are counted.

    \b
    Examples:
      serai check
      serai check my-corridor --json
    """
    run(folder=folder, json=json)


def run(*, folder: Path | None, json: bool) -> None:
    """Check the folder and print what was found."""
    raise NotImplementedError
