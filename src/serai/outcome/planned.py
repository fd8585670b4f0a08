"""The day's plan of a corridor, and each need judged under it: what every day of an assessment does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from serai.needs import (
    Answer,
    Assessment,
    DayJudged,
    Need,
    Plan,
    Premise,
    Premised,
    annual_of,
    day_judged,
    judge,
    not_asked,
    premised,
    stands,
)
from serai.plan import day_plan
from serai.pool import Pool
from serai.services import service
from serai.time import Span
from serai.world import World

Progress = Callable[[str, int, int], None]
PLANNED_DAYS = 1.0  # the plan books one day ahead; later looks and passes stay free
DAY_S = 86_400.0


def planned(needs: Iterable[Need], pool: Pool, world: World, tell: Progress) -> Plan:
    """The day's plan for the needs in season, from the world's moment on; it can be made with a term more."""
    asked = [n for n in needs if n.in_season(world.at)]

    @cache
    def planned_with(term: str) -> Plan:
        return planned(asked, pool.with_terms(term), world, _silent)

    return replace(_planned(asked, pool, world, tell), planned_with=planned_with)


def _planned(asked: Sequence[Need], pool: Pool, world: World, tell: Progress) -> Plan:
    span = planned_span(world)
    opportunities = {}
    for i, need in enumerate(asked):
        opportunities[need.id] = service(need.service).bookable(need, premised(need, pool), world, span)
        tell("planning the day", i + 1, len(asked))
    return day_plan(
        asked, opportunities, lambda n: service(n.service).bookable(n, pool, world, span), pool, span
    )


def planned_span(world: World) -> Span:
    """The time that a plan books."""
    return Span(world.at, world.at.plus(seconds=PLANNED_DAYS * DAY_S))


@dataclass(frozen=True, kw_only=True)
class Day:
    """A pool and the world at the moment from which needs are judged, ``length`` days at least."""

    world: World
    pool: Pool
    length: float

    def judged(self, need: Need, plan: Plan) -> tuple[Answer, Assessment]:
        """What a need gets under a plan and its own premise, and how it stands, also without the premise."""
        own = self._own(need, premised(need, self.pool))
        answer, one = self._judged(need, own, plan)
        if need.given_lost:
            whole = self._own(need, self.pool)
            without = self._answer(need, whole, plan)
            free = stands(without, len(whole.assets))
            premise = Premise(
                lost=need.given_lost,
                state_without=free.state,
                share_without=free.share_met,
                annual_without=annual_of(without),
            )
            one = replace(one, premise=premise)
        return Premised.over(answer, own, self.pool), one

    def _own(self, need: Need, pool: Pool) -> Pool:
        """The pool that a need is answered from: what events take away for all of its period is struck."""
        return pool.throughout(need.judged(self.world.at, self.length))

    def _judged(self, need: Need, pool: Pool, plan: Plan) -> tuple[Answer, Assessment]:
        """What a need gets from a pool under a plan, and how it stands."""
        answer = self._answer(need, pool, plan)
        return answer, judge(answer, len(pool.assets), need.judged(self.world.at, self.length))

    def _answer(self, need: Need, pool: Pool, plan: Plan) -> Answer:
        within = need.judged(self.world.at, self.length)
        return service(need.service).answer(need, pool, self.world, plan, within)

    def answer(self, need: Need, plan: Plan) -> Answer:
        """What a need gets under a plan and its premise; nothing is put into words until asked for."""
        own = self._own(need, premised(need, self.pool))
        return Premised.over(self._answer(need, own, plan), own, self.pool)

    def shares(self, needs: Sequence[Need], plan: Plan) -> tuple[DayJudged, ...]:
        """How needs stand under a plan, by shares alone."""
        at = self.world.at
        return tuple(
            day_judged(self.answer(n, plan), len(self.pool.assets), at) if n.in_season(at) else not_asked(at)
            for n in needs
        )


def _silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""
