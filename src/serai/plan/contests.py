"""Passes wanted at once on too few antennas: who stays and who gives way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from serai.plan.horizon import PlanHorizon
from serai.plan.scheduling import Schedule
from serai.pool import Pool
from serai.time import Span
from serai.wording import Reason, reason


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
