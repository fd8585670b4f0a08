"""What a need says to navigate alone: which corrections its user can receive, and whether they stay put."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.navigate.fittings import LINKS
from serai.needs import Need
from serai.tables import Cell, Column, Columns, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRequest:
    """By which links the user can receive corrections (none: plain positioning); ``still`` for surveying,
    where the figures for an antenna that does not move count.
    """

    corrections: tuple[str, ...] = ()
    still: bool = False


NEED_COLUMNS: Columns = MappingProxyType(
    {"corrections": Column(Cell.LIST, choices=LINKS), "still": Column(Cell.YES_NO)}
)


def request(row: Row) -> PositionRequest:
    """Read navigate's columns of a row of needs.csv."""
    return PositionRequest(corrections=row.list("corrections"), still=row.yes("still") is True)


def asked_of(need: Need[PositionRequest]) -> PositionRequest:
    """What a need asks of navigate; plain positioning of something that moves where it says nothing."""
    return PositionRequest() if need.request is None else need.request
