"""How often an area is mapped again, at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from serai.questions.areas.remapping import AreaRevisit, Remapped
from serai.report.moments import local, minute
from serai.report.readings.local_hours import local_hours
from serai.report.readings.region import new_map, notes
from serai.wording import Reason, duration, reason

SHOWN = 20


def remapping_views(of: AreaRevisit, clock: ZoneInfo | None = None) -> Iterator[RenderableType]:
    """How often in one sentence, the maps, what each satellite adds, and what is not counted."""
    yield Text(str(headline(of)))
    if of.ranked:
        yield Text(str(new_map(of.region)))
        yield Text(str(local_hours(of.local_times)))
    yield ""
    if of.maps:
        yield _maps(of, clock)
        if len(of.maps) > SHOWN:
            yield str(_says("more", count=len(of.maps) - SHOWN))
        yield ""
        yield _members(of)
        yield ""
    if len(of.members) > 1:
        yield Text(str(_says("in_turn")))
    for line in notes(of.region):
        yield Text(str(line))


def headline(of: AreaRevisit) -> Reason:
    """How many maps in the period, how long between them, and at worst."""
    region, found = of.region, of.remapped
    named = {"share": of.share, "area": region.name, "days": region.span.duration_s}
    if not found.maps:
        return _says("none", **named)
    if found.mean_s is None:
        return _says("once", worst=found.worst_s, **named)
    return _says("often", count=found.maps, mean=found.mean_s, worst=found.worst_s, **named)


def _maps(of: AreaRevisit, clock: ZoneInfo | None) -> Table:
    first = "in_hand" if of.region.delivered else "seen"
    table = _plain((first, *(("local",) if clock else ()), "first", "last", "looks", "by"), {"looks"})
    start = of.region.span.start
    for made in of.maps[:SHOWN]:
        at = start.plus(seconds=made.in_hand_s)
        names = dict.fromkeys(of.ranked[k].name for k in made.looks.tolist())
        table.add_row(
            _moment(minute(at)),
            *((local(at, clock),) if clock else ()),
            _moment(minute(start.plus(seconds=made.first_s))),
            _moment(minute(start.plus(seconds=made.last_s))),
            str(len(made.looks)),
            ", ".join(names),
        )
    return table


def _members(of: AreaRevisit) -> Table:
    table = _plain(("satellite", "used", "maps", "mean", "worst"), {"used", "maps", "mean", "worst"})
    for one in of.members:
        table.add_row(one.name, str(one.used), *_figures(one.without))
    return table


def _figures(of: Remapped) -> tuple[str, str, str]:
    return str(of.maps), "-" if of.mean_s is None else duration(of.mean_s), duration(of.worst_s)


def _plain(heads: tuple[str, ...], right: set[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for head in heads:
        table.add_column(
            str(_says(f"head.{head}")),
            justify="right" if head in right else "left",
            no_wrap=head not in ("by", "satellite"),
        )
    return table


def _moment(said: str) -> str:
    """Day and minute without the year: "22 Aug 02:54"."""
    return f"{said[:-11]}{said[-6:]}"


def _says(key: str, **values: object) -> Reason:
    return reason(f"exhibit.remapping.{key}", **values)
