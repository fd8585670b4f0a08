"""`serai monitor`: what changed at a place, where, since when, how sure; and what was not seen, and why?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.console import echo, print_json, show
from serai.cli.input.options import Json, one_form
from serai.cli.progress import watched


def monitor(
    stack: Annotated[Path, typer.Argument(metavar="STACK", help="Images of one place on many dates (.npz).")],
    layer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="An array of the stack, or an index: ndvi, ndwi, mndwi, nbr ..."),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The last date to learn from; left out, the last year is watched."),
    ] = None,
    confirm: Annotated[
        int, typer.Option(metavar="N", min=1, max=20, help="Dates in a row that confirm a break.")
    ] = 4,
    threshold: Annotated[
        float,
        typer.Option(metavar="SIGMA", min=0.1, max=20.0, help="How far off the forecast each of them is."),
    ] = 1.1,
    alarm_share: Annotated[
        float | None,
        typer.Option(
            metavar="PERCENT", min=0.0, max=100.0, help="Alarm when so much of the area has changed."
        ),
    ] = None,
    below: Annotated[
        float | None, typer.Option(metavar="VALUE", help="Alarm when the area's value stays below this.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Write record, table, maps and pictures; a run that was cut short goes on."
        ),
    ] = None,
    memory: Annotated[
        float, typer.Option(metavar="MB", min=50.0, help="Memory for what is read at once.")
    ] = 1_000.0,
    threads: Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Threads to work in.")] = 2,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="One row a date, as CSV.")] = False,
) -> None:
    """What changed at a place, where, since when, how sure; and what was not seen, and why?

    Each pixel's year is learned from its history (level, trend, harmonics and a departure remembered for
    weeks); a break is confirmed by several dates in a row off the forecast, and its first disturbed date is
    kept. Every date is told with what share of it was valid and the cause where it was not.

    \b
    Examples:
      serai monitor ndvi.npz --history 2016-12-31
      serai monitor bands.npz --layer mndwi --alarm-share 5 --out lake/
    """
    from serai.observe.series.pixels import WatchRules
    from serai.questions.monitor import monitor as answered
    from serai.report.data.series import monitor_csv, monitor_json, write_monitoring
    from serai.report.terminal.series import MonitoringView

    one_form(csv=csv, json=json)
    with watched() as tell:
        found = answered(
            stack,
            layer=layer,
            history=history,
            rules=WatchRules(confirm=confirm, threshold=threshold),
            alarm_share=None if alarm_share is None else alarm_share / 100.0,
            below=below,
            out=out,
            memory_mb=memory,
            threads=threads,
            progress=tell,
        )
    files = () if out is None else write_monitoring(found, out)
    if csv:
        echo(monitor_csv(found), nl=False)
    elif json:
        print_json(monitor_json(found), indent=None)
    else:
        show(MonitoringView(found))
        for file in files:
            show(f"written: {file}")
