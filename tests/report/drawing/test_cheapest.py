"""The cheapest way over a grid, by another code (scipy) and at its edges."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from serai.report.drawing.cheapest import MOVES, cheapest


def paid(cost, cells):
    """What a way costs, and that each step is one of the moves."""
    width, total = cost.shape[1], 0.0
    for one, two in pairwise(cells):
        (y, x), (v, u) = divmod(one, width), divmod(two, width)
        assert (v - y, u - x) in MOVES or (y - v, x - u) in MOVES
        total += float(np.hypot(v - y, u - x)) * (cost[y, x] + cost[v, u]) / 2.0
    return total


def graph_of(cost):
    height, width = cost.shape
    rows, columns, values = [], [], []
    for y in range(height):
        for x in range(width):
            for dy, dx in MOVES:
                v, u = y + dy, x + dx
                if 0 <= v < height and 0 <= u < width:
                    rows.append(y * width + x)
                    columns.append(v * width + u)
                    values.append(float(np.hypot(dy, dx)) * (cost[y, x] + cost[v, u]) / 2.0)
    return coo_array((values, (rows, columns)), shape=(cost.size, cost.size)).tocsr()


@pytest.mark.parametrize("seed", range(40))
def test_the_way_costs_what_another_code_says(seed):
    rng = np.random.default_rng(seed)
    cost = np.where(rng.random((int(rng.integers(1, 14)), int(rng.integers(1, 14)))) < 0.4, 25.0, 1.0)
    cost *= rng.uniform(1.0, 1.6, cost.shape)
    start, end = (int(k) for k in rng.integers(0, cost.size, 2))
    away = dijkstra(graph_of(cost), directed=False, indices=start)[end]
    way = cheapest(cost, start, end)
    assert way is not None
    assert (way[0], way[-1]) == (start, end)
    assert paid(cost, way) == pytest.approx(float(away), rel=1e-12)


def test_a_way_to_where_one_is():
    assert cheapest(np.ones((3, 3)), 4, 4) == [4]


def test_no_way_wraps_around_the_edge_of_the_grid():
    flat = np.ones((2, 8))  # cells 7 and 8 have numbers next to each other and lie a row's width apart
    assert paid(flat, cheapest(flat, 7, 8)) == pytest.approx(float(dijkstra(graph_of(flat), False, 7)[8]))


def test_what_no_cell_can_pay_is_no_way():
    assert cheapest(np.array([[1.0, np.inf, np.inf, 1.0]]), 0, 3) is None
