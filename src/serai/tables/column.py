"""What one column of a table may hold, and the columns that many tables share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from serai.tables.problem import Expected
from serai.wording import Reason, reason


class Cell(Enum):
    """What a cell of a column holds, in words."""

    TEXT = reason("tables.a_text")
    NUMBER = reason("tables.a_number")
    COUNT = reason("tables.a_count")
    YES_NO = reason("tables.yes_or_no")
    LIST = reason("tables.a_list")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column may hold; ``required`` cells may not be empty.

    ``low`` and ``high`` bound numbers; ``choices`` bounds text and lists; ``read`` turns the text into
    something else and may raise ValueError (or Refused) with what it expected. ``of`` names the tables
    whose ids the cell's item or items must be: ("members",), or ("stations", "sites") for either.
    """

    cell: Cell = Cell.TEXT
    required: bool = False
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    read: Callable[[str], object] | None = None
    expected: Reason | str = ""
    of: tuple[str, ...] = ()

    def says(self) -> Reason | str:
        """What is expected, for the reader of a problem."""
        if self.expected:
            return self.expected
        if self.choices:
            return reason("tables.one_of", choices=self.choices)
        if self.cell not in (Cell.NUMBER, Cell.COUNT) or math.isinf(self.low):
            return self.cell.value
        if math.isinf(self.high):
            return reason("tables.at_least", what=self.cell.value, low=self.low)
        return reason("tables.from_to", what=self.cell.value, low=self.low, high=self.high)


Columns = Mapping[str, Column]


def latitude(raw: str) -> float:
    """Degrees of latitude; beyond 90 the cell next to it is likely the latitude."""
    value = float(raw)
    if not -90.0 <= value <= 90.0:
        swapped = reason("tables.swapped") if abs(value) <= 180.0 else ""
        raise Expected(reason("tables.latitude"), swapped)
    return value


TEXT = Column()


ID = Column(required=True, expected=reason("tables.an_id"))


NAME = Column(required=True)


NUMBER = Column(Cell.NUMBER)


COUNT = Column(Cell.COUNT, low=0)


POSITIVE = Column(Cell.NUMBER, low=0.0)


FRACTION = Column(Cell.NUMBER, low=0.0, high=1.0)


YES_NO = Column(Cell.YES_NO)


LIST = Column(Cell.LIST)


LATITUDE = Column(
    Cell.NUMBER, required=True, low=-90, high=90, read=latitude, expected=reason("tables.latitude")
)


LONGITUDE = Column(Cell.NUMBER, required=True, low=-180, high=180, expected=reason("tables.longitude"))
