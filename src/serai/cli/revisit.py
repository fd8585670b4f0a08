"""`serai revisit`: how often is each place seen again, and how long does it wait?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.cli.bulk_inputs import AsCsv, Elements, Length, Satellites, Start, Turn
from serai.cli.looks import Incidence, Looking, OffNadir, Points, Side, Sun, limits_of
from serai.cli.options import Folder, Json, one_form
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.access.coverage import Coverage
    from serai.cli.bulk_inputs import Sky
    from serai.earth import Box, Place

HOUR_S = 3_600.0
MOST_CELLS = 500_000  # more take hours
WHOLE_EARTH = "-180,-90,180,90"


def revisit(
    folder: Folder = None,
    elements: Elements = None,
    points: Points = None,
    start: Start = None,
    days: Length = None,
    off_nadir: OffNadir = None,
    incidence: Incidence = None,
    side: Looking = None,
    sun: Sun = None,
    mask: Annotated[
        float | None,
        typer.Option(
            "--mask", metavar="DEG", help="Instead of a look: the satellite at least so high over the point."
        ),
    ] = None,
    grid: Annotated[
        float | None,
        typer.Option("--grid", metavar="DEG", help="Instead of points: cells so wide over --box."),
    ] = None,
    box: Annotated[
        str,
        typer.Option("--box", metavar="W,S,E,N", help="The box of --grid; the whole Earth when left out."),
    ] = WHOLE_EARTH,
    at_least: Annotated[
        int, typer.Option("--at-least", metavar="K", min=1, max=64, help="Time covered by 1 to K satellites.")
    ] = 4,
    orientation: Turn = None,
    satellite: Satellites = None,
    geojson: Annotated[
        Path | None, typer.Option("--geojson", metavar="FILE", help="Write it as GeoJSON.")
    ] = None,
    netcdf: Annotated[
        Path | None, typer.Option("--netcdf", metavar="FILE", help="Write it as NetCDF.")
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Draw the mean revisit on a map (SVG).")
    ] = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """How often is each place seen again, by all the satellites together?

    A revisit runs from the end of a look to the start of the next, looks that overlap being one. Means are
    over the places where there is one, on a grid by area. Any selection of the satellites is a constellation.

    \b
    Examples:
      serai revisit --points points.csv --satellite gaofen-3 --incidence 20,50 --days 7
      serai revisit --elements gp.csv --points points.csv --start 2026-03-01T00:00:00Z --days 3 --off-nadir 30
      serai revisit --elements gp.csv --grid 5 --start 2026-03-01T00:00:00Z --days 3 --off-nadir 30 \\
                    --satellite GAOFEN-1 GAOFEN-6 --map revisit.svg --netcdf revisit.nc
    """
    from serai.access.coverage import coverage
    from serai.access.limits import above
    from serai.access.sweep import gathered, sweep
    from serai.cli.bulk_inputs import sky, without_position
    from serai.cli.progress import watched

    one_form(csv=csv, json=json)
    asked, _ = sky(folder, elements, start, days, orientation, tuple(satellite or ()))
    ids, places, weight, cells = _places(points, grid, box)
    limits = above(mask) if mask is not None else ()
    if mask is None or off_nadir is not None or incidence is not None:
        limits += limits_of(off_nadir, incidence, Side(side) if side else None, sun)
    with watched() as tell:
        seen = gathered(sweep(asked.motions, places, limits, asked.span, asked.orientation, progress=tell))
    found = coverage(seen.table, places, asked.span, at_least=at_least, weight=weight)
    lost = without_position(asked, seen.satellites.tolist(), seen.errors.tolist())
    _write(found, ids, cells, geojson, netcdf, map_file, asked)
    if csv:
        from serai.report.data.coverage import csv_text

        typer.echo(csv_text(found, ids), nl=False)
    elif json:
        _print_json(found, ids, asked, [limit.says for limit in limits], lost)
    else:
        _show(found, asked, [limit.says for limit in limits], [geojson, netcdf, map_file])


def _places(
    points: Path | None, grid_deg: float | None, box_text: str
) -> tuple[list[str], list[Place], Any, Grid | None]:
    """Names, places and weights of what is asked about, and the grid's rows and columns when it is one."""
    from serai.access.coverage import grid_of
    from serai.cli.bulk_inputs import places_of
    from serai.earth import Box

    if grid_deg is None:
        named = places_of(points, "--points", "--grid DEG")
        return [one.id for one in named], [one.place for one in named], None, None
    if points is not None:
        raise Refused("ask about --points or about a --grid, not both")
    box = _whole_earth() if box_text == WHOLE_EARTH else Box.read(box_text)
    _refuse_too_many(box, grid_deg)
    places, weight = grid_of(box, grid_deg)
    rows = len({place.lat_deg for place in places})
    columns = len(places) // rows
    across = (box.lon_max - box.lon_min) % 360.0 or 360.0
    cells = Grid(box, rows, columns, (box.lat_max - box.lat_min) / rows, across / columns)
    return [f"r{k // columns}c{k % columns}" for k in range(len(places))], places, weight, cells


