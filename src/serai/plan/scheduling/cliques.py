"""Pairs that exclude each other, gathered into cliques: fewer rows, and a tighter bound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

Edge = tuple[int, int]


def cover(edges: Iterable[Edge], cliques: Iterable[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Cliques that hold every edge: those given, and greedily grown ones for the edges outside of them.

    Each grows from an edge by the member with the most neighbours left; ties fall to the lower number.
    """
    near: dict[int, set[int]] = defaultdict(set)
    left = set(edges)
    for a, b in left:
        near[a].add(b)
        near[b].add(a)
    for clique in cliques:
        yield clique
        for one in clique:
            near[one].update(other for other in clique if other != one)
    for edge in sorted(left):
        if edge in left:
            grown = _grown(edge, near)
            left -= {(a, b) for a in grown for b in grown if a < b}
            yield grown


def _grown(edge: Edge, near: dict[int, set[int]]) -> tuple[int, ...]:
    clique = list(edge)
    could = near[edge[0]] & near[edge[1]]
    while could:
        best = max(could, key=lambda one: (len(near[one] & could), -one))
        clique.append(best)
        could = could & near[best]
    return tuple(sorted(clique))
