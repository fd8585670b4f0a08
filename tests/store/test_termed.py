"""Offers as a corridor's terms have them: term, cost, what may be forwarded, and whose nation an owner is."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from sqlalchemy import select

from serai.pool import Asset, Party, Pool, Right, Standing, Term, Terms
from serai.store.accounts import accounts, promises
from serai.store.asked import NewOffer
from serai.store.reports import DeliveryReport
from serai.store.schema import organisations
from serai.store.termed import nations, termed
from serai.store.told import standings
from tests.store.conftest import NINE, offer_of, use_of

PARTIES = {
    "cnsa": Party(id="cnsa", name="China National Space Administration", kind="agency", country="CN"),
    "suparco": Party(id="suparco", name="SUPARCO", kind="agency", country="PK"),
}
ASSETS = (
    Asset(id="gaofen", name="Gaofen", kind="satellite", owner="cnsa"),
    Asset(id="karachi", name="Karachi", kind="station", owner="suparco"),
)


def term(id_: str, right: Right, **how: object) -> Term:
    known = {"owner": "cnsa", "what": "", "assets": ("gaofen",), "cost": "free", "forwardable": "yes"}
    return Term(id=id_, right=right, **{**known, **how})


IMAGE = term("T1", Right.IMAGE, grantees=("country:PK",), forwardable="with source named", cost="at cost")
DOWN = term("T2", Right.DOWNLINK, stations=("karachi",), grantees=("corridor",))
OFFER = offer_of(
    replace(use_of("cnsa", "gaofen"), term="", forwardable=""),
    replace(use_of("suparco", "karachi", 62.0, 8.0), term="", forwardable=""),
)


def pool(*terms: Term) -> Pool:
    return Pool(ASSETS, MappingProxyType(PARTIES), Terms(terms))


def had(offer: NewOffer, of: Pool, asker: str) -> list[tuple[str, str, str]]:
    (one,) = termed([offer], of, asker)
    return [(use.term, use.cost, use.forwardable) for use in one.uses]


def test_an_image_is_had_by_the_askers_term_and_a_station_by_the_satellites():
    both = [("T1", "at cost", "with source named"), ("T2", "free", "yes")]
    assert had(OFFER, pool(IMAGE, DOWN), "suparco") == both
    assert had(OFFER, pool(IMAGE, DOWN), "Suparco") == both  # a member's name, whatever its case


@pytest.mark.parametrize(
    ("terms", "asker"),
    [
        ((IMAGE,), "cnsa"),  # its own satellite needs no term
        ((IMAGE,), "a stranger"),
        ((replace(IMAGE, standing=Standing.CANDIDATE),), "suparco"),
        ((replace(IMAGE, assets=("another",)),), "suparco"),
        ((replace(DOWN, stations=("another",)),), "suparco"),
    ],
)
def test_where_no_term_in_force_speaks_of_a_use_none_is_said(terms, asker):
    assert had(OFFER, pool(*terms), asker) == [("", "", ""), ("", "", "")]


def test_what_the_offer_says_itself_stands_and_an_unknown_asset_is_left_alone():
    own = offer_of(replace(OFFER.uses[0], term="T9"), use_of("Italy", "csk-1", 70.0))
    said = had(own, pool(IMAGE), "suparco")
    assert said == [("T9", "at cost", "with source named"), ("T15", "", "yes")]


def test_nations_of_members_are_kept_and_accounts_go_by_them(desk, asked):
    asked()
    known = nations([OFFER], pool(IMAGE), "Pakistan")
    assert known == {"cnsa": "CN", "suparco": "PK"}
    (order,) = desk.offers("R1", termed([OFFER], pool(IMAGE, DOWN), "suparco"), nations=known)
    desk.places(order)
    for party in ("cnsa", "suparco"):
        desk.confirms(order, party)
    desk.reports([DeliveryReport(order, "delivered", NINE)])
    with desk.database.reading() as connection:
        kept = dict(connection.execute(select(organisations.c.id, organisations.c.nation)).all())
        given = accounts(connection, promises(connection), by_nation=True)
        (request,) = standings(connection)
    assert (kept["cnsa"], kept["suparco"], kept["Pakistan"]) == ("CN", "PK", "")
    assert [(a.of, a.gives, a.gets) for a in given] == [("CN", 1, 0), ("PK", 1, 0), ("Pakistan", 0, 1)]
    assert [(u.term, u.cost) for u in request.offers[-1].uses] == [("T1", "at cost"), ("T2", "free")]


def test_a_nation_that_was_not_known_is_kept_once_it_is_and_one_that_was_stays(desk, asked):
    asked()
    for said in ({"China": "CN"}, {"China": "XX"}):
        desk.offers("R1", [OFFER], nations=said)
    with desk.database.reading() as connection:
        found = connection.scalar(select(organisations.c.nation).where(organisations.c.id == "China"))
    assert found == "CN"
