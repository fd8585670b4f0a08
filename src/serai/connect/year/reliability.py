"""The availability between two ends of a network whose edges hang on independent causes, common ones too.

Path by path (Dotson and Gobien, IEEE Trans. Circuits and Systems 26, 1979): with all causes of the best
path up the ends are joined; else the first of them that is down is fixed and the next path sought. What has
been found joined is a bound from below, what has been found parted one from above; the likeliest states come
first, so that the two close.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

F = NDArray[np.float64]
SMALLEST = 1e-12  # of a weight, so that ways without a cause are not all alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An edge between two nodes that stands while every one of its causes is up (places in the list)."""

    a: int
    b: int
    causes: frozenset[int]


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
    beside: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for k, link in enumerate(self.links):
            self.beside.setdefault(link.a, []).append(k)
            self.beside.setdefault(link.b, []).append(k)

    def path(self, start: int, end: int, down: frozenset[int], up: frozenset[int]) -> frozenset[int] | None:
        """The causes of the likeliest path that no cause in ``down`` breaks; None where there is none."""
        best: dict[int, float] = {start: 0.0}
        before: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            away, node = heapq.heappop(queue)
            if node == end:
                return self._causes(start, end, before)
            if away > best[node]:
                continue
            for k in self.beside.get(node, []):
                link = self.links[k]
                if not link.causes.isdisjoint(down):
                    continue
                other = link.b if link.a == node else link.a
                further = away + SMALLEST + float(sum(self.weight[c] for c in link.causes - up))
                if further < best.get(other, math.inf):
                    best[other] = further
                    before[other] = k
                    heapq.heappush(queue, (further, other))
        return None

    def _causes(self, start: int, end: int, before: dict[int, int]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        node = end
        while node != start:
            link = self.links[before[node]]
            found |= link.causes
            node = link.a if link.b == node else link.b
        return found


def joined_share(
    links: Sequence[Tie], start: int, end: int, up: F, *, within: float = 1e-6, most: int = 4000
) -> Joint:
    """How likely ``start`` and ``end`` are joined when cause ``c`` is up with the chance ``up[c]``.

    The bounds lie ``within`` of each other unless ``most`` paths were not enough.
    """
    search = _Search(links, -np.log(np.maximum(up, 1e-300)))
    low, parted = 0.0, 0.0
    worth = np.zeros(len(up))
    states = [(-1.0, 0, frozenset[int](), frozenset[int]())]
    count = 0
    while states and count < most and 1.0 - low - parted > within:
        mass, _, down, fixed = heapq.heappop(states)
        path = search.path(start, end, down, fixed)
        if path is None:
            parted -= mass
            continue
        left = -mass
        whole = fixed
        for cause in sorted(path - fixed, key=lambda c: (float(up[c]), c)):
            count += 1
            heapq.heappush(states, (-left * (1.0 - float(up[cause])), count, down | {cause}, whole))
            left *= float(up[cause])
            whole |= {cause}
        low += left
        _credit(worth, left, up, whole, down)
    return Joint(low=low, high=1.0 - parted, worth=worth)


def _credit(worth: F, mass: float, up: F, held: frozenset[int], down: frozenset[int]) -> None:
    """What a set of joined states says of each cause that it fixes: the derivative of its mass."""
    for cause in held:
        worth[cause] += mass / float(up[cause]) if up[cause] > 0.0 else 0.0
    for cause in down:
        worth[cause] -= mass / (1.0 - float(up[cause]))
