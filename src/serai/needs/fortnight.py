"""The same need judged on each of fourteen days in a row, and what the day and the fortnight say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serai.needs.answer import Answer, measures_of
from serai.needs.judging import Shares, State, least_known, required, states, unknown_of
from serai.needs.measure import Measure
from serai.needs.need import Need
from serai.time import Instant
from serai.wording import Reason, reason

FORTNIGHT_DAYS = 14  # DESIGN, "How a need is judged"
APART_UP_TO_DAYS = 7.0  # a need whose own period is longer has no fortnight apart
DAYS_NAMED = 2  # of the worst days


@dataclass(frozen=True, slots=True, kw_only=True)
class DayJudged:
    """How a need stands on one day: the shares (1, figures) of its measures, the state, nothing in words.

    ``unknown`` are the places of the measures that turn on a figure nobody published.
    """

    at: Instant
    shares: Shares
    state: State
    unknown: frozenset[int] = frozenset()

    @property
    def share(self) -> float | None:
        """The smallest share of its measures; None where it turns on a figure nobody published."""
        if self.state in (State.UNKNOWN, State.OUT_OF_SEASON):
            return None
        return least_known(self.shares.certain.ravel().tolist(), self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fortnight:
    """A need on fourteen successive days, each with its own plan: what each gives, and the mean's state.

    Days on which the need is out of season are shown, and count neither for nor against it.
    """

    days: tuple[DayJudged, ...]
    state: State
    share: float | None

    @property
    def asked(self) -> tuple[DayJudged, ...]:
        """The days on which the need is in season."""
        return tuple(d for d in self.days if d.state is not State.OUT_OF_SEASON)

    @property
    def met(self) -> int:
        """On how many of the days the need is met."""
        return sum(d.state is State.MET for d in self.asked)

    @property
    def worst(self) -> tuple[DayJudged, ...]:
        """The worst days that are not met, two at most, in order of time; none where all are alike."""
        short = [d for d in self.asked if d.state is not State.MET]
        if len({(d.state, d.share) for d in self.asked}) < 2:
            return ()
        short.sort(key=lambda d: (-int(d.state), 0.0 if d.share is None else d.share, d.at.tai_ns))
        return tuple(sorted(short[:DAYS_NAMED], key=lambda d: d.at.tai_ns))

    def says(self, today: State) -> Reason:
        """Both in a sentence: "met today; met on 3 of 14 days, worst 28 August and 1 September"."""
        return reason(
            "needs.fortnight.both",
            today=reason(f"needs.state.{today.name.lower()}"),
            met=self.met,
            days=len(self.asked),
            worst=reason("needs.fortnight.worst", days=tuple(map(day_named, self.worst)))
            if self.worst
            else "",
        )


def day_judged(answer: Answer, assets: int, at: Instant) -> DayJudged:
    """How a need stands under an answer, by shares alone: the words are not asked for."""
    held, measures = answer.held(np.ones((1, assets), dtype=bool)), measures_of(answer)
    return DayJudged(
        at=at,
        shares=held,
        state=State(int(states(held, _required(measures))[0])),
        unknown=unknown_of(Shares(held.certain[0], held.hopeful[0]), measures),
    )


def not_asked(at: Instant) -> DayJudged:
    """A day on which a need is out of season."""
    nothing = Shares.known(np.zeros((1, 0)))
    return DayJudged(at=at, shares=nothing, state=State.OUT_OF_SEASON)


def mean_of_days(days: Sequence[DayJudged], measures: Sequence[Measure]) -> Fortnight | None:
    """The fortnight of a need from its days: the mean share of each measure, judged by the one rule.

    None where it is not asked on any of them.
    """
    asked = [d for d in days if d.state is not State.OUT_OF_SEASON]
    if not asked:
        return None
    certain = np.mean([d.shares.certain for d in asked], axis=0)
    mean = Shares(certain, np.maximum(certain, np.mean([d.shares.hopeful for d in asked], axis=0)))
    state = State(int(states(mean, _required(measures))[0]))
    unknown = unknown_of(Shares(mean.certain.ravel(), mean.hopeful.ravel()), measures)
    share = None if state is State.UNKNOWN else least_known(certain.ravel().tolist(), unknown)
    return Fortnight(days=tuple(days), state=state, share=share)


def has_fortnight(need: Need, at: Instant, days: float) -> bool:
    """Whether a need is judged on a fortnight apart: not where its own period passes a week."""
    return need.judged(at, days).duration_s <= APART_UP_TO_DAYS * 86_400.0


def _required(measures: Sequence[Measure]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([required(m) for m in measures])


def day_named(day: DayJudged) -> Reason:
    """Day and month, in words."""
    at = day.at.datetime()
    return reason("needs.fortnight.date", day=at.day, month=reason(f"needs.month.{at.month}"))
