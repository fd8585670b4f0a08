"""`serai revisit`: how often is each place seen again, and how long does it wait?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.cli.areas.corridor import AreaAsked, PoolAsked
from serai.cli.areas.elements import SweepAsked, WhenAsked
from serai.cli.console import echo, print_json
from serai.cli.input.area_options import (
    Area,
    Finest,
    ForNeed,
    ForParty,
    Kinds,
    Share,
    Struck,
    SwathWidth,
    Urgent,
)
from serai.cli.input.bulk_inputs import (
    AsCsv,
    Elements,
    Length,
    LikeThis,
    MaxAge,
    OfConstellation,
    OnPaper,
    Satellites,
    Start,
    Strict,
    Turn,
    asked,
)
from serai.cli.input.options import Folder, Json, Zone, one_form
from serai.cli.looks import Cone, Incidence, Looking, OffNadir, Points, Squint, Sun, angles
from serai.cli.rows.window_rows import element_lines, lost_lines, said_of_elements

if TYPE_CHECKING:
    from serai.corridor import Corridor
    from serai.earth import Box
    from serai.questions.revisit import Revisit

WHOLE_EARTH = "-180,-90,180,90"
FEW = 4  # satellites that a map's title names


HighEnough = Annotated[
    float | None,
    typer.Option(
        "--mask", metavar="DEG", help="Instead of a look: the satellite at least so high over the point."
    ),
]
GridWidth = Annotated[
    float | None,
    typer.Option("--grid", metavar="DEG", help="Instead of points: cells so wide over --box."),
]
GridBox = Annotated[
    str,
    typer.Option("--box", metavar="W,S,E,N", help="The box of --grid; the whole Earth when left out."),
]
AtLeast = Annotated[
    int, typer.Option("--at-least", metavar="K", min=1, max=64, help="Time covered by 1 to K satellites.")
]
GeoJson = Annotated[Path | None, typer.Option("--geojson", metavar="FILE", help="Write it as GeoJSON.")]
NetCdf = Annotated[Path | None, typer.Option("--netcdf", metavar="FILE", help="Write it as NetCDF.")]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="Draw the mean revisit on a map (SVG).")
]


def revisit(
    folder: Folder = None,
    elements: Elements = None,
    points: Points = None,
    area: Area = None,
    percent: Share = None,
    start: Start = None,
    days: Length = None,
    off_nadir: OffNadir = None,
    incidence: Incidence = None,
    side: Looking = None,
    sun: Sun = None,
    swath: SwathWidth = None,
    squint: Squint = 0.0,
    cone: Cone = False,
    mask: HighEnough = None,
    grid: GridWidth = None,
    box: GridBox = WHOLE_EARTH,
    at_least: AtLeast = 4,
    orientation: Turn = None,
    satellite: Satellites = None,
    constellation: OfConstellation = None,
    paper: OnPaper = None,
    like: LikeThis = None,
    need: ForNeed = None,
    party: ForParty = None,
    sensor: Kinds = None,
    resolution: Finest = None,
    emergency: Urgent = False,
    without: Struck = None,
    max_age: MaxAge = 180.0,
    strict: Strict = False,
    geojson: GeoJson = None,
    netcdf: NetCdf = None,
    map_file: MapFile = None,
    tz: Zone = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """How often is each place seen again, by all the satellites together?

    A revisit runs from the end of a look to the start of the next, looks that overlap being one; means are
    over the places where there is one, on a grid by area. With --area: how often a new map of P % is in hand.

    \b
    Examples:
      serai revisit --points points.csv --satellite constellation:gaofen-3 --incidence 20,50 --days 7
      serai revisit --area examples/flood.geojson --percent 90 --need N01 --days 7
      serai revisit --elements gp.csv --points points.csv --start 2026-03-01T00:00:00Z --days 3 --off-nadir 30
      serai revisit --elements gp.csv --grid 5 --start 2026-03-01T00:00:00Z --days 3 --off-nadir 30 \\
                    --satellite GAOFEN-1 GAOFEN-6 --map revisit.svg --netcdf revisit.nc
    """
    from serai.cli.progress import watched
    from serai.questions.revisit import revisit as answered

    one_form(csv=csv, json=json)
    about = AreaAsked.of(area, need, party, sensor, resolution, emergency, without, None, percent, None)
    pool = PoolAsked.of(satellite, constellation, paper, like, about)
    if about.given:
        SweepAsked(
            points, csv, elements, off_nadir, angles(incidence), swath, side, sun, orientation, max_age,
            strict).revisit(about, pool, WhenAsked(folder, start, days, tz, json))  # fmt: skip
        return
    of = asked(folder, elements, start, days, tz)
    with watched() as tell:
        found = answered(
            of.elements, points, start=of.start, days=of.days, grid_deg=grid,
            box=_box(box),
            off_nadir_deg=off_nadir, incidence_deg=angles(incidence), side=side.value if side else None,
            sun_deg=sun, mask_deg=mask, squint_deg=squint, cone=cone, at_least=at_least,
            orientation=orientation, satellites=pool.satellites, constellation=pool.constellation,
            paper=pool.paper, max_age_days=max_age, strict=strict, progress=tell,
        )  # fmt: skip
    _write(found, geojson, netcdf, map_file, of.elements)
    if csv:
        _rows(found)
    elif json:
        print_json(_plain(found) | (_members(found) if pool.followed else {}), indent=None)
    else:
        _show(found, [geojson, netcdf, map_file], members=pool.followed)


def _box(said: str) -> Box:
    """The box of a grid."""
    from serai.earth import Box
    from serai.questions.grid import WHOLE_EARTH as EVERYWHERE

    return EVERYWHERE if said == WHOLE_EARTH else Box.read(said)


def _rows(found: Revisit) -> None:
    """A row a place, and beside them what a reader must know."""
    from serai.report.data.coverage import csv_text

    echo(csv_text(found.coverage, list(found.ids)), nl=False)
    for line in (*element_lines(found.sky), *lost_lines(found.without_position)):
        echo(f"serai: {line}", err=True)


def _write(
    found: Revisit,
    geojson: Path | None,
    netcdf: Path | None,
    map_file: Path | None,
    elements: Corridor | Path,
) -> None:
    """The files for other programs, and the map."""
    from serai import __version__
    from serai.files import put
    from serai.report.data.coverage import geojson_text, write_netcdf

    cells, covered = found.cells, found.coverage
    size = cells.size_deg if cells else None
    if geojson is not None:
        put(geojson, geojson_text(covered, list(found.ids), size))
    if netcdf is not None:
        shape = (cells.rows, cells.columns) if cells else None
        write_netcdf(covered, netcdf, shape=shape, history=f"serai {__version__} revisit")
    _draw(found, map_file, elements)


def _draw(found: Revisit, file: Path | None, elements: Corridor | Path) -> None:
    """The mean revisit on a map: who looks, when and how; places named by the points or the folder."""
    if file is None:
        return
    from serai.files import put
    from serai.report.drawing.coverage_map import coverage_map
    from serai.wording import harmless, listed, plural

    cells, covered, sky = found.cells, found.coverage, found.sky
    names = [flight.name for flight in sky.flights]
    who = listed(names) if len(names) <= FEW else plural(len(names), "satellite")
    if cells is None:
        places = [(n, float(covered.lon_deg[k]), float(covered.lat_deg[k])) for k, n in enumerate(found.ids)]
    else:
        places = [] if isinstance(elements, Path) else _stations(elements)
    drawn = coverage_map(
        covered,
        title=f"Mean revisit by {who}, hours",
        under=f"{sky.span.start.utc(0)} to {sky.span.end.utc(0)}; {', '.join(found.holds)}",
        cell_deg=cells.size_deg if cells else None,
        box=cells.box if cells else None,
        places=places,
    )
    put(file, harmless(drawn))


def _stations(corridor: Corridor) -> list[tuple[str, float, float]]:
    """The corridor's ground stations by name, with longitude and latitude."""
    from serai.orbit import Fixed

    fixed = [(a.name, a.motion) for a in corridor.pool.assets if a.kind == "station"]
    return [(name, m.place.lon_deg, m.place.lat_deg) for name, m in fixed if isinstance(m, Fixed)]


