"""What a need says to navigate alone: which corrections its user can receive, and whether they stay put."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.navigate.fittings import LINKS
from serai.pool import Cell, Column, Columns, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationWants:
    """By which links the user can receive corrections (none: plain positioning); ``still`` for surveying,
    where the figures for an antenna that does not move count.
    """

    corrections: tuple[str, ...] = ()
    still: bool = False


NEED_COLUMNS: Columns = MappingProxyType(
    {"corrections": Column(Cell.LIST, choices=LINKS), "still": Column(Cell.YES_NO)}
)


def wants(row: Row) -> NavigationWants:
    """Read navigate's columns of a row of needs.csv."""
    return NavigationWants(corrections=row.list("corrections"), still=row.yes("still") is True)
