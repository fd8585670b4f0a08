"""Judging an answer: met, degraded, not met, unknown or out of season."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from serai.needs.annual import Annual, with_year
from serai.needs.answer import Answer, Figure, Weak, measures_of, required_by
from serai.needs.fortnight import Fortnight
from serai.needs.judging import Shares, State, required, state, states
from serai.needs.naming import measure_name
from serai.needs.need import Need
from serai.needs.premise import Premise
from serai.needs.slack import slack
from serai.tables import Basis, weakest
from serai.time import Span
from serai.wording import Reason, reason


def required_of(figures: Sequence[Figure]) -> NDArray[np.float64]:
    """The share required of each figure (figures,)."""
    return np.array([required(f.measure) for f in figures])


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How one need stands: its state, its figures against thresholds, the path, what it hangs on.

    ``shares`` are the certain ones, None where a measure turns on a figure that nobody published;
    ``hopeful`` are those with every such figure at its best. ``would_be`` is the state that a need out of
    season would be in if it were asked now. ``fortnight`` is None where the day alone is judged.
    ``annual`` is what a year gives of the measures asked of one.
    ``premise`` is what the need takes as lost, under which all this holds, and how it would stand without;
    None where it takes nothing.
    """

    need: Need
    within: Span
    state: State
    shares: tuple[float | None, ...]
    figures: tuple[Figure, ...]
    path: tuple[str, ...] = ()
    why: Reason | str = ""
    substitutes: tuple[Reason | str, ...] = ()
    remedies: tuple[Reason | str, ...] = ()
    worst_loss: Reason | str = ""
    hangs_on: tuple[str, ...] = ()
    weak: tuple[Weak, ...] = ()
    flags: tuple[Reason | str, ...] = ()
    would_be: State | None = None
    hopeful: tuple[float, ...] = ()
    fortnight: Fortnight | None = None
    premise: Premise | None = None
    annual: tuple[Annual, ...] = ()

    def __repr__(self) -> str:
        return f"Assessment({self.need.id} {self.state.name.lower()}: {str(self.why)[:120]!r})"

    @property
    def verdict(self) -> State:
        """The worst of the day, the fortnight where one is judged, and the year where one is asked."""
        if self.state is State.OUT_OF_SEASON:
            return self.state
        days = self.state if self.fortnight is None else max(self.state, self.fortnight.state)
        return with_year(days, self.annual)

    @property
    def by_year(self) -> Annual | None:
        """The measure whose year makes the verdict what it is; None where the day or the fortnight does."""
        days = (self.state, *(() if self.fortnight is None else (self.fortnight.state,)))
        if self.verdict in days:
            return None
        return next((a for a in self.annual if a.state is self.verdict), None)

    @property
    def n(self) -> int:
        """How many requests, images or instants stand behind the share that decides."""
        if not self.figures:
            return 0
        wanted = required_of(self.figures)
        sure = [-1.0 if s is None else s / max(r, 1e-12) for s, r in zip(self.shares, wanted, strict=True)]
        return self.figures[sure.index(min(sure))].n

    @property
    def share_met(self) -> float | None:
        """The smallest share of the judged time for which a threshold holds; None when unknown."""
        return _least(self.state if self.would_be is None else self.would_be, self.shares)

    @property
    def confidence(self) -> Basis:
        """The weakest basis among the figures that decide the answer."""
        return weakest(w.basis for w in self.weak)

    @property
    def missing(self) -> tuple[Reason | str, ...]:
        """The figures without which the need cannot be judged, each once."""
        return tuple(dict.fromkeys(f.missing for f in self.figures if f.missing))

    @property
    def beyond_mending(self) -> bool:
        """Whether the need falls short and nothing in the pool would mend it."""
        return self.state in (State.DEGRADED, State.NOT_MET) and not self.remedies

    @property
    def next_loss(self) -> Reason | str:
        """What the next loss would leave; nothing where the need falls short already."""
        return self.worst_loss if self.state is State.MET else ""


@dataclass(frozen=True, slots=True)
class ByShares:
    """How a need stands by shares alone: its state, and the shares as an assessment has them."""

    state: State
    shares: tuple[float | None, ...]
    hopeful: tuple[float, ...]

    @property
    def share_met(self) -> float | None:
        """The smallest certain share; None when the need is unknown, or there is none."""
        return _least(self.state, self.shares)


def _least(state: State, shares: Sequence[float | None]) -> float | None:
    """The smallest share of the measures that are known; None where the need turns on others."""
    return None if state is State.UNKNOWN else min((s for s in shares if s is not None), default=None)


def stands(answer: Answer, pool_size: int) -> ByShares:
    """How the need stands under an answer, before any loss, without a word."""
    held, measures = answer.held(np.ones((1, pool_size), dtype=bool)), measures_of(answer)
    shares = zip(held.certain[0], held.hopeful[0], measures, strict=True)
    alone = [state(Shares(c, h), m) for c, h, m in shares]
    return ByShares(
        state=State(int(states(held, required_by(answer))[0])),
        shares=tuple(
            None if one is State.UNKNOWN else float(c) for one, c in zip(alone, held.certain[0], strict=True)
        ),
        hopeful=tuple(float(h) for h in held.hopeful[0]),
    )


def judge(answer: Answer, pool_size: int, within: Span) -> Assessment:
    """How the need stands under an answer, before any loss."""
    notes = answer.notes
    standing = stands(answer, pool_size)
    return Assessment(
        need=answer.need,
        within=within,
        state=standing.state,
        shares=standing.shares,
        hopeful=standing.hopeful,
        figures=notes.figures,
        path=notes.path,
        why=notes.why,
        substitutes=notes.substitutes,
        remedies=notes.remedies,
        worst_loss=notes.worst_loss,
        weak=notes.weak,
        flags=(*_over_a_year(answer.need, within, notes.annual), *slack(notes.figures), *notes.flags),
        annual=notes.annual,
    )


def _over_a_year(need: Need, within: Span, found: tuple[Annual, ...]) -> tuple[Reason, ...]:
    """That shares asked of a year were judged over the period only, where the year is not worked out."""
    annual = [m for m in need.measures if m.share_over == "year" and all(a.measure != m for a in found)]
    return tuple(
        reason(
            "needs.day_only",
            measure=measure_name(m),
            share=required(m),
            period=within.duration_s,
        )
        for m in annual
    )


def out_of_season(one: Assessment) -> Assessment:
    """The assessment of a need that nobody asks in this month: what it would be stays, as ``would_be``."""
    month = one.within.start.datetime().month
    return replace(
        one,
        state=State.OUT_OF_SEASON,
        would_be=one.state,
        why=reason(
            "needs.out_of_season",
            month=reason(f"needs.month.{month}"),
            state=reason(f"needs.state.{one.state.name.lower()}"),
            why=one.why,
        ),
    )
