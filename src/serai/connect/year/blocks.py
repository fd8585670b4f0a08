"""Which links of a network can lie on a way between two ends at all (biconnected components).

Hopcroft and Tarjan, Communications of the ACM 16, 1973: with a link of its own between the two ends, those in
its block are the links that some way without a detour passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Walk:
    """A depth-first walk over the links (pairs of nodes), the last of which joins the two ends."""

    ends: Sequence[tuple[int, int]]
    beside: dict[int, list[int]] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    low: dict[int, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    passed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for k, pair in reversed(list(enumerate(self.ends))):
            for node in pair:
                self.beside.setdefault(node, []).append(k)

    def enter(self, node: int) -> Iterator[int]:
        self.order[node] = self.low[node] = len(self.order)
        return iter(self.beside[node])

    def next_from(self, node: int, links: Iterator[int]) -> tuple[int, int] | None:
        """The next link to a node not seen yet, and that node; what leads back is noted on the way."""
        for k in links:
            if k in self.seen:
                continue
            self.seen.add(k)
            self.passed.append(k)
            a, b = self.ends[k]
            other = b if a == node else a
            if other not in self.order:
                return k, other
            self.low[node] = min(self.low[node], self.order[other])
        return None

    def leave(self, node: int, via: int, back: int) -> set[int]:
        """Go back over a link; the links of the block that ends with it, none where none does."""
        self.low[back] = min(self.low[back], self.low[node])
        if self.low[node] < self.order[back]:
            return set()
        at = self.passed.index(via)
        block = set(self.passed[at:])
        del self.passed[at:]
        return block


def between(links: Sequence[tuple[int, int]], start: int, end: int) -> set[int]:
    """The places of the links that some way from ``start`` to ``end`` passes, no node of it twice."""
    walk = _Walk([*links, (start, end)])
    mine = len(links)
    path = [(start, -1, walk.enter(start))]
    while path:
        node, via, left = path[-1]
        found = walk.next_from(node, left)
        if found is not None:
            path.append((found[1], found[0], walk.enter(found[1])))
            continue
        path.pop()
        block = walk.leave(node, via, path[-1][0]) if path else set()
        if mine in block:
            return block - {mine}
    return set()
