"""The availability between two ends of a network whose edges hang on independent causes, common ones too.

Path by path (Dotson and Gobien, IEEE Trans. Circuits and Systems 26, 1979) on the reduced network: with all
causes of the best path up the ends are joined; else the first of them that is down is fixed and the next path
sought. What has been found joined is a bound from below, what has been found parted one from above; the
likeliest states come first, so that the two close. The states found hold whatever the rates are: they are
sought once, with the least chances of all cases, and weighed by each.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from serai.connect.year.reduction import Reduction, Tie, reduced

F = NDArray[np.float64]
B = NDArray[np.bool_]
Fixed = tuple[frozenset[int], frozenset[int]]  # a set of states: the causes that are down, those that are up
SMALLEST = 1e-12  # of a weight, so that ways without a cause are not all alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """How likely two ends are joined: at least ``low``, at most ``high``.

    ``worth`` (causes,) is what the availability gains when a cause is surely up rather than surely down.
    """

    low: float
    high: float
    worth: F

    @property
    def value(self) -> float:
        """The middle of the bounds."""
        return 0.5 * (self.low + self.high)


@dataclass(slots=True)
class _Search:
    """The network as a table of neighbours, and the path of the likeliest causes."""

    links: Sequence[Tie]
    weight: F
    beside: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    hangs_on: dict[int, list[int]] = field(default_factory=dict)
    whole: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        for k, link in enumerate(self.links):
            self.beside.setdefault(link.a, []).append((k, link.b))
            self.beside.setdefault(link.b, []).append((k, link.a))
            for cause in link.causes:
                self.hangs_on.setdefault(cause, []).append(k)
        self.whole = self._lengths(range(len(self.links)), frozenset())

    def _lengths(self, links: Iterable[int], up: frozenset[int]) -> list[float]:
        """How unlikely some links are when these causes are surely up."""
        weigh = self.weight.tolist()
        return [SMALLEST + sum([weigh[c] for c in self.links[k].causes if c not in up]) for k in links]

    def path(self, start: int, end: int, down: frozenset[int], up: frozenset[int]) -> frozenset[int] | None:
        """The causes of the likeliest path that no cause in ``down`` breaks; None where there is none."""
        length = [*self.whole]
        shorter = sorted({k for cause in up for k in self.hangs_on.get(cause, ())})
        for k, own in zip(shorter, self._lengths(shorter, up), strict=True):
            length[k] = own
        for cause in down:
            for k in self.hangs_on.get(cause, ()):
                length[k] = math.inf
        best: dict[int, float] = {start: 0.0}
        via: dict[int, tuple[int, int]] = {}
        queue = [(0.0, start)]
        while queue:
            away, node = heapq.heappop(queue)
            if node == end:
                return self._causes(via, start, end)
            if away > best[node]:
                continue
            for k, other in self.beside.get(node, ()):
                further = away + length[k]
                if further < best.get(other, math.inf):
                    best[other] = further
                    via[other] = k, node
                    heapq.heappush(queue, (further, other))
        return None

    def _causes(self, via: Mapping[int, tuple[int, int]], start: int, end: int) -> frozenset[int]:
        """The causes of a path, followed back from its end."""
        found: set[int] = set()
        while end != start:
            k, end = via[end]
            found |= self.links[k].causes
        return frozenset(found)


def joined_shares(
    links: Sequence[Tie], start: int, end: int, up: F, *, within: Sequence[float], most: int = 20_000
) -> tuple[Joint, ...]:
    """How likely ``start`` and ``end`` are joined in each case, ``up`` (causes, cases) the chances.

    The bounds of each case lie ``within`` (cases,) of each other unless ``most`` states were not enough.
    """
    small = reduced(links, start, end, len(up))
    whole = small.up(up)
    joined, open_ = _states(small, whole, np.asarray(within), most)
    low, high = _mass(joined, whole), _mass(open_, whole)
    worth = small.worth(_worth(joined, whole, low), whole)
    lows = low.sum(axis=0)
    return tuple(
        Joint(low=float(a), high=min(1.0, float(a + more)), worth=worth[:, k])
        for k, (a, more) in enumerate(zip(lows, high.sum(axis=0), strict=True))
    )


def joined_share(
    links: Sequence[Tie], start: int, end: int, up: F, *, within: float = 1e-6, most: int = 20_000
) -> Joint:
    """How likely ``start`` and ``end`` are joined when cause ``c`` is up with the chance ``up[c]``."""
    return joined_shares(links, start, end, up[:, None], within=(within,), most=most)[0]


def _states(small: Reduction, up: F, within: F, most: int) -> tuple[list[Fixed], list[Fixed]]:
    """Sets of states that are joined, and those that nobody looked at, none of which meet.

    Sought by the least chances of the cases of ``up`` until what is open weighs less than ``within``.
    """
    least = up.min(axis=1, initial=1.0)
    search = _Search(small.ties, -np.log(np.maximum(least, 1e-300)))
    chance = least.tolist()
    joined: list[Fixed] = []
    states = [(-1.0, 0, frozenset[int](), frozenset[int]())]
    count, open_ = 0, 1.0
    while states and count < most:
        if open_ <= within.max() and (_mass([s[2:] for s in states], up).sum(axis=0) <= within).all():
            break
        mass, _, down, fixed = heapq.heappop(states)
        path = search.path(small.start, small.end, down, fixed)
        open_ += mass
        if path is None:
            continue
        left = -mass
        for cause in sorted(path - fixed, key=lambda c: (chance[c], c)):
            count += 1
            heapq.heappush(states, (-left * (1.0 - chance[cause]), count, down | {cause}, fixed))
            open_ += left * (1.0 - chance[cause])
            left *= chance[cause]
            fixed |= {cause}
        joined.append((down, fixed))
    return joined, [s[2:] for s in states]


def _fixed(states: Sequence[Fixed], causes: int) -> tuple[B, B]:
    """Which causes are down and which are up in each set of states (states, causes)."""
    down, up = (np.zeros((len(states), causes), dtype=bool) for _ in range(2))
    for k, (lost, held) in enumerate(states):
        down[k, list(lost)] = True
        up[k, list(held)] = True
    return down, up


def _mass(states: Sequence[Fixed], up: F) -> F:
    """How likely each set of states is in each case (states, cases)."""
    down, held = _fixed(states, len(up))
    out = np.ones((len(states), up.shape[1]))
    for cause in np.flatnonzero((down | held).any(axis=0)).tolist():
        out[held[:, cause]] *= up[cause]
        out[down[:, cause]] *= 1.0 - up[cause]
    return out


def _worth(states: Sequence[Fixed], up: F, mass: F) -> F:
    """What each cause is worth in each case (causes, cases): the derivative of the mass of joined states."""
    down, held = _fixed(states, len(up))
    ups, downs = held.T.astype(np.float64) @ mass, down.T.astype(np.float64) @ mass
    sure = np.divide(ups, up, out=np.zeros_like(up), where=up > 0.0)
    gone = np.divide(downs, 1.0 - up, out=np.zeros_like(up), where=up < 1.0)
    return np.asarray(sure - gone)
