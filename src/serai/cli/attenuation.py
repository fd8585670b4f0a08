"""`serai attenuation`: what the atmosphere takes from a path to a satellite, by cause."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import typer

from serai.cli.attenuation_pictures import draw_map, draw_place
from serai.cli.console import echo, print_json
from serai.cli.input import attenuation_options as options
from serai.cli.input.options import Json, one_form
from serai.cli.input.parsing import plain_text
from serai.errors import Refused
from serai.wording import reason

if TYPE_CHECKING:
    from serai.radio.propagation.attenuation_table import CaseAttenuation, PathCase

CAUSES: Mapping[str, str] = {
    "rain_db": "rain",
    "gas_db": "gases",
    "cloud_db": "clouds",
    "scintillation_db": "scintillation",
    "total_db": "total",
}

COLUMNS: Mapping[str, str] = {
    "lat": "lat_deg",
    "lon": "lon_deg",
    "frequency": "frequency_ghz",
    "elevation": "elevation_deg",
    "percent": "percent",
}
LINE = 100  # characters
OF_ONE_CASE = (
    "lat", "lon", "frequency", "elevation", "percent", "height", "polarisation", "diameter", "efficiency",
)  # fmt: skip


def attenuation(
    ctx: typer.Context,
    cases: options.Cases = None,
    lat: options.Lat = None,
    lon: options.Lon = None,
    frequency: options.Frequency = None,
    elevation: options.Elevation = None,
    percent: options.Percent = None,
    height: options.Height = None,
    polarisation: options.Polarisation = 45.0,
    diameter: options.Diameter = 1.2,
    efficiency: options.Efficiency = 0.65,
    maps: options.Maps = None,
    older: options.Older = False,
    picture: options.Picture = None,
    map_: options.Map = None,
    csv: options.AsCsv = False,
    json: Json = False,
) -> None:
    """What do rain, gases, clouds and scintillation take from a path, exceeded for a share of the year?

    ITU-R P.618-14 and what it refers to. Figures come from CASES.csv, else from the digital maps at hand
    (serai fetch itu, or the extra `maps`); what nobody gave is unknown and named, and so is the total.

    \b
    Examples:
      serai attenuation --lat 24.9 --lon 67.0 --frequency 20.2 --elevation 42 --percent 0.5
      serai attenuation cases.csv --csv
    """
    from serai.questions.attenuation import attenuations
    from serai.radio.propagation.attenuation_table import write
    from serai.radio.propagation.maps import maps_at_hand

    one_form(csv=csv, json=json)
    _refuse_idle(ctx, cases, maps)
    if map_ is not None:
        draw_map(map_, frequency or 20.0, elevation or 40.0, percent or 0.5, maps)
        return
    if cases is not None:
        listed = _read(cases)
    else:
        path = _path(lat=lat, lon=lon, frequency=frequency, elevation=elevation, percent=percent)
        antenna = {"polarisation_deg": polarisation, "diameter_m": diameter, "efficiency": efficiency}
        listed = _one({**path, "height_m": height, **antenna})
    at_hand = maps_at_hand(maps)
    answered = attenuations(listed, maps=at_hand, older=older)
    if picture is not None:
        draw_place(picture, listed[0], at_hand, older)
    if json:
        rows = [_plain(a) for a in answered]
        print_json(rows[0] if cases is None else {"cases": rows})
    elif csv or cases is not None:
        echo(write(answered), nl=False)
    else:
        echo(_words(answered[0]))


def _path(**given: float | None) -> dict[str, float | None]:
    """The five figures that a path needs, by their columns, or wrong usage with the first that is missing."""
    missing = next((name for name, value in given.items() if value is None), None)
    if missing is not None:
        raise typer.BadParameter(
            str(reason("cli.path_figure", missing=f"--{missing}", all=", ".join(f"--{n}" for n in given)))
        )
    return {COLUMNS[name]: value for name, value in given.items()}


def _one(figures: dict[str, float | None]) -> tuple[PathCase, ...]:
    from serai.radio.propagation.attenuation_table import PathCase

    return (PathCase(figures=figures),)


def _read(cases: Path) -> tuple[PathCase, ...]:
    """The cases of a table; columns that mean nothing here are named on standard error."""
    from serai.radio.propagation.attenuation_table import read_cases, unread

    listed = read_cases(plain_text(cases), cases.name)
    ignored = unread(listed)
    if ignored:
        echo(f"not read, only written back: {', '.join(ignored)}", err=True)
    return listed


def _refuse_idle(ctx: typer.Context, cases: Path | None, maps: Path | None) -> None:
    """Refuse options that a table of cases makes idle, and a folder of maps that holds none."""
    from serai.radio.propagation.maps import MANIFEST

    source = {name: ctx.get_parameter_source(name) for name in OF_ONE_CASE}
    idle = [f"--{name}" for name, by in source.items() if by is not None and by.name == "COMMANDLINE"]
    if cases is not None and idle:
        raise Refused("cli.idle_options", file=cases.name, options=tuple(idle))
    if maps is not None and not (maps / MANIFEST).is_file():
        raise Refused("cli.no_bundle", manifest=MANIFEST, folder=str(maps))


def _plain(answer: CaseAttenuation) -> dict[str, object]:
    given = {name: value for name, value in answer.case.figures.items() if value is not None}
    return {**given, **answer.decibels, "lacking": list(answer.lacking), "sources": dict(answer.sources)}


def _words(answer: CaseAttenuation) -> str:
    f = answer.case.figures
    lines = [
        (
            f"{f['frequency_ghz']:g} GHz at {f['elevation_deg']:g} deg "
            f"from {f['lat_deg']:g}, {f['lon_deg']:g}: exceeded for {f['percent']:g} % of an average year"
        )
    ]
    for column, name in CAUSES.items():
        value = answer.decibels[column]
        lines.append(f"  {name:14}{'unknown' if value is None else f'{value:.2f} dB':>10}")
    if answer.lacking:
        lacking = (
            f"not known: {', '.join(answer.lacking)}; give them in CASES.csv, take in the official maps "
            "(serai fetch itu --from URL|PATH), or let older maps stand in (--older-maps)"
        )
        lines += wrap(lacking, LINE, break_on_hyphens=False)
    stale = sorted({s for s in answer.sources.values() if s.startswith("older")})
    lines += [f"  {s}" for s in stale]
    return "\n".join(lines)
