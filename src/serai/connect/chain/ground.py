"""What the cables and land routes join: for a station to its data centre and on to the user's country.

Only whether a way exists counts here, whoever lights it and whatever it carries: nobody publishes what a
station leases. A cable changes hands at a site as ``Site.interconnect`` and terms of transit say; a data
centre takes from any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from serai.connect.chain.backhauls import BackHaul
from serai.connect.fittings import CableSegment, Site
from serai.connect.rights.ground_paths import handing_over
from serai.pool import Pool, Term


@dataclass(frozen=True)
class JoinedSites:
    """The sites as the usable cables of a pool join them when some assets (by id) are lost.

    ``transit`` are the terms by which cables hand over to each other besides, at sites of theirs.
    """

    pool: Pool
    lost: frozenset[str] = frozenset()
    transit: tuple[Term, ...] = ()

    @cached_property
    def _parts(self) -> dict[str, frozenset[int]]:
        """The parts of the network that each site has an end in; parts without a way between them."""
        sites = {s.id: s for s in self.pool.facts_of(Site)}
        above = {node: node for node in sites}
        nodes = {site: {site} for site in sites}

        def top(node: str) -> str:
            while above.setdefault(node, node) != node:
                node = above[node]
            return node

        for asset, cable in self.pool.fitted_with(CableSegment):
            if asset.id in self.lost:
                continue
            ends = []
            for site in (cable.a, cable.b):
                node = sites[site].node(asset.owner) if site in sites else site
                nodes.setdefault(site, set()).add(node)
                ends.append(top(node))
            above[ends[0]] = ends[1]
        for term in self.transit:
            for meeting in (sites[one] for one in term.sites if one in sites):
                first, *others = handing_over(meeting, term, self.pool) or (meeting.id,)
                for other in others:
                    above[top(other)] = top(first)
        number = {one: k for k, one in enumerate(sorted({top(n) for n in list(above)}))}
        return {site: frozenset(number[top(n)] for n in names) for site, names in nodes.items()}

    def joins(self, a: str, b: str) -> bool:
        """Whether there is a way from one site to another; every site reaches itself."""
        return bool(self._parts.get(a, frozenset()) & self._parts.get(b, frozenset()))

    def carries(self, line: BackHaul, to: Collection[str]) -> bool:
        """Whether what comes in by a line reaches its data centre, and from there any of these sites.

        No sites: whether it reaches its data centre.
        """
        centres = [c for c in line.through or (line.site,) if self.joins(line.site, c)]
        return bool(centres) if not to else any(self.joins(c, site) for c in centres for site in to)

    def served(self, lines: Iterable[BackHaul], to: Collection[str]) -> bool:
        """Whether any of an asset's lines carries what it takes to any of these sites."""
        return any(self.carries(line, to) for line in lines)
