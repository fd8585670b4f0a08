"""The needs of a corridor judged, on two cores: from both ends of one list until they meet."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from serai.needs import Answer, Assessment, Need, Plan
from serai.outcome.planned import Day, Progress
from serai.outcome.processes import beside, can_fork
from serai.outcome.recalled import Noted, Recalled, Told
from serai.pool import Pool

FEW = 6  # needs: for fewer a second process is not worth its start
Ask = Callable[[Sequence[Answer], Pool], object]  # what will be asked of answers, whatever comes of it
Found = tuple[Answer, Assessment]


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the other process found: how each need stands, and of the sky what was not known before."""

    needs: Mapping[str, tuple[Told, Assessment]]
    sky: Mapping[Hashable, object]


def judged(
    needs: Sequence[Need],
    day: Day,
    plan: Plan,
    tell: Progress,
    *,
    cores: int,
    asks: Sequence[Ask],
    besides: Callable[[], object] | None = None,
) -> dict[str, Found]:
    """The answer of every need and how it stands under a plan, by id.

    ``asks`` is what will be asked of every answer, losses above all: each process asks it of its own
    beforehand, and what comes of it is known to the answers given back. ``besides`` is done by this process
    while the other begins with the needs.
    """
    if cores < 2 or len(needs) < FEW or not can_fork():
        return dict(_judged(iter(needs), day, plan, lambda i: tell("judging the needs", i, len(needs))))
    # needs of one service share most of their sky, and those of long periods ask for most of it
    order = sorted(needs, key=lambda n: (n.service, n.judged(day.world.at, day.length).duration_s))
    both = _BothEnds(len(order))

    def theirs() -> _Told:
        known = day.world.almanac.known
        noted = _noted((order[k] for k in both.from_the_end()), day, plan, asks, _silent)
        told = {key: (answer.told(), one) for key, (answer, one) in noted.items()}
        return _Told(needs=told, sky=day.world.almanac.found_beside(known))

    other = beside(theirs)
    if besides is not None:
        besides()
    mine = _noted(
        (order[k] for k in both.from_the_front()),
        day,
        plan,
        asks,
        lambda _: tell("judging the needs", both.taken(), len(order)),
    )
    came = other()
    tell("judging the needs", len(order), len(order))
    day.world.almanac.keep(came.sky)
    by_id = {n.id: n for n in needs}
    found: dict[str, Found] = dict(mine)
    for key, (told, one) in came.needs.items():
        found[key] = Recalled(by_id[key], told, _again(day, by_id[key], plan)), one
    return found


def _noted(
    needs: Iterator[Need], day: Day, plan: Plan, asks: Sequence[Ask], done: Callable[[int], None]
) -> dict[str, tuple[Noted, Assessment]]:
    """Some needs judged and asked what will be asked of them: what is found is kept with the answers."""
    noted = {}
    for key, (answer, one) in _judged(needs, day, plan, done):
        mine = Noted(answer=answer)
        for ask in asks:  # at once, so that the two processes share this work too
            ask([mine], day.pool)
        noted[key] = mine, one
    return noted


def _again(day: Day, need: Need, plan: Plan) -> Callable[[], Answer]:
    return lambda: day.answer(need, plan)


def _judged(
    needs: Iterator[Need], day: Day, plan: Plan, done: Callable[[int], None]
) -> Iterator[tuple[str, Found]]:
    for i, need in enumerate(needs, start=1):
        yield need.id, day.judged(need, plan)
        done(i)


class _BothEnds:
    """Places of a list that two processes take, one from each end, each place once."""

    def __init__(self, length: int) -> None:
        context = multiprocessing.get_context("fork")
        self._length = length
        self._lock = context.Lock()
        self._taken = context.Array("q", 2, lock=False)  # from the front, from the end

    def taken(self) -> int:
        """How many were taken by both."""
        return int(self._taken[0] + self._taken[1])

    def from_the_front(self) -> Iterator[int]:
        while self._takes(0):
            yield self._taken[0] - 1

    def from_the_end(self) -> Iterator[int]:
        while self._takes(1):
            yield self._length - self._taken[1]

    def _takes(self, end: int) -> bool:
        with self._lock:
            if self.taken() >= self._length:
                return False
            self._taken[end] += 1
            return True


def _silent(_done: int) -> None:
    """Progress that nobody watches."""
