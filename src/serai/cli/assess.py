"""`serai assess`: is each need met, by what path, with what margin, and what does it hang on?"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai import __version__
from serai.cli.console import print_json, program, show
from serai.cli.input.options import At, Days, Folder, Json, Needs, With, Zone
from serai.cli.input.parsing import begins, say_in_force, zone
from serai.cli.input.reference import reference_corridor
from serai.cli.ladder.options import OwnCables
from serai.cli.progress import watched

if TYPE_CHECKING:
    from serai.outcome.outcome import Outcome

REPORT_FOLDER = "serai-report"  # beside where the command runs, unless --report says otherwise


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
            help="Leave out these assets, risk groups or parties, or what lies in a GeoJSON file's polygons.",
        ),
    ] = None,
    with_terms: With = None,
    cables: OwnCables = None,
    on_paper: Annotated[
        str | None,
        typer.Option(
            "--on-paper",
            metavar="NAME",
            help="Count what a constellation of constellations.csv has on paper, as if it flew.",
        ),
    ] = None,
    clouds: Annotated[
        Path | None,
        typer.Option(
            "--clouds", metavar="FILE", help="A forecast of cloud cover (NetCDF), for clear views and looks."
        ),
    ] = None,
    today: Annotated[
        bool, typer.Option("--today", help="The day alone, without the thirteen days after it.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Write the pages to this folder, with a ladder of services for each connect need.",
        ),
    ] = None,
    tz: Zone = None,
    json: Json = False,
) -> None:
    """Is each need met, by what path, with what margin?

    Each need is judged on the day and on each of fourteen days from it; its verdict is the worse of the two,
    or of them and the year where a share of one is asked.
    The answer names the weakest figures and what a need hangs on. With --days, --without, --with, --cables,
    --clouds or --on-paper the day alone is judged, as with --today.

    \b
    Examples:
      serai assess
      serai assess --today --at now --tz Asia/Karachi
      serai assess --at 2026-08-22T00:00:00Z --days 1 --need N01 N02
      serai assess --without kashi --report out/kashi-down
      serai assess --cables my_cable.geojson
    """
    run(
        folder=folder,
        at=at,
        days=days,
        needs=tuple(need or ()),
        without=tuple(without or ()),
        with_terms=tuple(with_terms or ()),
        cables=tuple(cables or ()),
        on_paper=on_paper or "",
        clouds=clouds,
        today=today,
        report=report,
        tz=tz,
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
    cables: tuple[str, ...],
    on_paper: str,
    clouds: Path | None,
    today: bool,
    report: Path | None,
    tz: str | None,
    json: bool,
) -> None:
    """Assess the corridor as asked and print the answer.

    With something left out, added or switched on, the corridor as it stands is assessed too, so that what
    changes can be said.
    """
    from serai import report as views
    from serai.connect.own.reading import with_own_cables
    from serai.outcome.outcome import assess as judge
    from serai.outcome.outcome import open_corridor
    from serai.questions.clouds import with_clouds
    from serai.questions.constellations.selection import and_constellation
    from serai.questions.footprint import names_lost

    corridor = open_corridor(folder or reference_corridor())
    more = with_own_cables(corridor, cables)
    changed = more.without(*names_lost(more, without)).with_terms(*with_terms)
    changed = and_constellation(changed, on_paper) if on_paper else changed
    changed = with_clouds(changed, clouds) if clouds else changed
    say_in_force(corridor, with_terms)
    another = changed is not corridor
    if needs:
        corridor, changed = corridor.only(*needs), changed.only(*needs)
    begin = begins(corridor, at, tz)
    alone = today or days is not None or another
    with watched() as tell:
        before = judge(corridor, at=begin, days=days, fortnight=not alone, sharing=not another, progress=tell)
        after = before
        if another:
            stands = (
                None if with_terms or on_paper else before.as_made
            )  # a loss leaves the plan, a term or a satellite more calls for another
            world = None if on_paper else replace(before.world, weather=changed.weather)
            after = judge(changed, at=begin, days=days, world=world, plan=stands, sharing=True, progress=tell)
    earlier = before if after is not before else None
    written = None
    if report is not None or not json:
        made_by = f"serai {__version__}"
        written = views.write_report(
            after,
            report or Path(REPORT_FOLDER),
            before=earlier,
            made_by=made_by,
            zone=zone(tz),
            ladders=report is not None,
        )
    if json:
        print_json(views.assess_answer(after, before=earlier, report=written))
        return
    options = {
        "--at": at,
        "--tz": tz,
        "--days": days,
        "--need": needs,
        "--with": with_terms,
        "--cables": cables,
        "--on-paper": on_paper or None,
        "--clouds": clouds,
    }
    after_that = _next(after, folder, options, without, today=today)
    show(
        views.AssessmentView(
            after, before=earlier, report=written, needs=needs, next_command=after_that, zone=zone(tz)
        )
    )


def _next(
    after: Outcome,
    folder: Path | None,
    options: Mapping[str, object],
    without: tuple[str, ...],
    *,
    today: bool = False,
) -> str:
    """The command that is worth trying next, about the same corridor and asked in the same way.

    `resilience` takes no --without, so the next loss comes on top of those already tried; nor a --today,
    nor --cables.
    """
    loss = _untried(after, without) if without or options.get("--cables") or not options["--with"] else None
    if not loss:
        options = {**options, "--cables": None, "--on-paper": None, "--clouds": None}
    command = [program(), "assess" if loss else "resilience"]
    if folder is not None and folder.resolve() != reference_corridor().resolve():
        command.append(f"{folder}/")  # the slash tells a folder from a value
    for option, value in {**options, "--without": (*without, loss) if loss else ()}.items():
        said = _said(value)
        command += [option, *said] if said else []
    return shlex.join([*command, "--today"] if today and loss else command)


def _untried(after: Outcome, without: tuple[str, ...]) -> str | None:
    """The heaviest single loss that is not struck already."""
    known = {name.casefold() for name in without}
    plain = (after.pool.plainly(p.loss.id, p.loss.assets) for p in after.single_points)
    return next((name for name in plain if name.casefold() not in known), None)


def _said(value: object) -> list[str]:
    """The values of an option as words of a command line; none where it was left out."""
    several = value if isinstance(value, tuple) else () if value is None else (value,)
    return [f"{v:g}" if isinstance(v, float) else str(v) for v in several]
