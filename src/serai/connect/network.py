"""The network of one need: which cables, beams and broadband services join its user to the other side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.connect.admission import granted
from serai.connect.endpoints import Ends
from serai.connect.fittings import CableSegment, Site
from serai.connect.routes import FAR, USER, Edge, Network
from serai.connect.space_paths import DISH, Skyway, skyways
from serai.connect.visibility import Visibility
from serai.earth import great_circle_m
from serai.needs import Need, Weak
from serai.pool import Asset, Pool
from serai.tables import Basis
from serai.wording import Reason, reason
from serai.world import World

B = NDArray[np.bool_]

FIBRE_MS_PER_KM = 4.9e-3  # group index 1.4682 of G.652 fibre at 1550 nm: c / 1.4682 = 204,190 km/s

GRAINS = 1000.0  # flow is counted in thousandths of the rate asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The network of a user at one place, and what can be said of its edges.

    ``weak`` and ``missing`` are by edge: figures nobody published that it rests on, or lacks. ``skyways``
    are the satellites and services that reach the place, whether or not they may be used.
    """

    name: Reason | str
    network: Network
    weak: Mapping[int, tuple[Weak, ...]]
    missing: Mapping[int, Reason | str]
    skyways: tuple[Skyway, ...] = ()


@dataclass(slots=True)
class _Drawing:
    """A network being drawn: edges with what is said of each."""

    edges: list[Edge] = field(default_factory=list)
    weak: list[tuple[Weak, ...]] = field(default_factory=list)
    missing: list[Reason | str] = field(default_factory=list)

    def add(self, edge: Edge, weak: tuple[Weak, ...] = (), missing: Reason | str = "") -> None:
        self.edges.append(edge)
        self.weak.append(weak)
        self.missing.append(missing)

    def nodes_at(self, site: Site) -> tuple[str, ...]:
        """Where something may begin or end at a site: its shared node, and those of owners by themselves."""
        drawn = {node for edge in self.edges for node in (edge.a, edge.b)}
        owners = (node for node in sorted(drawn) if node.startswith(f"{site.id} ("))
        return (site.id, *owners)

    def join(self, a: str, b: str) -> None:
        self.add(Edge(a=a, b=b, assets=(), certain_bps=math.inf, hopeful_bps=math.inf, latency_ms=0.0))


def draw(
    need: Need, ends: Ends, pool: Pool, world: World, sky: Visibility, judged: NDArray[np.int64]
) -> tuple[Joined, ...]:
    """The network of each of the user's places; ``judged`` picks the judged instants from the sky's grid."""
    asked = need.measure("rate")
    unit_bps = max(1.0, (asked.threshold if asked else 1e6) / GRAINS)
    ground = _Drawing()
    _cables(ground, need, pool)
    for site in ends.to_sites:
        for node in ground.nodes_at(site):
            ground.join(node, FAR)
    out = []
    for p, name in enumerate(ends.names):
        drawing = _Drawing(list(ground.edges), list(ground.weak), list(ground.missing))
        if ends.fixed:
            for node in drawing.nodes_at(ends.from_sites[p]):
                drawing.join(USER, node)
        ways = skyways(p, need, ends, pool, world, sky, judged)
        _to_the_sky(drawing, ways)
        kept = _useful(drawing.edges)
        out.append(
            Joined(
                name=name,
                network=Network(tuple(drawing.edges[k] for k in kept), unit_bps),
                weak=MappingProxyType({i: drawing.weak[k] for i, k in enumerate(kept) if drawing.weak[k]}),
                missing=MappingProxyType(
                    {i: drawing.missing[k] for i, k in enumerate(kept) if drawing.missing[k]}
                ),
                skyways=ways,
            )
        )
    return tuple(out)


def _cables(drawing: _Drawing, need: Need, pool: Pool) -> None:
    sites = {s.id: s for s in pool.facts_of(Site)}
    for asset, cable in pool.fitted_with(CableSegment):
        term, spoken_of = granted(asset, need, pool)
        if spoken_of and term is None:
            continue
        known = cable.capacity_bps is not None
        basis = cable.provenance.of("capacity_bps")
        what = reason("connect.weak.cable", cable=asset.name)
        weak = (Weak(what=what, basis=basis),) if basis > Basis.DERIVED else ()
        drawing.add(
            Edge(
                a=_node(cable.a, asset, sites),
                b=_node(cable.b, asset, sites),
                assets=(pool.place_of[asset.id],),
                certain_bps=cable.capacity_bps if cable.capacity_bps is not None else 0.0,
                hopeful_bps=cable.capacity_bps if cable.capacity_bps is not None else math.inf,
                latency_ms=_cable_ms(cable, sites),
            ),
            weak=weak if known else (),
            missing="" if known else reason("connect.missing.cable", cable=asset.name),
        )


def _node(site_id: str, cable: Asset, sites: Mapping[str, Site]) -> str:
    """Where a cable ends at a site: see ``Site.node``."""
    return sites[site_id].node(cable.owner) if site_id in sites else site_id


def _cable_ms(cable: CableSegment, sites: Mapping[str, Site]) -> float:
    """One-way latency: as given, else light in fibre over its length, else over the great circle."""
    if cable.latency_ms is not None:
        return cable.latency_ms
    if cable.length_km is not None:
        return cable.length_km * FIBRE_MS_PER_KM
    a, b = sites.get(cable.a), sites.get(cable.b)
    if a is None or b is None:
        return math.inf
    apart_m = float(great_circle_m(a.at.lat_deg, a.at.lon_deg, b.at.lat_deg, b.at.lon_deg))
    return apart_m / 1e3 * FIBRE_MS_PER_KM


def _to_the_sky(drawing: _Drawing, ways: tuple[Skyway, ...]) -> None:
    """The user's one dish, and from it every satellite and service that may be used."""
    usable = [way for way in ways if not way.refused]
    if not usable:
        return
    drawing.join(USER, DISH)
    drawing.edges[-1] = replace(drawing.edges[-1], one_at_a_time=True, outward=True)
    for way in usable:
        drawn = way.draw()
        drawing.add(drawn.up, drawn.capability.weak, drawn.capability.missing)
        for down, weak in drawn.down:
            drawing.add(down, weak)


def _useful(edges: list[Edge]) -> list[int]:
    """The edges that can lie on a way between the user and the other side: blind alleys left out."""
    kept, left = list(range(len(edges))), _without_ends(edges, range(len(edges)))
    while len(left) < len(kept):
        kept, left = left, _without_ends(edges, left)
    reached, grown = {USER}, True
    while grown:
        touching = [{edges[k].a, edges[k].b} for k in kept]
        more = reached.union(*(pair for pair in touching if pair & reached))
        grown = more != reached
        reached = more
    return [k for k in kept if edges[k].a in reached]


def _without_ends(edges: list[Edge], kept: Sequence[int]) -> list[int]:
    """The edges of those kept whose nodes both lead on: no other edge than itself touches a blind end."""
    touched = Counter((USER, USER, FAR, FAR))
    for k in kept:
        touched.update({edges[k].a, edges[k].b})
    return [k for k in kept if touched[edges[k].a] > 1 and touched[edges[k].b] > 1]
