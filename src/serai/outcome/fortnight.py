"""The fortnight of an assessment: the same judgement from each of fourteen days, on both cores.

Each day has its own plan and is judged just as a run of its own would judge it; all of them look at one sky,
kept by the almanac day by day. Days in a row are worked out in processes of their own where the system can
fork one (the sky looked at so far is then theirs too) and one after another elsewhere: the same figures.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import cast

from serai.corridor import Corridor
from serai.needs import DayJudged, Need, has_fortnight
from serai.needs.fortnight import FORTNIGHT_DAYS
from serai.outcome.planned import DAY_S, Day, Progress, planned
from serai.outcome.processes import can_fork, received
from serai.world import World

Judged = tuple[DayJudged, ...]  # one day, by need
WORKERS = 2  # two cores are what a desk has; more would each work out a sky of their own


@dataclass(frozen=True, kw_only=True)
class DaysAhead:
    """The thirteen days after the first, for the needs that are judged on a fortnight."""

    corridor: Corridor
    world: World
    length: float

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs that have a fortnight apart and are asked on the first day."""
        at = self.world.at
        return tuple(n for n in self.corridor.needs if n.in_season(at) and has_fortnight(n, at, self.length))

    def day(self, k: int) -> Judged:
        """How the needs stand on the day ``k`` days after the first, under that day's own plan."""
        world = replace(self.world, at=self.world.at.plus(seconds=k * DAY_S))
        plan = planned(self.corridor.needs, self.corridor.pool.whole, world, _silent)
        return Day(world=world, pool=self.corridor.pool, length=self.length).shares(self.needs, plan)

    def begun(self, tell: Progress) -> Callable[[], dict[str, Judged]]:
        """Begin to work, beside whatever comes next; what is given back waits for the days by need."""
        ahead = range(1, FORTNIGHT_DAYS) if self.needs else range(0)
        if not ahead or not can_fork():
            return lambda: self._by_need([self._told(k, tell) for k in ahead])
        half = (len(ahead) + 1) // WORKERS
        ends = [self._fork(ahead[first : first + half]) for first in range(0, len(ahead), half)]
        return lambda: self._by_need(list(_received(ends, len(ahead), tell)))

    def _told(self, k: int, tell: Progress) -> Judged:
        found = self.day(k)
        tell("judging the fortnight", k, FORTNIGHT_DAYS - 1)
        return found

    def _fork(self, days: Sequence[int]) -> Connection:
        here, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        context.Process(target=_work, args=(self, days, there), daemon=True).start()
        there.close()
        return here

    def _by_need(self, days: Sequence[Judged]) -> dict[str, Judged]:
        return {n.id: tuple(day[i] for day in days) for i, n in enumerate(self.needs)}


def _work(ahead: DaysAhead, days: Sequence[int], there: Connection) -> None:
    """Judge some days in a process of its own, and send each as it is found."""
    try:
        for k in days:
            there.send(ahead.day(k))
    except Exception as fault:
        there.send(fault)
    there.close()


def _received(ends: Sequence[Connection], count: int, tell: Progress) -> Iterator[Judged]:
    """The days in their order, as the processes send them."""
    done = 0
    for k, end in enumerate(ends):
        expected = (count + len(ends) - 1) // len(ends)
        for _ in range(min(expected, count - k * expected)):
            found = received(end)
            if isinstance(found, Exception):
                raise found
            yield cast("Judged", found)
            done += 1
            tell("judging the fortnight", done, count)


def _silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""
