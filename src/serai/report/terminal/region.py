"""A region to hand at the terminal: what covers how much of it, and when that is in hand."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from serai.pool.naming import asset_name
from serai.questions.areas.to_hand import RegionRow, RegionToHand
from serai.report.moments import local, minute
from serai.report.readings.region import by, headline, new_map, next_look, notes, told
from serai.time import Instant
from serai.wording import Reason, percent, reason

SHOWN = 40


def region_views(of: RegionToHand, clock: ZoneInfo | None = None) -> Iterator[RenderableType]:
    """The answer in one sentence, the looks as they come into hand, and what is not counted."""
    yield Text(str(headline(of)))
    if any(row.rank for row in of.rows):
        yield Text(str(next_look(of, clock)))
        yield Text(str(new_map(of)))
    yield ""
    rows = told(of)
    if rows:
        yield _table(of, rows[:SHOWN], clock)
        if len(rows) > SHOWN:
            yield str(_says("more", count=len(rows) - SHOWN))
        yield ""
    if len(of.members) > 1:
        yield _members(of)
        yield ""
    for line in notes(of):
        yield Text(str(line))


def _table(of: RegionToHand, rows: list[RegionRow], clock: ZoneInfo | None) -> Table:
    """Within 80 columns: only names are shortened. The chance of a clear view stands where a cloud hides."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    cloudy = of.delivered and any(row.clear_chance != 1.0 for row in rows)
    first = "in_hand" if of.delivered else "seen"
    fine = ("metres",) if of.delivered else ()
    heads = (first, *(("local",) if clock else ()), "look", "covers", "sum", *fine)
    for head in (*heads, *(("clear",) if cloudy else ())):
        table.add_column(
            str(_says(f"head.{head}")),
            justify="left" if head in ("in_hand", "seen", "local", "look") else "right",
            no_wrap=True,
        )
    for head in ("satellite", "by", "terms") if of.delivered else ("satellite",):
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
            *(("?" if row.resolution_m is None else f"{row.resolution_m:g}",) if fine else ()),
            *((clear,) if cloudy else ()),
            asset_name(of.corridor.pool, row.satellite),
            *((str(by(of, row)), _terms(row)) if of.delivered else ()),
        )
    return table


def _terms(row: RegionRow) -> str:
    """The terms by which an image is had and comes down."""
    return " ".join(dict.fromkeys(term for term in (row.term, row.downlink_term) if term))


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


def _moment(at: Instant) -> str:
    """Day and minute in UTC, without the year, which the headline says: "22 Aug 02:54"."""
    said = minute(at)
    return f"{said[:-11]}{said[-6:]}"


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.region.{key}", **values)
