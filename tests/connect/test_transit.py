"""Transit as a term: who may change cables where, what an agreement would buy, exchanges with upstream."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from serai.connect import Site
from serai.connect.admission import TRANSIT
from serai.earth import Place
from serai.needs import State, judge
from serai.pool import Right, Standing, Term, Terms
from serai.tables import Basis, Provenance

GBPS = 1e9
HUB = Site(id="hub", name="Hub", country="IN", at=Place(lat_deg=19.0, lon_deg=72.9), interconnect=("green",))


def term(
    *assets, right=TRANSIT, sites=("hub",), standing=Standing.IN_FORCE, grantees=("everyone",), tid="T1"
):
    return Term(
        id=tid,
        right=right,
        owner="*",
        what="",
        assets=assets,
        sites=sites,
        standing=standing,
        grantees=grantees,
        provenance=Provenance(basis=Basis.ASSUMED),
    )


TRANSIT_TERM = term("owner:red", "owner:blue")


@pytest.fixture
def by(small):
    def of(owner, a, b, **about):
        return replace(small.cable(f"{owner}-{a}-{b}", f"{owner} {a}-{b}", a, b, **about), owner=owner)

    return of


@pytest.fixture
def ask(small, by):
    """How a need from Karachi to Mazara stands over red and blue cables that meet at the hub."""

    def of(*terms, cables=None, **asked):
        cables = cables or (by("red", "karachi", "hub"), by("blue", "hub", "mazara"))
        beside = frozenset({"paksat", *(c.id for c in small.CABLES)})
        pool = small.pool(*cables, facts=(HUB,), terms=Terms(terms)).losing(beside)
        need = small.need(
            small.measure("rate", "bit/s", GBPS, lower=False),
            ways=frozenset({"data"}),
            from_sites=("karachi",),
            **{"to_sites": ("mazara",), **asked},
        )
        state, answer = small.state(need, pool)
        return state, judge(answer, len(pool.assets), None)

    return of


@pytest.mark.parametrize(
    ("terms", "state"),
    [
        ((), State.NOT_MET),
        ((TRANSIT_TERM,), State.MET),
        ((term("red-karachi-hub", "blue-hub-mazara"),), State.MET),
        ((replace(TRANSIT_TERM, standing=Standing.CANDIDATE),), State.NOT_MET),
        ((replace(TRANSIT_TERM, standing=Standing.ENDED),), State.NOT_MET),
        ((replace(TRANSIT_TERM, grantees=("country:PK",)),), State.MET),
        ((replace(TRANSIT_TERM, grantees=("country:AE",)),), State.NOT_MET),
        ((replace(TRANSIT_TERM, sites=("mazara",)),), State.NOT_MET),
        ((replace(TRANSIT_TERM, assets=("owner:red",)),), State.NOT_MET),
    ],
)
def test_traffic_changes_cables_where_a_term_in_force_says_so_for_whom_it_says(ask, terms, state):
    assert ask(*terms)[0] is state


def test_a_term_joins_those_it_names_with_those_that_hand_over_already(ask, by):
    cables = (by("red", "karachi", "hub"), by("green", "hub", "mazara"))
    assert ask(cables=cables)[0] is State.NOT_MET
    assert ask(term("owner:red", "owner:green"), cables=cables)[0] is State.MET


def test_what_rests_on_an_assumed_term_says_so(ask):
    _, one = ask(TRANSIT_TERM)
    assert ("transit by term T1", Basis.ASSUMED) in [(str(w.what), w.basis) for w in one.weak]


def test_a_path_that_no_term_allows_is_told_as_what_an_agreement_would_buy(ask):
    _, one = ask()
    (said,) = [str(r) for r in one.remedies if "agreement" in str(r)]
    assert said == "an agreement on transit at Hub (blue, red) would bring 1 Tbit/s instead of 0 bit/s"


def test_a_candidate_term_of_that_site_is_named(ask):
    _, one = ask(replace(TRANSIT_TERM, standing=Standing.CANDIDATE))
    assert any("(blue, red; candidate term T1) would bring" in str(r) for r in one.remedies)


def test_an_agreement_that_brings_nothing_is_not_told(ask, by):
    _, one = ask(cables=(by("red", "karachi", "hub"), by("blue", "hub", "singapore")))
    assert not any("agreement" in str(r) for r in one.remedies)
    _, met = ask(TRANSIT_TERM)
    assert not any("agreement" in str(r) for r in met.remedies)


def test_cables_that_are_shut_to_the_party_are_told_by_their_owner(ask, by):
    cables = (by("red", "karachi", "mazara"),)
    shut = term("owner:red", right=Right.LINK, sites=(), grantees=("country:AE",))
    state, one = ask(shut, cables=cables)
    assert state is State.NOT_MET
    assert "an agreement on the cables and land routes of red would bring 1 Tbit/s instead of 0 bit/s" in map(
        str, one.remedies
    )


def exchange(by, *more):
    return (by("red", "karachi", "fujairah"), *more)


def test_an_exchange_counts_while_a_way_leads_on_from_it(ask, by):
    on = {"to_sites": ("fujairah",), "beyond": ("singapore", "marseille")}
    assert ask(cables=exchange(by), to_sites=("fujairah",))[0] is State.MET
    assert ask(cables=exchange(by), **on)[0] is State.NOT_MET
    assert ask(cables=exchange(by, by("blue", "fujairah", "singapore")), **on)[0] is State.MET
    assert ask(cables=exchange(by, by("blue", "mazara", "singapore")), **on)[0] is State.NOT_MET
    for upstream in on["beyond"]:
        assert ask(cables=exchange(by, by("blue", "fujairah", upstream)), **on)[0] is State.MET


def test_an_exchange_that_is_its_own_upstream_needs_nothing_more(ask, by):
    assert ask(cables=exchange(by), to_sites=("fujairah",), beyond=("fujairah",))[0] is State.MET


def test_the_ways_on_from_an_exchange_limit_no_rate_and_take_no_time(ask, by):
    narrow = by("blue", "fujairah", "singapore", capacity_bps=1e6, length_km=9000.0)
    _, one = ask(cables=exchange(by, narrow), to_sites=("fujairah",), beyond=("singapore",))
    assert one.figures[0].worst == 1e12
    assert "(9.8 ms there and back)" in str(one.why)


def test_what_leads_on_is_struck_with_its_cable(small, by):
    cables = exchange(by, by("blue", "fujairah", "singapore"))
    pool = small.pool(*cables).losing(frozenset({"paksat", *(c.id for c in small.CABLES)}))
    need = small.need(
        small.measure("rate", "bit/s", GBPS, lower=False),
        ways=frozenset({"data"}),
        from_sites=("karachi",),
        to_sites=("fujairah",),
        beyond=("singapore",),
    )
    answer = small.answer(need, pool)
    alive = np.ones((2, len(pool.assets)), dtype=bool)
    alive[1, pool.place_of["blue-fujairah-singapore"]] = False
    assert answer.held(alive).certain[:, 0].tolist() == [1.0, 0.0]
