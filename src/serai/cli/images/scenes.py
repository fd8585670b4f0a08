"""`serai scenes`: what has been taken of an area, what of what was planned came, and who could look next?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.console import print_json, show
from serai.cli.input.options import Json

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="A corridor folder; the reference corridor when left out."),
]
Area = Annotated[
    Path | None,
    typer.Option("--area", metavar="FILE", help="Polygons or lines (GeoJSON), or a CSV of boxes."),
]
Need = Annotated[
    str | None, typer.Option("--need", metavar="ID", help="Who asks, and with which sensors; its box.")
]
Archive = Annotated[
    list[Path] | None,
    typer.Option("--archive", metavar="ITEMS ...", help="STAC items: files, catalogues or folders."),
]
Since = Annotated[str | None, typer.Option("--since", metavar="TIME", help="Of the archive: not before.")]
Until = Annotated[str | None, typer.Option("--until", metavar="TIME", help="Of the archive: not after.")]
Cloud = Annotated[
    float | None,
    typer.Option(metavar="PERCENT", min=0.0, max=100.0, help="Of the archive: no more cloud, where told."),
]
Resolution = Annotated[
    float | None, typer.Option(metavar="M", help="Only scenes and sensors so fine, metres.")
]
Party = Annotated[
    str | None, typer.Option("--party", metavar="ID", help="Whose terms count for looks to come.")
]
Sensor = Annotated[
    list[str] | None,
    typer.Option("--sensor", metavar="KIND ...", help="For looks to come: radar, optical, stereo ..."),
]
Emergency = Annotated[
    bool, typer.Option("--emergency", help="For looks to come: terms for emergencies count.")
]
Planned = Annotated[
    Path | None,
    typer.Option("--planned", metavar="FILE", help="Planned looks (from --items): which of them came?"),
]
ItemsOut = Annotated[
    Path | None,
    typer.Option("--items", metavar="FILE", help="Write the looks to come as STAC items."),
]
StandingOut = Annotated[
    Path | None,
    typer.Option("--standing", metavar="FILE", help="Write the planned looks as they stand, as STAC items."),
]
StartAt = Annotated[str | None, typer.Option("--start", metavar="TIME", help="From when looks are sought.")]
DaysLong = Annotated[float | None, typer.Option(metavar="N", help="For how many days.")]


def scenes(
    folder: Folder = None,
    area: Area = None,
    need: Need = None,
    archive: Archive = None,
    since: Since = None,
    until: Until = None,
    cloud: Cloud = None,
    resolution: Resolution = None,
    party: Party = None,
    sensor: Sensor = None,
    emergency: Emergency = False,
    planned: Planned = None,
    items: ItemsOut = None,
    standing: StandingOut = None,
    start: StartAt = None,
    days: DaysLong = None,
    json: Json = False,
) -> None:
    """What has been taken of an area, what of what was planned came, and who could look next?

    The archive comes first: scenes of STAC items that show the area, the newest before. Then the looks of
    the corridor's pool, as serai looks --area tells them. Looks are written as STAC items (--items), and
    later matched to the scenes of the archive: planned, acquired, delivered.

    \b
    Examples:
      serai scenes --area examples/flood.geojson --party ndma-pk --emergency --items planned.json
      serai scenes --need N17 --archive catalogue/ --cloud 20 --since 2026-06-01
      serai scenes --need N17 --archive catalogue/ --planned planned.json --json
    """
    from serai import __version__
    from serai.cli.input.parsing import begins, instant
    from serai.cli.input.reference import reference_corridor
    from serai.errors import Refused
    from serai.files import put
    from serai.outcome.outcome import open_corridor
    from serai.questions.images.scenes import scenes as answered
    from serai.report.data.scenes import planned_items, scenes_answer, standing_items
    from serai.report.terminal.scenes import scene_views

    if standing is not None and planned is None:
        raise Refused("cli.only_with", option="--standing", needed="--planned")
    corridor = open_corridor(folder or reference_corridor())
    found = answered(
        corridor,
        area,
        archive=archive or (),
        planned=planned,
        since=instant(since),
        until=instant(until),
        cloud=None if cloud is None else cloud / 100.0,
        resolution_m=resolution,
        need=need or "",
        party=party or "",
        sensors=sensor or (),
        emergency=emergency,
        start=begins(corridor, start, None),
        days=days,
    )
    if items is not None:
        put(items, planned_items(found, version=__version__))
    if standing is not None:
        put(standing, standing_items(found))
    if json:
        print_json(scenes_answer(found))
        return
    for view in scene_views(found):
        show(view)
