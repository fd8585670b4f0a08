"""The plan behind a verdict, and the checker that knows no planner."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from serai.needs import Booking, Need, Opportunity, Plan
from serai.plan import day_plan, explain, faults
from serai.plan.bookings import FULL, Ledger
from serai.pool import Pool
from serai.time import Span
from tests.plan.story import contact, look, need, span
from tests.plan.story import pool as little_pool


def _booked(*opportunities: Opportunity, need: str = "N01") -> Plan:
    return Plan(bookings=tuple(Booking(opportunity=o, need=need, reason="") for o in opportunities))


def test_an_antenna_cannot_serve_two_satellites_at_once(pool: Pool) -> None:
    first = contact("a", "gaofen-3-02", "kashi", 40, 60)
    assert faults(_booked(first, contact("b", "hj-2e", "kashi", 60, 90)), pool) == []
    assert [str(f) for f in faults(_booked(first, contact("b", "hj-2e", "kashi", 59, 90)), pool)] == [
        "Kashi is booked twice at 2026-08-22T00:00:59Z: for N01 (gaofen-3-02 at 40) and for N01 (hj-2e at 59)"
    ]


def test_two_antennas_serve_two_satellites_and_not_a_third(pool: Pool) -> None:
    passes = [contact(f"p{i}", f"s{i}", "kashi", 40 + i, 90, share=0.5) for i in range(3)]
    assert faults(_booked(*passes[:2]), pool) == []
    (fault,) = faults(_booked(*passes), pool)
    assert str(fault).endswith("for N01 (s0 at 40), for N01 (s1 at 41) and for N01 (s2 at 42)")


def test_one_pass_that_carries_two_images_is_held_once(pool: Pool) -> None:
    same = contact("a", "gaofen-3-02", "kashi", 40, 90)
    assert faults(_booked(same, same), pool) == []


def test_an_owner_may_keep_a_dish_back(pool: Pool) -> None:
    assert [str(f) for f in faults(_booked(contact("a", "hj-2e", "kashi", 29, 40)), pool)] == [
        (
            "Kashi is kept back by China until 2026-08-22T00:00:30Z, "
            "but need N01 uses it from 2026-08-22T00:00:29Z"
        )
    ]


def test_an_image_cannot_come_down_before_it_is_taken_nor_where_no_term_lets_it(pool: Pool) -> None:
    image = look("look", "gaofen-3-02", 100, carried=True)
    early = contact("early", "gaofen-3-02", "karachi", 40, 90)
    plan = Plan(
        bookings=(
            Booking(opportunity=image, need="N01", reason=""),
            Booking(opportunity=early, need="N01", reason="", carries="look"),
        )
    )
    assert [str(f) for f in faults(plan, pool)] == [
        "early ends at 2026-08-22T00:01:30Z, before what it carries is ready at 2026-08-22T00:02:00Z",
        (
            "no term in force lets Gaofen-3 02 come down at Karachi, "
            "but need N01 books it at 2026-08-22T00:00:40Z"
        ),
    ]
    assert len(faults(plan, pool.with_terms("T15"))) == 1


def test_the_plan_takes_the_first_look_whose_image_comes_down(pool: Pool, day: Span) -> None:
    blind = look("blind", "hj-2e", 100, carried=True)
    seen = look("seen", "gaofen-3-02", 200, carried=True)
    ways = {"carry seen": [contact("down", "gaofen-3-02", "kashi", 300, 500)]}
    plan = day_plan([need("N01")], {"N01": [seen, blind]}, lambda n: ways.get(n.id, []), pool, day)
    assert [b.opportunity.id for b in plan.bookings] == ["seen", "down"]
    assert plan.bookings[1].carries == "seen"
    assert faults(plan, pool) == []


def test_the_urgent_need_goes_first_and_the_other_is_told_why_it_is_left(pool: Pool, day: Span) -> None:
    looks = {"N01": [look("one", "hj-2e", 100)], "N02": [look("two", "hj-2e", 110)]}
    plan = day_plan([need("N02", priority=2), need("N01", priority=1)], looks, lambda _: [], pool, day)
    assert [b.need for b in plan.bookings] == ["N01"]
    assert plan.left[0].need == "N02"
    assert str(explain(plan, pool)[-1]) == (
        "N02 is left without: the one opportunity does not fit: HJ-2E is taken at 2026-08-22T00:01:50Z"
    )


def test_a_need_takes_no_more_than_it_asks_for(pool: Pool, day: Span) -> None:
    looks = [look(f"l{h:02d}", "hj-2e", 3600 * h) for h in range(24)]
    plan = day_plan([need("N01", every_h=12.0)], {"N01": looks}, lambda _: [], pool, day)
    starts = [b.opportunity.span.start.seconds_since(day.start) / 3600 for b in plan.bookings]
    assert starts == [0, 6, 12, 18]


_wishes = st.lists(
    st.tuples(st.sampled_from(["gaofen-3-02", "hj-2e"]), st.integers(0, 3000), st.booleans()), max_size=12
)


@settings(max_examples=60)
@given(st.lists(_wishes, min_size=1, max_size=4))
def test_whatever_is_asked_the_plan_of_the_day_has_no_fault(asked: list[list[tuple[str, int, bool]]]) -> None:
    pool, day = little_pool(), span(0, 86_400)
    needs = [need(f"N{i}", priority=1 + i % 3, every_h=0.05) for i in range(len(asked))]
    looks = {
        n.id: [
            look(f"{n.id}-{k}", satellite, start, carried=carried)
            for k, (satellite, start, carried) in enumerate(wishes)
        ]
        for n, wishes in zip(needs, asked, strict=True)
    }

    def passes(parcel_need: Need) -> list[Opportunity]:
        satellite = parcel_need.parcel.aboard
        ready = parcel_need.parcel.ready.seconds_since(day.start)
        starts = [s for s in range(60, 4000, 400) if s >= ready]
        return [contact(f"{satellite} {s}", satellite, "kashi", s, s + 300) for s in starts]

    plan = day_plan(needs, looks, passes, pool, day)
    assert faults(plan, pool, needs) == []
    assert plan == day_plan(needs, looks, passes, pool, day)


def test_of_two_passes_that_could_carry_an_image_the_one_that_is_down_first_is_booked(
    pool: Pool, day: Span
) -> None:
    image = look("look", "gaofen-3-02", 100, carried=True)
    later = contact("a later", "gaofen-3-02", "kashi", 200, 500)
    sooner = contact("b", "gaofen-3-02", "kashi", 150, 400)
    plan = day_plan([need("N01")], {"N01": [image]}, lambda _: [later, sooner], pool, day)
    assert [b.opportunity.id for b in plan.bookings] == ["look", "b"]


def test_uses_for_one_purpose_take_an_antenna_once_beside_another(pool: Pool) -> None:
    ledger = Ledger(pool)
    same = contact("a", "gaofen-3-02", "kashi", 40, 90, share=0.5)
    ledger.hold(same.uses)
    ledger.hold(same.uses)
    assert not ledger.refusal(contact("b", "hj-2e", "kashi", 40, 90, share=0.5).uses)
    ledger.hold(contact("b", "hj-2e", "kashi", 40, 90, share=0.5).uses)
    assert ledger.refusal(contact("c", "hj-2e", "kashi", 50, 60, share=0.1).uses)


def test_an_image_may_be_down_at_the_very_moment_at_which_it_is_ready(pool: Pool) -> None:
    carried = (
        Booking(opportunity=look("look", "gaofen-3-02", 100, carried=True), need="N01", reason=""),
        Booking(
            opportunity=contact("c", "gaofen-3-02", "kashi", 40, 120), need="N01", reason="", carries="look"
        ),
    )
    assert faults(Plan(bookings=carried), pool) == []


def test_shares_are_all_of_an_antenna_up_to_the_margin_for_rounding_itself(pool: Pool) -> None:
    ledger = Ledger(pool)
    ledger.hold(contact("a", "gaofen-3-02", "kashi", 40, 90, share=0.5).uses)
    rest = FULL - 0.5
    assert 0.5 + rest == FULL  # to the last bit
    assert not ledger.refusal(contact("b", "hj-2e", "kashi", 40, 90, share=rest).uses)
    assert ledger.refusal(contact("b", "hj-2e", "kashi", 40, 90, share=rest + math.ulp(FULL)).uses)
