"""What `passes`, `looks` and `revisit` share: the options that name satellites, orbits and the period."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.options import between
from serai.cli.input.parsing import begins, instant
from serai.cli.input.reference import reference_corridor
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.corridor import Corridor
    from serai.time import Instant

A_DAY = 1.0  # of elements alone, when nobody says how long

Elements = Annotated[
    Path | None,
    typer.Option(
        "--elements",
        metavar="FILE",
        help="Element sets (OMM, two-line), OEM or SP3, told by content; the folder's if left out.",
    ),
]
Start = Annotated[
    str | None,
    typer.Option(
        "--start",
        "--at",
        metavar="TIME",
        help="now, 2026-08-22, 2026-08-22T05:00+05:00; with --elements now.",
    ),
]
Length = Annotated[
    float | None,
    typer.Option(
        "--days",
        metavar="N",
        callback=between(0.001, 366.0),
        help="Length of the period, 0.001 to 366; with --elements 1.",
    ),
]
Turn = Annotated[
    str | None,
    typer.Option(
        "--orientation",
        metavar="FILE|none",
        help="Earth orientation: a finals2000A file, or none (UT1 = UTC, no polar motion); else published.",
    ),
]
Satellites = Annotated[
    list[str] | None,
    typer.Option(
        "--satellite",
        metavar="ID ...",
        help="Only these satellites, by name or number; of a corridor also by id, group or party.",
    ),
]
OfConstellation = Annotated[
    str | None,
    typer.Option(
        "--constellation",
        metavar="NAME",
        help="Only the satellites of a constellation of the corridor's constellations.csv.",
    ),
]
OnPaper = Annotated[
    list[str] | None,
    typer.Option(
        "--paper",
        metavar="ORBIT ...",
        help="Satellites on paper: degrees@km (41@500), a Walker pattern (53:24/3/1@550), sun@505,10:30.",
    ),
]
LikeThis = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="ID",
        help="With --area and --paper: the satellite whose sensors and terms they have.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Refuse where a satellite would be left out: unreadable or too old."),
]
MaxAge = Annotated[
    float,
    typer.Option(
        "--max-age",
        metavar="DAYS",
        callback=between(0.01, 100_000.0),
        help="Leave out satellites whose elements are farther than this from their epoch in the period.",
    ),
]
More = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="NAME ...",
        help="Columns beside the usual ones: range, orbit, direction, side, sun, local-time; for passes "
        "doppler, for looks azimuth and incidence.",
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="A CSV table on standard output.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAsked:
    """Where the satellites of a question come from, and the period: None is the corridor's own."""

    elements: Corridor | Path
    start: Instant | None
    days: float | None


def asked(
    folder: Path | None, elements: Path | None, start: str | None, days: float | None, tz: str | None = None
) -> BulkAsked:
    """The file of elements that is named, asked about from now for a day, or the corridor, opened."""
    begin = instant(start, tz)  # a start that cannot be read is refused before any file is
    if elements is not None:
        if folder is not None:
            raise Refused("cli.folder_or_elements")
        from serai.time.asked import present

        return BulkAsked(elements=elements, start=begin or present(), days=days or A_DAY)
    from serai.outcome.outcome import open_corridor

    corridor = open_corridor(folder or reference_corridor())
    return BulkAsked(elements=corridor, start=begins(corridor, start, tz), days=days)


def needed(places: Path | None, option: str) -> Path:
    """The file of places, or a refusal that names the option it comes by."""
    if places is None:
        raise Refused("questions.places", option=option, instead="")
    return places
