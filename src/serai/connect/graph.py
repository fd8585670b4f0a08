"""The arcs of a network as a sparse matrix whose places are fixed, so that only its values change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

F = NDArray[np.float64]
B = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Edges (edges,) from node ``a`` to node ``b``, and back where ``both_ways``.

    Node 0 is the user's end, node 1 the other side.
    """

    a: Ints
    b: Ints
    both_ways: B
    size: int
    indices: NDArray[np.int32]
    indptr: NDArray[np.int32]
    forth: Ints
    back: Ints

    @classmethod
    def of(cls, a: Ints, b: Ints, both_ways: B, size: int) -> Arcs:
        """The arcs of edges between ``size`` nodes."""
        # a place for every arc and for its reverse, which a flow needs to be undone
        places, slot = np.unique(np.concatenate([a * size + b, b * size + a]), return_inverse=True)
        slot = slot.reshape(-1)
        indptr = np.searchsorted(places // size, np.arange(size + 1)).astype(np.int32)
        return cls(
            a=a,
            b=b,
            both_ways=both_ways,
            size=size,
            indices=(places % size).astype(np.int32),
            indptr=indptr,
            forth=slot[: len(a)],
            back=slot[len(a) :],
        )

    def flow(self, units: Ints) -> tuple[int, NDArray[np.int32]]:
        """The maximum flow in units from node 0 (USER) to node 1 (FAR), and how much runs between nodes."""
        values = np.zeros(len(self.indices), dtype=np.int64)
        np.add.at(values, self.forth, units)
        np.add.at(values, self.back, units * self.both_ways)
        matrix = csr_array((values.astype(np.int32), self.indices, self.indptr), shape=(self.size, self.size))
        found = maximum_flow(matrix, 0, 1)
        return int(found.flow_value), np.asarray(found.flow.toarray())

    def before(self, lengths: F) -> NDArray[np.int32]:
        """For each node the one before it on the quickest way from node 0 (USER); negative for none."""
        values = np.full(len(self.indices), np.inf)
        np.minimum.at(values, self.forth, lengths)
        np.minimum.at(values, self.back, np.where(self.both_ways, lengths, np.inf))
        matrix = csr_array((values, self.indices, self.indptr), shape=(self.size, self.size))
        _, predecessors = dijkstra(matrix, indices=np.array([0]), return_predecessors=True)
        return np.asarray(predecessors[0])
