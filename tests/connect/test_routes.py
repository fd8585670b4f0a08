"""Laws of the network: maximum flow is the minimum cut, losses never help, paths share no edge."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.connect.routes import FAR, USER, Edge, Network, over_time, shared_groups

GBPS = 1e9


def edge(a, b, gbps=10.0, ms=1.0, asset=None, **more):
    return Edge(
        a=a,
        b=b,
        assets=() if asset is None else (asset,),
        certain_bps=gbps * GBPS,
        hopeful_bps=gbps * GBPS,
        latency_ms=ms,
        **more,
    )


@st.composite
def networks(draw):
    nodes = [USER, FAR, "a", "b", "c"]
    count = draw(st.integers(1, 8))
    edges = []
    for asset in range(count):
        a, b = draw(st.sampled_from([(x, y) for x in nodes for y in nodes if x != y]))
        edges.append(edge(a, b, gbps=draw(st.integers(1, 20)), ms=draw(st.integers(1, 50)), asset=asset))
    return Network(tuple(edges), unit_bps=GBPS)


def least_cut_gbps(network, standing):
    """The cheapest set of edges between two halves of the nodes: every split is tried."""
    inner = [n for n in network.nodes if n not in (USER, FAR)]
    best = np.inf
    for size in range(len(inner) + 1):
        for ours in combinations(inner, size):
            near = {USER, *ours}
            cut = sum(
                e.certain_bps
                for e, up in zip(network.edges, standing, strict=True)
                if up and (e.a in near) != (e.b in near)
            )
            best = min(best, cut)
    return best / GBPS


@given(networks(), st.lists(st.booleans(), min_size=8, max_size=8))
@settings(max_examples=150)
def test_what_flows_is_what_the_narrowest_cut_lets_through(network, up):
    standing = np.array(up[: len(network.edges)])
    flow = network.capacity_bps(standing, hopeful=False) / GBPS
    assert flow == pytest.approx(least_cut_gbps(network, standing))


@given(networks(), st.lists(st.booleans(), min_size=8, max_size=8), st.integers(0, 7))
@settings(max_examples=150)
def test_one_more_loss_never_adds_capacity_nor_makes_a_path_quicker(network, up, lost):
    alive = np.array([up, up])
    alive[1, lost] = False
    alive = alive[:, : len(network.edges)]
    capacity = over_time(network, alive, 1, "certain")[:, 0]
    assert capacity[1] <= capacity[0]
    latency = np.nan_to_num(over_time(network, alive, 1, "latency")[:, 0], nan=np.inf)
    assert latency[1] >= latency[0]


@given(networks(), st.lists(st.booleans(), min_size=8, max_size=8))
@settings(max_examples=100)
def test_a_batch_says_what_each_loss_says_alone(network, up):
    alive = np.array([up, [True] * 8, [False] * 8])[:, : len(network.edges)]
    for what in ("certain", "latency"):
        together = over_time(network, alive, 3, what)
        fresh = Network(network.edges, network.unit_bps)
        alone = [fresh.find(what, row).value for row in alive]
        np.testing.assert_array_equal(together, np.repeat(np.array(alone)[:, None], 3, axis=1))


@given(networks())
@settings(max_examples=100)
def test_disjoint_paths_share_nothing_and_are_as_many_as_the_cut_has_edges(network):
    standing = np.ones(len(network.edges), dtype=bool)
    paths = network.disjoint_paths(standing)
    used = [k for path in paths for k in path]
    assert len(used) == len(set(used))
    ones = Network(
        tuple(edge(e.a, e.b, gbps=1.0, asset=k) for k, e in enumerate(network.edges)), unit_bps=GBPS
    )
    assert len(paths) == round(least_cut_gbps(ones, standing))


def test_what_flows_past_what_can_be_counted_in_small_units_is_counted_in_larger_ones():
    edges = [edge(USER, "a", gbps=1300.0), edge("a", FAR, gbps=900.0), edge("a", FAR, gbps=700.0)]
    network = Network(tuple(edges), unit_bps=1000.0)
    everything = np.ones(3, dtype=bool)
    assert network.capacity_bps(everything, hopeful=False) == 1.3e12
    assert network.capacity(everything, hopeful=False).used.tolist() == [True] * 3
    assert network.capacity_bps(np.array([True, False, True]), hopeful=False) == 7e11
    less = Network(tuple(edges), unit_bps=1e6)
    assert less.capacity_bps(everything, hopeful=False) == 1.3e12


def test_what_might_carry_anything_is_counted_to_an_end():
    free = (edge(USER, "a", gbps=math.inf), edge("a", FAR, gbps=math.inf))
    network = Network(free, unit_bps=1000.0)
    assert network.capacity_bps(np.ones(2, dtype=bool), hopeful=False) >= 1e12
    beside = Network((*free, edge(USER, FAR, gbps=5000.0)), unit_bps=1000.0)
    assert beside.capacity_bps(np.ones(3, dtype=bool), hopeful=False) >= 5e12


def test_two_cables_between_the_same_towns_are_two_paths_through_one_pair_of_landings():
    edges = (edge(USER, "kelibia"), edge("kelibia", "mazara", asset=0), edge("kelibia", "mazara", asset=1))
    network = Network((*edges, edge("mazara", FAR)))
    paths = network.disjoint_paths(np.ones(4, dtype=bool))
    assert len(paths) == 2
    landings = frozenset({"landing:kelibia", "landing:mazara"})
    groups = [landings | {"cable:hannibal"}, landings | {"cable:didon"}]
    assert shared_groups(paths, network.edges, groups) == ("landing:kelibia", "landing:mazara")


def test_the_quickest_path_is_not_the_one_with_fewest_segments():
    network = Network(
        (
            edge(USER, FAR, ms=90.0, asset=0),
            edge(USER, "a", ms=20.0, asset=1),
            edge("a", FAR, ms=30.0, asset=2),
        )
    )
    everything = np.ones(3, dtype=bool)
    assert network.quickest(everything) == (1, 2)
    assert network.round_trip(everything).value == pytest.approx(100.0)
    assert network.round_trip(np.array([True, True, False])).value == pytest.approx(180.0)


def test_one_dish_points_at_one_satellite_at_a_time():
    dish = edge(USER, "dish", gbps=1e6, one_at_a_time=True, outward=True)
    beams = [edge("dish", FAR, gbps=g, asset=k, outward=True) for k, g in enumerate((3.0, 5.0))]
    network = Network((dish, *beams), unit_bps=GBPS)
    alive = np.array([[True, True], [True, False], [False, False]])
    assert over_time(network, alive, 1, "certain")[:, 0] / GBPS == pytest.approx([5.0, 3.0, 0.0])


def test_nobodys_cable_runs_back_through_a_users_dish():
    edges = (
        edge("gateway", "hop", asset=0, outward=True),
        edge("hop", FAR, asset=1, outward=True),
        edge(USER, "hop", asset=2, outward=True),
    )
    network = Network(edges, unit_bps=GBPS)
    assert network.quickest(np.array([True, False, True])) == ()
    assert network.capacity_bps(np.ones(3, dtype=bool), hopeful=False) == pytest.approx(10 * GBPS)


def test_an_edge_that_comes_and_goes_counts_only_while_it_is_there():
    when = np.array([True, False, True])
    network = Network((edge(USER, FAR, asset=0, when=when),), unit_bps=GBPS)
    seen = over_time(network, np.array([[True], [False]]), 3, "certain") / GBPS
    assert seen.tolist() == [[10.0, 0.0, 10.0], [0.0, 0.0, 0.0]]


def test_a_service_on_many_satellites_stands_while_any_of_them_does():
    network = Network((edge(USER, FAR, asset=0, any_of=(1, 2)),))
    alive = np.array([[True, False, True], [True, False, False], [False, True, True]])
    assert network.standing(alive)[:, 0].tolist() == [True, False, False]


def test_a_network_without_any_edge_carries_nothing():
    network = Network(())
    alive = np.ones((2, 3), dtype=bool)
    assert over_time(network, alive, 4, "certain").tolist() == [[0.0] * 4] * 2
    assert np.isnan(over_time(network, alive, 4, "latency")).all()
