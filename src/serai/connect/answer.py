"""What a connect need gets: its measures side by side, in words, and after any losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.judged import Judged
from serai.needs import Figure, Need, Weak
from serai.radio import Line

MOST_WEAK = 5


@dataclass(frozen=True)
class ConnectAnswer:
    """The answer to one connect need (satisfies ``needs.Answer``), with the link budgets behind it."""

    need: Need
    parts: tuple[Judged, ...]
    rests_on: NDArray[np.bool_]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(p.figure for p in self.parts)

    @property
    def path(self) -> tuple[str, ...]:
        return next((p.story.path for p in self.parts if p.story.path), ())

    @property
    def why(self) -> str:
        return "; ".join(p.story.why for p in self.parts if p.story.why)

    @property
    def instead(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line for p in self.parts for line in p.story.instead))

    @property
    def weak(self) -> tuple[Weak, ...]:
        found = dict.fromkeys(w for p in self.parts for w in p.story.weak)
        return tuple(sorted(found, key=lambda w: -int(w.basis)))[:MOST_WEAK]

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(flag for p in self.parts for flag in p.story.flags))

    @property
    def budgets(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Each link budget that was drawn up: its title and its lines."""
        return tuple((b.title, b.lines) for p in self.parts for b in p.story.budgets)

    def held(self, alive: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Shares (losses, figures) of the judged time for which each threshold certainly holds."""
        if not self.parts:
            return np.zeros((len(alive), 0))
        return np.stack([p.held(alive) for p in self.parts], axis=1)
