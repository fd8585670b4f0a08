"""A region to hand at the terminal: what covers how much of it, and when that is in hand."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from serai.pool.naming import asset_name
from serai.questions.region import LEAST, RegionRow, RegionToHand, way_of
from serai.report.moments import local, minute
from serai.time import Instant
from serai.wording import Reason, percent, reason

SHOWN = 40


def region_views(of: RegionToHand, clock: ZoneInfo | None = None) -> Iterator[RenderableType]:
    """The answer in one sentence, the looks as they come into hand, and what is not counted."""
    yield Text(str(headline(of)))
    if any(row.rank for row in of.rows):
        yield Text(str(new_map(of)))
    yield ""
    told = [row for row in of.rows if row.rank and (row.added >= LEAST or row.covered >= LEAST)]
    if told:
        yield _table(of, told[:SHOWN], clock)
        if len(told) > SHOWN:
            yield str(_says("more", count=len(told) - SHOWN))
        yield ""
    if len(of.members) > 1:
        yield _members(of)
        yield ""
    for line in notes(of):
        yield Text(str(line))


def headline(of: RegionToHand) -> Reason:
    """How much of the area is in hand by when."""
    size = (of.outline.size, of.outline.unit)
    said = {"size": size}
    area = _says("lines", **said) if of.outline.by_length else _says("area", **said)
    if of.name:
        area = _says("named", name=of.name, of=area)
    first, whole = next((row for row in of.rows if row.rank), None), of.whole_at
    if first is None or first.in_hand is None:
        return _says("nothing", area=area, days=of.span.duration_s)
    if whole is not None:
        return _says("whole", area=area, at=_utc(whole), wait=whole.seconds_since(of.span.start))
    return _says("part", area=area, share=of.covered, days=of.span.duration_s)


def new_map(of: RegionToHand) -> Reason:
    """How long one waits for a new map of it."""
    found = of.new_map
    if found.mean_s is None or found.worst_s is None:
        return _says("no_new_map", share=found.share, days=of.span.duration_s)
    if found.reached < 1.0:
        return _says("new_map_partly", share=found.share, mean=found.mean_s, reached=found.reached)
    return _says("new_map", share=found.share, mean=found.mean_s, worst=found.worst_s)


def notes(of: RegionToHand) -> Iterator[Reason]:
    """What is not counted, and on what the answer rests."""
    never = sum(1 for row in of.rows if not row.rank)
    if never:
        yield _says("never", count=never)
    yield _says("as_party", party=of.found.need.party) if of.found.need.party else _says("as_nobody")
    if of.barred:
        yield _says("barred", satellites=of.barred)
    if of.without_swath:
        yield _says("without_swath", satellites=of.without_swath)
    if of.staring:
        yield _says("staring", satellites=of.staring)
    if of.on_ground_s is None:
        yield _says("no_ground_time")
    if any(row.clear_chance is None for row in of.rows):
        yield _says("no_clear_sky")
    elif of.sky is not None and any(row.clear_chance != 1.0 for row in of.rows):
        yield _says("clear_sky", need=of.sky.need, basis=reason(f"needs.basis.{of.sky.provenance.basis}"))
    if any(row.station in row.hangs_on for row in of.rows if row.rank):
        yield _says("alone")
    yield _says("how")


def _table(of: RegionToHand, rows: list[RegionRow], clock: ZoneInfo | None) -> Table:
    """Within 80 columns: only names are shortened. The chance of a clear view stands where a cloud hides."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    cloudy = any(row.clear_chance != 1.0 for row in rows)
    heads = ("in_hand", *(("local",) if clock else ()), "look", "covers", "sum", "metres")
    for head in (*heads, *(("clear",) if cloudy else ())):
        table.add_column(
            str(_says(f"head.{head}")),
            justify="left" if head in ("in_hand", "local", "look") else "right",
            no_wrap=True,
        )
    for head in ("satellite", "by", "terms"):
        table.add_column(str(_says(f"head.{head}")), no_wrap=True, overflow="ellipsis")
    for row in rows:
        assert row.in_hand is not None  # it is ranked
        clear = (
            "?" if row.clear_chance is None else "" if row.clear_chance == 1.0 else percent(row.clear_chance)
        )
        table.add_row(
            _moment(row.in_hand),
            *((local(row.in_hand, clock),) if clock else ()),
            _moment(row.start),
            percent(row.covered),
            percent(row.cumulative),
            "?" if row.resolution_m is None else f"{row.resolution_m:g}",
            *((clear,) if cloudy else ()),
            asset_name(of.corridor.pool, row.satellite),
            str(by(of, row)),
            " ".join(dict.fromkeys(term for term in (row.term, row.downlink_term) if term)),
        )
    return table


def _members(of: RegionToHand) -> Table:
    """What each owner covers by itself, and what the others do without it."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for head in ("owner", "looks", "alone", "without"):
        right = head != "owner"
        table.add_column(str(_says(f"head.{head}")), justify="right" if right else "left", no_wrap=right)
    for one in of.members:
        party = of.corridor.pool.party(one.owner)
        name = party.name if party else one.owner
        table.add_row(name, str(one.looks), percent(one.alone), percent(one.without))
    return table


def by(of: RegionToHand, row: RegionRow) -> Reason:
    """By which station or other way a look comes, and whether it hangs on that alone."""
    station = asset_name(of.corridor.pool, row.station) if row.station else ""
    way = _says(f"way.{way_of(row)}", station=station)
    return _says("by", way=way, alone=row.station in row.hangs_on and bool(row.station))


def _moment(at: Instant) -> str:
    """Day and minute in UTC, without the year, which the headline says: "22 Aug 02:54"."""
    said = minute(at)
    return f"{said[:-11]}{said[-6:]}"


def _utc(at: Instant) -> str:
    return at.utc(decimals=0)


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.region.{key}", **values)
