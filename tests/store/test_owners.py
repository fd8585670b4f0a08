"""Owners of every manner beside one another: what an order comes to, and that nothing is left behind."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from serai.store.desk import Desk
from serai.store.ledger import verify
from serai.store.schema import orders
from tests.store.conftest import offer_of, use_of
from tests.store.killing import faults_after_all, faults_now
from tests.store.owners import Manner, SimulatedOwner

IN_TIME = {Manner.PROMPT, Manner.SLOW, Manner.DYING}
LOOKS = (0.0, 5.0, 20.0, 29.0, 31.0, 40.0, 45.0)  # minutes after it was asked; the deadline is at 30


def expected(pair: tuple[Manner, Manner]) -> str:
    """Committed where all confirm in time, refused where one says no, else expired."""
    if set(pair) <= IN_TIME:
        return "confirmed"
    return "refused" if Manner.REFUSING in pair else "expired"


@pytest.mark.parametrize("pair", list(product(Manner, Manner)), ids=lambda p: f"{p[0].name} {p[1].name}")
def test_an_order_comes_to_what_its_owners_do_in_time_and_nothing_is_left_held(
    desk: Desk, asked, clock, address, pair
):
    (order,) = asked()
    desk.places(order, within_s=1800.0)
    owners = [SimulatedOwner(n, m, address) for n, m in zip(("China", "Pakistan"), pair, strict=True)]
    at = 0.0
    for minutes in LOOKS:
        clock.goes(minutes - at)
        at = minutes
        for one in owners:
            one.looks_in(order, clock, minutes)
            assert faults_now(desk.database, []) == []
    clock.goes(60.0)
    desk.post()
    with desk.database.reading() as connection:
        assert connection.scalar(select(orders.c.stage)) == expected(pair)
    assert faults_after_all(desk.database) == []
    assert verify(desk.database).sound


@pytest.mark.parametrize("first", [Manner.SILENT, Manner.REFUSING, Manner.TOO_SLOW])
def test_the_next_offer_is_served_where_an_owner_of_the_first_does_not_serve(
    desk: Desk, asked, clock, address, first
):
    one, other = asked(
        offer_of(use_of("China", "gaofen-3-02")),
        offer_of(use_of("Italy", "csk-1"), use_of("Italy", "matera", 70.0)),
    )
    desk.places(one, within_s=1800.0)
    china, italy = SimulatedOwner("China", first, address), SimulatedOwner("Italy", Manner.DYING, address)
    for _ in range(2):
        china.looks_in(one, clock, 0.0)
        clock.goes(20.0)
    desk.places(other, within_s=1800.0)
    for minutes in (0.0, 20.0):
        italy.looks_in(other, clock, minutes)
        china.looks_in(one, clock, 40.0)
        clock.goes(20.0)
    desk.post()
    with desk.database.reading() as connection:
        stages = {o.id: o.stage for o in connection.execute(select(orders))}
    assert stages[other] == "confirmed"
    assert stages[one] in ("expired", "refused")
    assert faults_after_all(desk.database) == []
