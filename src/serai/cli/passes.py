"""`serai passes`: when do satellites stand above the horizon of stations?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.input.bulk_inputs import (
    AsCsv,
    Elements,
    Length,
    MaxAge,
    More,
    Satellites,
    Start,
    Strict,
    Turn,
    asked,
    needed,
)
from serai.cli.input.options import Folder, Json, Zone, one_form
from serai.cli.input.parsing import zone
from serai.cli.rows.window_rows import (
    element_lines,
    in_time,
    lost_lines,
    said_of_elements,
    sheet_on_demand,
    write_windows,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.table import Table

    from serai.questions.columns import Cell
    from serai.questions.windows import FoundWindows, WindowSearch

SHOWN_AT_MOST = 400  # passes on the screen; --csv, --json and --ical give all


StationsFile = Annotated[
    Path | None,
    typer.Option(
        "--stations",
        metavar="CSV",
        help="Columns id, lat_deg, lon_deg, height_m, mask; else the folder's.",
    ),
]
Lowest = Annotated[
    str | None,
    typer.Option(
        "--mask",
        metavar="DEG",
        help="Lowest elevation, or 'azimuth:elevation ...'; a station's own counts where it is higher.",
    ),
]
OnlyStations = Annotated[
    list[str] | None, typer.Option("--station", metavar="ID ...", help="Only these stations.")
]
Everything = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Every pass over a corridor's own stations, not only what terms, band and dish let them take.",
    ),
]
Carrier = Annotated[
    float | None,
    typer.Option("--frequency", metavar="GHZ", help="Of the carrier sent down, for --columns doppler."),
]
Calendar = Annotated[
    Path | None,
    typer.Option("--ical", metavar="FILE", help="Write the passes as a calendar (iCalendar)."),
]


def passes(
    folder: Folder = None,
    elements: Elements = None,
    stations: StationsFile = None,
    start: Start = None,
    days: Length = None,
    mask: Lowest = None,
    orientation: Turn = None,
    satellite: Satellites = None,
    max_age: MaxAge = 180.0,
    strict: Strict = False,
    station: OnlyStations = None,
    everything: Everything = False,
    columns: More = None,
    frequency: Carrier = None,
    ical: Calendar = None,
    tz: Zone = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """When do satellites pass over stations, how high, and how sure are the times?

    Every pass is found, however short, and marked where the period cuts it. Over a corridor's own stations
    those are told that they may take, unless satellites are named, or with --all. The uncertainty is how
    early or late satellites of that kind come on elements of that age (median; empty where never measured).

    \b
    Examples:
      serai passes --elements gp.csv --stations stations.csv --days 7 --mask 10
      serai passes --satellite gaofen-3-02 --station kashi --tz Asia/Karachi
      serai passes corridors/belt-and-road --station kashi --ical kashi.ics
      serai passes --satellite hj-2e --station kashi --columns range doppler orbit \\
                   --frequency 8.2
    """
    from serai.questions.cautions import Allowed
    from serai.questions.passes import pass_search

    one_form(csv=csv, json=json)
    of_folder = stations is None and elements is None
    of = asked(folder, elements, start, days, tz)
    search = pass_search(
        of.elements,
        None if of_folder else needed(stations, "--stations"),
        start=of.start,
        days=of.days,
        mask=mask,
        orientation=orientation,
        satellites=tuple(satellite or ()),
        only_stations=tuple(station or ()),
        allowed=Allowed(max_age, strict),
        columns=tuple(columns or ()),
        frequency_ghz=frequency,
        everything=everything,
    )
    if csv or json:
        _write(search, mask, ical, as_csv=csv)
    else:
        _show(search, ical, zone(tz))


def _write(search: WindowSearch, mask: str | None, ical: Path | None, *, as_csv: bool) -> None:
    """The rows as they are found, and then the calendar."""
    from serai.cli.progress import watched

    with watched() as tell:
        write_windows(search, _said(search, mask), as_csv=as_csv, tell=tell)
    if ical is not None:
        _write_calendar(search.found(), ical)


def _write_calendar(found: FoundWindows, ical: Path) -> None:
    from serai import __version__
    from serai.files import put, raw_bytes
    from serai.report.data.pass_calendar import calendar_of

    before = raw_bytes(ical).decode("utf-8", "replace") if ical.is_file() else ""
    put(ical, calendar_of(found, before, made_by=f"serai {__version__}"))


def _said(search: WindowSearch, mask: str | None) -> dict[str, object]:
    sky = search.sky
    return {
        "start": sky.span.start.utc(),
        "end": sky.span.end.utc(),
        "mask": mask,
        "satellites": len(sky),
        "stations": len(search.places),
        "all": search.takes is None,
        "orientation": sky.orientation.source,
        **said_of_elements(sky),
    }


def _show(search: WindowSearch, ical: Path | None, clock: ZoneInfo | None) -> None:
    """A table such as a station prints, with what was asked above it and what it leaves out below."""
    from serai.cli.console import show
    from serai.cli.progress import watched
    from serai.wording import plural, reason

    with watched() as tell:
        found = search.found(tell)
    if ical is not None:
        _write_calendar(found, ical)
    sky = search.sky
    rows = sorted(search.rows(found.part), key=in_time)
    show(
        f"{plural(len(rows), 'pass', 'passes')} of {plural(len(sky), 'satellite')} over "
        f"{plural(len(search.places), 'station')}, "
        f"{sky.span.start.utc(0)} to {sky.span.end.utc(0)}; az and el in degrees\n"
    )
    told = rows[:SHOWN_AT_MOST]
    show(sheet_on_demand(search, told, clock) if search.more.columns else _sheet(told, clock))
    if len(rows) > SHOWN_AT_MOST:
        show(f"\nand {len(rows) - SHOWN_AT_MOST:,} more; --csv or --json gives all")
    show("\n< > cut by the period; +- s: how early or late (median); ?: never measured")
    if search.takes is not None:
        show(str(reason("questions.takes", stations=search.takes.stations)))
    for line in (*element_lines(sky), *lost_lines(found.without_position)):
        show(line)
    if ical is not None:
        show(f"calendar: {ical}")


def _sheet(rows: Sequence[tuple[Cell, ...]], clock: ZoneInfo | None) -> Table:
    """Passes in order of rising under the date of each day; where it is narrow, only names are shortened."""
    from rich.table import Table

    from serai.cli.console import name_cell
    from serai.report.moments import local
    from serai.time import Instant

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    here = (("local", "left", True),) if clock else ()
    for head, side, whole in (
        ("rise (UTC)", "left", True), *here, ("az", "right", True), ("highest", "left", True),
        ("el", "right", True), ("set", "left", True), ("az", "right", True), ("min", "right", True),
        ("satellite", "left", False), ("station", "left", False), ("+- s", "right", True),
    ):  # fmt: skip
        table.add_column(head, justify="right" if side == "right" else "left", no_wrap=whole)
    day = ""
    for row in rows:
        name, station, rise, end, best, late, best_at, az_rise, _, az_set, lasting, cut, *_ = row
        if str(rise)[:10] != day:
            day = str(rise)[:10]
            table.add_row(day, style="bold")
        table.add_row(
            ("<" if cut in ("start", "both") else " ") + str(rise)[11:19],
            *((local(Instant.from_utc(str(rise)), clock),) if clock else ()),
            f"{az_rise:.0f}",
            str(best_at)[11:19],
            f"{best:.0f}",
            str(end)[11:19] + (">" if cut in ("end", "both") else ""),
            f"{az_set:.0f}",
            f"{float(lasting or 0) / 60:.1f}",
            name_cell(name),
            name_cell(station),
            "?" if late is None else f"{late:g}",
        )
    return table
