"""The ways of a need that asks for a rate: by cables, and by each beam and service that it may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.endpoints import Ends, ends
from serai.connect.fittings import Beam, Messenger
from serai.connect.network import Joined, draw
from serai.connect.request import LinkRequest
from serai.connect.routes import Edge, Network
from serai.connect.space_paths import DISH
from serai.connect.visibility import satellites_of, sky
from serai.needs import Need
from serai.pool import Pool
from serai.time import Span
from serai.world import World

B = NDArray[np.bool_]
STEP_S = 300.0
MOST_CABLE_WAYS = 6  # that share no segment


@dataclass(frozen=True, slots=True, kw_only=True)
class RateWay:
    """One way of a need: what it passes with how much each carries (bit/s), and what it brings alone.

    ``beam`` is what its dish points at, empty for cables. ``dish`` names the dish of a party at a site, which
    points at one thing at a time whoever asks; empty where each need has its own. ``unpublished`` are the
    payloads on it whose capacity nobody published.
    """

    over: Mapping[str, float]
    alone_bps: float
    beam: str = ""
    dish: str = ""
    unpublished: frozenset[str] = frozenset()


def ways_of(need: Need[LinkRequest], pool: Pool, world: World, within: Span) -> tuple[RateWay, ...]:
    """The ways of a need at its worst place: the one whose best way brings least."""
    there = ends(need, pool)
    ids = [a.id for a, beam in pool.fitted_with(Beam) if "data" in beam.services]
    for _, messenger in pool.fitted_with(Messenger):
        ids += satellites_of(messenger, pool) if "data" in messenger.carries else ()
    seen = sky(ids, need, there, pool, world, within, STEP_S)
    joined = draw(need, there, pool, world, seen, np.arange(len(seen.tai_ns)))
    measure = need.measure("rate")
    asked_bps = 0.0 if measure is None else measure.threshold
    found = [tuple(_of(one, pool, asked_bps, _dish(need, there, p))) for p, one in enumerate(joined)]
    return min(found, default=(), key=lambda ways: max((w.alone_bps for w in ways), default=0.0))


def _dish(need: Need, there: Ends, place: int) -> str:
    """The dish that needs of one party at one site share (taken to be one); empty elsewhere."""
    return f"dish:{need.party}:{there.from_sites[place].id}" if there.fixed and need.party else ""


def _of(one: Joined, pool: Pool, asked_bps: float, dish: str) -> Iterator[RateWay]:
    network = one.network
    up = np.array([e.a == DISH and not e.join for e in network.edges], dtype=bool)
    left = ~up
    for _ in range(MOST_CABLE_WAYS):
        cables = _widest(network, left, asked_bps)
        if not cables:
            break
        yield _way(network, cables, pool, "")
        taken = [k for k in cables if not network.joins[k]]
        if not taken:
            break
        left[taken] = False
    for k in np.flatnonzero(up & (network.certain_bps > 0.0)).tolist():
        mask = ~up
        mask[k] = True
        path = _widest(network, mask, asked_bps)
        if k in path:
            yield _way(network, path, pool, dish)


def _widest(network: Network, mask: B, asked_bps: float) -> tuple[int, ...]:
    """The quickest path of edges that carry what is asked; else of the most that any path carries."""
    known = sorted({asked_bps, *network.certain_bps[mask].tolist()}, reverse=True)
    for least in (b for b in known if 0.0 < b <= asked_bps):
        path = network.quickest(mask & ((network.certain_bps >= least) | network.joins))
        if path:
            return tuple(path)
    return ()


def _way(network: Network, path: Sequence[int], pool: Pool, dish: str) -> RateWay:
    """What a path passes that others may pass too; a gateway's leg is in no figure."""
    over: dict[str, float] = {}
    beam, unpublished = "", set()
    for edge in (network.edges[k] for k in path):
        if not edge.assets or not np.isfinite(edge.certain_bps):
            continue
        name, bps, published = _thing(edge, pool)
        over[name] = bps
        unpublished |= set() if published else {name}
        beam = edge.b if edge.a == DISH else beam
        if edge.a == DISH and dish:
            over[dish] = edge.certain_bps
    return RateWay(
        over=over,
        alone_bps=min((network.edges[k].certain_bps for k in path), default=0.0),
        beam=beam,
        dish=dish if beam else "",
        unpublished=frozenset(unpublished),
    )


def _thing(edge: Edge, pool: Pool) -> tuple[str, float, bool]:
    """What of an edge is shared, by id, how much it carries to all, and whether that is published.

    A beam by its name where its capacity is published; else its satellite's payload as one thing, which
    carries what the strongest carrier brings.
    """
    asset = pool.assets[edge.assets[0]]
    if edge.a != DISH:
        return asset.id, edge.certain_bps, True
    if asset.fitted(Messenger):
        return asset.id, np.inf, True  # nobody publishes what a constellation carries to all in one place
    for beam in asset.fitted(Beam):
        if edge.b == f"{asset.id} {beam.name}" and beam.capacity_bps is not None:
            return edge.b, beam.capacity_bps, True
    return asset.id, edge.certain_bps, False
