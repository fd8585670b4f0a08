"""What a connect need gets: its measures side by side, in words, and after any losses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.connect.judged import Judged
from serai.needs import Budgets, Need, Notes, Shares

MOST_WEAK = 5


@dataclass(frozen=True)
class ConnectAnswer:
    """The answer to one connect need (satisfies ``needs.Answer``)."""

    need: Need
    parts: tuple[Judged, ...]
    rests_on: NDArray[np.bool_]

    @cached_property
    def notes(self) -> Notes:
        """The stories of all measures, told as one."""
        stories = [p.story for p in self.parts]
        weak = dict.fromkeys(w for s in stories for w in s.weak)
        budgets = tuple(dict.fromkeys(b for s in stories for b in s.budgets))
        return Notes(
            figures=tuple(p.figure for p in self.parts),
            path=next((s.path for s in stories if s.path), ()),
            why="; ".join(str(s.why) for s in stories if s.why),
            substitutes=tuple(dict.fromkeys(line for s in stories for line in s.substitutes)),
            remedies=tuple(dict.fromkeys(line for s in stories for line in s.remedies)),
            worst_loss=next((s.worst_loss for s in stories if s.worst_loss), ""),
            weak=tuple(sorted(weak, key=lambda w: -int(w.basis)))[:MOST_WEAK],
            flags=tuple(dict.fromkeys(flag for s in stories for flag in s.flags)),
            exhibits=(Budgets(budgets=budgets),) if budgets else (),
        )

    def held(self, alive: NDArray[np.bool_]) -> Shares:
        """Shares (losses, figures) of the judged time for which each threshold holds."""
        return Shares.beside([p.held(alive) for p in self.parts], len(alive))
