"""The lists of `serai plan`: passes by station, looks by satellite or by need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from serai.questions.corridor_plan import CorridorPlan
    from serai.report.data.corridor_plan import PlannedLook

STATION, SATELLITE, NEED = "station", "satellite", "need"


def plan_lists(found: CorridorPlan, rows: tuple[PlannedLook, ...], by: str) -> Iterator[tuple[str, Table]]:
    """A heading and a table for each station, satellite or need."""
    from serai.pool.naming import asset_name

    pool = found.corridor.pool
    grouped: dict[str, list[PlannedLook]] = defaultdict(list)
    for row in rows:
        key = {STATION: row.station or "", SATELLITE: row.satellite, NEED: row.need}[by]
        grouped[key].append(row)
    for key in sorted(grouped):
        if by == STATION:
            heading = asset_name(pool, key) if key else "Without a station"
            yield heading, _passes(found, grouped[key])
        else:
            heading = asset_name(pool, key) if by == SATELLITE else f"{key} {found.corridor.need(key).title}"
            yield heading, _looks(found, grouped[key], by)


def _table(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, no_wrap=number < 2)
    return table


def _passes(found: CorridorPlan, rows: list[PlannedLook]) -> Table:
    """The passes of a station: from when to when, which satellite, for which needs."""
    from serai.cli.console import name_cell
    from serai.pool.naming import asset_name

    table = _table("pass (UTC)", "until", "satellite", "for")
    needs: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        start, end = row.start or row.look_start, row.end or row.look_end
        needs[start.utc(0), end.utc(0), row.satellite].append(row.need)
    for (start_utc, end_utc, satellite), served in sorted(needs.items()):
        table.add_row(
            _moment(start_utc), end_utc[11:19], name_cell(asset_name(found.corridor.pool, satellite)),
            ", ".join(sorted(set(served))),
        )  # fmt: skip
    return table


def _looks(found: CorridorPlan, rows: list[PlannedLook], by: str) -> Table:
    """Looks: when, by whom or for whom, when down and where."""
    from serai.cli.console import name_cell
    from serai.pool.naming import asset_name

    pool = found.corridor.pool
    table = _table("look (UTC)", "down", "for" if by == SATELLITE else "satellite", "at")
    for row in rows:
        who = row.need if by == SATELLITE else asset_name(pool, row.satellite)
        where = asset_name(pool, row.station) if row.station else ""
        table.add_row(
            _moment(row.look_start.utc(0)), _moment(row.down.utc(0)), name_cell(who), name_cell(where)
        )
    return table


def _moment(utc: str) -> str:
    return utc[5:19].replace("T", " ")
