"""The options of `serai connect`: a place or a need, who stands there, and what is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serai.cli.input.options import between

Lat = Annotated[
    float | None,
    typer.Option("--lat", metavar="DEG", callback=between(-90.0, 90.0), help="Latitude, north positive."),
]
Lon = Annotated[
    float | None,
    typer.Option("--lon", metavar="DEG", callback=between(-180.0, 180.0), help="Longitude, east positive."),
]
OneNeed = Annotated[
    str, typer.Option("--need", metavar="ID", help="Instead of a place: a need, its party and terminal.")
]
Party = Annotated[
    str, typer.Option("--party", metavar="ID", help="Who stands there: its terms and its country.")
]
Country = Annotated[
    str, typer.Option("--country", metavar="CC", help="In which country; else the nearest site's.")
]
Held = Annotated[
    list[str] | None,
    typer.Option("--terminal", metavar="ID ...", help="What is held (terminals.csv); any when left out."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="ID ...", help="After the loss of assets, groups, parties, FILE.geojson."
    ),
]
OwnCables = Annotated[
    list[str] | None,
    typer.Option(
        "--cables", metavar="FILE ...", help="Cables of your own beside the corridor's: GeoJSON, GraphML."
    ),
]
PageFile = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE", help="Write the ladder and its picture as a page too."),
]
Every = Annotated[
    bool, typer.Option("--all", help="Instead: what each need's rate is when all needs ask at once.")
]
