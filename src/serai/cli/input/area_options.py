"""The options of `looks --area`: the area, who asks, and for what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Area = Annotated[
    Path | None,
    typer.Option(
        "--area",
        metavar="FILE",
        help="Instead of points: polygons or lines (GeoJSON), or a CSV of boxes; which looks cover how much.",
    ),
]
ForNeed = Annotated[
    str | None,
    typer.Option(
        "--need",
        metavar="ID",
        help="With --area: who asks, which sensors, how long images take on the ground; alone: its box.",
    ),
]
ForParty = Annotated[
    str | None,
    typer.Option(
        "--party", metavar="ID", help="With --area: whose terms count; open to everyone if left out."
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--sensor", metavar="KIND ...", help="With --area: radar, optical, stereo, wide-field ..."),
]
Finest = Annotated[
    float | None,
    typer.Option("--resolution", metavar="M", help="With --area: only sensors so fine, metres."),
]
Urgent = Annotated[bool, typer.Option("--emergency", help="With --area: terms for emergencies count.")]
Struck = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="ID ...", help="With --area: these assets, groups or parties are lost."
    ),
]
Strips = Annotated[
    Path | None, typer.Option("--geojson", metavar="FILE", help="With --area: write area and strips.")
]
SwathWidth = Annotated[
    float | None,
    typer.Option(
        "--swath",
        metavar="KM",
        help="With --area and --elements: how wide a strip is; all that is within reach if left out.",
    ),
]
Clouds = Annotated[
    Path | None,
    typer.Option(
        "--clouds",
        metavar="FILE",
        help="With --area: a forecast of cloud cover (NetCDF): the chance of a clear view.",
    ),
]
PageFile = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE", help="With --area: write maps, looks and days as one page."),
]
Share = Annotated[
    float | None,
    typer.Option("--percent", metavar="P", help="With --area: how much of it a new map must cover; else 90."),
]
