"""`serai sun`: when does the Sun drown links over geosynchronous satellites, and when are those in shadow?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.bulk_inputs import (
    AsCsv,
    Elements,
    Length,
    MaxAge,
    Satellites,
    Start,
    Strict,
    Turn,
    asked,
)
from serai.cli.input.options import Folder, Json, one_form
from serai.cli.rows.window_rows import element_lines, said_of_elements

A_YEAR = 365.0

if TYPE_CHECKING:
    from serai.questions.sun_outages import SunSeasons
    from serai.time import WindowTable


def sun(
    folder: Folder = None,
    elements: Elements = None,
    stations: Annotated[
        Path | None,
        typer.Option(
            "--stations", metavar="CSV", help="Columns id, lat_deg, lon_deg, mask; else the folder's."
        ),
    ] = None,
    start: Start = None,
    days: Length = None,
    angle: Annotated[
        float | None,
        typer.Option("--angle", metavar="DEG", help="An outage: the Sun's centre so near the satellite."),
    ] = None,
    diameter: Annotated[
        float | None, typer.Option("--diameter", metavar="M", help="Instead: of the stations' dish.")
    ] = None,
    frequency: Annotated[
        float | None, typer.Option("--frequency", metavar="GHZ", help="With --diameter: of the downlink.")
    ] = None,
    orientation: Turn = None,
    satellite: Satellites = None,
    station: Annotated[
        list[str] | None, typer.Option("--station", metavar="ID ...", help="Only these stations.")
    ] = None,
    max_age: MaxAge = 180.0,
    strict: Strict = False,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """When does the Sun drown links over geosynchronous satellites, and when are these in the Earth's shadow?

    A year of both when --days is left out. The table shows each season; --csv gives every outage, --json
    every eclipse too. Without a mask of its own a station sees satellites from 5 degrees up.

    \b
    Examples:
      serai sun --diameter 4.5 --frequency 11.7
      serai sun --elements geo.csv --stations stations.csv --start 2026-08-22T00:00:00Z --angle 0.8 --csv
    """
    import sys

    from serai.cli.console import echo, print_json
    from serai.cli.rows.window_rows import write_csv
    from serai.questions.sun_outages import OUTAGE_COLUMNS, sun_seasons

    one_form(csv=csv, json=json)
    of = asked(folder, elements, start, days or A_YEAR)
    found = sun_seasons(
        of.elements,
        stations,
        start=of.start,
        days=of.days,
        angle_deg=angle,
        diameter_m=diameter,
        frequency_ghz=frequency,
        orientation=orientation,
        satellites=tuple(satellite or ()),
        only_stations=tuple(station or ()),
        max_age_days=max(max_age, 2 * A_YEAR),
        strict=strict,
    )
    if csv:
        write_csv(OUTAGE_COLUMNS, [list(zip(*found.outage_rows(), strict=True))], sys.stdout.write)
        for line in element_lines(found.sky):
            echo(f"serai: {line}", err=True)
    elif json:
        print_json(_plain(found), indent=None)
    else:
        _show(found)


def _plain(found: SunSeasons) -> dict[str, object]:
    """Every outage and every eclipse, for programs."""
    from serai.questions.sun_outages import ECLIPSE_COLUMNS, OUTAGE_COLUMNS

    span = found.sky.span
    return {
        "start": span.start.utc(),
        "end": span.end.utc(),
        "angle_deg": round(found.angle_deg, 4),
        "satellites": len(found.sky),
        "stations": len(found.stations),
        "orientation": found.sky.orientation.source,
        **said_of_elements(found.sky),
        "outages": [dict(zip(OUTAGE_COLUMNS, row, strict=True)) for row in found.outage_rows()],
        "eclipses": [dict(zip(ECLIPSE_COLUMNS, row, strict=True)) for row in found.eclipse_rows()],
    }


def _show(found: SunSeasons) -> None:
    from rich.table import Table

    from serai.cli.console import name_cell, show
    from serai.wording import plural

    span = found.sky.span
    show(
        f"{plural(len(found.outages), 'Sun outage')} within {found.angle_deg:.2f} deg, "
        f"{plural(len(found.eclipses), 'eclipse')}, {span.start.utc(0)[:10]} to {span.end.utc(0)[:10]}\n"
    )
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for head in ("satellite", "station", "first day", "last day", "times", "longest", "about (UTC)"):
        right = head in ("times", "longest")
        table.add_column(
            head, justify="right" if right else "left", no_wrap=head not in ("satellite", "station")
        )
    sites = len(found.stations)
    for pair, count, season in found.seasons(found.outages):
        name, site = found.sky.flights[pair // sites].name, found.stations[pair % sites].id
        table.add_row(name_cell(name), name_cell(site), *_season(season, count))
    for satellite, count, season in found.seasons(found.eclipses):
        table.add_row(name_cell(found.sky.flights[satellite].name), "(in shadow)", *_season(season, count))
    show(table)
    show("\n" + "\n".join(element_lines(found.sky)))


def _season(season: WindowTable, count: int) -> tuple[str, str, str, str, str]:
    """First and last day, how many times, the longest, and the middle of that one."""
    from serai.time import Instant
    from serai.wording import duration

    longest = int(season.duration_s.argmax())
    middle = Instant(int(season.start_ns[longest] + season.end_ns[longest]) // 2)
    days = [Instant(int(season.start_ns[k])).utc(0)[:10] for k in (0, -1)]
    return days[0], days[1], str(count), duration(float(season.duration_s[longest])), middle.utc(0)[11:16]
