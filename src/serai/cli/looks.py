"""`serai looks`: when can satellites see points?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.cli.bulk_inputs import AsCsv, Elements, Length, Satellites, Start, Turn
from serai.cli.options import Folder, Json, one_form
from serai.errors import Refused

if TYPE_CHECKING:
    from serai.access.limits import Limits
    from serai.access.sweep import Part

SHOWN_AT_MOST = 400


class Side(StrEnum):
    """The side of the track that a radar looks to."""

    LEFT = "left"
    RIGHT = "right"


Points = Annotated[
    Path | None, typer.Option("--points", metavar="CSV", help="Columns id, lat_deg, lon_deg (and height_m).")
]
OffNadir = Annotated[
    float | None,
    typer.Option(
        "--off-nadir", metavar="DEG", help="Largest angle from the satellite's geodetic nadir to the point."
    ),
]
Incidence = Annotated[
    str | None,
    typer.Option(
        "--incidence", metavar="LO,HI", help="Angles from the point's vertical, as of a radar: 20,50."
    ),
]
Looking = Annotated[Side | None, typer.Option("--side", help="Only points on this side of the track.")]
Sun = Annotated[
    float | None,
    typer.Option("--sun", metavar="DEG", help="Only while the Sun stands at least so high at the point."),
]


def looks(
    folder: Folder = None,
    elements: Elements = None,
    points: Points = None,
    start: Start = None,
    days: Length = None,
    off_nadir: OffNadir = None,
    incidence: Incidence = None,
    side: Looking = None,
    sun: Sun = None,
    orientation: Turn = None,
    satellite: Satellites = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """When can satellites see points, and how far off nadir at best?

    Every look is found, however short. Off nadir is counted from the ellipsoid's normal below the satellite,
    and the satellite must be above the point's horizon.

    \b
    Examples:
      serai looks --points points.csv --satellite gaofen-3 prsc-s1 --incidence 20,50
      serai looks --elements gp.csv --points points.csv --start 2026-03-01T00:00:00Z --days 7 --off-nadir 30
      serai looks --elements gp.csv --points points.csv --start 2026-03-01T00:00:00Z --days 7 \\
                  --incidence 20,50 --side right --csv
    """
    from serai.access.sweep import Best, gathered, sweep
    from serai.cli.bulk_inputs import places_of, sky, without_position
    from serai.cli.progress import watched
    from serai.cli.window_rows import LOOKS, rows_of, write_csv, write_json

    one_form(csv=csv, json=json)
    asked, _ = sky(folder, elements, start, days, orientation, tuple(satellite or ()))
    sites = places_of(points, "--points")
    limits, names = limits_of(off_nadir, incidence, side, sun), [site.id for site in sites]
    lost: list[dict[str, object]] = []

    def parts(tell: Any) -> Iterator[Part]:
        for part in sweep(
            asked.motions,
            [site.place for site in sites],
            limits,
            asked.span,
            asked.orientation,
            best=Best.LEAST_OFF_NADIR,
            progress=tell,
        ):
            lost.extend(without_position(asked, part.satellites.tolist(), part.errors.tolist()))
            yield part

    with watched() as tell:
        if csv or json:
            rows = (row for part in parts(tell) for row in rows_of(part, asked, names, LOOKS))
            if csv:
                write_csv(LOOKS.names, rows, sys.stdout.write)
            else:
                before: dict[str, object] = {
                    "start": asked.span.start.utc(),
                    "end": asked.span.end.utc(),
                    "holds": [limit.says for limit in limits],
                    "satellites": len(asked.motions),
                    "points": len(sites),
                    "orientation": asked.orientation.source,
                }
                write_json(
                    before, "looks", LOOKS.names, rows, lambda: {"without_position": lost}, sys.stdout.write
                )
            return
        found = gathered(parts(tell))
    _show(found, list(rows_of(found, asked, names, LOOKS)), [limit.says for limit in limits])


def limits_of(
    off_nadir_deg: float | None, incidence: str | None, side: Side | None, sun_deg: float | None
) -> Limits:
    """What must hold for a look, from the options that say so."""
    from serai.access import limits as ready

    found: Limits = ()
    if off_nadir_deg is not None:
        found += ready.off_nadir(off_nadir_deg)
    if incidence is not None:
        try:
            low, high = (float(part) for part in incidence.split(","))
        except ValueError:
            raise Refused(f"expected --incidence as two angles such as 20,50, got {incidence!r}") from None
        found += ready.incidence(low, high)
    if not found:
        raise Refused("say what a look is: --off-nadir DEG or --incidence LO,HI")
    if side is not None:
        found += ready.looking("left" if side is Side.LEFT else "right")
    if sun_deg is not None:
        if not -90.0 <= sun_deg <= 90.0:
            raise Refused(f"expected --sun from -90 to 90 degrees, got {sun_deg:g}")
        found += ready.sun_at_place(sun_deg)
    return found


def _show(found: Part, rows: list[Any], says: list[str]) -> None:
    from rich.table import Table

    from serai.cli.console import name_cell, show
    from serai.wording import plural

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("start (UTC)", "best", "end", "s", "off nadir", "satellite", "point", "+- s"):
        table.add_column(
            head,
            justify="right" if head in ("s", "off nadir", "+- s") else "left",
            no_wrap=head not in ("satellite", "point"),
        )
    for row in sorted(rows, key=lambda row: str(row[2]))[:SHOWN_AT_MOST]:
        name, point, start, end, best, late, best_at, lasting, *_ = row
        table.add_row(
            f"{start[:10]} {start[11:19]}",
            best_at[11:19],
            end[11:19],
            f"{lasting:.0f}",
            f"{best:.1f}",
            name_cell(name),
            name_cell(point),
            "?" if late is None else f"{late:g}",
        )
    show(
        f"{plural(len(found.table), 'look')}, {found.table.duration_s.sum():,.1f} s in all: "
        f"{', '.join(says)}\n"
    )
    show(table)
    if len(rows) > SHOWN_AT_MOST:
        show(f"\nand {len(rows) - SHOWN_AT_MOST:,} more; --csv or --json gives all")
