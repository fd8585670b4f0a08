"""`serai assess`: is each need met, by what path, with what margin, and what does it hang on?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.options import At, Days, Folder, Json, Needs, With


def assess(
    folder: Folder = None,
    at: At = None,
    days: Days = None,
    need: Needs = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="ID|GROUP|PARTY ...",
            help="Leave out these assets, risk groups or parties: the day they are lost.",
        ),
    ] = None,
    with_terms: With = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="DIR", help="Write the pages to this folder as well."),
    ] = None,
    json: Json = False,
) -> None:
    """Is each need met, by what path, with what margin?

    Each need is judged over its own period; the answer names the weakest figures and what it hangs on.

    \b
    Examples:
      serai assess
      serai assess --at 2026-08-22T00:00:00Z --days 1 --need N01 N02
      serai assess --without kashi --report out/kashi-down
    """
    run(
        folder=folder,
        at=at,
        days=days,
        needs=tuple(need or ()),
        without=tuple(without or ()),
        with_terms=tuple(with_terms or ()),
        report=report,
        json=json,
    )


def run(
    *,
    folder: Path | None,
    at: str | None,
    days: float | None,
    needs: tuple[str, ...],
    without: tuple[str, ...],
    with_terms: tuple[str, ...],
    report: Path | None,
    json: bool,
) -> None:
    """Assess the corridor as asked and print the answer."""
    raise NotImplementedError
