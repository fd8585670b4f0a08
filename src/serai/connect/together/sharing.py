"""All needs at once: who passes which cable, transponder and dish, and what each then has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from serai.connect.fittings import Beam
from serai.connect.request import LinkRequest
from serai.connect.together.fair import Passing, fair_shares, fullest
from serai.connect.together.ways import RateWay, ways_of
from serai.needs import Need, SharedRate, premised
from serai.pool import Pool
from serai.pool.naming import asset_name
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import World

ROUNDING = 1e-6  # of what is asked


def shared_rates(
    needs: Sequence[Need[LinkRequest]], pool: Pool, world: World, within: Span
) -> tuple[SharedRate, ...]:
    """What every need that asks for a rate gets when all ask at once, in the order of the needs.

    Each takes, in the order of priority and then of the list, the way on which it would get most beside those
    before it, and further ways (which share nothing with it) while it is short; the shares are then fair
    (``fair_shares``). A dish points at one satellite. A beam carries its published capacity; where nobody
    published one its satellite's payload is one thing that carries what the strongest carrier brings.
    """
    asking = [n for n in needs if n.measure("rate") is not None]
    ways = {n.id: ways_of(n, premised(n, pool).throughout(within), world, within) for n in asking}
    taken = _Taken(capacity=_capacity(way for found in ways.values() for way in found))
    for need in sorted(asking, key=lambda n: n.priority):
        _choose(need, ways[need.id], taken)
    got = fair_shares(taken.claims, taken.capacity)
    return tuple(_told(n, taken, got, pool) for n in asking)


@dataclass(slots=True, kw_only=True)
class _Taken:
    """What has been chosen: the claims with the ways they take, and where each dish points."""

    capacity: Mapping[str, float]
    claims: list[Passing] = field(default_factory=list)
    ways: dict[str, RateWay] = field(default_factory=dict)
    pointing: dict[str, str] = field(default_factory=dict)

    def of(self, need: Need) -> list[Passing]:
        """A need's claims, one a way."""
        return [c for c in self.claims if c.user.rpartition("#")[0] == need.id]

    def fits(self, way: RateWay, mine: Sequence[Passing]) -> bool:
        """Whether a dish can point there, and the way shares nothing with those that the need has."""
        if way.dish and self.pointing.get(way.dish, way.beam) != way.beam:
            return False
        if way.beam and any(self.ways[c.user].beam for c in mine):
            return False
        return all(set(way.over).isdisjoint(c.over) for c in mine)


def _capacity(ways: Iterable[RateWay]) -> dict[str, float]:
    """How much each thing carries to all; where nobody published it the most that a way brings."""
    capacity: dict[str, float] = {}
    for way in ways:
        for thing, bps in way.over.items():
            capacity[thing] = max(bps, capacity.get(thing, 0.0))
    return capacity


def _choose(need: Need[LinkRequest], ways: Sequence[RateWay], taken: _Taken) -> None:
    """Take the best way, and the next ones while the need would be short."""
    left_bps, mine = _asked_bps(need), list[Passing]()
    while left_bps > ROUNDING * _asked_bps(need):
        open_ = [way for way in ways if taken.fits(way, mine)]
        claims = [_claim(need, way, left_bps, len(mine)) for way in open_]
        worth = [_promise(c, way, taken) for c, way in zip(claims, open_, strict=True)]
        if not worth or (mine and max(worth)[0] <= 0.0):
            return
        k = worth.index(max(worth))
        claim, way = claims[k], open_[k]
        taken.claims.append(claim)
        taken.ways[claim.user] = way
        if way.dish:
            taken.pointing[way.dish] = way.beam
        mine.append(claim)
        left_bps -= worth[k][0]


def _claim(need: Need, way: RateWay, left_bps: float, part: int) -> Passing:
    """What a need asks of a way: no more than the way brings to it alone."""
    return Passing(
        user=f"{need.id}#{part}",
        priority=need.priority,
        asked=min(left_bps, way.alone_bps),
        over=tuple(way.over),
    )


def _asked_bps(need: Need[LinkRequest]) -> float:
    measure = need.measure("rate")
    return 0.0 if measure is None else measure.threshold


def _promise(claim: Passing, way: RateWay, taken: _Taken) -> tuple[float, float]:
    """What a way would give beside those that have chosen, and what it carries alone."""
    got = fair_shares([*taken.claims, claim], taken.capacity)
    return got[claim.user], way.alone_bps


def _told(need: Need[LinkRequest], taken: _Taken, got: Mapping[str, float], pool: Pool) -> SharedRate:
    asked, mine = _asked_bps(need), taken.of(need)
    alone = sum(taken.ways[c.user].alone_bps for c in mine)
    shared = sum(got[c.user] for c in mine)
    short = [c for c in mine if got[c.user] < c.asked * (1.0 - ROUNDING)]
    full = next((f for c in short if (f := fullest(c, taken.claims, got, taken.capacity))), "")
    over = tuple(dict.fromkeys(thing for c in mine for thing in c.over))
    with_ = _beside(need, (full,) if full else over, taken)
    unpublished = any(full in taken.ways[c.user].unpublished for c in mine)
    return SharedRate(
        need=need,
        asked_bps=asked,
        alone_bps=alone,
        shared_bps=shared,
        says=_said(asked, alone, shared, _others(full, with_, pool, unpublished=unpublished)),
        over=over,
        full=full,
        with_=with_,
    )


def _beside(need: Need, things: Iterable[str], taken: _Taken) -> tuple[str, ...]:
    """The other needs that pass any of some things, each once, in the order in which they chose."""
    passed = frozenset(things)
    users = (c.user.rpartition("#")[0] for c in taken.claims if not passed.isdisjoint(c.over))
    return tuple(dict.fromkeys(user for user in users if user != need.id))


def _said(asked: float, alone: float, shared: float, others: Reason | str) -> Reason:
    if alone <= 0.0:
        return reason("connect.sharing.no_way", asked=asked)
    return reason("connect.sharing.says", asked=asked, alone=alone, shared=shared, others=others)


def _others(full: str, with_: Sequence[str], pool: Pool, *, unpublished: bool) -> Reason | str:
    """What is full and with whom it is shared; else who passes the same and leaves enough."""
    if not with_:
        return ""
    if not full:
        return reason("connect.sharing.enough", needs=tuple(with_))
    return reason(
        "connect.sharing.others",
        full=_named(full, pool),
        needs=tuple(with_),
        unpublished=reason("connect.sharing.unpublished") if unpublished else "",
    )


def _named(thing: str, pool: Pool) -> Reason | str:
    """A thing that is shared, as people call it."""
    if thing.startswith("dish:"):
        _, party, site = thing.split(":", 2)
        return reason("connect.sharing.dish", party=party, site=site)
    for asset, beam in pool.fitted_with(Beam):
        if thing == f"{asset.id} {beam.name}":
            return reason("connect.sharing.beam", satellite=asset.name, beam=beam.name)
    return asset_name(pool, thing)
