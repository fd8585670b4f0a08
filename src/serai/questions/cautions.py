"""What is said beside every answer about satellites: how old their elements are, and who is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serai.errors import Refused
from serai.formats import BadElements
from serai.orbit import MEASURED_DAYS, MOST_AGE_DAYS
from serai.questions.flights import Flight
from serai.time import LeapSeconds, Span
from serai.wording import Reason, reason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A satellite that is not answered for, and why."""

    name: str
    why: Reason

    @property
    def says(self) -> Reason:
        """It in one sentence."""
        return reason("questions.left_out", name=self.name, why=self.why)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is allowed of elements: how many days from their epoch, and whether any may be left out."""

    max_age_days: float = MOST_AGE_DAYS
    strict: bool = False

    def __post_init__(self) -> None:
        if not self.max_age_days > 0.0:
            raise Refused("questions.max_age", got=self.max_age_days)

    def kept(
        self, flights: Iterable[Flight], span: Span, bad: Iterable[BadElements] = ()
    ) -> tuple[tuple[Flight, ...], tuple[LeftOut, ...]]:
        """The satellites that may be answered for over a span, and those left out: unreadable, or too old.

        Refused where one would be left out and none may, and where none is left.
        """
        out = [LeftOut(one.of or one.file, one.reason) for one in bad]
        kept = []
        for one in flights:
            ages = one.ages_days(span)
            if ages is None or ages[1] <= self.max_age_days:
                kept.append(one)
                continue
            why = reason("questions.too_old", age=ages[1], most=self.max_age_days)
            out.append(LeftOut(one.name, why))
        if out and self.strict:
            raise Refused("questions.strict", first=out[0].says)
        if out and not kept:
            raise Refused("questions.none_left", first=out[0].says)
        return tuple(kept), tuple(out)


def ages_days(flights: Sequence[Flight], span: Span) -> tuple[float, float] | None:
    """How far all elements are from their epochs over a span, least and most; None where there are none."""
    ages = [days for one in flights if (days := one.ages_days(span)) is not None]
    return (min(low for low, _ in ages), max(high for _, high in ages)) if ages else None


def cautions(flights: Sequence[Flight], span: Span) -> tuple[Reason, ...]:
    """What must be said of the elements of satellites over a span."""
    said = []
    several = [one.name for one in flights if one.given > 1]
    if several:
        said.append(reason("questions.several_sets", count=len(several), names=tuple(several)))
    old = [
        one.name for one in flights if (ages := one.ages_days(span)) is not None and ages[1] > MEASURED_DAYS
    ]
    if old:
        said.append(reason("questions.past_measured", names=tuple(old), most=MEASURED_DAYS))
    unknown = LeapSeconds.published().caution(span.end.tai_ns)
    return (*said, unknown) if unknown else tuple(said)


def said_ages(flights: Sequence[Flight], span: Span) -> Reason | None:
    """How old the elements are, in a line."""
    ages = ages_days(flights, span)
    if ages is None:
        return None
    least, most = ages
    if round(least, 1) == round(most, 1):
        return reason("questions.one_age", most=most)
    return reason("questions.ages", least=least, most=most)
