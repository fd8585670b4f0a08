"""The arcs of a network, and on them the greatest flow and the quickest way from the user to the other side.

Both are compiled: an assessment asks for thousands of them, each of a small network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serai.jit import alone, compiled

F = NDArray[np.float64]
B = NDArray[np.bool_]
Ints = NDArray[np.int64]
START, END = 0, 1  # the user's node and that of the other side


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Edges (edges,) from node ``a`` to node ``b``, and back where ``both_ways``.

    Node 0 is the user's end, node 1 the other side. Arcs (arcs,) lie sorted by the nodes that they join, one
    for all edges between two nodes and one for their way back: those from node n are ``first[n]`` to
    ``first[n + 1]`` and lead to ``head``; ``reverse`` is the arc back. An edge runs along arc ``forth``.
    """

    a: Ints
    b: Ints
    both_ways: B
    size: int
    first: Ints
    head: Ints
    reverse: Ints
    forth: Ints
    back: Ints

    @property
    def between(self) -> Ints:
        """(edges,) one number for all edges between the same two nodes, whichever way they are told."""
        return np.minimum(self.forth, self.back)

    @classmethod
    def of(cls, a: Ints, b: Ints, both_ways: B, size: int) -> Arcs:
        """The arcs of edges between ``size`` nodes."""
        places, slot = np.unique(np.concatenate([a * size + b, b * size + a]), return_inverse=True)
        slot = slot.reshape(-1).astype(np.int64)
        tail, head = places // size, places % size
        return cls(
            a=a,
            b=b,
            both_ways=both_ways,
            size=size,
            first=np.searchsorted(tail, np.arange(size + 1)).astype(np.int64),
            head=head.astype(np.int64),
            reverse=np.searchsorted(places, head * size + tail).astype(np.int64),
            forth=slot[: len(a)],
            back=slot[len(a) :],
        )

    def flow(self, units: Ints) -> tuple[int, Ints]:
        """The maximum flow in units, and (edges,) how much runs along the arc of each edge, negative back."""
        room = np.zeros(len(self.head), dtype=np.int64)
        np.add.at(room, self.forth, units)
        np.add.at(room, self.back, units * self.both_ways)
        left = room.copy()
        work = np.empty((4, self.size), dtype=np.int64)
        value = int(_maximum_flow(self.first, self.head, self.reverse, left, work))
        return value, (room - left)[self.forth]

    def before(self, lengths: F) -> Ints:
        """For each node the one before it on the quickest way from node 0 (USER); negative for none."""
        arc_lengths = np.full(len(self.head), np.inf)
        np.minimum.at(arc_lengths, self.forth, lengths)
        np.minimum.at(arc_lengths, self.back, np.where(self.both_ways, lengths, np.inf))
        before, away = np.empty(self.size, dtype=np.int64), np.empty((2, self.size))
        _quickest(self.first, self.head, arc_lengths, before, away)
        return before


LEVEL, NEXT, QUEUE, WAY = 0, 1, 2, 3  # rows of what the flow works in


@compiled
def _levels(first: Ints, head: Ints, left: Ints, work: Ints) -> bool:
    """Number the nodes by how many arcs with room lead to them; whether the other side is among them."""
    work[LEVEL, :] = -1
    work[LEVEL, START], work[QUEUE, 0] = 0, START
    taken, put = 0, 1
    while taken < put:
        here = work[QUEUE, taken]
        taken += 1
        if here == END:
            return True
        for arc in range(first[here], first[here + 1]):
            if left[arc] > 0 and work[LEVEL, head[arc]] < 0:
                work[LEVEL, head[arc]] = work[LEVEL, here] + 1
                work[QUEUE, put] = head[arc]
                put += 1
    return False


@compiled
def _augmented(first: Ints, head: Ints, reverse: Ints, left: Ints, work: Ints) -> int:
    """Send what one more way holds, a level at a time; 0 where there is no further one on these levels."""
    depth, here = 0, START
    while here != END:
        arc = work[NEXT, here]
        if arc == first[here + 1]:  # nothing leads on from here: back to the node before, and past its arc
            if depth == 0:
                return 0
            depth -= 1
            here = head[reverse[work[WAY, depth]]]
            work[NEXT, here] += 1
        elif left[arc] > 0 and work[LEVEL, head[arc]] == work[LEVEL, here] + 1:
            work[WAY, depth] = arc
            depth += 1
            here = head[arc]
        else:
            work[NEXT, here] += 1
    sent = left[work[WAY, 0]]
    for step in range(1, depth):
        sent = min(sent, left[work[WAY, step]])
    for step in range(depth):
        arc = work[WAY, step]
        left[arc] -= sent
        left[reverse[arc]] += sent
    return int(sent)


@alone
def _maximum_flow(first: Ints, head: Ints, reverse: Ints, left: Ints, work: Ints) -> int:
    """The greatest flow from the user to the other side; ``left`` (arcs,) is the room, and what stays of it.

    By levels (E. A. Dinic, Soviet Mathematics Doklady 11, 1970). ``work`` is (4, nodes) to work in.
    """
    total = 0
    while _levels(first, head, left, work):
        for node in range(work.shape[1]):
            work[NEXT, node] = first[node]
        sent = _augmented(first, head, reverse, left, work)
        while sent > 0:
            total += sent
            sent = _augmented(first, head, reverse, left, work)
    return total


BEST, DONE = 0, 1  # rows of what the quickest way works in


@alone
def _quickest(first: Ints, head: Ints, lengths: F, before: Ints, away: F) -> int:
    """The quickest ways from the user to all nodes (E. W. Dijkstra 1959); answers how many are reached.

    ``lengths`` (arcs,) are above zero, infinite where there is none. Of two ways as quick the one found first
    stays, and of two nodes as near the one of the lower number goes first.
    """
    nodes = len(before)
    for node in range(nodes):
        before[node], away[BEST, node], away[DONE, node] = -1, np.inf, 0.0
    away[BEST, START] = 0.0
    reached = 0
    while True:
        here, near = -1, np.inf
        for node in range(nodes):
            if away[DONE, node] == 0.0 and away[BEST, node] < near:
                here, near = node, away[BEST, node]
        if here < 0:
            return reached
        reached += 1
        away[DONE, here] = 1.0
        for arc in range(first[here], first[here + 1]):
            if near + lengths[arc] < away[BEST, head[arc]]:
                away[BEST, head[arc]], before[head[arc]] = near + lengths[arc], here
