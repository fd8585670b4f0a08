"""A plan that was made before, from the JSON that `serai plan --json` wrote, and its bookings found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from serai.corridor import Corridor
from serai.errors import Refused
from serai.files import Source, json_of, text
from serai.plan.horizon import PlanHorizon
from serai.time import Instant, Span

SAME_S = 600.0  # a booking is the same one while newer elements move it by less than this


class NoEarlierPlan(Refused):
    """A file that is no plan, or a plan of another corridor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBooking:
    """A look, and the pass that brings it down (neither station nor start where it needs none)."""

    need: str
    satellite: str
    look: Instant
    station: str
    start: Instant | None
    look_end: Instant | None = None
    end: Instant | None = None
    down: Instant | None = None

    @property
    def name(self) -> str:
        """What it is called where it is not found again."""
        return f"{self.need}/{self.satellite}/{self.look.utc(0)}"

    def apart_s(self, look: Instant, start: Instant | None) -> float:
        """How far another look and pass of the same satellite and station are from it."""
        passes = abs(start.seconds_since(self.start)) if start is not None and self.start is not None else 0.0
        return max(abs(look.seconds_since(self.look)), passes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPlan:
    """What was planned, and for when."""

    span: Span
    bookings: tuple[EarlierBooking, ...]


def read_earlier(source: Source, corridor: Corridor) -> EarlierPlan:
    """The plan in a file; refused (`NoEarlierPlan`) where it is none, or one of another corridor."""
    file = "bytes" if isinstance(source, bytes) else str(source)
    found = json_of(text(source), file)
    try:
        of = str(found["corridor"])
        plan = EarlierPlan(
            span=Span(Instant.from_utc(found["start"]), Instant.from_utc(found["end"])),
            bookings=tuple(_booking(row) for row in found["bookings"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NoEarlierPlan("plan.remade.no_plan", file=file) from None
    if of != corridor.id:
        raise NoEarlierPlan("plan.remade.other_corridor", file=file, of=of, asked=corridor.id)
    return plan


def _booking(row: Mapping[str, Any]) -> EarlierBooking:
    def moment(column: str) -> Instant | None:
        return None if row.get(column) is None else Instant.from_utc(row[column])

    return EarlierBooking(
        need=str(row["need"]),
        satellite=str(row["satellite"]),
        look=Instant.from_utc(row["look_start"]),
        station=str(row["station"] or ""),
        start=moment("start"),
        look_end=moment("look_end"),
        end=moment("end"),
        down=moment("down"),
    )


def found_again(earlier: EarlierPlan, of: PlanHorizon) -> Iterator[str]:
    """The option of each booking in a problem, or the booking's own name where there is none any more."""
    options: dict[tuple[str, str, str], list[tuple[str, Instant, Instant | None]]] = defaultdict(list)
    for name, (look, *carried) in of.books.items():
        use = carried[0].opportunity.uses[0] if carried else None
        key = (look.need, look.opportunity.uses[0].asset, use.asset if use else "")
        start = use.span.start if use else None
        options[key].append((name, look.opportunity.span.start, start))
    for booking in earlier.bookings:
        alike = options[booking.need, booking.satellite, booking.station]
        near = [(booking.apart_s(look, start), name) for name, look, start in alike]
        apart_s, name = min(near, default=(SAME_S, ""))
        yield name if apart_s < SAME_S else booking.name
