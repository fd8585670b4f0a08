"""Why a plan is made again, beside a loss: cancelled, refused by an owner, urgent, or cloud is forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from serai.corridor import Corridor
from serai.errors import Refused
from serai.observe.fittings import Sensor
from serai.plan.horizon import PlanHorizon
from serai.plan.scheduling import ScheduleProblem, TaskOption
from serai.plan.scheduling.nouns import CERTAIN
from serai.pool import Pool
from serai.tables import Cell, Column, CorridorRefused, Expected, read_table
from serai.time import Instant
from serai.wording import Reason, reason


class CauseRefused(Refused):
    """A cause that names what is not asked for, or what no booking of a need could use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """The chance (0 to 1) that a need's place is clear for looks that begin from ``start`` until ``end``."""

    need: str
    start: Instant
    end: Instant
    clear: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanCauses:
    """What changed: needs that are cancelled, (need, asset) that an owner refuses, urgent needs, clouds."""

    cancelled: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    urgent: tuple[str, ...] = ()
    clouds: tuple[ForecastView, ...] = ()

    def checked(self, corridor: Corridor) -> ReplanCauses:
        """The same; refused (`CauseRefused`) where a need is not asked or an asset is not there."""
        known = [need.id for need in corridor.needs]
        named = (*self.cancelled, *(n for n, _ in self.refused), *self.urgent, *(c.need for c in self.clouds))
        for name in named:
            if name not in known:
                raise CauseRefused("plan.remade.no_need", need=name, known=tuple(known))
        for _, asset in self.refused:
            corridor.pool[asset]
        return self


def refusal_of(text: str, corridor: Corridor) -> tuple[tuple[str, str], ...]:
    """What `NEED:NAME` refuses: a need's use of an asset, of all of a group, or of all of an owner's."""
    need, colon, name = text.partition(":")
    if not (need and colon and name):
        raise CauseRefused("plan.remade.need_and_name", got=text)
    return tuple((need, asset) for asset in sorted(corridor.pool.exactly(name)))


def caused(
    of: ScheduleProblem, whole: PlanHorizon, pool: Pool, causes: ReplanCauses, *, now: int, frozen_until: int
) -> ScheduleProblem:
    """The situation once all causes are taken in; what has begun stays whatever comes.

    What is cancelled and begins before ``frozen_until`` stays too. An urgent need is the first class, which
    pre-empts; the other classes follow one lower.
    """
    barred = set(causes.refused)

    def offered(option: TaskOption) -> bool:
        need = whole.need_of[option.task]
        starts = min((u.start for u in option.uses), default=now)
        if need in causes.cancelled and starts >= frozen_until:
            return False
        return starts < now or not any((need, u.resource) in barred for u in option.uses)

    options = tuple(_clouded(o, whole, pool, causes.clouds) for o in of.options if offered(o))
    return _urgent(replace(of, options=options), whole, causes.urgent)


def _urgent(of: ScheduleProblem, whole: PlanHorizon, needs: tuple[str, ...]) -> ScheduleProblem:
    if not needs:
        return of
    tasks = tuple(
        replace(t, priority=1 if whole.need_of[t.id] in needs else t.priority + 1) for t in of.tasks
    )
    ranked = tuple(replace(q, priorities=tuple(p + 1 for p in q.priorities)) for q in of.quotas)
    return replace(of, tasks=tasks, urgent=1, quotas=ranked)


def _clouded(
    option: TaskOption, whole: PlanHorizon, pool: Pool, clouds: tuple[ForecastView, ...]
) -> TaskOption:
    """An option with the chance of a clear view that is forecast, where its satellite needs one."""
    look = whole.books[option.id][0]
    begins, satellite = look.opportunity.span.start, look.opportunity.uses[0].asset
    for one in clouds:
        if one.need == look.need and one.start <= begins < one.end and _needs_clear_sky(pool, satellite):
            return replace(option, chance=round(one.clear * CERTAIN))
    return option


def _needs_clear_sky(pool: Pool, satellite: str) -> bool:
    sensors = pool[satellite].fitted(Sensor) if satellite in pool else ()
    return bool(sensors) and all(sensor.needs_clear_sky for sensor in sensors)


def given_up_for(name: str, whole: PlanHorizon, causes: ReplanCauses) -> Reason | None:
    """Why a booking that is no longer offered goes, where it is by one of the causes."""
    books = whole.books.get(name)
    if books is None:
        return None
    need = books[0].need
    if need in causes.cancelled:
        return reason("change.cancelled", need=need)
    barred = set(causes.refused)
    for use in (u for b in books for u in b.opportunity.uses):
        if (need, use.asset) in barred:
            return reason("change.refused", asset=use.asset, need=need)
    return None


def _moment(raw: str) -> Instant:
    try:
        return Instant.from_utc(raw)
    except ValueError as error:
        raise Expected(reason("corridor.a_moment")) from error


FORECAST: Mapping[str, Column] = MappingProxyType(
    {
        "need": Column(required=True),
        "start": Column(required=True, read=_moment),
        "end": Column(required=True, read=_moment),
        "clear": Column(Cell.NUMBER, required=True, low=0.0, high=1.0),
    }
)


def read_clouds(path: Path) -> tuple[ForecastView, ...]:
    """The rows of a forecast: need, start, end (UTC), clear (0 to 1), source, as_of, basis; as any table."""
    rows, problems = read_table(path, FORECAST)
    if problems:
        raise CorridorRefused(path, problems)
    found = []
    for row in rows:
        start, end, clear = row.value("start"), row.value("end"), row.number("clear")
        assert isinstance(start, Instant)  # as these columns are read
        assert isinstance(end, Instant)
        assert clear is not None
        found.append(ForecastView(need=row.text("need"), start=start, end=end, clear=clear))
    return tuple(found)
