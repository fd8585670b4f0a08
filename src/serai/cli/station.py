"""`serai station`: do the navigation services perform as promised at this station?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.console import show
from serai.cli.options import Json
from serai.cli.progress import watched
from serai.cli.reference import reference_corridor
from serai.wording import Reason


def station(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER|FILE",
            help="The station's observation and navigation files (RINEX), and logs of SBAS or PPP-B2b "
            "messages, in any order.",
        ),
    ],
    position: Annotated[
        str,
        typer.Option(metavar="X,Y,Z", help="Where the antenna is known to be: Earth-fixed metres."),
    ],
    corridor: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Whose published figures to judge by; the reference corridor."),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Remember what was judged here; the next run reads new files only."
        ),
    ] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with charts too.")] = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="The station's name, for the heading.")] = "",
    range_alarm: Annotated[
        float,
        typer.Option(metavar="M", min=1.0, help="The range error that makes a satellite faulty, metres."),
    ] = 10.6,
    mask: Annotated[float, typer.Option(min=0.0, max=60.0, help="Lowest elevation, degrees.")] = 10.0,
    json: Json = False,
) -> None:
    """Do the navigation services perform as promised, here, in these files?

    Each service's served accuracy, availability and continuity against the corridor's published figures
    (met, not met, or unknown with the figure that is missing), every satellite's range errors, and alarms
    with begin, end and size. SBAS and PPP-B2b are judged where their messages were logged. One file is in
    memory at a time.

    \b
    Examples:
      serai station site.obs site.nav --position 3582104.925,532590.238,5232755.267
      serai station incoming/ --position X,Y,Z --state site.json --page site.html
    """
    from json import dumps

    from serai.cli.coordinates import xyz
    from serai.corridor import read
    from serai.navigate.monitor.augmented import augmented_of
    from serai.navigate.monitor.conformance import watch
    from serai.navigate.monitor.evaluation import Judged, Limits
    from serai.navigate.monitor.services import Served, services_of
    from serai.navigate.monitor.state import Measure, figures_of, load, save
    from serai.navigate.monitor.stream import each_judged, feed_of
    from serai.report.page.station import write_station_page
    from serai.report.terminal.station import StationView, station_json
    from serai.services import SERVICES, SHARED_TABLES

    place = xyz("--position", position)

    def served_in(folder: Path) -> tuple[Served, ...]:
        pool = read(folder, SERVICES, SHARED_TABLES).pool
        return (*services_of(pool), *augmented_of(pool, place))

    services = served_in(corridor or reference_corridor())
    limits = Limits(range_m=range_alarm, mask_deg=mask)
    measure = Measure(limits=limits, figures=figures_of(services))
    known: dict[str, Judged] = {}
    if state is not None:
        usual = measure.figures if corridor is None else figures_of(served_in(reference_corridor()))
        known = load(state, place, measure, usual)
    feed = feed_of(files)
    for path, why in feed.left.items():
        _left_out(path.name, why)
    with watched() as tell:
        for one in each_judged(feed, place, services, limits, known, tell, _left_out):
            known = {**known, one.file: one}
            if state is not None:
                save(state, place, known, measure)
    found = watch(known.values(), services, limits)
    title = name or f"Station at {', '.join(f'{v:.0f}' for v in place)}"
    if page is not None:
        write_station_page(found, page, title=title)
    if json:
        typer.echo(dumps({"station": title, **station_json(found)}, ensure_ascii=False, allow_nan=False))
        return
    show(StationView(found, title=title))


def _left_out(name: str, why: Reason | str) -> None:
    """One sentence on a file that is not judged."""
    typer.echo(f"serai: {name} left out: {why}", err=True)
