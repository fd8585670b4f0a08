"""Requests, offers, holds and orders over tables: an order is committed by all or released, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from serai.store.accounts import promises
from serai.store.asked import NewRequest, NotOffered
from serai.store.desk import Desk, NotAsAsked, heed_deadlines
from serai.store.ledger import told, verify
from serai.store.rows import NoOrder
from serai.store.schema import audit, holds, orders, outbox, requests
from serai.store.step import step
from serai.store.told import standings
from tests.store.conftest import TWO, offer_of, use_of


def stage(desk: Desk, order: str) -> str:
    with desk.database.reading() as connection:
        return str(connection.scalar(select(orders.c.stage).where(orders.c.id == order)))


def kept(desk: Desk) -> dict[str, str]:
    with desk.database.reading() as connection:
        return {h.use: h.grip for h in connection.execute(select(holds)).all()}


def events(desk: Desk, subject: str) -> list[str]:
    with desk.database.reading() as connection:
        return [str(e["kind"]) for e in told(connection, subject)]


def test_all_confirm_and_the_order_is_committed(desk, asked):
    (order,) = asked()
    assert order == "R1-1"
    desk.places(order)
    assert stage(desk, order) == "held"
    assert kept(desk) == {"R1-1/1": "held", "R1-1/2": "held"}
    desk.confirms(order, "China")
    assert stage(desk, order) == "held"
    desk.confirms(order, "Pakistan")
    assert stage(desk, order) == "confirmed"
    assert kept(desk) == {"R1-1/1": "committed", "R1-1/2": "committed"}
    assert desk.waiting() == []
    assert events(desk, order) == [
        "offer.made", "order.placed", "use.held", "use.held", "use.confirmed", "use.confirmed",
        "order.committed", "use.committed", "use.committed",
    ]  # fmt: skip
    assert verify(desk.database).sound


def test_every_act_done_twice_is_done_once(desk):
    request = NewRequest("flood", "Pakistan", "an image", need="N01")
    assert desk.asks(request) == desk.asks(request) == "R1"
    offer = offer_of(*TWO)
    (order,) = desk.offers("R1", [offer])
    assert desk.offers("R1", [replace(offer, uses=TWO[::-1])]) == (order,)
    for _ in range(2):
        desk.places(order)
    for party in ("China", "China", "Pakistan", "Pakistan"):
        desk.confirms(order, party)
    before = events(desk, "R1")
    for letter in range(1, 1 + len(TWO) * 4):
        desk.delivers(letter)  # everything that was ever said arrives again
    desk.post()
    assert events(desk, "R1") == before
    assert stage(desk, order) == "confirmed"
    assert before.count("order.committed") == 1


def test_a_party_is_told_what_it_asks_and_what_its_assets_are_offered_for(desk):
    """Read apart, it is that part of what all of them are."""
    for party, owner in (("Pakistan", "China"), ("China", "Italy"), ("Italy", "Pakistan")):
        name = desk.asks(NewRequest(party, party, "an image"))
        (order,) = desk.offers(name, [offer_of(use_of(owner, f"{owner}-1"))])
        desk.places(order)
        desk.confirms(order, owner)
    with desk.database.reading() as connection:
        every, kept = standings(connection), promises(connection)
        assert [one.offers[0].uses[0].grip for one in every] == ["committed"] * 3
        for party in ("Pakistan", "China", "Italy", "Chile"):
            mine = [one for one in every if party in (one.party, one.offers[0].uses[0].owner)]
            assert standings(connection, party=party) == mine
            assert promises(connection, party) == [
                one for one in kept if party in (one.party, one.uses[0][0])
            ]
            assert len(mine) == (0 if party == "Chile" else 2)
        assert standings(connection, "R2-1") == every[1:2]


def test_an_offer_that_differs_in_anything_is_another(desk, asked):
    (one,) = asked()
    use = TWO[0]
    others = [
        offer_of(*TWO, says="another radar"),
        offer_of(use),
        *(offer_of(replace(use, **{name: "x"}), TWO[1]) for name in ("term", "forwardable", "cost", "asset")),
        replace(offer_of(*TWO), chance=0.8),
        replace(offer_of(*TWO), covered_percent=None),
        replace(offer_of(*TWO), in_hand=None),
    ]
    made = desk.offers("R1", others)
    assert made == tuple(f"R1-{rank}" for rank in range(2, 2 + len(others)))
    assert desk.offers("R1", [*others[::-1], offer_of(*TWO)]) == (*made[::-1], one)
    assert desk.offers("R1", [offer_of(*TWO)], plan="0" * 64) == (f"R1-{2 + len(others)}",)


def test_an_attempt_that_is_not_confirmed_in_time_is_released_and_a_late_vote_is_answered_so(
    desk, asked, clock
):
    (order,) = asked()
    desk.places(order, within_s=1800.0)
    desk.confirms(order, "China")
    clock.goes(30.0)
    with pytest.raises(NotAsAsked) as late:
        desk.confirms(order, "Pakistan")
    assert str(late.value) == (
        "R1-1 is expired: Pakistan holds nothing on karachi for it, so there is nothing to confirm"
    )
    assert kept(desk) == {}
    assert stage(desk, order) == "expired"
    with desk.database.reading() as connection:
        refused = connection.execute(
            select(audit.c.did, audit.c.refused).order_by(audit.c.seq.desc())
        ).first()
        assert refused == ("confirm", "store.not_held")
        assert connection.scalar(select(requests.c.stage)) == "offered"


def test_just_before_the_deadline_a_vote_still_counts(desk, asked, clock):
    (order,) = asked()
    desk.places(order, within_s=1800.0)
    desk.confirms(order, "China")
    clock.goes(30.0 - 1e-6)
    desk.confirms(order, "Pakistan")
    assert stage(desk, order) == "confirmed"


def test_a_clock_that_goes_back_does_not_take_deadlines_back(desk, asked, clock):
    (order,) = asked()
    desk.places(order, within_s=1800.0)
    clock.goes(31.0)
    desk.post()
    assert stage(desk, order) == "expired"
    clock.goes(-60.0)
    desk.again(order, within_s=60.0)
    clock.goes(59.0)
    desk.post()
    assert stage(desk, order) == "held"  # a minute from the latest moment on record
    with desk.database.reading() as connection:
        moments = [str(e["at"]) for e in told(connection)]
    assert moments == sorted(moments)


def test_one_use_is_held_for_one_order_and_free_again_after_a_refusal(desk, asked):
    (first,) = asked()
    (second,) = asked(offer_of(use_of("China", "gaofen-3-02", 64.0)), key="fire")
    desk.places(first)
    desk.places(second)
    assert stage(desk, second) == "offered"
    assert set(kept(desk)) == {"R1-1/1", "R1-1/2"}
    desk.declines(first, "Pakistan", "antenna overhaul")
    assert stage(desk, first) == "refused"
    desk.post()
    assert kept(desk) == {"R2-1/1": "held"}
    with pytest.raises(NotAsAsked, match=r"R1-1 is refused: China holds nothing"):
        desk.confirms(first, "China")


def test_spans_that_only_touch_may_both_be_held(desk, asked):
    (first,) = asked(offer_of(use_of("China", "gaofen-3-02", 60.0, 5.0)))
    (second,) = asked(offer_of(use_of("China", "gaofen-3-02", 65.0, 5.0)), key="fire")
    (before,) = asked(offer_of(use_of("China", "gaofen-3-02", 55.0, 5.0)), key="storm")
    for one in (first, second, before):
        desk.places(one)
    assert set(kept(desk)) == {"R1-1/1", "R2-1/1", "R3-1/1"}


def test_a_hold_runs_out_at_the_deadline_and_its_bound_though_no_message_comes(desk, asked, clock):
    (order,) = asked()
    desk.places(order, within_s=1800.0)
    for minutes, left in ((31.0 - 1e-6, 2), (1e-6, 0)):
        clock.goes(minutes)
        with step(desk.database, clock(), "") as act:
            heed_deadlines(act)  # the deadline's release is said, and does not arrive
        assert len(kept(desk)) == left


def test_the_database_itself_refuses_a_second_holder(desk, asked):
    (first,) = asked(offer_of(use_of("China", "gaofen-3-02")))
    (second,) = asked(offer_of(use_of("China", "gaofen-3-02", 64.0)), key="fire")
    desk.places(first)
    desk.places(second)
    with desk.database.reading() as connection:
        row = dict(connection.execute(select(holds)).one()._mapping)
    row |= {"use": "R2-1/1", "order": second, "start_ns": row["end_ns"] - 1}
    with pytest.raises(DBAPIError, match="held already"), desk.database.writing() as connection:
        connection.execute(insert(holds).values(row))


def test_fencing_numbers_of_an_asset_only_grow(desk, asked):
    (order,) = asked()
    fences = []
    for _ in range(3):
        desk.places(order) if not fences else desk.again(order)
        with desk.database.reading() as connection:
            fences.append(connection.scalar(select(holds.c.fence).where(holds.c.asset == "karachi")))
        desk.releases(order)
    assert fences == [1, 2, 3]


def test_a_commitment_with_the_number_of_another_hold_changes_nothing(desk, asked):
    (order,) = asked()
    desk.places(order)
    desk.confirms(order, "China")
    with desk.database.writing() as connection:
        connection.execute(
            insert(outbox).values(word="commit", order=order, attempt=1, use="R1-1/1", fence=7, said_ns=0)
        )
    desk.post()
    assert kept(desk)["R1-1/1"] == "confirmed"


def test_a_request_has_one_live_order(desk, asked):
    first, second = asked(offer_of(*TWO), offer_of(use_of("Italy", "csk-1")))
    desk.places(first)
    with pytest.raises(NotAsAsked, match="R1 has the order R1-1, which is held; release it before another"):
        desk.places(second)
    desk.releases(first)
    desk.places(second)
    desk.confirms(second, "Italy")
    assert stage(desk, second) == "confirmed"
    with pytest.raises(NotAsAsked, match="R1 has the order R1-2, which is confirmed"):
        desk.again(first)
    with pytest.raises(NotAsAsked, match="R1-2 is committed"):
        desk.releases(second)


def test_a_confirmed_owner_is_bound_and_a_person_may_break_it_on_record(desk, asked):
    (order,) = asked()
    desk.places(order)
    with pytest.raises(NotAsAsked, match="nothing to break"):
        desk.breaks(order, "China", "no word")
    desk.confirms(order, "China")
    with pytest.raises(NotAsAsked, match="China has confirmed its use for R1-1 and is bound"):
        desk.declines(order, "China")
    desk.breaks(order, "China", "no word for a day")
    assert set(kept(desk)) == {"R1-1/2"}
    assert "use.broken" in events(desk, order)
    desk.confirms(order, "Pakistan")  # the coordinator has both votes, commits, and learns of it
    assert stage(desk, order) == "failed"
    assert events(desk, order).count("order.broken") == 1
    assert desk.waiting() == []


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda d: d.places("R9-1"), "no offer 'R9-1'; the latest are R1-1"),
        (lambda d: d.confirms("R9-1", "China"), "no order 'R9-1'"),
        (lambda d: d.offers("R9", [offer_of(*TWO)]), "no request 'R9'; the latest are R1"),
        (
            lambda d: d.offers("R1", [offer_of(TWO[0], TWO[0])]),
            "the offer 'radar' uses gaofen-3-02 twice at once",
        ),
    ],
)
def test_what_is_not_there_is_named_with_what_is(desk, asked, act, says):
    asked()
    with pytest.raises((NotAsAsked, NoOrder, NotOffered)) as told_so:
        act(desk)
    assert str(told_so.value) == says


def test_a_stranger_cannot_confirm(desk, asked):
    (order,) = asked()
    desk.places(order)
    with pytest.raises(NotAsAsked) as told_so:
        desk.confirms(order, "Atlantis")
    assert str(told_so.value) == "'Atlantis' owns nothing that R1-1 uses; its owners are China and Pakistan"


def test_the_next_attempt_asks_again_and_the_votes_of_the_one_before_do_not_count(desk, asked):
    (order,) = asked()
    desk.places(order)
    desk.confirms(order, "China")
    desk.releases(order)
    assert stage(desk, order) == "released"
    desk.again(order)
    assert kept(desk) == {"R1-1/1": "held", "R1-1/2": "held"}
    desk.confirms(order, "Pakistan")
    assert stage(desk, order) == "held"
    desk.confirms(order, "China")
    assert stage(desk, order) == "confirmed"
    with pytest.raises(NotAsAsked, match="only a released order"):
        desk.again(order)


def test_a_step_that_fails_is_not_half_there(desk):
    """A step that fails in the middle leaves nothing of what it did before."""

    def twice() -> None:
        with desk.database.writing() as connection:
            connection.execute(text("INSERT INTO fences (asset, fence) VALUES ('x', 1)"))
            connection.execute(text("INSERT INTO fences (asset, fence) VALUES ('x', 2)"))

    with pytest.raises(DBAPIError):
        twice()
    with desk.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM fences")) == 0
