"""Reports of what came: each once, the stage only goes on, on time to the second, whose fault it is."""

from __future__ import annotations

import pytest

from serai.store.accounts import accounts, promises, tallies
from serai.store.desk import Desk
from serai.store.reports import DeliveryReport, NotReported, read_reports
from serai.time import Instant
from tests.store.conftest import TWO, offer_of
from tests.store.test_desk_machine import SilentPost

IN_HAND = TWO[1].span.end  # what `offer_of` promises


@pytest.fixture
def order(desk, asked) -> str:
    """An order that two owners have confirmed: China's satellite, and the asker's own antenna."""
    (name,) = asked(offer_of(*TWO))
    desk.places(name)
    for party in ("China", "Pakistan"):
        desk.confirms(name, party)
    return str(name)


def told(desk: Desk, order: str, stage: str, moment: Instant = IN_HAND, **more: str) -> int:
    return desk.reports([DeliveryReport(order, stage, moment, **more)])


def stage(desk: Desk) -> tuple[str, str]:
    with desk.database.reading() as connection:
        (one,) = promises(connection)
    return one.stage, one.fault


@pytest.mark.parametrize(("late_s", "on_time"), [(-1.0, 1), (0.0, 1), (1.0, 0)])
def test_what_comes_at_the_second_that_was_promised_is_on_time(desk, order, late_s, on_time):
    assert told(desk, order, "delivered", IN_HAND.plus(late_s)) == 1
    with desk.database.reading() as connection:
        some = promises(connection)
    (one,) = some
    assert one.late_s == late_s
    assert [(t.of, t.promised, t.delivered, t.on_time, t.waiting) for t in tallies(some)] == [
        ("China", 1, 1, on_time, 0),
        ("Pakistan", 1, 1, on_time, 0),
    ]


def test_the_first_delivery_counts_and_a_report_sent_twice_is_one(desk, order):
    assert told(desk, order, "delivered", IN_HAND.plus(5.0)) == 1
    assert told(desk, order, "delivered", IN_HAND.plus(5.0)) == 0
    assert told(desk, order, "delivered", IN_HAND.plus(-5.0)) == 1
    with desk.database.reading() as connection:
        assert promises(connection)[0].late_s == -5.0


def test_the_stage_only_goes_on(desk, order):
    for name in ("acquired", "scheduled", "delivered", "downlinked"):
        told(desk, order, name)
    assert stage(desk) == ("delivered", "")
    desk.post()
    assert stage(desk) == ("delivered", "")


def test_an_acknowledgement_that_arrives_after_the_image_does_not_take_the_stage_back(desk, asked):
    (name,) = asked(offer_of(*TWO))
    desk.places(name)
    silent = SilentPost(desk.database, "Amina", desk.clock)
    for party in ("China", "Pakistan"):
        silent.confirms(name, party)
    for letter in silent.waiting():
        silent.delivers(letter)  # the votes: it is committed, and the owners do not know yet
    silent.reports([DeliveryReport(name, "delivered", IN_HAND)])
    assert silent.waiting()
    desk.post()
    assert stage(desk) == ("delivered", "")


def test_what_failed_is_told_with_whose_fault_it_is_and_may_come_after_all(desk, order):
    told(desk, order, "failed", fault="weather")
    assert stage(desk) == ("failed", "weather")
    with desk.database.reading() as connection:
        assert [(t.failed, t.waiting) for t in tallies(promises(connection))] == [({"weather": 1}, 0)] * 2
        assert accounts(connection, promises(connection)) == []
    told(desk, order, "delivered")
    assert stage(desk) == ("delivered", "")


def test_who_gives_gets_and_uses_their_own(desk, order):
    told(desk, order, "delivered")
    with desk.database.reading() as connection:
        found = {a.of: (a.gives, a.gets, a.own) for a in accounts(connection, promises(connection))}
    assert found == {"China": (1, 0, 0), "Pakistan": (0, 1, 1)}


def test_what_was_not_promised_is_refused_and_nothing_of_the_table_is_there(desk, order, asked):
    (held,) = asked(offer_of(TWO[0]), key="fire")
    desk.places(held)
    rows = [DeliveryReport(order, "acquired", IN_HAND), DeliveryReport(held, "acquired", IN_HAND)]
    with pytest.raises(NotReported, match="R2-1 is offered, not confirmed: nothing was promised"):
        desk.reports(rows)
    assert stage(desk) == ("confirmed", "")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"stage": "lost"},
            "line 2: expected the stage scheduled, acquired, downlinked, delivered or failed",
        ),
        ({"stage": "failed"}, "line 2: expected a fault (user, provider or weather) with failed"),
        ({"stage": "acquired", "fault": "user"}, "line 2: expected a fault"),
        ({"stage": "failed", "fault": "fate"}, "line 2: expected a fault"),
        (
            {"stage": "acquired", "covered_percent": "all"},
            "line 2, column 'covered_percent': expected a number",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(row, says):
    whole = {"order": "R1-1", "moment": "2026-08-22T10:00:00Z", **row}
    with pytest.raises(NotReported) as refused:
        read_reports(iter([("line 2", whole)]))
    assert str(refused.value).startswith(says)
