"""The ways on the ground: cables, who hands over to whom at a site, and what lies beyond an exchange."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from serai.connect.admission import TRANSIT, granted
from serai.connect.fittings import CableSegment, Site
from serai.connect.routes import FAR, Edge
from serai.earth import great_circle_m
from serai.needs import Need, Weak
from serai.pool import Asset, Pool, Term
from serai.tables import Basis
from serai.wording import Reason, reason

FIBRE_MS_PER_KM = 4.9e-3  # group index 1.4682 of G.652 fibre at 1550 nm: c / 1.4682 = 204,190 km/s
BEYOND = "beyond "  # before the nodes of what lies behind an exchange


@dataclass(slots=True)
class Drawing:
    """A network being drawn: edges with what is said of each."""

    edges: list[Edge] = field(default_factory=list)
    weak: list[tuple[Weak, ...]] = field(default_factory=list)
    missing: list[Reason | str] = field(default_factory=list)

    def add(self, edge: Edge, weak: tuple[Weak, ...] = (), missing: Reason | str = "") -> None:
        self.edges.append(edge)
        self.weak.append(weak)
        self.missing.append(missing)

    def copy(self) -> Drawing:
        """The same once more, to be drawn on."""
        return Drawing(list(self.edges), list(self.weak), list(self.missing))

    def nodes_at(self, site: Site) -> tuple[str, ...]:
        """Where something may begin or end at a site: its shared node, and those of owners by themselves."""
        drawn = {node for edge in self.edges for node in (edge.a, edge.b)}
        owners = (node for node in sorted(drawn) if node.startswith(f"{site.id} ("))
        return (site.id, *owners)

    def join(self, a: str, b: str, weak: tuple[Weak, ...] = ()) -> None:
        edge = Edge(a=a, b=b, assets=(), certain_bps=math.inf, hopeful_bps=math.inf, latency_ms=0.0)
        self.add(edge, weak)


def cables(need: Need, pool: Pool) -> Drawing:
    """The cables that the need's party may use."""
    drawing = Drawing()
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
    return drawing


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


def hand_over(drawing: Drawing, need: Need, pool: Pool) -> None:
    """Join owners' cables at the sites where a term of transit in force lets the need's party through."""
    for term in transit_for(need, pool):
        basis = term.provenance.basis
        what = reason("connect.weak.transit", term=term.id)
        weak = (Weak(what=what, basis=basis),) if basis > Basis.DERIVED else ()
        for site in (s for s in pool.facts_of(Site) if s.id in term.sites):
            first, *others = handing_over(site, term, pool) or ("",)
            for node in others:
                drawing.join(first, node, weak)


def transit_for(need: Need, pool: Pool) -> tuple[Term, ...]:
    """The terms of transit in force that let a need's party through."""
    return tuple(t for t in pool.terms.in_force(TRANSIT) if t.grants(pool.party(need.party)))


def handing_over(site: Site, term: Term, pool: Pool) -> list[str]:
    """The nodes at a site at which cables end of which a term speaks."""
    ending = (a for a, c in pool.fitted_with(CableSegment) if site.id in (c.a, c.b) and term.covers(a))
    return sorted({site.node(asset.owner) for asset in ending})


def other_side(drawing: Drawing, to_sites: Sequence[Site], beyond: Sequence[Site]) -> None:
    """Join the sites that count as the other side to it.

    With ``beyond`` a site counts only while a way leads on from it, by whatever cables, to one of those: the
    ways on carry no figure of their own, neither rate nor time, and hang on the same cables.
    """
    if not beyond:
        for site in to_sites:
            for node in drawing.nodes_at(site):
                drawing.join(node, FAR)
        return
    ends = [drawing.nodes_at(site) for site in to_sites]
    last = [f"{BEYOND}{node}" for site in beyond for node in drawing.nodes_at(site)]
    for edge in list(drawing.edges):
        drawing.add(_behind(edge))
    for node, other in ((n, o) for nodes in ends for n in nodes for o in nodes):
        drawing.join(node, f"{BEYOND}{other}")
        drawing.edges[-1] = replace(drawing.edges[-1], outward=True)
    for node in last:
        drawing.join(node, FAR)


def _behind(edge: Edge) -> Edge:
    return replace(
        edge,
        a=f"{BEYOND}{edge.a}",
        b=f"{BEYOND}{edge.b}",
        certain_bps=math.inf,
        hopeful_bps=math.inf,
        latency_ms=0.0,
    )
