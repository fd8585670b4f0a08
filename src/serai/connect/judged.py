"""One measure of a connect need, judged: its figure, and how it holds after losses.

Some links are known to carry what is asked, others might: nobody published their capacity. A measure is
therefore worked out twice, counting only what is *certain*, and counting the unknown as if it carried
anything (*hopeful*). Where both give the same verdict the measure is known; where they do not, the figure
that is missing is named. After a loss only what is certain counts, so that fewer assets never help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.needs import Figure, Measure, Weak, states
from serai.radio import Budget
from serai.wording import Reason

F = NDArray[np.float64]
B = NDArray[np.bool_]

# (losses, assets) and whether to count the unknown -> (losses, times), NaN where there is no service
Series = Callable[[B, bool], F]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A measure with its figure, the assets it can depend on (assets,), and what is said of it."""

    figure: Figure
    series: Series
    rests_on: B
    story: Story = field(default_factory=Story)

    def held(self, alive: B) -> F:
        """Shares (losses,) of the judged time for which the threshold certainly holds; NaN where unknown."""
        if self.figure.missing:
            return np.full(len(alive), np.nan)
        cases, case = np.unique(alive[:, self.rests_on], axis=0, return_inverse=True)
        rows = np.zeros((len(cases), alive.shape[1]), dtype=bool)
        rows[:, self.rests_on] = cases
        shares = share(self.figure.measure, self.series(rows, False))
        return shares[case.reshape(-1)]


def share(measure: Measure, values: F) -> F:
    """The share of the times (last axis) at which a threshold holds."""
    return np.asarray(measure.reached(values).mean(axis=-1))


def judged(
    measure: Measure, tai_ns: NDArray[np.int64], series: Series, rests_on: B, unknown: str, story: Story
) -> Judged:
    """Judge a measure with every asset in place; ``unknown`` names the figure that decides if one does."""
    everything = np.ones((1, len(rests_on)), dtype=bool)
    certain = series(everything, False)
    hopeful = series(everything, True)
    wanted = np.array([1.0 if measure.share_required is None else measure.share_required])
    verdicts = [int(states(share(measure, v)[:, None], wanted)[0]) for v in (certain, hopeful)]
    missing = (unknown or "a figure that nobody published") if verdicts[0] != verdicts[1] else ""
    values = certain[0]
    served = values[np.isfinite(values)]
    figure = Figure(
        measure=measure,
        tai_ns=tai_ns,
        values=np.where(np.isfinite(values), values, np.nan),
        typical=float(np.median(served)) if len(served) else None,
        worst=_within(values, measure),
        missing=missing,
    )
    return Judged(figure=figure, series=series, rests_on=rests_on, story=story)


def _within(values: F, measure: Measure) -> float | None:
    """The value that the required share of the times is within; None when service is rarer than that."""
    if not len(values):
        return None
    wanted = 1.0 if measure.share_required is None else measure.share_required
    bad = np.inf if measure.lower_is_better else -np.inf
    order = np.sort(np.where(np.isfinite(values), values, bad))
    if not measure.lower_is_better:
        order = order[::-1]
    value = float(order[min(len(order) - 1, int(np.ceil(wanted * len(order) - 1e-9)) - 1)])
    return value if np.isfinite(value) else None
