"""The greatest flow and the quickest way of small networks, by another code (scipy) and by their laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

from serai.connect.graph import Arcs

NODES = 9


def drawn(seed: int):
    """Edges among nine nodes, some twice, some one way, with whole capacities (some zero) and lengths."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 30))
    a = rng.integers(0, NODES, count)
    b = (a + rng.integers(1, NODES, count)) % NODES
    both = rng.random(count) < 0.7
    return a, b, both, rng.integers(0, 7, count), np.where(rng.random(count) < 0.1, np.inf, rng.uniform(1, 9))


def of_scipy(a, b, both, values, join):
    """The matrix of arcs of another code: values of edges between the same nodes ``join``ed."""
    whole = np.zeros((NODES, NODES)) if join is np.add else np.full((NODES, NODES), np.inf)
    join.at(whole, (a, b), values)
    join.at(whole, (b[both], a[both]), values[both])
    return whole


@pytest.mark.parametrize("seed", range(200))
def test_the_flow_is_the_greatest_and_nothing_is_lost_on_the_way(seed):
    a, b, both, units, _ = drawn(seed)
    room = of_scipy(a, b, both, units, np.add).astype(np.int32)
    value, flow = Arcs.of(a, b, both, NODES).flow(units)
    assert value == maximum_flow(csr_array(room), 0, 1).flow_value
    net = np.zeros((NODES, NODES), dtype=np.int64)  # of edges between the same nodes each tells all of it
    net[a, b], net[b, a] = flow, -flow
    assert (net <= room).all()
    into = net.sum(axis=0)
    assert into[1] == value == -into[0]
    assert not into[2:].any()


@pytest.mark.parametrize("seed", range(200))
def test_the_way_is_the_quickest(seed):
    a, b, both, _, lengths = drawn(seed)
    shortest = of_scipy(a, b, both, lengths, np.minimum)
    before = Arcs.of(a, b, both, NODES).before(lengths)
    away = dijkstra(csr_array(np.where(np.isfinite(shortest), shortest, 0.0)), indices=0)
    for node in range(NODES):
        if node == 0 or not np.isfinite(away[node]):
            assert before[node] < 0
        else:
            assert away[before[node]] + shortest[before[node], node] == pytest.approx(away[node], rel=1e-12)


def test_of_two_ways_as_quick_the_one_found_first_stays():
    a, b = np.array([0, 0, 3, 2]), np.array([3, 2, 1, 1])
    before = Arcs.of(a, b, np.ones(4, dtype=bool), 4).before(np.ones(4))
    assert before.tolist() == [-1, 2, 0, 0]


def test_without_a_way_nothing_flows():
    arcs = Arcs.of(np.array([0, 1]), np.array([2, 3]), np.ones(2, dtype=bool), 4)
    value, flow = arcs.flow(np.array([5, 5]))
    assert value == 0
    assert not flow.any()
    assert arcs.before(np.ones(2)).tolist() == [-1, -1, 0, -1]


def test_a_flow_is_undone_where_another_way_asks_for_it():
    # the first way found takes 2-3; the greatest flow does not
    a, b = np.array([0, 0, 2, 2, 3]), np.array([2, 3, 3, 1, 1])
    value, flow = Arcs.of(a, b, np.zeros(5, dtype=bool), 4).flow(np.ones(5, dtype=np.int64))
    assert value == 2
    assert flow.tolist() == [1, 1, 0, 1, 1]
