"""Options that several commands share, so that each means and says the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from serai.errors import Refused
from serai.wording import reason


def one_form(*, csv: bool, json: bool) -> None:
    """Refuse two forms of one answer."""
    if csv and json:
        raise Refused("cli.one_form")


def between(low: float, high: float) -> Callable[[float | None], float | None]:
    """Refuse an option's number outside its limits as wrong usage, saying what came."""

    def checked(value: float | None) -> float | None:
        if value is not None and not low <= value <= high:
            raise typer.BadParameter(str(reason("cli.between", low=low, high=high, got=value)))
        return value

    return checked


Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="A corridor folder; the reference corridor when left out."),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Start of the period: now, 2026-08-22, 2026-08-22T05:00+05:00; the corridor's own when left "
        "out, or now once newer elements were fetched.",
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        "--tz",
        metavar="ZONE",
        help="A time zone such as Asia/Karachi: its clock beside UTC, and for a TIME without an offset.",
    ),
]
Days = Annotated[
    float | None,
    typer.Option(
        "--days",
        metavar="N",
        callback=between(0.01, 14.0),
        help="Length of the period, 0.01 to 14; each need's own when left out.",
    ),
]
Needs = Annotated[
    list[str] | None,
    typer.Option("--need", metavar="ID ...", help="Only these needs; may be given again."),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="TERM ...", help="Switch on these candidate terms, as if they were agreed."
    ),
]
Units = Annotated[
    float,
    typer.Option(
        "--units", metavar="N", callback=between(0.01, 1e6), help="Work a level, counted by the solver."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of the solver's choices.")]
Wall = Annotated[
    float,
    typer.Option(
        "--wall", metavar="SECONDS", callback=between(0.1, 86_400.0), help="Ceiling for each level."
    ),
]
Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON object on standard output, and nothing else there."),
]
