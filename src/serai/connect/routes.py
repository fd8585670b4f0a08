"""The network from the user's end to the other side: how much it carries, how fast, by which paths.

Cables, land fibre, beams and broadband services are edges between named nodes; each hangs on the assets
it needs. Capacity is a maximum flow (equal to the minimum cut), latency the quickest path there and back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from serai.connect.graph import Arcs
from serai.needs import distinct_rows

F = NDArray[np.float64]
B = NDArray[np.bool_]
Ints = NDArray[np.int64]

USER, FAR = "(user)", "(other side)"
LARGEST = 2**31 - 1  # units: more than any sum of links that a user would notice
QUICKEST_MS = 1e-6  # a join within a site: a way with more of them is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way between two nodes.

    It stands while all of ``assets`` do, and any of ``any_of`` where there are some (places in the pool);
    a join within a site hangs on nothing. A join that is ``one_at_a_time`` (a dish) passes no more than the
    best of the edges at its far end; an ``outward`` edge (a beam) leads from ``a`` to ``b`` only, so that
    nobody's cables run through the user's dish.

    ``hopeful_bps`` is what it might carry where ``certain_bps`` is not known. ``latency_ms`` is one way.
    ``when`` says at which judged times it is there; None is always.
    """

    a: str
    b: str
    assets: tuple[int, ...]
    certain_bps: float
    hopeful_bps: float
    latency_ms: float
    when: B | None = None
    any_of: tuple[int, ...] = ()
    one_at_a_time: bool = False
    outward: bool = False

    @property
    def join(self) -> bool:
        """Whether it is no asset's but only joins names of one place."""
        return not self.assets


@dataclass(frozen=True, slots=True)
class RouteFigure:
    """One quantity of a network, and the edges without which it might be another."""

    value: float
    used: B


