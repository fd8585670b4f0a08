"""Give and get: what each party and each nation gave to others in a plan, had from them, and used itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from serai.needs import Booking
from serai.pool import Pool
from serai.questions.corridor_plan import CorridorPlan

Whose = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAndGet:
    """A day of a party or of a nation: images of its satellites, and seconds of passes at its stations.

    The seconds of a pass are those of the images that it brings down, in equal parts: over all parties, what
    was given is what was got.
    """

    day: str
    who: str
    images_given: int = 0
    images_got: int = 0
    images_own: int = 0
    passes_given_s: float = 0.0
    passes_got_s: float = 0.0
    passes_own_s: float = 0.0


def by_party(of: CorridorPlan) -> tuple[GiveAndGet, ...]:
    """What parties gave and got, day by day (UTC)."""
    return _exchanged(of, lambda party: party)


def by_nation(of: CorridorPlan) -> tuple[GiveAndGet, ...]:
    """What nations gave and got; a nation's parties give nothing to each other, it is its own."""
    return _exchanged(of, lambda party: _nation(of.corridor.pool, party))


def _nation(pool: Pool, party: str) -> str:
    found = pool.party(party)
    return found.country if found is not None and found.country else party


def _exchanged(of: CorridorPlan, whose: Whose) -> tuple[GiveAndGet, ...]:
    totals: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for day, giver, getter, what, amount in _transfers(of):
        gives, gets = whose(giver), whose(getter)
        if gives == gets:
            totals[day, gives][f"{what}_own"] += amount
        else:
            totals[day, gives][f"{what}_given"] += amount
            totals[day, gets][f"{what}_got"] += amount
    return tuple(_row(day, who, told) for (day, who), told in sorted(totals.items()))


def _row(day: str, who: str, told: dict[str, float]) -> GiveAndGet:
    return GiveAndGet(
        day=day,
        who=who,
        images_given=round(told["images_given"]),
        images_got=round(told["images_got"]),
        images_own=round(told["images_own"]),
        passes_given_s=round(told["passes_given"], 1),
        passes_got_s=round(told["passes_got"], 1),
        passes_own_s=round(told["passes_own"], 1),
    )


def _transfers(of: CorridorPlan) -> Iterator[tuple[str, str, str, str, float]]:
    """The day, who gives, who gets, what (images or passes), and how much."""
    pool = of.corridor.pool
    chosen = [of.horizon.books[name] for name in of.schedule.chosen]
    brings: dict[tuple[str, str], int] = defaultdict(int)
    for _, *carried in chosen:
        for key in map(_pass, carried):
            brings[key] += 1
    for look, *carried in chosen:
        gets = of.corridor.need(look.need).party
        day = look.opportunity.span.start.utc(0)[:10]
        yield day, pool[look.opportunity.uses[0].asset].owner, gets, "images", 1.0
        for booking in carried:
            use = booking.opportunity.uses[0]
            yield day, pool[use.asset].owner, gets, "passes", use.span.duration_s / brings[_pass(booking)]


def _pass(booking: Booking) -> tuple[str, str]:
    use = booking.opportunity.uses[0]
    return use.asset, use.serves or booking.opportunity.id
