"""Judging an answer: met, degraded, not met, unknown or out of season."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from serai.needs.answer import Answer, Figure, Weak
from serai.needs.need import Need
from serai.pool import Basis, weakest
from serai.time import Span
from serai.wording import Reason

DEGRADED_FROM = 0.5  # of the share required (DESIGN, "How a need is judged")
WHOLE = 1.0 - 1e-12


class State(IntEnum):
    """How a need stands; a higher number is worse, so a loss never lowers it."""

    MET = 0
    DEGRADED = 1
    NOT_MET = 2
    UNKNOWN = 3
    OUT_OF_SEASON = 4

    def __str__(self) -> str:
        return self.name.lower().replace("_", " ")


def states(shares: NDArray[np.float64], required: NDArray[np.float64]) -> NDArray[np.int8]:
    """The state of each row of shares (losses, figures) against the shares required (figures,).

    Met when every share is at least the one required; degraded when at least half of it; not met
    below that. A NaN share is a missing figure: the state is unknown unless another figure already
    decides that the need is not met.
    """
    known = ~np.isnan(shares)
    ratio = np.where(known, shares, np.inf) / np.maximum(required, 1e-12)
    low = ratio.min(axis=-1, initial=np.inf)
    out = np.full(shares.shape[:-1], int(State.MET), dtype=np.int8)
    out[low < WHOLE] = State.DEGRADED
    out[~known.all(axis=-1)] = State.UNKNOWN
    out[low < DEGRADED_FROM * WHOLE] = State.NOT_MET
    return out


def required(figures: tuple[Figure, ...]) -> NDArray[np.float64]:
    """The share required of each figure; a measure judged as a whole asks for all of it."""
    return np.array([1.0 if f.measure.share_required is None else f.measure.share_required for f in figures])


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How one need stands: its state, its figures against thresholds, the path, what it hangs on.

    ``would_be`` is the state that a need out of season would be in if it were asked now.
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

    def __repr__(self) -> str:
        return f"Assessment({self.need.id} {self.state.name.lower()}: {str(self.why)[:120]!r})"

    @property
    def share_met(self) -> float | None:
        """The smallest share of the judged time for which a threshold holds; None when unknown."""
        known = [s for s in self.shares if s is not None]
        return min(known) if known and len(known) == len(self.shares) else None

    @property
    def confidence(self) -> Basis:
        """The weakest basis among the figures that decide the answer."""
        return weakest(w.basis for w in self.weak)

    @property
    def missing(self) -> tuple[Reason | str, ...]:
        """The figures without which the need cannot be judged."""
        return tuple(f.missing for f in self.figures if f.missing)

    @property
    def beyond_mending(self) -> bool:
        """Whether the need falls short and nothing in the pool would mend it."""
        return self.state in (State.DEGRADED, State.NOT_MET) and not self.remedies

    @property
    def next_loss(self) -> Reason | str:
        """What the next loss would leave; nothing where the need falls short already."""
        return self.worst_loss if self.state is State.MET else ""


def judge(answer: Answer, pool_size: int, within: Span) -> Assessment:
    """How the need stands under an answer, before any loss."""
    notes = answer.notes
    shares = answer.held(np.ones((1, pool_size), dtype=bool))
    state = State(int(states(shares, required(notes.figures))[0])) if notes.figures else State.UNKNOWN
    return Assessment(
        need=answer.need,
        within=within,
        state=state,
        shares=tuple(None if np.isnan(s) else float(s) for s in shares[0]),
        figures=notes.figures,
        path=notes.path,
        why=notes.why,
        substitutes=notes.substitutes,
        remedies=notes.remedies,
        worst_loss=notes.worst_loss,
        weak=notes.weak,
        flags=notes.flags,
    )


def out_of_season(one: Assessment) -> Assessment:
    """The assessment of a need that nobody asks in this month: what it would be stays, as ``would_be``."""
    month = one.within.start.datetime().strftime("%B")
    return replace(
        one,
        state=State.OUT_OF_SEASON,
        would_be=one.state,
        why=f"not asked in {month}; if it were, it would be {one.state}: {one.why}",
    )
