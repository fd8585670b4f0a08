"""Something in a corridor folder that is not wrong, but that its planner should know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from serai.wording import Reason, reason


class RemarkKind(Enum):
    """What a remark is about, as JSON tells it. In the order in which they are shown."""

    ELSEWHERE = "not where declared"
    IDENTITY = "names and numbers that disagree"
    ELEMENTS = "elements missing, too old or too new"
    ENDED = "terms and fittings of what cannot be used"
    PLACE = "places that look wrong"
    UNUSED = "rows that nothing uses"
    UNSOURCED = "rows without a source or a date"

    @property
    def heading(self) -> Reason:
        """What stands above a group of remarks."""
        return _HEADINGS[self]


_HEADINGS: Mapping[RemarkKind, Reason] = {
    RemarkKind.ELSEWHERE: reason("checks.elsewhere"),
    RemarkKind.IDENTITY: reason("checks.identity"),
    RemarkKind.ELEMENTS: reason("checks.elements"),
    RemarkKind.ENDED: reason("checks.ended"),
    RemarkKind.PLACE: reason("checks.place"),
    RemarkKind.UNUSED: reason("checks.unused"),
    RemarkKind.UNSOURCED: reason("checks.unsourced"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One sentence about one row; ``line`` is 0 when it is about a file as a whole."""

    kind: RemarkKind
    file: str
    line: int
    says: Reason

    def __str__(self) -> str:
        if self.line:
            return str(reason("checks.at_line", file=self.file, line=self.line, says=self.says))
        return str(reason("checks.in_file", file=self.file, says=self.says))
