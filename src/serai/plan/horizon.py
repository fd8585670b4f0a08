"""Some days of a corridor as one scheduling problem: looks joined with the passes that bring them down.

Each need becomes a task for every half of the interval at which it wants a fresh result (one for each look
where it names none: it wants every image), each look with one of its passes an option. Times are whole
seconds from the period's start, rounded outwards. A share of an asset becomes units of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from serai.needs import Booking, Need, Opportunity, Use
from serai.plan.aboard import Aboard
from serai.plan.own_use_days import own_uses_of
from serai.plan.quota_periods import quotas_of
from serai.plan.scheduling import Resource, ResourceUse, ScheduleProblem, Task, TaskOption
from serai.plan.shares import partners_of
from serai.pool import Pool
from serai.time import Span

FRESHEST = 0.5  # a result is asked for again after half the interval wanted, so that one may fail
WAYS = 4  # passes considered for a look, the earliest down first

FollowOn = Callable[[Need], Sequence[Opportunity]]


@dataclass(frozen=True, kw_only=True)
class PlanHorizon:
    """The problem of a period, what each of its options books (the look first), and the need of each task.

    ``firsts`` are the options with the earliest pass of their look: the passes that are wanted.
    """

    problem: ScheduleProblem
    books: Mapping[str, tuple[Booking, ...]]
    need_of: Mapping[str, str]
    firsts: frozenset[str]
    span: Span


def horizon(
    needs: Sequence[Need],
    opportunities: Mapping[str, Sequence[Opportunity]],
    follow_on: FollowOn,
    pool: Pool,
    span: Span,
) -> PlanHorizon:
    """The problem of a period: every look that can be asked for, with the passes that can carry it down."""
    books: dict[str, tuple[Booking, ...]] = {}
    tasks: dict[str, Task] = {}
    need_of: dict[str, str] = {}
    of_task: dict[str, str] = {}
    firsts = set[str]()
    for need in needs:
        for look in sorted(opportunities.get(need.id, ()), key=lambda o: (o.counts_at, o.id)):
            ways = list(_ways(look, need, follow_on))
            task = f"{need.id}/{_result(need, look, span)}"
            tasks.setdefault(task, _task(task, need))
            need_of[task] = need.id
            for number, bookings in enumerate(ways):
                name = " + ".join(b.opportunity.id for b in bookings)
                books[name], of_task[name] = bookings, task
                firsts |= {name} if number == 0 else set()
    units = _units(u for bookings in books.values() for b in bookings for u in b.opportunity.uses)
    aboard = Aboard(pool)
    options = tuple(
        _option(name, of_task[name], bookings, units, aboard, span) for name, bookings in books.items()
    )
    start = min([0, *(u.start for o in options for u in o.uses)])
    end = max([1, ceil(span.duration_s), *(u.end for o in options for u in o.uses)])
    parties = {task.party for task in tasks.values()}
    problem = ScheduleProblem(
        start=start,
        end=end,
        resources=(
            *(
                aboard.ruled(_resource(n, most, pool, span, (start, end)))
                for n, most in sorted(units.items())
            ),
            *aboard.rooms.values(),
        ),
        tasks=tuple(tasks.values()),
        options=options,
        epoch=span.start.utc(),
        quotas=tuple(quotas_of(pool, units, parties, span, start=start, end=end)),
        own_uses=tuple(own_uses_of(pool, units, span)),
        partners=tuple(partners_of(pool)),
    )
    return PlanHorizon(problem=problem, books=books, need_of=need_of, firsts=frozenset(firsts), span=span)


def joined_with(of: PlanHorizon, need: Need, bookings: tuple[Booking, ...], pool: Pool) -> PlanHorizon:
    """The same problem with one more option: a look of a need, and the pass that brings it down."""
    span, name = of.span, " + ".join(b.opportunity.id for b in bookings)
    task = f"{need.id}/{_result(need, bookings[0].opportunity, span)}"
    uses = [u for b in bookings for u in b.opportunity.uses]
    there = {r.id: r for r in of.problem.resources}
    units = _units(uses) | {u.asset: there[u.asset].units for u in uses if u.asset in there}
    aboard, whole = Aboard(pool), (of.problem.start, of.problem.end)
    option = _option(name, task, bookings, units, aboard, span)
    new = {n: aboard.ruled(_resource(n, most, pool, span, whole)) for n, most in units.items()} | aboard.rooms
    tasks = {t.id: t for t in of.problem.tasks}
    tasks.setdefault(task, _task(task, need))
    problem = replace(
        of.problem,
        start=min([whole[0], *(u.start for u in option.uses)]),
        end=max([whole[1], *(u.end for u in option.uses)]),
        resources=(*there.values(), *(r for n, r in new.items() if n not in there)),
        tasks=tuple(tasks.values()),
        options=(*of.problem.options, option),
    )
    books, need_of = {**of.books, name: bookings}, {**of.need_of, task: need.id}
    return replace(of, problem=problem, books=books, need_of=need_of)


def _option(
    name: str,
    task: str,
    bookings: tuple[Booking, ...],
    units: Mapping[str, int],
    aboard: Aboard,
    span: Span,
) -> TaskOption:
    return TaskOption(
        id=name,
        task=task,
        ready=ceil(bookings[-1].opportunity.counts_at.seconds_since(span.start)),
        uses=tuple(_uses(bookings, units, span, aboard)),
    )


def _ways(look: Opportunity, need: Need, follow_on: FollowOn) -> Iterator[tuple[Booking, ...]]:
    """What a look can book: itself, with each of the first passes that carry on what it leaves on board."""
    first = Booking(opportunity=look, need=need.id, reason=look.why)
    if look.follow_on is None:
        yield (first,)
        return
    for way in sorted(follow_on(look.follow_on), key=lambda o: (o.counts_at, o.id))[:WAYS]:
        yield first, Booking(opportunity=way, need=need.id, reason=way.why, carries=look.id)


def _task(name: str, need: Need) -> Task:
    return Task(id=name, priority=max(1, need.priority), party=need.party)


def _result(need: Need, look: Opportunity, span: Span) -> int | str:
    """Which of the results that a need wants in turn a look would be; its own where it wants all."""
    every_s = need.wanted_every_s
    return floor(look.counts_at.seconds_since(span.start) / (FRESHEST * every_s)) if every_s else look.id


def _units(uses: Iterable[Use]) -> dict[str, int]:
    """How many units each asset has: as many as its smallest share goes into it."""
    units: dict[str, int] = defaultdict(int)
    for use in uses:
        units[use.asset] = max(units[use.asset], round(1.0 / use.share))
    return dict(units)


def _uses(
    bookings: Sequence[Booking], units: Mapping[str, int], span: Span, aboard: Aboard
) -> Iterator[ResourceUse]:
    """What bookings hold: the assets themselves, then the room on board and in the pass."""
    held = [aboard.looking(u, _use(u, units, span)) for b in bookings for u in b.opportunity.uses]
    yield from held
    yield from aboard.kept(bookings, held)


def _use(use: Use, units: Mapping[str, int], span: Span) -> ResourceUse:
    return ResourceUse(
        resource=use.asset,
        start=floor(use.span.start.seconds_since(span.start)),
        end=ceil(use.span.end.seconds_since(span.start)),
        units=max(1, ceil(use.share * units[use.asset] - 1e-9)),
        serves=use.serves,
    )


def _resource(name: str, units: int, pool: Pool, span: Span, whole: tuple[int, int]) -> Resource:
    """An asset with the spans when its owner keeps it back or an event takes it away; all, if it is lost."""
    if name not in pool or not pool[name].usable:
        return Resource(id=name, units=units, closed=((*whole, units),))
    closed = tuple(
        (floor(s.start.seconds_since(span.start)), ceil(s.end.seconds_since(span.start)), units)
        for s in pool[name].not_free
    )
    return Resource(id=name, units=units, closed=closed, owner=pool[name].owner)
