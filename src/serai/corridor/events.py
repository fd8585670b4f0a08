"""Known outages, planned maintenance and what-ifs out of events.csv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from serai.corridor.ids import Ids
from serai.corridor.tables import EventEnd
from serai.tables import Problem, Provenance, Row
from serai.time import Instant, Span
from serai.wording import reason

WHAT_IF = "what-if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that takes assets away, or did; ``lost`` holds ids of assets, groups and parties.

    A what-if and an event whose dates nobody published have no ``start`` or ``end``. ``lasting`` says that
    its ``end`` is `open`: it goes on until somebody gives one.
    """

    id: str
    name: str
    kind: str
    lost: tuple[str, ...]
    start: Instant | None
    end: Instant | None
    lasting: bool
    what_failed: str
    what_still_worked: str
    lesson: str
    provenance: Provenance

    @property
    def supposed(self) -> bool:
        """Whether it is a what-if, which never happens by itself."""
        return self.kind == WHAT_IF

    def span(self, until: Instant) -> Span | None:
        """How long it lasts, to ``until`` where it goes on; None where nobody can say."""
        end = max(until, self.start or until) if self.lasting else self.end
        return None if self.start is None or end is None else Span(self.start, end)


def read_events(rows: Iterable[Row], ids: Ids) -> tuple[list[Event], list[Problem]]:
    """The events and what is wrong with them."""
    events, problems = [], []
    for row in rows:
        for named in row.list("assets_lost"):
            problems += ids.wrong_loss(row, "assets_lost", named)
        start, ends = row.value("start"), row.value("end")
        assert start is None or isinstance(start, Instant)  # as these columns are read
        assert ends is None or isinstance(ends, EventEnd)
        end = None if ends is None else ends.at
        if ends is not None and start is not None and end is not None and end < start:
            expected = reason("corridor.end_after_start", start=start.utc())
            problems.append(Problem(row.file, row.line, "end", expected, ends.written))
        events.append(
            Event(
                id=row.text("id"),
                name=row.text("name"),
                kind=row.text("kind"),
                lost=tuple(n.removeprefix("group:").removeprefix("owner:") for n in row.list("assets_lost")),
                start=start,
                end=end,
                lasting=ends is not None and end is None,
                what_failed=row.text("what_failed"),
                what_still_worked=row.text("what_still_worked"),
                lesson=row.text("lesson"),
                provenance=row.provenance,
            )
        )
    return events, problems
