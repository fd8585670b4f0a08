"""A corridor kept warm: its assessment at a moment, and the sky that it was judged under."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from serai.corridor import Corridor
from serai.losses import Loss, LossKind, scan
from serai.outcome.outcome import Outcome, assess, open_corridor, with_fortnight
from serai.report.data.json import assess_answer
from serai.serve.worker.ahead import DaysKept
from serai.time import Instant

NOBODY = "nothing"  # a loss that takes everything: asked once, so that every answer is at hand


@dataclass(frozen=True, kw_only=True)
class WarmCorridor:
    """An assessment whose answers are all at hand in this process, so that a loss is judged in a moment.

    ``ahead`` are the days after the first, None until they are judged; ``views`` are those that were asked
    for in this process.
    """

    outcome: Outcome
    ahead: DaysKept | None = None
    views: dict[tuple[str, str, bool], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def made(cls, folder: Path, at: Instant) -> WarmCorridor:
        """The corridor in a folder assessed on the day from a moment."""
        return cls(outcome=_at_hand(assess(open_corridor(folder), at=at)))

    @property
    def corridor(self) -> Corridor:
        """The corridor as it was assessed, dated events struck."""
        return self.outcome.corridor

    @property
    def whole(self) -> bool:
        """Whether the fortnight of each need is in."""
        return self.ahead is not None

    def with_days(self, ahead: DaysKept) -> WarmCorridor:
        """The same with the fortnight of each need."""
        found = _told_once(with_fortnight(self.outcome, ahead.by_need()))
        return replace(self, outcome=found, ahead=ahead, views={})


def _at_hand(outcome: Outcome) -> Outcome:
    """The outcome after every answer was asked for a loss that nobody had tried.

    Answers that another process found are then found here too (`serai.outcome.recalled`).
    """
    every = frozenset(a.id for a in outcome.pool.assets)
    scan(outcome.answers, outcome.pool, [Loss(kind=LossKind.EVENT, id=NOBODY, name=NOBODY, assets=every)])
    return _told_once(outcome)


def _told_once(outcome: Outcome) -> Outcome:
    """The outcome after what each answer about needs would work out was worked out here, once for all."""
    assess_answer(outcome)
    return outcome
