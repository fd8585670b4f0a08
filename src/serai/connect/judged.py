"""One measure of a connect need, judged: its figure, and how it holds after losses.

Some links are known to carry what is asked, others might: nobody published their capacity. A measure is
therefore worked out twice, counting only what is *certain*, and counting the unknown as if it carried
anything (*hopeful*); after losses too (see ``serai.needs.judging``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.needs import (
    Annual,
    Figure,
    Measure,
    Outages,
    Shares,
    State,
    Weak,
    distinct,
    required,
    share,
    state,
)
from serai.needs.judging import reaches
from serai.radio import Budget
from serai.wording import Reason, reason

F = NDArray[np.float64]
B = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Over:
    """A measure's values over time after losses, (losses, times), NaN without service.

    ``chance`` of the same shape is how likely each comes about; None where all do.
    """

    values: F
    chance: F | None = None


# (losses, assets) and whether to count the unknown -> values (losses, times)
Series = Callable[[B, bool], Over]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What can be said of a measure beside its figure."""

    path: tuple[str, ...] = ()
    why: Reason | str = ""
    substitutes: tuple[Reason | str, ...] = ()
    remedies: tuple[Reason | str, ...] = ()
    worst_loss: Reason | str = ""
    weak: tuple[Weak, ...] = ()
    flags: tuple[Reason | str, ...] = ()
    budgets: tuple[Budget, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JudgedFigure:
    """A measure with its figure, the assets it can depend on (assets,), and what is said of it.

    ``year`` works out what a year gives of it, where that can be.
    """

    figure: Figure
    series: Series
    rests_on: B
    tell: Callable[[], Story] = Story
    year: Callable[[], tuple[Annual, ...]] = tuple

    @cached_property
    def annual(self) -> tuple[Annual, ...]:
        """What a year gives of it, found when first asked for."""
        return self.year()

    @cached_property
    def story(self) -> Story:
        """What is said of it, found when first asked for."""
        return self.tell()

    def held(self, alive: B) -> Shares:
        """Shares (losses,) of the judged time for which the threshold holds."""
        return distinct(alive, self.rests_on, lambda left: _held(self.figure.measure, self.series, left))


def interrupted(series: Series, outages: Outages) -> Series:
    """The series with what dated events take away lost while they last.

    A text that is sent in an outage is judged as if it lasted: what the end of it brings does not count.
    """
    if not len(outages):
        return series

    def timed(alive: B, hopeful: bool) -> Over:
        whole = series(alive, hopeful)
        values, chance = whole.values.copy(), None if whole.chance is None else whole.chance.copy()
        for lost, when in zip(outages.lost, outages.when, strict=True):
            during = series(alive & ~lost, hopeful)
            values[:, when] = during.values[:, when]
            if chance is not None and during.chance is not None:
                chance[:, when] = during.chance[:, when]
        return Over(values, chance)

    return timed


def falls_short(part: JudgedFigure) -> bool:
    """Whether a measure does not certainly hold for the share of the time that it asks, nothing lost."""
    held = part.held(np.ones((1, len(part.rests_on)), dtype=bool))
    return not reaches(float(held.certain[0]), required(part.figure.measure))


def judged(
    measure: Measure,
    tai_ns: NDArray[np.int64],
    series: Series,
    rests_on: B,
    unknown: Reason | str,
    tell: Callable[[], Story] = Story,
) -> JudgedFigure:
    """Judge a measure with every asset in place; ``unknown`` names the figure it turns on, if any."""
    everything = np.ones((1, len(rests_on)), dtype=bool)
    certain = series(everything, False)
    turns = state(_held(measure, series, everything), measure) is State.UNKNOWN
    figure = Figure.of(
        measure,
        tai_ns,
        certain.values[0],
        chance=None if certain.chance is None else certain.chance[0],
        missing=(unknown or reason("connect.missing.any")) if turns else "",
    )
    return JudgedFigure(figure=figure, series=series, rests_on=rests_on, tell=tell)


def _held(measure: Measure, series: Series, alive: B) -> Shares:
    certain, hopeful = (share(measure, s.values, s.chance) for s in (series(alive, h) for h in (False, True)))
    return Shares(certain, np.maximum(certain, hopeful))
