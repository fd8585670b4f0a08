"""The thirteen days after the first, each with its plan: a loss is then judged on them without planning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from serai.corridor import Corridor
from serai.needs import Answer, DayJudged, Fortnight, Plan, has_fortnight, mean_of_days, measures_of
from serai.needs.fortnight import FORTNIGHT_DAYS
from serai.outcome.outcome import Outcome
from serai.outcome.planned import DAY_S, Day, planned
from serai.outcome.processes import beside
from serai.world import World

Judged = tuple[DayJudged, ...]


@dataclass(frozen=True, kw_only=True)
class DaysKept:
    """The plan of each day ahead, and how the needs that have a fortnight stand on it."""

    needs: tuple[str, ...]
    plans: tuple[Plan, ...]
    judged: tuple[Judged, ...]

    def by_need(self) -> Mapping[str, Judged]:
        """The days of each need, in their order."""
        return {name: tuple(day[i] for day in self.judged) for i, name in enumerate(self.needs)}


def days_ahead(outcome: Outcome) -> DaysKept:
    """Judge the days after the first, on both cores."""
    at, length = outcome.at, outcome.days
    asked = [n for n in outcome.corridor.needs if n.in_season(at) and has_fortnight(n, at, length)]
    names = tuple(n.id for n in asked)
    found = _in_two(lambda k: _planned_day(outcome, outcome.corridor, k, names, None))
    return DaysKept(
        needs=names,
        plans=tuple(plan for plan, _ in found),
        judged=tuple(judged for _, judged in found),
    )


def fortnights_after(
    outcome: Outcome, after: Corridor, kept: DaysKept, needs: Sequence[str], first: Mapping[str, DayJudged]
) -> dict[str, Fortnight]:
    """The fortnight of some needs in another corridor, whose first day is known.

    The plans stand as they were made, but where terms were agreed: then each day is planned again.
    """
    names = tuple(name for name in needs if name in kept.needs)
    if not names:
        return {}
    plans: Sequence[Plan | None] = [None] * len(kept.plans) if after.agreed else kept.plans
    found = _in_two(lambda k: _planned_day(outcome, after, k, names, plans[k - 1]))
    days = {name: (first[name], *(judged[i] for _, judged in found)) for i, name in enumerate(names)}
    told = {name: mean_of_days(days[name], measures_of(_answer_of(outcome, name))) for name in names}
    return {name: fortnight for name, fortnight in told.items() if fortnight is not None}


def _answer_of(outcome: Outcome, name: str) -> Answer:
    answer = outcome.answer(name)
    assert answer is not None  # it is in season
    return answer


def _planned_day(
    outcome: Outcome, corridor: Corridor, k: int, names: Sequence[str], plan: Plan | None
) -> tuple[Plan, Judged]:
    """The plan of the day ``k`` days after the first, and how some needs stand under it.

    The plan is as it is booked alone: how to make it with a term more does not go from process to process.
    """
    world: World = replace(outcome.world, at=outcome.at.plus(seconds=k * DAY_S))
    made = planned(corridor.needs, corridor.pool.whole, world, lambda *_: None) if plan is None else plan
    day = Day(world=world, pool=corridor.pool, length=outcome.days)
    booked = replace(made, planned_with=None)
    return booked, day.shares([corridor.need(name) for name in names], booked)


def _in_two(work: Callable[[int], tuple[Plan, Judged]]) -> list[tuple[Plan, Judged]]:
    """The days in their order, half of them worked out in a process beside."""
    ahead = range(1, FORTNIGHT_DAYS)
    half = (len(ahead) + 1) // 2
    later = beside(lambda: [work(k) for k in ahead[half:]])
    earlier = [work(k) for k in ahead[:half]]
    return earlier + later()
