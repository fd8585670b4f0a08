"""Options that several commands share, so that each means and says the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="A corridor folder; the reference corridor when left out."),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Start of the period in UTC, such as 2026-08-22T00:00:00Z; the corridor's own when left out.",
    ),
]
Days = Annotated[
    float | None,
    typer.Option(
        "--days", metavar="N", min=0.01, max=14.0, help="Length of the period; each need's own when left out."
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
Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON object on standard output, and nothing else there."),
]
