"""Dated events of a corridor: maintenance, outages and signals wrong while healthy, lost for their time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from serai.corridor import Corridor, Event
from serai.needs import Need, has_fortnight
from serai.needs.fortnight import FORTNIGHT_DAYS
from serai.outcome.planned import DAY_S
from serai.pool import Pool
from serai.pool.naming import asset_name
from serai.time import Instant, Span, Windows
from serai.wording import Reason, reason

NEAR_S = 16 * DAY_S  # beyond what a period looks back and ahead: two weeks, and two days on board
OPEN_UNTIL_S = 400 * DAY_S  # beyond any judged period: how long what goes on is taken to last


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """An event that takes assets away inside the time asked about: for which part of it, and which."""

    event: Event
    span: Span
    lost: frozenset[str]

    def says(self, pool: Pool) -> Reason:
        """What is out of service, from when to when."""
        said = {
            "name": self.event.name,
            "id": self.event.id,
            "lost": tuple(asset_name(pool, i) for i in self.event.lost),
            "start": self.span.start.utc(decimals=0),
        }
        if self.event.lasting:
            return reason("outcome.dated.goes_on", **said)
        return reason("outcome.dated.lasts", end=self.span.end.utc(decimals=0), **said)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvents:
    """The events in and near a span, in order of time, and those that cannot be applied, with the reason.

    What happens near a span matters to what is judged in it: a look waits on board, a gap began before.
    """

    within: Span | None = None
    applied: tuple[DatedEvent, ...] = ()
    not_applied: tuple[Reason, ...] = ()

    @property
    def inside(self) -> tuple[DatedEvent, ...]:
        """The events that last inside the span itself."""
        return tuple(e for e in self.applied if self.within is not None and e.span.overlaps(self.within))

    def fall_in(self, span: Span) -> bool:
        """Whether any of them lasts inside another span."""
        return any(e.span.overlaps(span) for e in self.applied)


def asked_about(at: Instant, length: float, needs: Iterable[Need], *, fortnight: bool) -> Span:
    """The time that is asked about: to the end of the longest period judged, on the last day judged."""
    last = at.plus(seconds=(FORTNIGHT_DAYS - 1) * DAY_S) if fortnight else at
    ends = (n.judged(last if has_fortnight(n, at, length) else at, length).end for n in needs)
    return Span(at, max((at.plus(seconds=length * DAY_S), *ends)))


def dated_events(corridor: Corridor, within: Span) -> DatedEvents:
    """Which events of a corridor take what away in a span; what-ifs never do.

    An event without a start, or without an end that is not said to be open, is not applied but told; so is
    one that names nothing of the pool.
    """
    near = Span(within.start.plus(seconds=-NEAR_S), within.end.plus(seconds=NEAR_S))
    applied, told = [], []
    for event in corridor.events:
        if event.supposed or (event.start is not None and event.start >= near.end):
            continue
        span, lost = event.span(near.end.plus(seconds=OPEN_UNTIL_S)), lost_by(event, corridor.pool)
        if event.start is None:
            told.append(reason("outcome.dated.no_start", name=event.name, id=event.id))
        elif span is None:
            told.append(reason("outcome.dated.no_end", name=event.name, id=event.id))
        elif lost and span.overlaps(near):
            applied.append(DatedEvent(event=event, span=span, lost=lost))
        elif span.overlaps(within):
            told.append(reason("outcome.dated.nothing", name=event.name, id=event.id))
    applied.sort(key=lambda one: (one.span.start, one.event.id))
    return DatedEvents(within=within, applied=tuple(applied), not_applied=tuple(told))


def lost_by(event: Event, pool: Pool) -> frozenset[str]:
    """The assets of a pool that an event takes away, by id."""
    return frozenset[str]().union(*(pool.exactly(name) for name in event.lost if pool.knows(name)))


def with_events(corridor: Corridor, events: DatedEvents) -> Corridor:
    """The corridor that loses what its events take away, for their time; itself where they take nothing."""
    if not events.applied:
        return corridor
    lost: dict[str, Windows] = {}
    for one in events.applied:
        for asset in one.lost:
            lost[asset] = lost.get(asset, Windows()) | Windows([one.span])
    return replace(corridor, pool=corridor.pool.losing_during(lost))


def quiet(pool: Pool) -> Pool:
    """A pool as it stands while no dated event lasts; what was struck stays struck."""
    assets = tuple(replace(a, lost_during=Windows()) if len(a.lost_during) else a for a in pool.assets)
    return replace(pool, assets=assets)


def segments(events: DatedEvents, within: Span) -> Mapping[Span, tuple[DatedEvent, ...]]:
    """The stretches of a span in which the same events last, where any does."""
    edges = {within.start, within.end}
    for one in events.applied:
        edges |= {moment for moment in (one.span.start, one.span.end) if within.contains(moment)}
    ordered = sorted(edges)
    found = {}
    for start, end in pairwise(ordered):
        lasting = tuple(one for one in events.applied if one.span.contains(start))
        if lasting:
            found[Span(start, end)] = lasting
    return found
