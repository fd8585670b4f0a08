"""A plan: the opportunities that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from serai.needs.opportunity import Opportunity, Use
from serai.time import Span
from serai.wording import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A chosen opportunity, for which need it was chosen, and why this one."""

    opportunity: Opportunity
    need: str
    reason: Reason | str
    carries: str = ""  # the id of the opportunity whose follow-on need this one meets


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A wish that the plan could not grant, with the reason."""

    need: str
    reason: Reason | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is booked, in order of time, and what could not be.

    The empty plan books nothing: everything is then free for every need. ``planned_with`` makes the plan
    of the same day once a term (its id) is agreed; None where nobody can, as for one put together by hand.
    """

    bookings: tuple[Booking, ...] = ()
    left: tuple[Left, ...] = ()
    span: Span | None = None
    planned_with: Callable[[str], Plan] | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"Plan({len(self.bookings)} bookings, {len(self.left)} left)"

    def uses(self, asset: str) -> Iterator[tuple[Booking, Use]]:
        """The bookings that hold an asset, with the use."""
        for booking in self.bookings:
            for use in booking.opportunity.uses:
                if use.asset == asset:
                    yield booking, use

    def of(self, need: str) -> tuple[Booking, ...]:
        """The bookings made for a need."""
        return tuple(b for b in self.bookings if b.need == need)
