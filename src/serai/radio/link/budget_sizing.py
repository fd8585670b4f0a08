"""A budget turned round: the least dish or power that closes it, and the same budget at many places."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serai.files import csv_rows, text
from serai.orbit import MOST_AGE_DAYS
from serai.radio.link.budget_file import LEGS, WAYS, BudgetWay, tables_of, ways_of
from serai.radio.link.budget_leg import LEG
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.budget_site import GROUND
from serai.radio.link.budget_site import WORDS as GROUND_WORDS
from serai.radio.link.transponder import TransponderRefused
from serai.radio.propagation.maps import Maps
from serai.wording import Reason, reason

SIZES = ("power_w", "diameter_m", "eirp_dbw", "g_over_t_dbk")  # more of each never opens a link
BY_RATIO = ("power_w", "diameter_m")
HALVINGS = 14  # of a size's range: to a hundredth of a decibel, a thousandth of a diameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """The least figure with which a way closes for a percent of the year; ``value`` None where none does.

    ``way`` is that way with that figure; where none does, with the largest that may be driven.
    """

    field: str
    value: float | None
    most: float
    way: BudgetWay


def sized(
    path: Path,
    field: str,
    percent: float,
    maps: Maps | None = None,
    *,
    older: bool = False,
    max_age_days: float = MOST_AGE_DAYS,
) -> Sized:
    """Which dish or power closes a way for a percent of an average year.

    ``field`` is a leg's figure by its tables, such as ``forward.down.diameter_m``; the range searched is that
    of the figure in budget files, up to where the transponder saturates.
    """
    told = tables_of(path)
    way, leg, name = _parts(path.name, told, field)

    def with_size(value: float) -> tuple[BudgetWay, ...] | None:
        one = deepcopy(told)
        one[way][leg][name] = value
        try:
            return ways_of(one, path, maps, older=older, max_age_days=max_age_days, only=(way,))
        except TransponderRefused:
            return None  # too much: beyond saturation

    def closes(ways: tuple[BudgetWay, ...]) -> bool:
        available = ways[0].available_percent
        if available is None:
            raise BudgetRefused("radio.not_sized", where=f"{path.name}, {way}")
        return available >= percent

    low, high = LEG[name]
    most = high if with_size(high) is not None else _most_driven(with_size, low, high, name)
    best = with_size(most)
    if best is None:
        raise BudgetRefused("radio.nothing_driven", where=f"{path.name}, {way}.{leg}", name=name)
    if not closes(best):
        return Sized(field=field, value=None, most=most, way=best[0])
    least, found = most, best[0]
    under = low
    for _ in range(HALVINGS):
        middle = _middle(under, least, name)
        ways = with_size(middle)
        if ways is not None and closes(ways):
            least, found = middle, ways[0]
        else:
            under = middle
    return Sized(field=field, value=least, most=most, way=found)


def _most_driven(
    with_size: Callable[[float], tuple[BudgetWay, ...] | None], low: float, high: float, name: str
) -> float:
    """The largest figure that does not drive the transponder beyond saturation."""
    for _ in range(2 * HALVINGS):
        middle = _middle(low, high, name)
        low, high = (middle, high) if with_size(middle) is not None else (low, middle)
    return low


def _middle(low: float, high: float, name: str) -> float:
    return math.sqrt(low * high) if name in BY_RATIO else 0.5 * (low + high)


def _parts(file: str, told: Mapping[str, Any], field: str) -> tuple[str, str, str]:
    """The way, the leg and the figure of a dotted name, which must stand in the file."""
    parts = field.split(".")
    if len(parts) != 3 or parts[0] not in WAYS or parts[1] not in LEGS or parts[2] not in SIZES:
        raise BudgetRefused("radio.no_size", got=field, known=SIZES)
    way, leg, name = parts
    if way not in told or not isinstance(told[way], dict) or leg not in told[way]:
        raise BudgetRefused("radio.no_size_leg", file=file, leg=f"{way}.{leg}")
    return way, leg, name


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBudget:
    """A budget at one place of a table."""

    site: str
    ways: tuple[BudgetWay, ...]


def at_sites(
    path: Path,
    sites: Path,
    place: str,
    maps: Maps | None = None,
    *,
    older: bool = False,
    max_age_days: float = MOST_AGE_DAYS,
) -> tuple[SiteBudget, ...]:
    """A budget at each place of a CSV: its figures take the place of those of a named place of the file.

    Columns: ``id``, figures of a ground, and figures of legs by dotted names (``return.up.power_w``).
    """
    told = tables_of(path)
    places = told.get("places", {})
    if not isinstance(places, dict) or place not in places:
        raise BudgetRefused("radio.no_place", where=path.name, name=place, known=tuple(places))
    out = []
    for line, row in _rows(sites):
        where = reason("radio.line", file=sites.name, line=line)
        one = deepcopy(told)
        ground = one["places"][place]
        for column, cell in row.items():
            if column == "id" or not cell:
                continue
            table, name = _table(one, ground, column, where)
            table[name] = cell if name in GROUND_WORDS else _number(cell, column, where)
        try:
            ways = ways_of(one, path, maps, older=older, max_age_days=max_age_days)
        except (BudgetRefused, TransponderRefused) as refused:
            raise BudgetRefused("radio.at_site", where=where, said=refused.reason) from None
        out.append(SiteBudget(site=row["id"], ways=ways))
    return tuple(out)


def _rows(sites: Path) -> list[tuple[int, dict[str, str]]]:
    read = csv_rows(text(sites), sites.name)
    header = [cell.strip() for cell in next(read, (0, []))[1]]
    if "id" not in header:
        raise BudgetRefused("radio.sites_header", file=sites.name)
    rows = []
    for line, cells in read:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            where = reason("radio.line", file=sites.name, line=line)
            raise BudgetRefused("radio.cells", where=where, cells=len(cells), columns=len(header))
        filled = [*(c.strip() for c in cells), *[""] * (len(header) - len(cells))]
        rows.append((line, dict(zip(header, filled, strict=True))))
    if not rows:
        raise BudgetRefused("radio.no_sites", file=sites.name)
    return rows


def _table(
    told: dict[str, Any], ground: dict[str, Any], column: str, where: Reason
) -> tuple[dict[str, Any], str]:
    """The table of the file that a column speaks of, and the figure there."""
    if column in GROUND or column in GROUND_WORDS:
        return ground, column
    parts = column.split(".")
    known = len(parts) == 3 and parts[0] in told and parts[1] in told[parts[0]] and parts[2] in LEG
    if not known:
        raise BudgetRefused("radio.no_site_column", where=where, column=column)
    return told[parts[0]][parts[1]], parts[2]


def _number(cell: str, column: str, where: Reason) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        at = reason("radio.column", where=where, column=column)
        raise BudgetRefused("radio.no_number_but", where=at, got=cell)
    return value
