"""All needs at once: who passes which cable and transponder, and what each has when all ask together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.endpoints import ends
from serai.connect.fittings import Beam, Messenger
from serai.connect.network import Joined, draw
from serai.connect.request import LinkRequest
from serai.connect.routes import Edge, Network
from serai.connect.space_paths import DISH
from serai.connect.together.fair import Passing, fair_shares, fullest
from serai.connect.visibility import satellites_of, sky
from serai.needs import Need, premised
from serai.pool import Pool
from serai.time import Span
from serai.wording import Reason, reason
from serai.world import World

B = NDArray[np.bool_]
STEP_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RateWay:
    """One way of a need: what it passes with how much each carries (bit/s), and what it brings alone."""

    over: Mapping[str, float]
    alone_bps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRate:
    """What a need gets when all ask: alone, with the others, over what, and with whom it shares it.

    ``full`` is what is full on its way, by id; ``with_`` are the needs that pass the same and take a part.
    """

    need: Need
    asked_bps: float
    alone_bps: float
    shared_bps: float
    over: tuple[str, ...]
    full: str
    with_: tuple[str, ...]

    def says(self) -> Reason:
        """The share in a sentence."""
        if not self.over:
            return reason("connect.sharing.no_way", asked=self.asked_bps)
        others = reason("connect.sharing.others", full=self.full, needs=self.with_) if self.full else ""
        return reason(
            "connect.sharing.says",
            asked=self.asked_bps,
            alone=self.alone_bps,
            shared=self.shared_bps,
            others=others if self.with_ else "",
        )


def shared_rates(
    needs: Sequence[Need[LinkRequest]], pool: Pool, world: World, within: Span
) -> tuple[SharedRate, ...]:
    """What every need that asks for a rate gets when all ask at once, in the order of the needs.

    Each takes, in the order of priority and then of the list, the way on which it would get most beside those
    before it; the shares are then fair (``fair_shares``). A beam carries its published capacity; where nobody
    published one the most that any user's carrier brings in it is shared as one thing.
    """
    asking = [n for n in needs if n.measure("rate") is not None]
    ways = {n.id: list(_ways(n, premised(n, pool), world, within)) for n in asking}
    capacity: dict[str, float] = {}
    for way in (w for found in ways.values() for w in found):
        for thing, bps in way.over.items():
            capacity[thing] = max(bps, capacity.get(thing, 0.0))
    claims: list[Passing] = []
    chosen: dict[str, RateWay] = {}
    for need in sorted(asking, key=lambda n: n.priority):
        best = max(ways[need.id], default=None, key=lambda w: _promise(need, w, claims, capacity))
        if best is not None:
            chosen[need.id] = best
            claims.append(_claim(need, best))
    got = fair_shares(claims, capacity)
    return tuple(_told(n, chosen.get(n.id), claims, got, capacity) for n in asking)


def _claim(need: Need[LinkRequest], way: RateWay) -> Passing:
    """What a need asks of a way: no more than the way brings to it alone."""
    return Passing(
        user=need.id,
        priority=need.priority,
        asked=min(_asked_bps(need), way.alone_bps),
        over=tuple(way.over),
    )


def _asked_bps(need: Need[LinkRequest]) -> float:
    measure = need.measure("rate")
    return 0.0 if measure is None else measure.threshold


def _promise(
    need: Need[LinkRequest], way: RateWay, claims: Sequence[Passing], capacity: Mapping[str, float]
) -> tuple[float, float]:
    """What a way would give beside those that have chosen, and what it carries alone."""
    with_it = [*claims, _claim(need, way)]
    return fair_shares(with_it, capacity)[need.id], way.alone_bps


def _told(
    need: Need[LinkRequest],
    way: RateWay | None,
    claims: Sequence[Passing],
    got: Mapping[str, float],
    capacity: Mapping[str, float],
) -> SharedRate:
    asked = _asked_bps(need)
    if way is None:
        return SharedRate(
            need=need, asked_bps=asked, alone_bps=0.0, shared_bps=0.0, over=(), full="", with_=()
        )
    mine = next(c for c in claims if c.user == need.id)
    short = got[need.id] < mine.asked * (1.0 - 1e-6)
    full = fullest(mine, claims, got, capacity) if short else ""
    return SharedRate(
        need=need,
        asked_bps=asked,
        alone_bps=way.alone_bps,
        shared_bps=got[need.id],
        over=mine.over,
        full=full,
        with_=tuple(c.user for c in claims if c.user != need.id and full in c.over),
    )


def _ways(need: Need[LinkRequest], pool: Pool, world: World, within: Span) -> Iterator[RateWay]:
    """The ways of a need at its worst place: by cables alone, and by each beam and service it may use."""
    there = ends(need, pool)
    ids = [a.id for a, beam in pool.fitted_with(Beam) if "data" in beam.services]
    for _, messenger in pool.fitted_with(Messenger):
        ids += satellites_of(messenger, pool) if "data" in messenger.carries else ()
    seen = sky(ids, need, there, pool, world, within, STEP_S)
    joined = draw(need, there, pool, world, seen, np.arange(len(seen.tai_ns)))
    found = [(list(_of(one, pool, _asked_bps(need)))) for one in joined]
    yield from min(found, default=[], key=lambda ways: max((w.alone_bps for w in ways), default=0.0))


def _of(one: Joined, pool: Pool, asked_bps: float) -> Iterator[RateWay]:
    network = one.network
    up = np.array([e.a == DISH and not e.join for e in network.edges], dtype=bool)
    cables = _widest(network, ~up, asked_bps)
    if cables:
        yield _way(network, cables, pool)
    for k in np.flatnonzero(up & (network.certain_bps > 0.0)).tolist():
        mask = ~up
        mask[k] = True
        path = _widest(network, mask, asked_bps)
        if k in path:
            yield _way(network, path, pool)


def _widest(network: Network, mask: B, asked_bps: float) -> tuple[int, ...]:
    """The quickest path of edges that carry what is asked; else of the most that any path carries."""
    known = sorted({asked_bps, *network.certain_bps[mask].tolist()}, reverse=True)
    for least in (b for b in known if 0.0 < b <= asked_bps):
        path = network.quickest(mask & ((network.certain_bps >= least) | network.joins))
        if path:
            return tuple(path)
    return ()


def _way(network: Network, path: Sequence[int], pool: Pool) -> RateWay:
    """What a path passes that others may pass too; a gateway's leg is in no figure."""
    over = {}
    for edge in (network.edges[k] for k in path):
        if edge.assets and np.isfinite(edge.certain_bps):
            name, bps = _thing(edge, pool)
            over[name] = bps
    return RateWay(over=over, alone_bps=min((network.edges[k].certain_bps for k in path), default=0.0))


def _thing(edge: Edge, pool: Pool) -> tuple[str, float]:
    """What of an edge is shared, by id, and how much it carries to all: a beam by its name, else an asset."""
    asset = pool.assets[edge.assets[0]]
    if edge.a != DISH:
        return asset.id, edge.certain_bps
    if asset.fitted(Messenger):
        return asset.id, np.inf  # nobody publishes what a constellation carries to all in one place
    for beam in asset.fitted(Beam):
        if edge.b == f"{asset.id} {beam.name}" and beam.capacity_bps is not None:
            return edge.b, beam.capacity_bps
    return edge.b, edge.certain_bps
