"""Single points of failure: the losses of one asset, risk group or party that make needs worse."""

from __future__ import annotations

from pathlib import Path

from serai.corridor import Corridor
from serai.losses import SinglePoint
from serai.outcome.outcome import Outcome, assess, open_corridor
from serai.outcome.planned import Progress
from serai.questions.sky import Moment, moment


def single_points(
    corridor: str | Path | Corridor | Outcome,
    *,
    at: Moment | None = None,
    days: float | None = None,
    progress: Progress | None = None,
) -> tuple[SinglePoint, ...]:
    """Every single loss that makes a need of a corridor worse, heaviest first.

    ``corridor`` is an outcome of `assess`, or a corridor (or its folder), which is then assessed from ``at``.
    """
    if isinstance(corridor, str | Path):
        corridor = open_corridor(corridor)
    if isinstance(corridor, Corridor):
        corridor = assess(corridor, at=moment(at), days=days, progress=progress)
    return tuple(corridor.single_points)
