"""Single points of failure: the losses of one asset, risk group or party that make needs worse."""

from __future__ import annotations

from pathlib import Path

from serai.corridor import Corridor
from serai.outcome import Outcome, Progress, assess, open_corridor
from serai.questions.sky import Moment
from serai.resilience import SinglePoint
from serai.time import Instant


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
        begin = Instant.from_utc(at) if isinstance(at, str) else at
        corridor = assess(corridor, at=begin, days=days, progress=progress)
    return tuple(corridor.single_points)
