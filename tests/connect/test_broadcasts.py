"""A broadcast reaches the places in its own area, several a need together; a text to one person does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connect.telling import carrier, messenger

from serai.connect.broadcasts import reach, spreads, together
from serai.connect.endpoints import ends
from serai.connect.messages import delivered
from serai.earth import Box
from serai.needs import State

TEN_MINUTES = 600.0
COASTS = ("karachi", "fujairah")
ALONE = frozenset({"broadcast"})
EITHER = frozenset({"broadcast", "message"})
SEA = Box(lon_min=60, lat_min=20, lon_max=70, lat_max=30)
NEAR = Box(lon_min=67.0, lat_min=24.9, lon_max=70, lat_max=30)  # Karachi is its corner


@pytest.fixture
def ask(small):
    def of(ways=ALONE, sites=COASTS):
        text = small.measure("message_delivery", "s", TEN_MINUTES)
        return small.need(text, ways=ways, from_sites=sites, need_id="N33")

    return of


@pytest.fixture
def cell(small):
    def of(country, **more):
        fields = {"kinds": ("one-way broadcast",), "countries": (country,), "delivery_s": 10.0} | more
        return small.service(f"cell-{country.lower()}", f"Cell broadcast {country}", **fields)

    return of


def test_two_countries_networks_reach_two_coasts_together_and_one_alone_does_not(small, ask, cell):
    both = small.pool(cell("PK"), cell("AE"))
    state, found = small.state(ask(), both)
    assert state is State.MET
    assert not any("nothing that counts" in str(flag) for flag in found.notes.flags)
    state, found = small.state(ask(), both.without("cell-ae"))
    assert state is State.NOT_MET
    assert str(found.notes.why) == (
        "Cell broadcast PK reaches Karachi and not the other places of this need; there it delivers in 10 s"
    )
    assert "nothing that counts here reaches Fujairah" in map(str, found.notes.flags)


def test_a_text_to_one_person_is_served_whole_or_not_at_all(small, ask, cell):
    half = cell("PK", kinds=("two-way message",)), cell("AE", kinds=("two-way message",))
    asked = ask(ways=frozenset({"message"}))
    assert small.state(asked, small.pool(*half).without("messenger:star", "rsmc"))[0] is State.NOT_MET


def test_each_loss_of_a_broadcast_is_felt_at_its_own_coast(small, ask, cell):
    coast = small.service("navtex", "NAVTEX", kinds=("one-way broadcast",), box=SEA, delivery_s=60.0)
    pool = small.pool(cell("PK"), cell("AE"), coast)
    found = small.answer(ask(), pool)
    place = pool.place_of
    alive = np.ones((4, len(pool.assets)), dtype=bool)
    alive[1, place["cell-pk"]] = alive[3, place["cell-pk"]] = False
    alive[2, place["cell-ae"]] = alive[3, place["navtex"]] = False
    assert found.held(alive).certain[:, 0].tolist() == [1.0, 1.0, 0.0, 0.0]  # the coast station stands in


def test_where_an_area_ends_and_whose_licence_counts(small, ask, cell):
    asked = ask()
    at_karachi = small.service("navtex", "NAVTEX", kinds=("one-way broadcast",), box=NEAR)
    pool = small.pool(at_karachi, cell("PK"), cell("CN"))
    here = ends(asked, pool)

    def places(service_id, ways=ALONE):
        asset = pool[service_id]
        return reach(asset, asset.fittings[0], asked, here, pool, ways).tolist()

    assert places("navtex") == [True, False]  # the edge itself is in
    assert places("cell-pk") == [True, False]
    assert places("cell-cn") == [False, False]
    assert places("navtex", EITHER) == [False, False]  # asked as a text too: the whole or nothing


def test_a_need_that_takes_texts_too_is_not_spread_over_services():
    both = messenger(kinds=("two-way message", "one-way broadcast"))
    assert spreads(both, ALONE)
    assert not spreads(both, EITHER)
    assert not spreads(messenger(), ALONE)


@given(st.lists(st.one_of(st.none(), st.lists(st.booleans(), min_size=3, max_size=3)), max_size=5))
def test_a_place_is_reached_when_any_service_reaches_it(rows):
    arrays = [None if row is None else np.array(row) for row in rows]
    expected = [any(row is None or row[k] for row in rows) for k in range(3)]
    assert together(arrays, 3).tolist() == expected


def test_the_slower_service_decides_only_where_no_quicker_one_reaches():
    quick = replace(carrier("Quick", delivery_s=5.0), where=np.array([True, False]))
    slow = carrier("Slow", delivery_s=90.0)
    alive = np.ones((1, 1), dtype=bool)
    seconds, chances = delivered((quick, slow), alive, False, None, 120.0, (60.0, 1, 3, 2))
    assert seconds.tolist() == [[90.0] * 3]
    assert chances.tolist() == [[1.0] * 3]
    alone, _ = delivered((quick,), alive, False, None, 120.0, (60.0, 1, 3, 2))
    assert np.isnan(alone).all()
