"""Something in a corridor folder that is not wrong, but that its planner should know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a remark is about; the value heads its group. In the order in which they are shown."""

    ELSEWHERE = "not where declared"
    IDENTITY = "names and numbers that disagree"
    ELEMENTS = "elements missing, too old or too new"
    ENDED = "terms and fittings of what cannot be used"
    PLACE = "places that look wrong"
    UNUSED = "rows that nothing uses"
    UNSOURCED = "rows without a source or a date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One sentence about one row; ``line`` is 0 when it is about a file as a whole."""

    kind: Kind
    file: str
    line: int
    says: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.says}"
