"""What people ask of the corridor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

from serai.access import Mask
from serai.earth import Box
from serai.needs.area import NeedArea
from serai.needs.measure import Measure
from serai.needs.parcel import Parcel
from serai.tables import Provenance
from serai.time import Instant, Span
from serai.wording.numbers import SECONDS

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    R = TypeVar("R", default=Any)  # a need whose service does not matter is just a Need
else:
    from typing import TypeVar

    R = TypeVar("R")

DAY_S = 86_400.0
INTERVALS_JUDGED = 3.0  # a need is judged over three times its revisit (DESIGN, "How a need is judged")
JUDGED_AT_MOST_DAYS = 14.0  # ... and over two weeks at most
ON_BOARD_AT_MOST_S = 2 * DAY_S  # longer than anything waits on board, whatever the service


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Generic[R]):
    """Who asks what, where, in which months, how well and how urgently.

    ``request`` is the service's own reading of what is asked (which sensors, which ends of a link, which
    corrections the user can receive), of its own type ``R``; no other part of the system looks into it.
    None: nothing beyond the measures is asked. ``parcel`` is what a follow-on need asks to carry down.
    ``given_lost`` names what is lost before the need is judged (assets, groups, parties): the condition under
    which it asks. A need's place is its box, judged at its centre and corners; images are judged on its
    ``area`` inside that, where it has one.
    """

    id: str
    title: str
    service: str
    box: Box
    measures: tuple[Measure, ...]
    who: str = ""
    party: str = ""
    priority: int = 2
    what: str = ""
    months: frozenset[int] = frozenset(range(1, 13))
    mask: Mask
    environment: str = "open"
    request: R | None = None
    parcel: Parcel | None = None
    given_lost: tuple[str, ...] = ()
    area: NeedArea | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __repr__(self) -> str:
        return f"Need({self.id} {self.service}: {self.title!r})"

    def measure(self, name: str) -> Measure | None:
        """The measure with this name, or None when the need does not ask for it."""
        return next((m for m in self.measures if m.name == name), None)

    @property
    def wanted_every_s(self) -> float | None:
        """How often a fresh result is wanted: the tightest threshold that is an interval; None if none."""
        return min((m.every_s for m in self.measures if m.every_s is not None), default=None)

    def in_season(self, at: Instant) -> bool:
        """Whether the need is asked in the month (UTC) of an instant."""
        return at.datetime().month in self.months

    def judged(self, start: Instant, days: float = 1.0) -> Span:
        """The period over which the need is judged when it is asked about from ``start``.

        The longest of ``days`` and three of the intervals that set it (a revisit), two weeks at most.
        """
        every_s = max((m.every_s or 0.0 for m in self.measures if m.sets_period), default=0.0)
        length_s = min(max(days * DAY_S, INTERVALS_JUDGED * every_s), JUDGED_AT_MOST_DAYS * DAY_S)
        return Span(start, start.plus(seconds=length_s))

    def matters(self, start: Instant, days: float = 1.0) -> Span:
        """The time in which what happens can matter to the need's judgement, to be on the safe side.

        The period judged, and before and after it the longest time that a measure names (a revisit began
        before, an image may come later), and the days that something may stay on board.
        """
        within = self.judged(start, days)
        asked_s = max((m.threshold * SECONDS.get(m.unit, 0.0) for m in self.measures), default=0.0)
        beside_s = asked_s + ON_BOARD_AT_MOST_S
        return Span(within.start.plus(seconds=-beside_s), within.end.plus(seconds=beside_s))
