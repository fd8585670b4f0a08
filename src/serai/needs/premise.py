"""What a need takes as lost before it is judged: "if both cables fail", "when the Red Sea is cut"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.needs.annual import Annual, with_year
from serai.needs.answer import Answer, Notes, annual_of, measures_of
from serai.needs.judging import Shares, State
from serai.needs.measure import Measure
from serai.needs.need import Need
from serai.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """The condition under which a need is judged, and how it would stand without it.

    ``lost`` are the names that the need's ``given_lost`` gives: assets, shared-risk groups, parties.
    """

    lost: tuple[str, ...]
    state_without: State
    share_without: float | None = None
    annual_without: tuple[Annual, ...] = ()

    @property
    def verdict_without(self) -> State:
        """The worse of the day and the year without what is lost."""
        return with_year(self.state_without, self.annual_without)


def premised(need: Need, pool: Pool) -> Pool:
    """The pool as the need takes it: without what its ``given_lost`` names; the same where it names nothing.

    Raises NotInPool for a name that nothing answers to, Ambiguous for one that several things do.
    """
    if not need.given_lost:
        return pool

    def without() -> Pool:
        return pool.losing(frozenset[str]().union(*(pool.whole.named(name) for name in need.given_lost)))

    return pool.once(("premise", need.given_lost), without)


@dataclass(frozen=True, slots=True)
class Premised:
    """An answer under a need's premise, as one over the whole pool: what was given as lost stays lost.

    ``place`` (assets of the answer's own pool,) says where in the whole pool each of them stands.
    """

    answer: Answer
    place: NDArray[np.intp]
    rests_on: NDArray[np.bool_]

    @classmethod
    def over(cls, answer: Answer, own: Pool, pool: Pool) -> Answer:
        """The answer from the pool ``own`` as one over ``pool``; itself where they are the same."""
        if own is pool:
            return answer
        place = np.array([pool.place_of[a.id] for a in own.assets], dtype=np.intp)
        rests_on = np.zeros(len(pool.assets), dtype=bool)
        rests_on[place] = answer.rests_on
        return cls(answer, place, rests_on)

    @property
    def need(self) -> Need:
        """The need answered."""
        return self.answer.need

    @property
    def measures(self) -> Sequence[Measure]:
        """The measures judged, in their order."""
        return measures_of(self.answer)

    @property
    def annual(self) -> tuple[Annual, ...]:
        """What a year under the premise gives."""
        return annual_of(self.answer)

    @property
    def notes(self) -> Notes:
        """The figures and the words, under the premise."""
        return self.answer.notes

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures) with what is given as lost out in every row."""
        return self.answer.held(alive[:, self.place])
