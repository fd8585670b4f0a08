"""Who hands over to whom at a landing: what passes by is reached on its owner's own cables only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.connect import Site
from serai.earth import Place
from serai.needs import State

GBPS = 1e9
HUB = Site(id="hub", name="Hub", country="IN", at=Place(lat_deg=19.0, lon_deg=72.9))


@pytest.fixture
def ask(small):
    def of(hub, *cables, to=("mazara",)):
        beside = ("paksat", *(c.id for c in small.CABLES))  # nothing but the cables asked of
        pool = small.pool(*cables, facts=(hub,)).without(*beside)
        asked = small.need(
            small.measure("rate", "bit/s", GBPS, lower=False),
            ways=frozenset({"data"}),
            from_sites=("karachi",),
            to_sites=to,
        )
        return small.state(asked, pool)

    return of


@pytest.fixture
def by(small):
    def of(owner, a, b):
        return replace(small.cable(f"{owner}-{a}-{b}", f"{owner} {a}-{b}", a, b), owner=owner)

    return of


def test_an_open_landing_lets_traffic_change_to_any_cable(ask, by):
    assert ask(HUB, by("red", "karachi", "hub"), by("blue", "hub", "mazara"))[0] is State.MET


@pytest.mark.parametrize(
    ("together", "state"),
    [(("red", "blue"), State.MET), (("red",), State.NOT_MET), (("green",), State.NOT_MET)],
)
def test_only_those_named_hand_over_to_each_other(ask, by, together, state):
    hub = replace(HUB, interconnect=together)
    assert ask(hub, by("red", "karachi", "hub"), by("blue", "hub", "mazara"))[0] is state


def test_an_owners_own_cables_go_on_through_a_landing_that_is_shut_to_it(ask, by):
    hub = replace(HUB, interconnect=("green",))
    assert ask(hub, by("red", "karachi", "hub"), by("red", "hub", "mazara"))[0] is State.MET


@pytest.mark.parametrize("together", [(), ("red",), ("blue",)])
def test_what_ends_at_a_landing_ends_there_whoever_hands_over(ask, by, together):
    hub = replace(HUB, interconnect=together)
    assert ask(hub, by("red", "karachi", "hub"), to=("hub",))[0] is State.MET


def test_what_begins_at_a_landing_may_take_any_cable_that_lands_there(small, by):
    pool = small.pool(by("red", "hub", "mazara"), facts=(replace(HUB, interconnect=("green",)),))
    asked = small.need(
        small.measure("rate", "bit/s", GBPS, lower=False),
        ways=frozenset({"data"}),
        from_sites=("hub",),
        to_sites=("mazara",),
    )
    assert small.state(asked, pool)[0] is State.MET


@given(st.lists(st.sampled_from("abcd"), unique=True), st.sampled_from("abcd"), st.sampled_from("abcd"))
def test_two_owners_share_a_node_when_both_hand_over_or_all_do(together, one, other):
    site = replace(HUB, interconnect=tuple(together))
    meet = site.node(one) == site.node(other)
    assert meet == (not together or one == other or {one, other} <= set(together))
