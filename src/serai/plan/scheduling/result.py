"""A schedule: what was chosen, its value, its bound (what the best could be worth), and how it was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from serai.plan.scheduling.levels import Level, scores
from serai.plan.scheduling.problem import ScheduleProblem

OPTIMAL, UNITS, WALL, STOPPED, HEURISTIC = "optimal", "units", "wall", "stopped", "heuristic"
Told = Callable[[str, int, int], None]  # the level, its best value so far, what it could be at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work a solver may do: ``units`` of its own deterministic count for each level.

    The same problem, seed and units give the same schedule. ``wall_s`` is only a ceiling: a schedule that it
    cut says so. A level is proven at the relative ``gap``.
    """

    units: float = 60.0
    wall_s: float = 300.0
    seed: int = 1
    gap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The options chosen, in order of time, with value and bound by level.

    ``bound`` of a level is what no schedule can exceed that is as good on the levels before it. ``ended`` is
    why the solver stopped: optimal, units (its work was used up), wall (the ceiling), stopped, or heuristic.
    ``dues`` are what partners would have if nobody were owed anything, where that had to be planned first.
    """

    problem: str
    solver: str
    levels: tuple[str, ...]
    chosen: tuple[str, ...]
    objective: tuple[int, ...]
    bound: tuple[int, ...]
    ended: str
    effort: Effort
    dues: tuple[tuple[str, int], ...] = ()

    @property
    def gaps(self) -> tuple[float | None, ...]:
        """By how much of its value each level could be better at most; None where it has none."""
        pairs = zip(self.objective, self.bound, strict=True)
        return tuple((b - o) / abs(o) if o else 0.0 if b == o else None for o, b in pairs)


def made(
    problem: ScheduleProblem,
    of: Sequence[Level],
    chosen: Collection[int],
    bound: Sequence[int],
    *,
    solver: str,
    ended: str,
    effort: Effort,
) -> Schedule:
    """The schedule of the options at some places."""
    options = [problem.options[i] for i in chosen]
    options.sort(key=lambda o: (min((u.start for u in o.uses), default=problem.start), o.id))
    return Schedule(
        problem=problem.digest,
        solver=solver,
        levels=tuple(level.name for level in of),
        chosen=tuple(o.id for o in options),
        objective=scores(of, chosen),
        bound=tuple(bound),
        ended=ended,
        effort=effort,
    )
