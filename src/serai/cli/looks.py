"""`serai looks`: when can satellites see points?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.cli.areas.corridor import AreaAsked, PoolAsked
from serai.cli.areas.elements import SweepAsked, WhenAsked
from serai.cli.input.area_options import (
    Area,
    Clouds,
    Finest,
    ForNeed,
    ForParty,
    Kinds,
    PageFile,
    Share,
    Strips,
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
    More,
    OfConstellation,
    OnPaper,
    Satellites,
    Start,
    Strict,
    Turn,
    asked,
    needed,
)
from serai.cli.input.options import Folder, Json, Zone, one_form
from serai.cli.input.parsing import zone
from serai.cli.rows.window_rows import (
    element_lines,
    in_time,
    lost_lines,
    said_of_elements,
    sheet_on_demand,
    write_windows,
)
from serai.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from rich.table import Table

    from serai.questions.windows import FoundWindows, WindowSearch

SHOWN_AT_MOST = 400


class TrackSide(StrEnum):
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
Looking = Annotated[TrackSide | None, typer.Option("--side", help="Only points on this side of the track.")]
Sun = Annotated[
    float | None,
    typer.Option("--sun", metavar="DEG", help="Only while the Sun stands at least so high at the point."),
]
Squint = Annotated[
    float,
    typer.Option(
        "--squint", metavar="DEG", help="With --incidence: so far before and behind the beam abeam; else 0."
    ),
]
Cone = Annotated[
    bool,
    typer.Option("--cone", help="With --incidence: the whole stretch in its range, not the moment abeam."),
]


def looks(
    folder: Folder = None,
    elements: Elements = None,
    points: Points = None,
    area: Area = None,
    start: Start = None,
    days: Length = None,
    off_nadir: OffNadir = None,
    incidence: Incidence = None,
    side: Looking = None,
    sun: Sun = None,
    swath: SwathWidth = None,
    squint: Squint = 0.0,
    cone: Cone = False,
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
    columns: More = None,
    geojson: Strips = None,
    percent: Share = None,
    page: PageFile = None,
    clouds: Clouds = None,
    tz: Zone = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """When can satellites see points, or an area, and how much of it; when is it in hand?

    Every look is found, however short, with its least angle off nadir from the ellipsoid's normal below the
    satellite. With --incidence a look is the moment abeam, as a side-looking radar images: one a pass. With
    --area the corridor's sensors look, each with its swath: what each look covers, when that is in hand, by
    which station and terms, and what is covered by then.

    \b
    Examples:
      serai looks --area examples/flood.geojson --party ndma-pk --emergency --sensor radar --days 2
      serai looks --need N01 --page flood.html --tz Asia/Karachi
      serai looks --points points.csv --satellite constellation:gaofen-3 prsc-s1 --incidence 20,50
      serai looks --elements gp.csv --points points.csv --start 2026-03-01T00:00:00Z --days 7 --off-nadir 30
    """
    from serai.questions.cautions import Allowed
    from serai.questions.columns import LOOKS
    from serai.questions.looks import LookLimits, look_search
    from serai.questions.on_demand import ColumnsAsked
    from serai.questions.sky import of_constellation, sky_of

    one_form(csv=csv, json=json)
    about = AreaAsked.of(
        area, need, party, sensor, resolution, emergency, without, geojson, percent, page,
        clouds)  # fmt: skip
    pool = PoolAsked.of(satellite, constellation, paper, like, about)
    if about.given:
        SweepAsked(
            points, csv, elements, off_nadir, angles(incidence), swath, side, sun, orientation, max_age,
            strict).looks(about, pool, WhenAsked(folder, start, days, tz, json))  # fmt: skip
        return
    more = ColumnsAsked.of(LOOKS, tuple(columns or ()))
    of = asked(folder, elements, start, days, tz)
    allowed, turn = Allowed(max_age, strict), orientation
    flying = of_constellation(of.elements, pool.constellation)
    sky = sky_of(
        flying, start=of.start, days=of.days, orientation=turn, satellites=pool.satellites, paper=pool.paper,
        allowed=allowed,
    )  # fmt: skip
    limits = LookLimits(
        off_nadir_deg=off_nadir, incidence_deg=angles(incidence), side=side.value if side else None,
        sun_deg=sun, squint_deg=squint, cone=cone)  # fmt: skip
    _print(look_search(sky, needed(points, "--points"), limits, more), tz, csv=csv, json=json)


def angles(incidence: str | None) -> tuple[float, float] | None:
    """The two angles of --incidence LO,HI."""
    if incidence is None:
        return None
    try:
        low, high = (float(part) for part in incidence.split(","))
    except ValueError:
        raise Refused("cli.incidence", got=incidence) from None
    return low, high


def _print(search: WindowSearch, tz: str | None, *, csv: bool, json: bool) -> None:
    """The looks of a search as they are found, or gathered in a table."""
    from serai.cli.progress import watched

    with watched() as tell:
        if csv or json:
            write_windows(search, _said(search), as_csv=csv, tell=tell)
        else:
            _show(search.found(tell), zone(tz))


def _said(search: WindowSearch) -> dict[str, object]:
    sky = search.sky
    return {
        "start": sky.span.start.utc(),
        "end": sky.span.end.utc(),
        "holds": list(search.holds),
        "satellites": len(sky),
        "points": len(search.places),
        "orientation": sky.orientation.source,
        **said_of_elements(sky),
    }


def _show(found: FoundWindows, clock: ZoneInfo | None) -> None:
    from serai.cli.console import show
    from serai.wording import plural

    search = found.search
    rows = sorted(search.rows(found.part), key=in_time)
    lasting = "" if search.abeam else f", {found.part.table.duration_s.sum():,.1f} s in all"
    show(f"{plural(len(found), 'look')}{lasting}: {', '.join(search.holds)}\n")
    told = rows[:SHOWN_AT_MOST]
    show(sheet_on_demand(search, told, clock) if search.more.columns else _sheet(told, clock))
    if len(rows) > SHOWN_AT_MOST:
        show(f"\nand {len(rows) - SHOWN_AT_MOST:,} more; --csv or --json gives all")
    show("\n" + "\n".join([*element_lines(search.sky), *lost_lines(found.without_position)]))


def _sheet(rows: Sequence[tuple[Any, ...]], clock: ZoneInfo | None) -> Table:
    """Looks in order of time; where it is narrow, only names are shortened."""
    from rich.table import Table

    from serai.cli.console import name_cell
    from serai.report.moments import local
    from serai.time import Instant

    table = Table(box=None, pad_edge=False, header_style="bold")
    heads = ["start (UTC)", *(("local",) if clock else ()), "best", "end", "s", "off nadir"]
    for head in (*heads, "satellite", "point", "+- s"):
        table.add_column(
            head,
            justify="right" if head in ("s", "off nadir", "+- s") else "left",
            no_wrap=head not in ("satellite", "point"),
        )
    for row in rows:
        name, point, start, end, best, late, best_at, lasting, *_ = row
        table.add_row(
            f"{start[:10]} {start[11:19]}",
            *((local(Instant.from_utc(start), clock),) if clock else ()),
            best_at[11:19],
            end[11:19],
            f"{lasting:.0f}",
            f"{best:.1f}",
            name_cell(name),
            name_cell(point),
            "?" if late is None else f"{late:g}",
        )
    return table