@dataclass(frozen=True)
class Network:
    """Nodes and edges between USER and FAR; ``unit_bps`` is the grain in which flow is counted."""

    edges: tuple[Edge, ...]
    unit_bps: float = 1e6
    nodes: dict[str, int] = field(init=False, repr=False, compare=False)
    _known: dict[tuple[str, bytes], RouteFigure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = [USER, FAR]
        for edge in self.edges:
            names += [n for n in (edge.a, edge.b) if n not in names]
        object.__setattr__(self, "nodes", {name: k for k, name in enumerate(names)})
        object.__setattr__(self, "_known", {})

    @cached_property
    def latency_ms(self) -> F:
        """One-way latency of each edge; infinite where nobody published it."""
        return np.array([max(e.latency_ms, QUICKEST_MS) for e in self.edges])

    @cached_property
    def best_latency_ms(self) -> F:
        """The same with an unknown one at its best."""
        return np.where(np.isfinite(self.latency_ms), self.latency_ms, QUICKEST_MS)

    @cached_property
    def certain_bps(self) -> F:
        """What each edge is known to carry."""
        return np.array([e.certain_bps for e in self.edges])

    @cached_property
    def hopeful_bps(self) -> F:
        """What each edge might carry."""
        return np.array([e.hopeful_bps for e in self.edges])

    @cached_property
    def joins(self) -> B:
        """Which edges hang on nothing."""
        return np.array([e.join for e in self.edges], dtype=bool)

    @cached_property
    def _dishes(self) -> list[tuple[int, Ints]]:
        """Each edge that passes one at a time, with the edges at its far end."""
        return [
            (k, np.array([i for i, other in enumerate(self.edges) if other.a == edge.b], dtype=np.int64))
            for k, edge in enumerate(self.edges)
            if edge.one_at_a_time
        ]

    @cached_property
    def _arcs(self) -> Arcs:
        a = np.array([self.nodes[e.a] for e in self.edges], dtype=np.int64)
        b = np.array([self.nodes[e.b] for e in self.edges], dtype=np.int64)
        both_ways = np.array([not e.outward for e in self.edges], dtype=bool)
        return Arcs.of(a, b, both_ways, len(self.nodes))

    def standing(self, alive: B) -> B:
        """Which edges stand after losses, (losses, edges), whatever the time."""
        out = np.ones((len(alive), len(self.edges)), dtype=bool)
        edges, assets, first = self._hanging
        if len(edges):
            out[:, edges] = np.logical_and.reduceat(alive[:, assets], first, axis=1)
        for k, any_of in self._by_any:
            out[:, k] &= alive[:, any_of].any(axis=1)
        return out

    @cached_property
    def _hanging(self) -> tuple[Ints, Ints, Ints]:
        """The edges that hang on assets, these in a row, and where in it each edge's begin."""
        edges = [k for k, e in enumerate(self.edges) if e.assets]
        assets = [asset for k in edges for asset in self.edges[k].assets]
        sizes = [len(self.edges[k].assets) for k in edges]
        first = np.cumsum([0, *sizes[:-1]])
        return np.array(edges, dtype=np.int64), np.array(assets, dtype=np.int64), first

    @cached_property
    def _by_any(self) -> list[tuple[int, Ints]]:
        """The edges that need one of several assets, with these."""
        return [(k, np.array(e.any_of, dtype=np.int64)) for k, e in enumerate(self.edges) if e.any_of]

    @cached_property
    def there(self) -> tuple[B, Ints | None]:
        """The distinct sets of edges over time, (patterns, edges), and which one holds at each time.

        None where every edge is always there.
        """
        moving = [k for k, e in enumerate(self.edges) if e.when is not None and not e.when.all()]
        if not moving:
            return np.ones((1, len(self.edges)), dtype=bool), None
        when = np.stack([np.asarray(self.edges[k].when) for k in moving], axis=1)
        first, which = distinct_rows(when)
        patterns = np.ones((len(first), len(self.edges)), dtype=bool)
        patterns[:, moving] = when[first]
        return patterns, which

    def capacity_bps(self, standing: B, hopeful: bool) -> float:
        """The most that flows between the user and the other side when these edges stand, bit/s.

        Counted in whole units of ``unit_bps``, each edge rounded down; in units ten, a hundred ... times as
        large where more flows than fits the count.
        """
        return self.capacity(standing, hopeful).value

    def capacity(self, standing: B, hopeful: bool) -> RouteFigure:
        """The same with the edges that the flow uses: without any of the others it flows on."""
        return self._once("hopeful" if hopeful else "certain", standing, self._capacity)

    def round_trip(self, standing: B, what: str = "latency") -> RouteFigure:
        """The quickest way there and back when these edges stand, ms (NaN for none), and its edges."""
        return self._once(what, standing, self._round_trip)

    def find(self, what: str, standing: B) -> RouteFigure:
        """The capacity ("certain", "hopeful") or round trip ("latency", "best latency") of some edges."""
        if what in ("latency", "best latency"):
            return self.round_trip(standing, what)
        return self.capacity(standing, what == "hopeful")

    def _once(self, what: str, standing: B, make: Callable[[str, B], RouteFigure]) -> RouteFigure:
        key = (what, standing.tobytes())
        if key not in self._known:
            self._known[key] = make(what, standing)
        return self._known[key]

    def _capacity(self, what: str, standing: B) -> RouteFigure:
        """What flows, in the smallest units in which no known capacity is cut to what can be counted."""
        bps = self.hopeful_bps if what == "hopeful" else self.certain_bps
        largest_bps = float(bps[standing & np.isfinite(bps)].max(initial=0.0))
        most, unit_bps = LARGEST // max(1, len(self.edges)), self.unit_bps
        found = self._counted(bps, standing, unit_bps, most)
        while found.value >= most * unit_bps and largest_bps > most * unit_bps:
            unit_bps *= 10.0
            found = self._counted(bps, standing, unit_bps, most)
        return found

    def _counted(self, bps: F, standing: B, unit_bps: float, most: int) -> RouteFigure:
        """What flows in whole units, ``most`` of them through one edge at most."""
        # a touch above, so that 1 Gbit/s is not 999 units of a megabit
        units = np.floor(np.minimum(bps / unit_bps, most) + 1e-9).astype(np.int64) * standing
        bound = np.zeros(len(self.edges), dtype=bool)
        for k, beyond in self._dishes:
            units[k] = units[beyond].max(initial=0) * standing[k]
            bound[beyond] = standing[beyond] & (units[beyond] == units[k])
        value, flow = self._arcs.flow(units)
        used = standing & ((flow != 0) | bound)
        return RouteFigure(value * unit_bps, used)

    def _round_trip(self, what: str, standing: B) -> RouteFigure:
        latency_ms = self.best_latency_ms if what == "best latency" else self.latency_ms
        path = self.quickest(standing, latency_ms)
        used = np.zeros(len(self.edges), dtype=bool)
        if not path:
            return RouteFigure(float("nan"), used)
        used[list(path)] = True
        return RouteFigure(2.0 * float(latency_ms[list(path)].sum()), used)

    def quickest(self, standing: B, weight: F | None = None) -> tuple[int, ...]:
        """The edges of the quickest path, from the user on; empty when there is none.

        ``weight`` (edges,) counts instead of the latency where it is given.
        """
        weight = self.latency_ms if weight is None else weight
        before = self._arcs.before(np.where(standing, weight, np.inf))
        a, b = self._arcs.a, self._arcs.b
        at, edges = self.nodes[FAR], []
        while at != self.nodes[USER]:
            previous = int(before[at])
            if previous < 0:
                return ()
            there = ((a == previous) & (b == at)) | (self._arcs.both_ways & (a == at) & (b == previous))
            choices = np.flatnonzero(standing & there)
            edges.append(int(choices[np.argmin(weight[choices])]))
            at = previous
        return tuple(reversed(edges))

    def disjoint_paths(self, standing: B, most: int = 32) -> list[tuple[int, ...]]:
        """Paths that share no edge, quickest first, as the edges each takes; as many as there can be.

        Their number is that of the maximum flow with one unit an edge; each is then the quickest that is
        left in that flow.
        """
        units = np.where(self.joins, LARGEST // max(1, len(self.edges)), 1) * standing
        number, flow = self._arcs.flow(units)
        carried = {arc: abs(n) for arc, n in zip(self._arcs.between.tolist(), flow.tolist(), strict=True)}
        left = standing & self.joins
        for k in np.argsort(self.latency_ms):
            arc = int(self._arcs.between[k])
            if standing[k] and not self.joins[k] and carried[arc] > 0:
                carried[arc] -= 1
                left[k] = True
        paths: list[tuple[int, ...]] = []
        while len(paths) < min(number, most):
            path = self.quickest(left)
            if not path:
                break
            paths.append(path)
            left[[k for k in path if not self.joins[k]]] = False
        return sorted(paths, key=lambda p: float(self.latency_ms[list(p)].sum()))


def over_time(network: Network, alive: B, times: int, what: str) -> F:
    """One quantity of a network after losses over time, (losses, times).

    ``what`` is "certain" or "hopeful" for the capacity in bit/s, "latency" or "best latency" (unknown ones
    at their best) for the round trip in ms. Each
    distinct set of standing edges is worked out once, and only where it lacks an edge that counts.
    """
    stands = network.standing(alive)
    first, case = distinct_rows(stands)
    cases = stands[first]
    patterns, which = network.there
    values = np.empty((len(cases), len(patterns)))
    for k, pattern in enumerate(patterns):
        whole = network.find(what, pattern)
        values[:, k] = whole.value
        for c in np.flatnonzero((whole.used & ~cases).any(axis=1)):
            values[c, k] = network.find(what, cases[c] & pattern).value
    rows = values[case]
    return np.broadcast_to(rows, (len(alive), times)) if which is None else rows[:, which]


def shared_groups(
    paths: Sequence[tuple[int, ...]], edges: Sequence[Edge], groups: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    """The risk groups that every one of some paths passes: what breaks them all at once.

    ``groups`` are those of each asset of the pool, by its place in the pool.
    """
    per_path = [
        frozenset[str]().union(*(groups[asset] for k in path for asset in edges[k].assets)) for path in paths
    ]
    if not per_path:
        return ()
    return tuple(sorted(frozenset.intersection(*per_path)))
