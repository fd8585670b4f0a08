"""What a need asks of warn: which share of the district's people a network must reach."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from serai.needs import Need
from serai.tables import Columns, Row
from serai.tables.column import FRACTION


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnRequest:
    """``reach`` is None where the need leaves it to the corridor's rule."""

    reach: float | None = None


NEED_COLUMNS: Columns = MappingProxyType({"people_reached": FRACTION})


def request(row: Row) -> WarnRequest:
    """Read warn's column of a row of needs.csv."""
    return WarnRequest(reach=row.number("people_reached"))


def asked_of(need: Need[WarnRequest]) -> WarnRequest:
    """What a need asks of warn; what the corridor's rule says where it says nothing."""
    return WarnRequest() if need.request is None else need.request
