"""`serai station`: do the navigation services perform as promised at this station?"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.console import echo, print_json, show
from serai.cli.input.options import Json
from serai.cli.input.reference import reference_corridor
from serai.cli.progress import watched
from serai.wording import Reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from serai.navigate.monitor.conformance import Watch
    from serai.navigate.monitor.evaluation import FileEvaluation, Limits
    from serai.navigate.monitor.references import StationReferences
    from serai.navigate.monitor.services import ServiceUse


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
    site_log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The station's IGS site log: a header that differs is told."),
    ] = None,
    sp3: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Precise orbits: the station's place by PPP, file by file."),
    ] = None,
    clk: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Precise clocks for those orbits.")
    ] = None,
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
    from serai.cli.input.coordinates import xyz
    from serai.navigate.monitor.conformance import watch
    from serai.navigate.monitor.evaluation import Limits

    place = xyz("--position", position)
    services = _served_in(corridor or reference_corridor(), place)
    limits = Limits(range_m=range_alarm, mask_deg=mask)
    usual = services if corridor is None or state is None else _served_in(reference_corridor(), place)
    references = _references(site_log, sp3 or [], clk or [])
    known = _judged(files, place, limits, services, usual, state, references)
    found = watch(known.values(), services, limits)
    title = name or f"Station at {', '.join(f'{v:.0f}' for v in place)}"
    if page is not None:
        from serai.report.page.station import write_station_page

        write_station_page(found, page, title=title)
    _print(found, title, json=json)


def _served_in(folder: Path, place: NDArray[np.float64]) -> tuple[ServiceUse, ...]:
    """The services whose published figures a corridor has, and those that augment them at a place."""
    from serai.corridor import read
    from serai.navigate.monitor.augmented import augmented_of
    from serai.navigate.monitor.services import services_of
    from serai.services import SERVICES, SHARED_TABLES

    pool = read(folder, SERVICES, SHARED_TABLES).pool
    return (*services_of(pool), *augmented_of(pool, place))


def _references(log: Path | None, sp3: list[Path], clk: list[Path]) -> StationReferences:
    """The site log and the precise orbits that were given."""
    from serai.formats.precise.sp3 import read_sp3
    from serai.formats.rinex.clock import read_clocks
    from serai.formats.site_log import read_site_log
    from serai.gnss.satellites.precise import Precise, clocks_of_several, orbits_of_several
    from serai.navigate.monitor.references import StationReferences

    orbits = None
    if sp3:
        clocks = clocks_of_several([read_clocks(path) for path in clk]) if clk else None
        orbits = Precise.of(orbits_of_several([read_sp3(path) for path in sp3]), clocks)
    return StationReferences(None if log is None else read_site_log(log), orbits)


def _judged(
    files: list[Path],
    place: NDArray[np.float64],
    limits: Limits,
    services: tuple[ServiceUse, ...],
    usual: tuple[ServiceUse, ...],
    state: Path | None,
    references: StationReferences,
) -> dict[str, FileEvaluation]:
    """What each file comes to: as remembered, and what is new, remembered as it is found."""
    from serai.navigate.monitor.state import JudgingLimits, figures_of, load, save
    from serai.navigate.monitor.stream import each_judged, feed_of

    measure = JudgingLimits(limits=limits, figures=figures_of(services))
    with _alone_with(state), watched() as tell:
        known = {} if state is None else load(state, place, measure, figures_of(usual))
        feed = feed_of(files)
        for path, why in feed.left.items():
            _left_out(path.name, why)
        for one in each_judged(feed, place, services, limits, known, tell, _left_out, references):
            known = {**known, one.file: one}
            if state is not None:
                save(state, place, known, measure)
    return known


def _alone_with(state: Path | None) -> AbstractContextManager[None]:
    """Nobody else judges into the same state meanwhile; who comes second waits, and goes on from there."""
    from serai.files import locked

    if state is None or not state.parent.is_dir():
        return nullcontext()
    return locked(state, waiting=lambda: echo(f"serai: {state.name} is in use; waiting", err=True))


def _print(found: Watch, title: str, *, json: bool) -> None:
    from serai.report.terminal.station import StationView, station_json

    if json:
        print_json({"station": title, **station_json(found)}, indent=None)
    else:
        show(StationView(found, title=title))


def _left_out(name: str, why: Reason | str) -> None:
    """One sentence on a file that is not judged."""
    echo(f"serai: {name} left out: {why}", err=True)
