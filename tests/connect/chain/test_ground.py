"""Which way a station's data take: by any cables that stand, through its data centre, to its user."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from serai.connect.admission import TRANSIT
from serai.connect.chain.backhauls import BackHaul, backhauls_of
from serai.connect.chain.ground import JoinedSites
from serai.connect.fittings import Site
from serai.earth import Place
from serai.pool import Pool, Standing, Term


def line(site, *, through=(), asset="dish", name="line"):
    return BackHaul(id=name, asset=asset, site=site, kind="terrestrial", through=through)


def pool_of(small, *pairs, apart=()):
    """Sites a, b, c ... joined by cables "ab", "bc" ...; at those of ``apart`` only owner xx hands over."""
    names = sorted({n for pair in pairs for n in pair})
    sites = tuple(
        Site(
            id=n,
            name=n,
            country="ZZ",
            at=Place(lat_deg=0.0, lon_deg=0.0),
            interconnect=("xx",) if n in apart else (),
        )
        for n in names
    )
    return Pool(assets=tuple(small.cable(p, p, p[0], p[1]) for p in pairs), facts=sites)


def test_a_way_goes_round_what_is_lost_and_ends_where_no_other_is_left(small):
    ring = pool_of(small, "ab", "bc", "cd", "da")
    assert JoinedSites(ring).joins("a", "c")
    assert JoinedSites(ring, frozenset({"ab"})).joins("a", "c")
    assert not JoinedSites(ring, frozenset({"ab", "da"})).joins("a", "c")
    assert JoinedSites(ring, frozenset({"ab", "da"})).joins("a", "a")
    assert not JoinedSites(ring).joins("a", "nowhere")


def test_data_go_through_their_centre_and_a_way_round_it_does_not_count(small):
    """a is joined to the user's u; its centre m is behind a cable that is cut."""
    ground = pool_of(small, "au", "am")
    assert JoinedSites(ground).carries(line("a", through=("m",)), ("u",))
    assert not JoinedSites(ground, frozenset({"am"})).carries(line("a", through=("m",)), ("u",))
    assert JoinedSites(ground, frozenset({"am"})).carries(line("a"), ("u",))
    assert JoinedSites(ground, frozenset({"am"})).carries(line("a", through=("m", "a")), ("u",))
    assert JoinedSites(ground, frozenset({"au"})).carries(line("a", through=("m",)), ())
    assert not JoinedSites(ground, frozenset({"am"})).carries(line("a", through=("m",)), ())


def test_any_site_of_the_user_will_do_and_any_line_of_the_asset(small):
    two = pool_of(small, "au", "bv")
    assert JoinedSites(two).carries(line("a"), ("v", "u"))
    assert not JoinedSites(two).carries(line("a"), ("v",))
    assert JoinedSites(two).served((line("a"), line("b")), ("v",))
    assert not JoinedSites(two).served((), ("v",))


def test_cables_that_do_not_hand_over_at_a_site_end_there(small):
    """Owner pk's cables pass b among themselves; the site itself is where only xx's meet."""
    assert JoinedSites(pool_of(small, "ab", "bc", apart=("b",))).joins("a", "c")
    hands = pool_of(small, "ab", "bc", apart=("b",))
    mixed = Pool(
        assets=(hands.assets[0], small.satellite("bc", "bc", 0.0, *hands.assets[1].fittings, owner="xx")),
        facts=hands.facts,
    )
    assert not JoinedSites(mixed).joins("a", "c")
    assert JoinedSites(mixed).joins("b", "c")
    assert JoinedSites(mixed).joins("b", "a")


def test_a_term_of_transit_lets_cables_hand_over_at_its_site_and_only_those_it_speaks_of(small):
    """Owners pk and xx meet at b, where only they themselves hand over; cd lies apart."""
    hands = pool_of(small, "ab", "bc", "cd", apart=("b",))
    other = small.satellite("bc", "bc", 0.0, *hands.assets[1].fittings, owner="xx")
    pool = Pool(assets=(hands.assets[0], other, hands.assets[2]), facts=hands.facts)

    def term(assets, site="b", grantees=("everyone",)):
        return Term(
            id="T",
            right=TRANSIT,
            owner="*",
            what="",
            assets=assets,
            sites=(site,),
            grantees=grantees,
            standing=Standing.IN_FORCE,
        )

    def joins(*terms, lost=()):
        return JoinedSites(pool, frozenset(lost), terms).joins("a", "d")

    assert not joins()
    assert joins(term(("ab", "bc")))
    assert not joins(term(("ab",)))
    assert not joins(term(("ab", "bc"), site="c"))
    assert not joins(term(("ab", "bc")), lost=("bc",))
    assert not joins(term(("cd",)))


@pytest.mark.parametrize("seed", range(20))
def test_ways_are_those_of_the_graph_by_another_code(small, seed):
    dice = np.random.default_rng(seed)
    names = "abcdefgh"
    pairs = sorted({"".join(sorted(dice.choice(list(names), 2, replace=False))) for _ in range(9)})
    pool = pool_of(small, *pairs)
    lost = frozenset(p for p in pairs if dice.random() < 0.3)
    left = [p for p in pairs if p not in lost]
    place = {n: k for k, n in enumerate(names)}
    ends = ([place[p[0]] for p in left], [place[p[1]] for p in left])
    label = connected_components(coo_array((np.ones(len(left)), ends), shape=(8, 8)), directed=False)[1]
    ground, known = JoinedSites(pool, lost), sorted({n for p in pairs for n in p})
    for a in known:
        for b in known:
            assert ground.joins(a, b) == (label[place[a]] == label[place[b]])


def test_an_assets_lines_stand_together_in_the_order_of_the_table():
    first, second = line("a", name="one"), line("b", name="two")
    pool = Pool(assets=(), facts=(first, line("a", asset="other", name="three"), second))
    assert backhauls_of(pool) == {"dish": (first, second), "other": (line("a", asset="other", name="three"),)}