def _refuse_too_many(box: Box, grid_deg: float) -> None:
    """Refuse a grid of more cells than are answered in minutes, with a width that would do."""
    from math import ceil, sqrt

    across = (box.lon_max - box.lon_min) % 360.0 or 360.0
    high = box.lat_max - box.lat_min
    if grid_deg <= 0.0:
        return  # refused where the grid is made
    cells = round(min(high / grid_deg, 1e15)) * round(min(across / grid_deg, 1e15))
    if cells <= MOST_CELLS:
        return
    would_do = ceil(1000.0 * sqrt(across * high / MOST_CELLS)) / 1000.0
    raise Refused(
        f"expected a grid of at most {MOST_CELLS:,} cells, got {cells:,}; "
        f"give --grid {would_do:g} or more, or a smaller --box"
    )


class Grid:
    """The cells of a grid: its box, how many rows and columns, and their height and width in degrees."""

    def __init__(self, box: Box, rows: int, columns: int, height_deg: float, width_deg: float) -> None:
        self.box, self.rows, self.columns = box, rows, columns
        self.height_deg, self.width_deg = height_deg, width_deg


def _whole_earth() -> Box:
    from serai.earth import Box

    return Box(lon_min=-180.0, lat_min=-90.0, lon_max=180.0, lat_max=90.0)


def _write(
    found: Coverage,
    ids: list[str],
    cells: Grid | None,
    geojson: Path | None,
    netcdf: Path | None,
    map_file: Path | None,
    asked: Sky,
) -> None:
    """The files asked for."""
    from serai import __version__
    from serai.report.data.coverage import geojson_text, write_netcdf

    if geojson is not None:
        size = (cells.height_deg, cells.width_deg) if cells else None
        geojson.write_text(geojson_text(found, ids, size), encoding="utf-8")
    if netcdf is not None:
        shape = (cells.rows, cells.columns) if cells else None
        write_netcdf(found, netcdf, shape=shape, history=f"serai {__version__} revisit")
    if map_file is not None:
        from serai.report.drawing.coverage_map import coverage_map
        from serai.wording import plural

        size = (cells.height_deg, cells.width_deg) if cells else None
        title = f"Mean revisit by {plural(len(asked.motions), 'satellite')}, hours"
        map_file.write_text(
            coverage_map(found, title=title, cell_deg=size, box=cells.box if cells else None),
            encoding="utf-8",
        )


def _figures(found: Coverage) -> dict[str, float | None]:
    """The figures over all places: means over places, and the worst anywhere."""
    import numpy as np

    figures: dict[str, float | None] = {}
    for name in ("mean_revisit", "median_revisit", "revisit_95", "expected_wait"):
        figures[f"{name}_h"] = _known(found.mean(f"{name}_s") / HOUR_S)
    for name in ("worst_revisit", "longest_gap"):
        values = getattr(found, f"{name}_s")
        known = values[np.isfinite(values)]
        figures[f"{name}_h"] = _known(float(known.max()) / HOUR_S) if len(known) else None
    return figures


def _print_json(
    found: Coverage, ids: list[str], asked: Sky, says: list[str], lost: list[dict[str, object]]
) -> None:
    from json import dumps

    import numpy as np

    from serai.report.data.coverage import columns_of

    columns = columns_of(found)
    answer = {
        **_figures(found),
        "covered_percent": {
            str(k + 1): round(100.0 * found.covered_share(k + 1), 6) for k in range(found.covered.shape[1])
        },
        "looks": int(found.looks.sum()),
        "points": len(found),
        "points_with_a_revisit": int(np.isfinite(found.mean_revisit_s).sum()),
        "satellites": len(asked.motions),
        "start": asked.span.start.utc(),
        "end": asked.span.end.utc(),
        "holds": says,
        "orientation": asked.orientation.source,
        "without_position": lost,
        "per_point": [
            {
                "id": name,
                "lat_deg": float(found.lat_deg[k]),
                "lon_deg": float(found.lon_deg[k]),
                "looks": int(found.looks[k]),
                **{key: _known(float(values[k])) for key, values in columns.items()},
            }
            for k, name in enumerate(ids)
        ],
    }
    typer.echo(dumps(answer, ensure_ascii=False))


def _known(value: float) -> float | None:
    return None if value != value else round(value, 6)


def _show(found: Coverage, asked: Sky, says: list[str], files: list[Path | None]) -> None:
    import numpy as np
    from rich.table import Table

    from serai.cli.console import show
    from serai.wording import plural

    show(
        f"{plural(len(found), 'place')} and {plural(len(asked.motions), 'satellite')}, "
        f"{asked.span.start.utc(0)} to {asked.span.end.utc(0)}: {', '.join(says)}\n"
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
    for name, value in _figures(found).items():
        table.add_row(words[name], "-" if value is None else f"{value:.4f} h")
    for k in range(found.covered.shape[1]):
        table.add_row(f"time covered by at least {k + 1}", f"{100 * found.covered_share(k + 1):.4f} %")
    show(table)
    seen, again = int((found.looks > 0).sum()), int(np.isfinite(found.mean_revisit_s).sum())
    show(f"\n{int(found.looks.sum()):,} looks; {seen:,} places are seen, {again:,} of them again")
    for file in files:
        if file is not None:
            show(f"written: {file}")
