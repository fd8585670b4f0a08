"""What carries a rate over a year: paths whose segments each do, and where there is none, links together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.connect.network import Joined
from serai.connect.routes import FAR, USER, Network
from serai.connect.year.causes import Cause, Hanging, hanging
from serai.connect.year.drawn import drawn_shares
from serai.connect.year.reliability import Joint, joined_shares
from serai.needs import Measure
from serai.pool import Pool

F = NDArray[np.float64]
B = NDArray[np.bool_]
GRAIN = 1.0 - 1e-9  # a segment of just the rate asked carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """The links that can carry a rate, each alone, or ``together`` where no path can and their sum does.

    ``hopeful``: with every unknown capacity at its best.
    """

    network: Network
    on: Hanging
    rate_bps: float
    hopeful: bool
    together: bool

    @classmethod
    def of(
        cls, one: Joined, pool: Pool, measure: Measure, rain: Mapping[int, Cause], *, hopeful: bool = False
    ) -> Bearing:
        """The links of one place that count for a rate; those of single paths where there is one."""
        network, rate_bps = one.network, measure.threshold
        bps = network.hopeful_bps if hopeful else network.certain_bps
        alone = cls(
            network=network,
            on=hanging(network, pool, bps >= rate_bps * GRAIN, rain),
            rate_bps=rate_bps,
            hopeful=hopeful,
            together=False,
        )
        if network.quickest(alone._edges(), np.ones(len(network.edges))):
            return alone
        every = hanging(network, pool, bps > 0.0, rain)
        both = cls(network=network, on=every, rate_bps=rate_bps, hopeful=hopeful, together=True)
        return both if both.carries(np.ones(len(every.links), dtype=bool))[0] else alone

    def _edges(self, links: B | None = None) -> B:
        """The edges of the network that some of its links (all, if none are told) stand for."""
        edges = np.zeros(len(self.network.edges), dtype=bool)
        edges[list(self.on.edge)] = True if links is None else links
        return edges

    def carries(self, links: B) -> tuple[bool, B]:
        """Whether links (links,) that stand carry the rate together, and which of them do."""
        found = self.network.capacity(self._edges(links), self.hopeful)
        return found.value >= self.rate_bps * GRAIN, found.used[list(self.on.edge)]

    def in_use(self) -> frozenset[int]:
        """The edges of the quickest path, or those that carry the rate together while all stand."""
        if not self.together:
            return frozenset(self.network.quickest(self._edges()))
        used = self.network.capacity(self._edges(), self.hopeful).used
        return frozenset(np.flatnonzero(used).tolist())

    def shares(self, cases: F, within: Sequence[float]) -> tuple[Joint, ...]:
        """How likely it is carried in each case, ``cases`` (causes, cases) the chances of what it hangs on.

        Exact to ``within`` by paths; where links must do it together, drawn, with bounds that hold at 99 %.
        """
        if self.together:
            return drawn_shares(self.on.links, self.carries, cases)
        ends = (self.network.nodes[USER], self.network.nodes[FAR])
        return joined_shares(self.on.links, *ends, cases, within=within)
