"""Some days of a corridor as one scheduling problem: looks joined with the passes that bring them down.

Each need becomes a task for every half of the interval at which it wants a fresh result (one for the whole
period where it names none), each look with one of its passes an option. Times are whole seconds from the
period's start, rounded outwards. A share of an asset becomes units of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from serai.needs import Booking, Left, Need, Opportunity, Plan, Use
from serai.plan.quota_periods import quotas_of
from serai.plan.scheduling import Resource, ResourceUse, Schedule, ScheduleProblem, Task, TaskOption
from serai.plan.scheduling.left import left_tasks
from serai.pool import Pool
from serai.time import Span
from serai.wording import Reason, reason

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
            task = f"{need.id}/{_slot(need, look, span)}"
            tasks.setdefault(task, Task(id=task, priority=max(1, need.priority), party=need.party))
            need_of[task] = need.id
            for number, bookings in enumerate(ways):
                name = " + ".join(b.opportunity.id for b in bookings)
                books[name], of_task[name] = bookings, task
                firsts |= {name} if number == 0 else set()
    uses = [u for bookings in books.values() for b in bookings for u in b.opportunity.uses]
    units = _units(uses)
    options = tuple(
        TaskOption(
            id=name,
            task=of_task[name],
            ready=ceil(bookings[-1].opportunity.counts_at.seconds_since(span.start)),
            uses=tuple(_use(u, units, span) for b in bookings for u in b.opportunity.uses),
        )
        for name, bookings in books.items()
    )
    start = min([0, *(u.start for o in options for u in o.uses)])
    end = max([1, ceil(span.duration_s), *(u.end for o in options for u in o.uses)])
    parties = {task.party for task in tasks.values()}
    problem = ScheduleProblem(
        start=start,
        end=end,
        resources=tuple(_resource(name, count, pool, span) for name, count in sorted(units.items())),
        tasks=tuple(tasks.values()),
        options=options,
        epoch=span.start.utc(),
        quotas=tuple(quotas_of(pool, units, parties, span, start=start, end=end)),
    )
    return PlanHorizon(problem=problem, books=books, need_of=need_of, firsts=frozenset(firsts), span=span)


def _ways(look: Opportunity, need: Need, follow_on: FollowOn) -> Iterator[tuple[Booking, ...]]:
    """What a look can book: itself, with each of the first passes that carry on what it leaves on board."""
    first = Booking(opportunity=look, need=need.id, reason=look.why)
    if look.follow_on is None:
        yield (first,)
        return
    for way in sorted(follow_on(look.follow_on), key=lambda o: (o.counts_at, o.id))[:WAYS]:
        yield first, Booking(opportunity=way, need=need.id, reason=way.why, carries=look.id)


def _slot(need: Need, look: Opportunity, span: Span) -> int:
    """Which of the results that a need wants one after the other a look would be."""
    every_s = need.wanted_every_s
    return floor(look.counts_at.seconds_since(span.start) / (FRESHEST * every_s)) if every_s else 0


def _units(uses: Iterable[Use]) -> dict[str, int]:
    """How many units each asset has: as many as its smallest share goes into it."""
    units: dict[str, int] = defaultdict(int)
    for use in uses:
        units[use.asset] = max(units[use.asset], round(1.0 / use.share))
    return dict(units)


def _use(use: Use, units: Mapping[str, int], span: Span) -> ResourceUse:
    return ResourceUse(
        resource=use.asset,
        start=floor(use.span.start.seconds_since(span.start)),
        end=ceil(use.span.end.seconds_since(span.start)),
        units=max(1, ceil(use.share * units[use.asset] - 1e-9)),
        serves=use.serves,
    )


def _resource(name: str, units: int, pool: Pool, span: Span) -> Resource:
    """An asset with the spans in which an owner keeps it back or an event takes it away."""
    closed = tuple(
        (floor(s.start.seconds_since(span.start)), ceil(s.end.seconds_since(span.start)), units)
        for s in (pool[name].not_free if name in pool else ())
    )
    owner = pool[name].owner if name in pool else ""
    return Resource(id=name, units=units, closed=closed, owner=owner)


def as_plan(schedule: Schedule, of: PlanHorizon) -> Plan:
    """The bookings of a schedule, in order of time, and the needs that got nothing with the reason."""
    bookings = [b for name in schedule.chosen for b in of.books[name]]
    bookings.sort(key=lambda b: (b.opportunity.span.start, b.opportunity.id, b.need))
    served = {b.need for b in bookings}
    left: dict[str, Reason] = {}
    for one in left_tasks(schedule, of.problem):
        carried = any(option.task == one.task for option in of.problem.options)
        left.setdefault(of.need_of[one.task], one.why if carried else reason("plan.not_carried"))
    return Plan(
        bookings=tuple(bookings),
        left=tuple(Left(need=need, reason=why) for need, why in left.items() if need not in served),
        span=of.span,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPass:
    """A pass that some needs want first: of which satellite, for whom, and whether it is booked."""

    satellite: str
    needs: tuple[str, ...]
    span: Span
    booked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """More passes wanted at once at a station than it has antennas."""

    station: str
    antennas: int
    passes: tuple[WantedPass, ...]

    @property
    def gave_way(self) -> tuple[WantedPass, ...]:
        """Those that are not booked."""
        return tuple(p for p in self.passes if not p.booked)

    def says(self, pool: Pool) -> Reason:
        """Who stays and who gives way, in words."""
        name = pool[self.station].name if self.station in pool else self.station
        return reason(
            "plan.contest",
            station=name,
            at=max(p.span.start for p in self.passes).utc(0),
            antennas=self.antennas,
            stays=tuple(_named(p, pool) for p in self.passes if p.booked),
            gives_way=tuple(_named(p, pool) for p in self.gave_way),
        )


def _named(one: WantedPass, pool: Pool) -> Reason:
    name = pool[one.satellite].name if one.satellite in pool else one.satellite
    return reason("plan.wanted", satellite=name, needs=one.needs)


def contests(schedule: Schedule, of: PlanHorizon) -> tuple[Contest, ...]:
    """The passes wanted at once on too few antennas, by time: each moment at which one more begins."""
    chosen = {
        (u.asset, u.serves) for name in schedule.chosen for b in of.books[name] for u in b.opportunity.uses
    }
    wanted: dict[str, dict[str, tuple[str, set[str], Span]]] = defaultdict(dict)
    for name in sorted(of.firsts):
        look, *carried = of.books[name]
        for use in (u for b in carried for u in b.opportunity.uses):
            aboard = look.opportunity.uses[0].asset
            wanted[use.asset].setdefault(use.serves, (aboard, set(), use.span))[1].add(look.need)
    found: list[Contest] = []
    for station, passes in wanted.items():
        several = [
            WantedPass(
                satellite=aboard, needs=tuple(sorted(needs)), span=span, booked=(station, serves) in chosen
            )
            for serves, (aboard, needs, span) in passes.items()
        ]
        found += _too_many(station, of.problem.resource[station].units, several)
    return tuple(sorted(found, key=lambda c: (max(p.span.start for p in c.passes), c.station)))


def _too_many(station: str, antennas: int, passes: list[WantedPass]) -> Iterator[Contest]:
    for one in sorted(passes, key=lambda p: (p.span.start, p.satellite)):
        now = [p for p in passes if p.span.contains(one.span.start)]
        if len(now) > antennas and not all(p.booked for p in now):
            now.sort(key=lambda p: (not p.booked, p.span.start, p.satellite))
            yield Contest(station=station, antennas=antennas, passes=tuple(now))
