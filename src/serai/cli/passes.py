"""`serai passes`: when do satellites stand above the horizon of stations?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.cli.bulk_inputs import AsCsv, Elements, Length, Satellites, Start, Turn
from serai.cli.options import Folder, Json, one_form
from serai.errors import Refused

if TYPE_CHECKING:
    from rich.table import Table

    from serai.access import Mask
    from serai.access.sweep import Part
    from serai.cli.bulk_inputs import Sky
    from serai.cli.window_rows import Cell
    from serai.formats.places import NamedPlace

SHOWN_AT_MOST = 400  # passes on the screen; --csv, --json and --ical give all


def passes(
    folder: Folder = None,
    elements: Elements = None,
    stations: Annotated[
        Path | None,
        typer.Option(
            "--stations",
            metavar="CSV",
            help="Columns id, lat_deg, lon_deg, height_m, mask; else the folder's.",
        ),
    ] = None,
    start: Start = None,
    days: Length = None,
    mask: Annotated[
        str | None,
        typer.Option(
            "--mask",
            metavar="DEG",
            help="Lowest elevation, or 'azimuth:elevation ...'; a station's own counts where it is higher.",
        ),
    ] = None,
    orientation: Turn = None,
    satellite: Satellites = None,
    station: Annotated[
        list[str] | None, typer.Option("--station", metavar="ID ...", help="Only these stations.")
    ] = None,
    ical: Annotated[
        Path | None,
        typer.Option("--ical", metavar="FILE", help="Write the passes as a calendar (iCalendar)."),
    ] = None,
    json: Json = False,
    csv: AsCsv = False,
) -> None:
    """When do satellites pass over stations, how high, and how sure are the times?

    Every pass is found, however short, and marked where the period cuts it. The uncertainty is how early or
    late satellites of that kind come on elements of that age (median; empty where it was never measured).

    \b
    Examples:
      serai passes --elements gp.csv --stations stations.csv --start 2026-08-22T00:00:00Z --days 7 --mask 10
      serai passes --satellite gaofen-3-02 --station kashi
      serai passes corridors/belt-and-road --station karachi --ical karachi.ics
    """
    run(
        folder=folder,
        elements=elements,
        stations=stations,
        start=start,
        days=days,
        mask=mask,
        orientation=orientation,
        satellites=tuple(satellite or ()),
        wanted=tuple(station or ()),
        ical=ical,
        json=json,
        csv=csv,
    )


def run(
    *,
    folder: Path | None,
    elements: Path | None,
    stations: Path | None,
    start: str | None,
    days: float | None,
    mask: str | None,
    orientation: str | None,
    satellites: tuple[str, ...],
    wanted: tuple[str, ...],
    ical: Path | None,
    json: bool,
    csv: bool,
) -> None:
    """Find the passes and print them in the form asked for."""
    from serai.access.limits import above
    from serai.access.sweep import Best, gathered, sweep
    from serai.cli.bulk_inputs import places_of, sky, without_position
    from serai.cli.progress import watched
    from serai.cli.window_rows import PASSES, rows_of, write_csv, write_json

    one_form(csv=csv, json=json)
    asked, corridor = sky(folder, elements, start, days, orientation, satellites)
    sites = places_of(stations, "--stations") if stations or corridor is None else _of_corridor(corridor)
    sites = _chosen(sites, wanted)
    masks = [_mask(site, mask) for site in sites]
    names = [site.id for site in sites]
    lost: list[dict[str, object]] = []

    def parts(tell: Any) -> Iterator[Part]:
        for part in sweep(
            asked.motions,
            [site.place for site in sites],
            above(masks),
            asked.span,
            asked.orientation,
            best=Best.HIGHEST_ELEVATION,
            azimuths=True,
            progress=tell,
        ):
            lost.extend(without_position(asked, part.satellites.tolist(), part.errors.tolist()))
            yield part

    with watched() as tell:
        if csv or json:
            rows = (row for part in parts(tell) for row in rows_of(part, asked, names, PASSES))
            if csv:
                write_csv(PASSES.names, rows, sys.stdout.write)
            else:
                before = _said(asked, len(sites), mask)
                write_json(
                    before, "passes", PASSES.names, rows, lambda: {"without_position": lost}, sys.stdout.write
                )
            found = None
        else:
            found = gathered(parts(tell))
        if ical is not None:
            found = found or gathered(parts(None))
            _write_calendar(ical, found, asked, sites)
    if found is not None and not (csv or json):
        _show(list(rows_of(found, asked, names, PASSES)), asked, sites, lost, ical)
    if csv:
        for one in lost:
            typer.echo(
                f"serai: {one['satellite']} has no position in part of the period: {one['says']}", err=True
            )


def _said(asked: Sky, sites: int, mask: str | None) -> dict[str, object]:
    return {
        "start": asked.span.start.utc(),
        "end": asked.span.end.utc(),
        "mask": mask,
        "satellites": len(asked.motions),
        "stations": sites,
        "orientation": asked.orientation.source,
    }


def _mask(site: NamedPlace, least: str | None) -> Mask:
    """The mask that counts at a station: the higher of its own and the one asked for."""
    from serai.access import Mask

    if not site.mask and least is None:
        raise Refused(f"station {site.id} has no mask of its own; give --mask DEG")
    own, asked = (Mask.read(text) if text else None for text in (site.mask, least))
    if own is None or asked is None:
        return own or asked or Mask.constant(0.0)
    return own.higher(asked)


def _of_corridor(corridor: Any) -> list[NamedPlace]:
    """The stations of a corridor, with the horizon each sees."""
    from serai.formats.places import NamedPlace
    from serai.ground.horizon import Horizon
    from serai.orbit import Fixed

    return [
        NamedPlace(asset.id, asset.motion.place, next((str(h.mask) for h in asset.fitted(Horizon)), ""))
        for asset in corridor.pool.assets
        if isinstance(asset.motion, Fixed) and asset.kind == "station"
    ]


def _chosen(sites: list[NamedPlace], wanted: Sequence[str]) -> list[NamedPlace]:
    from difflib import get_close_matches

    by_fold = {site.id.casefold(): site for site in sites}
    for word in wanted:
        if word.casefold() not in by_fold:
            near = get_close_matches(word.casefold(), list(by_fold), n=1)
            hint = f"; did you mean '{by_fold[near[0]].id}'?" if near else ""
            raise Refused(f"no station '{word}' among the {len(sites)} given{hint}")
    return [by_fold[word.casefold()] for word in wanted] if wanted else sites


def _write_calendar(path: Path, found: Part, asked: Sky, sites: Sequence[NamedPlace]) -> None:
    """The passes as a calendar, in order of time."""
    from serai import __version__
    from serai.access.timing import timing_uncertainty_of
    from serai.formats.ical import Event, calendar
    from serai.time import Instant

    table, events = found.table, []
    late, _ = timing_uncertainty_of(table, asked.motions, len(sites))
    for k in sorted(range(len(table)), key=lambda k: int(table.start_ns[k])):
        which, where = divmod(int(table.pair[k]), len(sites))
        site, name, start = sites[where], asked.names[which], Instant(int(table.start_ns[k]))
        norad, highest = asked.motions[which].elements.norad, Instant(int(table.best_ns[k]))
        sure = f", +-{late[k]:.1f} s (median)" if late[k] == late[k] else ", uncertainty not known"
        events.append(
            Event(
                uid=f"{norad}-{site.id}-{start.utc(0)}@serai",
                start=start,
                end=Instant(int(table.end_ns[k])),
                summary=f"{name} over {site.id}, {table.best[k]:.0f} deg",
                location=site.id,
                description=f"highest {table.best[k]:.1f} deg at {highest.utc(0)}{sure}",
                lat_deg=site.place.lat_deg,
                lon_deg=site.place.lon_deg,
            )
        )
    as_of = max((motion.elements.epoch for motion in asked.motions), default=asked.span.start)
    text = calendar(events, name="Passes", made_by=f"serai {__version__}", as_of=as_of)
    path.write_text(text, encoding="utf-8", newline="")


def _show(
    rows: list[tuple[Cell, ...]],
    asked: Sky,
    sites: Sequence[NamedPlace],
    lost: list[dict[str, object]],
    ical: Path | None,
) -> None:
    """A table such as a station prints, with what was asked above it and what it leaves out below."""
    from serai.cli.console import show
    from serai.wording import plural

    table = _sheet(sorted(rows, key=lambda row: str(row[2]))[:SHOWN_AT_MOST])
    show(
        f"{plural(len(rows), 'pass', 'passes')} of {plural(len(asked.motions), 'satellite')} over "
        f"{plural(len(sites), 'station')}, "
        f"{asked.span.start.utc(0)} to {asked.span.end.utc(0)}; az and el in degrees\n"
    )
    show(table)
    if len(rows) > SHOWN_AT_MOST:
        show(f"\nand {len(rows) - SHOWN_AT_MOST:,} more; --csv or --json gives all")
    show("\n< > cut by the period; +- s: how early or late (median); ?: never measured")
    for one in lost:
        show(f"{one['satellite']} has no position in part of the period: {one['says']}")
    if ical is not None:
        show(f"calendar: {ical}")


def _sheet(rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Passes in order of rising under the date of each day; where it is narrow, only names are shortened."""
    from rich.table import Table

    from serai.cli.console import name_cell

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for head, side, whole in (
        ("rise (UTC)", "left", True), ("az", "right", True), ("highest", "left", True),
        ("el", "right", True), ("set", "left", True), ("az", "right", True), ("min", "right", True),
        ("satellite", "left", False), ("station", "left", False), ("+- s", "right", True),
    ):  # fmt: skip
        table.add_column(head, justify="right" if side == "right" else "left", no_wrap=whole)
    day = ""
    for row in rows:
        name, station, rise, end, best, late, best_at, az_rise, _, az_set, lasting, cut, *_ = row
        if str(rise)[:10] != day:
            day = str(rise)[:10]
            table.add_row(day, style="bold")
        table.add_row(
            ("<" if cut in ("start", "both") else " ") + str(rise)[11:19],
            f"{az_rise:.0f}",
            str(best_at)[11:19],
            f"{best:.0f}",
            str(end)[11:19] + (">" if cut in ("end", "both") else ""),
            f"{az_set:.0f}",
            f"{float(lasting or 0) / 60:.1f}",
            name_cell(name),
            name_cell(station),
            "?" if late is None else f"{late:g}",
        )
    return table
