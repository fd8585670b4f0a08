"""`serai attenuation`: what the atmosphere takes from a path to a satellite, by cause."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.options import Json, one_form
from serai.cli.parsing import plain_text
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.radio.propagation.attenuation_table import Answer, Case
    from serai.radio.propagation.maps import Maps

CAUSES: Mapping[str, str] = {
    "rain_db": "rain",
    "gas_db": "gases",
    "cloud_db": "clouds",
    "scintillation_db": "scintillation",
    "total_db": "total",
}

LINE = 100  # characters
OF_ONE_CASE = (
    "lat", "lon", "frequency", "elevation", "percent", "height", "polarisation", "diameter", "efficiency",
)  # fmt: skip


def attenuation(
    ctx: typer.Context,
    cases: Annotated[
        Path | None,
        typer.Argument(metavar="CASES.csv", help="One row a case; the options below for one case."),
    ] = None,
    lat: Annotated[
        float | None, typer.Option("--lat", metavar="DEG", help="Latitude, north positive.")
    ] = None,
    lon: Annotated[
        float | None, typer.Option("--lon", metavar="DEG", help="Longitude, east positive.")
    ] = None,
    frequency: Annotated[
        float | None, typer.Option("--frequency", metavar="GHZ", help="1 to 55 GHz.")
    ] = None,
    elevation: Annotated[
        float | None, typer.Option("--elevation", metavar="DEG", help="Above the horizon, 5 to 90.")
    ] = None,
    percent: Annotated[
        float | None, typer.Option("--percent", metavar="P", help="Of an average year, 0.001 to 5.")
    ] = None,
    height: Annotated[
        float | None,
        typer.Option("--height", metavar="M", help="Of the antenna; the ground's when left out."),
    ] = None,
    polarisation: Annotated[
        float,
        typer.Option("--polarisation", metavar="DEG", help="Tilt: 0 horizontal, 90 vertical, 45 circular."),
    ] = 45.0,
    diameter: Annotated[float, typer.Option("--diameter", metavar="M", help="Of the antenna.")] = 1.2,
    efficiency: Annotated[float, typer.Option("--efficiency", help="Of the antenna, 0 to 1.")] = 0.65,
    maps: Annotated[
        Path | None,
        typer.Option("--maps", metavar="DIR", help="A bundle of maps; the user's own when left out."),
    ] = None,
    older: Annotated[
        bool,
        typer.Option(
            "--older-maps", help="Let older maps stand in where those in force are missing, and say so."
        ),
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE.svg", help="Draw availability against margin for the place."),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FILE.svg",
            help="Draw the rain margin over the corridor: 20 GHz, 40 deg, 0.5 % unless said.",
        ),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write the rows of CASES.csv back as CSV.")] = False,
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
    one_form(csv=csv, json=json)
    _refuse_idle(ctx, cases, maps)
    if map_ is not None:
        _draw_map(map_, frequency or 20.0, elevation or 40.0, percent or 0.5, maps)
        return
    one = {"lat": lat, "lon": lon, "frequency": frequency, "elevation": elevation, "percent": percent}
    if cases is None and None in one.values():
        missing = next(f"--{name}" for name, value in one.items() if value is None)
        raise typer.BadParameter(
            f"{missing} is missing; give all of {', '.join(f'--{n}' for n in one)}, or CASES.csv"
        )
    from serai.radio.propagation.attenuation_table import Case, answers, check, read_cases, unread, write
    from serai.radio.propagation.maps import maps_at_hand

    if cases is not None:
        listed = read_cases(plain_text(cases), cases.name)
        ignored = unread(listed)
        if ignored:
            typer.echo(f"not read, only written back: {', '.join(ignored)}", err=True)
    else:
        figures = {
            "lat_deg": lat,
            "lon_deg": lon,
            "frequency_ghz": frequency,
            "elevation_deg": elevation,
            "percent": percent,
            "height_m": height,
            "polarisation_deg": polarisation,
            "diameter_m": diameter,
            "efficiency": efficiency,
        }
        listed = (Case(figures=figures),)
    for case in listed:
        check(case)
    answered = answers(listed, maps_at_hand(maps), older=older)
    if picture is not None:
        _draw_place(picture, listed[0], maps_at_hand(maps), older)
    if json:
        from json import dumps

        rows = [_plain(a) for a in answered]
        typer.echo(dumps(rows[0] if cases is None else {"cases": rows}, indent=2))
    elif csv or cases is not None:
        typer.echo(write(answered), nl=False)
    else:
        typer.echo(_words(answered[0]))


def _refuse_idle(ctx: typer.Context, cases: Path | None, maps: Path | None) -> None:
    """Refuse options that a table of cases makes idle, and a folder of maps that holds none."""
    from serai.radio.propagation.maps import MANIFEST

    source = {name: ctx.get_parameter_source(name) for name in OF_ONE_CASE}
    idle = [f"--{name}" for name, by in source.items() if by is not None and by.name == "COMMANDLINE"]
    if cases is not None and idle:
        raise Refused(
            f"expected {cases.name} or the options of one case, got both; leave {' and '.join(idle)} out, "
            f"or put the figures into {cases.name}"
        )
    if maps is not None and not (maps / MANIFEST).is_file():
        raise Refused(
            f"expected --maps as a folder with a {MANIFEST}, got {maps}, which has none; make one with "
            "serai fetch itu --from URL|PATH --to DIR"
        )


def _plain(answer: Answer) -> dict[str, object]:
    given = {name: value for name, value in answer.case.figures.items() if value is not None}
    return {**given, **answer.decibels, "lacking": list(answer.lacking), "sources": dict(answer.sources)}


def _words(answer: Answer) -> str:
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


def _draw_place(file: Path, case: Case, maps: Maps, older: bool) -> None:
    """Availability against margin at the place of a case, for its frequency and those of other bands."""
    import numpy as np

    from serai.radio.propagation.attenuation_table import Case, answers
    from serai.radio.propagation.maps import MapMissing
    from serai.report.drawing.margins import availability_picture

    percents = np.geomspace(5.0, 0.001, 40)
    curves = []
    asked = case.figures["frequency_ghz"] or 20.0
    others = [ghz for ghz in (6.0, 12.0, 20.0, 30.0) if abs(ghz - asked) > 0.1 * asked]
    for ghz in (asked, *others):
        rows = [Case(figures={**case.figures, "frequency_ghz": ghz, "percent": float(p)}) for p in percents]
        found = [a.decibels for a in answers(rows, maps, older=older)]
        whole = all(f["total_db"] is not None for f in found)
        values = np.array([f["total_db" if whole else "rain_db"] or np.nan for f in found], dtype=float)
        if np.isfinite(values).any():
            curves.append((f"{ghz:g} GHz{'' if whole else ', rain'}", values))
    f = case.figures
    title = (
        f"Margin and availability at {f['lat_deg']:g}, {f['lon_deg']:g}, {f['elevation_deg']:g} deg elevation"
    )
    if not curves:
        raise MapMissing("P.837-7 R001")
    file.write_text(
        availability_picture(percents, sorted(curves, key=lambda c: c[1][0]), title), encoding="utf-8"
    )
    typer.echo(f"written: {file}", err=True)


def _draw_map(file: Path, ghz: float, elevation: float, percent: float, bundle: Path | None) -> None:
    """The rain margin over the corridor's box for one frequency, elevation and share of the year."""
    import numpy as np

    from serai.radio.propagation.attenuation import ELEVATION, FREQUENCY, PERCENT
    from serai.radio.propagation.attenuation import attenuation as over
    from serai.radio.propagation.limits import refuse_outside
    from serai.radio.propagation.maps import MapMissing, maps_at_hand
    from serai.radio.propagation.site_climate import ground_at
    from serai.report.drawing.margins import margin_map

    for limit, value in ((FREQUENCY, ghz), (ELEVATION, elevation), (PERCENT, percent)):
        refuse_outside(limit, value)
    lat, lon = np.arange(-10.0, 55.1, 0.5), np.arange(-20.0, 150.1, 0.5)
    maps = maps_at_hand(bundle)
    if not maps.has_all("P.837-7 R001", "P.839-4 h0", "P.1511-3 height"):
        raise MapMissing("P.837-7 R001")
    found = ground_at(maps, lat_deg=lat[:, None], lon_deg=lon, percent=percent)
    rain = over(
        found.ground, lat_deg=lat[:, None], frequency_ghz=ghz, elevation_deg=elevation, percent=percent
    ).rain_db
    title = f"Rain margin for {100.0 - percent:g} % of the year: {ghz:g} GHz, {elevation:g} deg elevation"
    places = (
        ("Karachi", 24.9, 67.0),
        ("Kashi", 39.5, 76.0),
        ("Gezira", 14.4, 33.5),
        ("Jakarta", -6.2, 106.8),
        ("Tunis", 36.8, 10.2),
        ("Sanya", 18.3, 109.5),
    )
    file.write_text(margin_map(lat, lon, rain, title, places), encoding="utf-8")
    typer.echo(f"written: {file}", err=True)