def _plain(answered: Revisit) -> dict[str, object]:
    """The answer for programs: the figures over all places, and what each place gets."""
    import numpy as np

    from serai.questions.constellations.membership import known
    from serai.report.data.coverage import columns_of

    found, sky = answered.coverage, answered.sky
    columns = columns_of(found)
    return {
        **answered.figures,
        "covered_percent": {
            str(k + 1): round(100.0 * found.covered_share(k + 1), 6) for k in range(found.covered.shape[1])
        },
        "looks": int(found.looks.sum()),
        "points": len(found),
        "points_with_a_revisit": int(np.isfinite(found.mean_revisit_s).sum()),
        "satellites": len(sky),
        "start": sky.span.start.utc(),
        "end": sky.span.end.utc(),
        "holds": list(answered.holds),
        "orientation": sky.orientation.source,
        **said_of_elements(sky),
        "without_position": list(answered.without_position),
        "per_point": [
            {
                "id": name,
                "lat_deg": float(found.lat_deg[k]),
                "lon_deg": float(found.lon_deg[k]),
                "looks": int(found.looks[k]),
                **{key: known(float(values[k])) for key, values in columns.items()},
            }
            for k, name in enumerate(answered.ids)
        ],
    }


def _members(found: Revisit) -> dict[str, object]:
    """What each satellite adds, and the longest stretch of the day without a look, for programs."""
    return {
        "local_time_gap_h": round(found.local_times.gap_h, 3),
        "members": [
            {"satellite": one.name, "looks": one.looks, "without": dict(one.without)} for one in found.members
        ],
    }


def _show(answered: Revisit, files: list[Path | None], *, members: bool) -> None:
    import numpy as np
    from rich.table import Table

    from serai.cli.console import show
    from serai.wording import plural

    found, sky = answered.coverage, answered.sky
    show(
        f"{plural(len(found), 'place')} and {plural(len(sky), 'satellite')}, "
        f"{sky.span.start.utc(0)} to {sky.span.end.utc(0)}: {', '.join(answered.holds)}\n"
    )
    words = {
        "mean_revisit_h": "mean revisit, mean over the places",
        "median_revisit_h": "median revisit, mean over the places",
        "revisit_95_h": "95 % of revisits, mean over the places",
        "expected_wait_h": "expected wait up to the last look, mean over the places",
        "worst_revisit_h": "worst revisit anywhere",
        "longest_gap_h": "longest gap anywhere, the period's ends included",
    }
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    for name, value in answered.figures.items():
        table.add_row(words[name], "-" if value is None else f"{value:.4f} h")
    for k in range(found.covered.shape[1]):
        table.add_row(f"time covered by at least {k + 1}", f"{100 * found.covered_share(k + 1):.4f} %")
    show(table)
    seen, again = int((found.looks > 0).sum()), int(np.isfinite(found.mean_revisit_s).sum())
    show(f"\n{int(found.looks.sum()):,} looks; {seen:,} places are seen, {again:,} of them again")
    if members:
        from serai.report.terminal.membership import membership_views

        show("")
        for view in membership_views(answered):
            show(view)
        show("")
    for line in (*element_lines(sky), *lost_lines(answered.without_position)):
        show(line)
    for file in files:
        if file is not None:
            show(f"written: {file}")
