"""The options of `serai attenuation`: a path, its antenna, the maps, and what to draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Cases = Annotated[
    Path | None,
    typer.Argument(metavar="CASES.csv", help="One row a case; the options below for one case."),
]
Lat = Annotated[float | None, typer.Option("--lat", metavar="DEG", help="Latitude, north positive.")]
Lon = Annotated[float | None, typer.Option("--lon", metavar="DEG", help="Longitude, east positive.")]
Frequency = Annotated[float | None, typer.Option("--frequency", metavar="GHZ", help="1 to 55 GHz.")]
Elevation = Annotated[
    float | None, typer.Option("--elevation", metavar="DEG", help="Above the horizon, 5 to 90.")
]
Percent = Annotated[
    float | None, typer.Option("--percent", metavar="P", help="Of an average year, 0.001 to 5.")
]
Height = Annotated[
    float | None, typer.Option("--height", metavar="M", help="Of the antenna; the ground's when left out.")
]
Polarisation = Annotated[
    float,
    typer.Option("--polarisation", metavar="DEG", help="Tilt: 0 horizontal, 90 vertical, 45 circular."),
]
Diameter = Annotated[float, typer.Option("--diameter", metavar="M", help="Of the antenna.")]
Efficiency = Annotated[float, typer.Option("--efficiency", help="Of the antenna, 0 to 1.")]
Maps = Annotated[
    Path | None,
    typer.Option("--maps", metavar="DIR", help="A bundle of maps; the user's own when left out."),
]
Older = Annotated[
    bool,
    typer.Option(
        "--older-maps", help="Let older maps stand in where those in force are missing, and say so."
    ),
]
Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE.svg", help="Draw availability against margin for the place."),
]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE.svg",
        help="Draw the rain margin over the corridor: 20 GHz, 40 deg, 0.5 % unless said.",
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Write the rows of CASES.csv back as CSV.")]
