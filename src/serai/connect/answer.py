"""What a connect need gets: its measures side by side, in words, and after any losses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from serai.connect.judged import JudgedFigure
from serai.needs import Annual, Budgets, Measure, Need, Notes, Shares
from serai.wording import Reason, reason

T = TypeVar("T")
MOST_WEAK = 5


@dataclass(frozen=True)
class ConnectAnswer:
    """The answer to one connect need (satisfies ``needs.Answer``)."""

    need: Need
    parts: tuple[JudgedFigure, ...]
    rests_on: NDArray[np.bool_]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(p.figure.measure for p in self.parts)

    @cached_property
    def annual(self) -> tuple[Annual, ...]:
        """What a year gives of the measures asked of one, without a word."""
        return _each(p.annual for p in self.parts)

    @cached_property
    def notes(self) -> Notes:
        """The stories of all measures, told as one."""
        stories = [p.story for p in self.parts]
        weak = _each(s.weak for s in stories)
        budgets = _each(s.budgets for s in stories)
        return Notes(
            figures=tuple(p.figure for p in self.parts),
            path=_first((s.path for s in stories), ()),
            why=_told(tuple(s.why for s in stories if s.why)),
            substitutes=_each(s.substitutes for s in stories),
            remedies=_each(s.remedies for s in stories),
            worst_loss=_first((s.worst_loss for s in stories), ""),
            weak=tuple(sorted(weak, key=lambda w: -int(w.basis)))[:MOST_WEAK],
            flags=_each(s.flags for s in stories),
            annual=self.annual,
            exhibits=(Budgets(budgets=budgets),) if budgets else (),
        )

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures) of the judged time for which each threshold holds."""
        return Shares.beside([p.held(alive) for p in self.parts], len(alive))


def _each(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """What several stories say, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _first(parts: Iterable[T], nothing: T) -> T:
    """What the first story says that says anything."""
    return next((part for part in parts if part), nothing)


def _told(whys: tuple[Reason | str, ...]) -> Reason | str:
    if len(whys) < 2:
        return whys[0] if whys else ""
    return reason("connect.all", parts=whys)
