"""`serai monitor`: what changed at a place, where, since when, how sure; and what was not seen, and why?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.console import echo, print_json, show
from serai.cli.input.options import Json, one_form
from serai.cli.progress import watched

if TYPE_CHECKING:
    from serai.cli.images.need import WatchedNeed
    from serai.observe.series.areas import PolygonRecord
    from serai.observe.series.record import Monitoring
    from serai.questions.images.look_again import LookAgain


Stack = Annotated[
    Path,
    typer.Argument(
        metavar="STACK",
        help="Images of one place on many dates: arrays (.npz) or STAC items (.json, or a folder).",
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="An array of the stack, or an index: ndvi, ndwi, mndwi, nbr ..."),
]
History = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The last date to learn from; left out, the last year is watched."),
]
Confirm = Annotated[
    int, typer.Option(metavar="N", min=1, max=20, help="Dates in a row that confirm a break.")
]
Threshold = Annotated[
    float,
    typer.Option(metavar="SIGMA", min=0.1, max=20.0, help="How far off the forecast each of them is."),
]
Inside = Annotated[
    str | None,
    typer.Option("--box", metavar="W,S,E,N", help="Of STAC items: the place to read, in degrees."),
]
Resolution = Annotated[
    float | None,
    typer.Option(metavar="M", help="Of STAC items: the size of a pixel; left out, that of the scenes."),
]
Composite = Annotated[
    str,
    typer.Option(metavar="PERIOD", help="One image a month, quarter, year or so many days (maps of --out)."),
]
Fill = Annotated[bool, typer.Option("--fill", help="Keep every date filled by the model (maps of --out).")]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="Work on the machines of a dask scheduler, not in threads."),
]
AlarmShare = Annotated[
    float | None,
    typer.Option(metavar="PERCENT", min=0.0, max=100.0, help="Alarm when so much of the area has changed."),
]
Below = Annotated[
    float | None, typer.Option(metavar="VALUE", help="Alarm when the area's value stays below this.")
]
Above = Annotated[
    float | None, typer.Option(metavar="VALUE", help="Alarm when the area's value stays above this.")
]
NeedId = Annotated[
    str | None,
    typer.Option(
        "--need", metavar="ID", help="Layer and alarms of this need; each alarm asks to look again."
    ),
]
CorridorFolder = Annotated[
    Path | None,
    typer.Option(
        "--corridor", metavar="FOLDER", help="With --need: whose; the reference corridor's if left out."
    ),
]
AskedAt = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="TIME", help="With --need: from when looks are asked for; the corridor's start."
    ),
]
Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="With --need: the store that keeps what alarms ask for."),
]
Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="With --database: who asks.")]
Areas = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Polygons (GeoJSON, in the stack's x and y): a record of each."),
]
Segments = Annotated[
    bool, typer.Option("--segments", help="Cut each pixel's series at all of its breaks (maps of --out).")
]
AsMeasured = Annotated[
    bool, typer.Option("--as-measured", help="Leave bias, drift and steps between sensors in.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Write record, table, maps and pictures; a run that was cut short goes on."
    ),
]
Memory = Annotated[float, typer.Option(metavar="MB", min=50.0, help="Memory for what is read at once.")]
Threads = Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Threads to work in.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="One row a date, as CSV.")]


def monitor(
    stack: Stack,
    layer: Layer = None,
    history: History = None,
    confirm: Confirm = 4,
    threshold: Threshold = 1.1,
    alarm_share: AlarmShare = None,
    below: Below = None,
    above: Above = None,
    need: NeedId = None,
    corridor: CorridorFolder = None,
    at: AskedAt = None,
    database: Database = None,
    by: Who = None,
    areas: Areas = None,
    box: Inside = None,
    resolution: Resolution = None,
    composite: Composite = "",
    fill: Fill = False,
    segments: Segments = False,
    as_measured: AsMeasured = False,
    out: Out = None,
    memory: Memory = 1_000.0,
    threads: Threads = 2,
    scheduler: Scheduler = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """What changed at a place, where, since when, how sure; and what was not seen, and why?

    Each pixel's year is learned from its history (level, trend, harmonics and a departure remembered for
    weeks); a break is confirmed by several dates in a row off the forecast, and its first disturbed date is
    kept. Every date is told with what share of it was valid and the cause where it was not.

    \b
    Examples:
      serai monitor ndvi.npz --history 2016-12-31
      serai monitor bands.npz --layer mndwi --alarm-share 5 --out lake/
      serai monitor mekong.npz --need N17 --out mekong/
      serai monitor items.json --layer ndvi --box 66.5,24.8,66.9,25.1 --composite quarter --out delta/
    """
    from serai.cli.images.need import WatchedNeed
    from serai.earth import Box
    from serai.observe.series.cluster import workers
    from serai.observe.series.pixels import WatchRules
    from serai.questions.images.monitor import monitor as answered

    one_form(csv=csv, json=json)
    of = WatchedNeed.of(need, corridor, at, database, by)
    asked = None if of is None else of.watch
    share = None if alarm_share is None else alarm_share / 100.0
    with watched() as tell, workers(scheduler) as executor:
        found = answered(
            stack,
            layer=layer or (asked.layer if asked else None),
            box=None if box is None else Box.read(box),
            resolution_m=resolution,
            composite=composite,
            history=history,
            rules=WatchRules(confirm=confirm, threshold=threshold, segments=segments, fill=fill),
            alarm_share=asked.changed if asked and share is None else share,
            below=asked.below if asked and below is None else below,
            above=asked.above if asked and above is None else above,
            harmonise=not as_measured,
            out=out,
            memory_mb=memory,
            threads=threads,
            executor=executor,
            progress=tell,
        )
    _told(found, of, areas, out, csv=csv, json=json)


def _told(
    found: Monitoring, of: WatchedNeed | None, areas: Path | None, out: Path | None, *, csv: bool, json: bool
) -> None:
    """The record with what stands beside it: written, and printed in the form that was asked for."""
    from serai.observe.series.areas import polygon_records
    from serai.report.data.series import monitor_csv, monitor_json, polygons_json, write_monitoring
    from serai.report.data.watched import asks_json, write_asks
    from serai.report.page.areas.watched import write_watched_page
    from serai.report.readings.beside import need_file

    polygons = () if areas is None else polygon_records(found, areas)
    asks = () if of is None else of.asks(found)
    standing = {} if of is None else of.stands(asks)
    files = () if out is None else write_monitoring(found, out)
    if of is not None and out is not None:
        page = write_watched_page(found, of.title, asks, standing, out / f"{need_file(of.need)}.html")
        files = (*files, write_asks(asks, standing, out), page)
    if csv:
        echo(monitor_csv(found), nl=False)
    elif json:
        beside = {} if areas is None else {"areas": polygons_json(polygons)}
        if of is not None:
            beside["asks"] = asks_json(asks, standing)
        print_json({**monitor_json(found), **beside}, indent=None)
    else:
        _show(found, polygons, asks, files)


def _show(
    found: Monitoring,
    polygons: tuple[PolygonRecord, ...],
    asks: tuple[LookAgain, ...],
    files: tuple[Path, ...],
) -> None:
    from serai.report.terminal.series import MonitoringView, ask_lines, polygon_lines

    show(MonitoringView(found))
    for row in polygon_lines(polygons) if polygons else ():
        show(row)
    for row in ask_lines(asks):
        show(row)
    for file in files:
        show(f"written: {file}")
