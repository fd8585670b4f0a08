"""Every sentence of a plan, by what brings it: which asset, which owner, which moment decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.needs import Booking, Left, Need, Opportunity, Plan, Use
from serai.plan import day_plan, explain
from serai.plan.bookings import Ledger
from serai.pool import Pool
from serai.time import Span, Windows
from serai.wording import reason
from tests.plan.story import look, need


def test_a_booking_is_told_with_its_moment_its_need_and_its_assets(pool: Pool, day: Span):
    one = look("one", "hj-2e", 100)
    plan = Plan(
        bookings=(Booking(opportunity=one, need="N01", reason="it looks"),),
        left=(Left(need="N02", reason=reason("plan.not_carried")),),
        span=day,
    )
    assert [str(line) for line in explain(plan, pool)] == [
        f"{one.span.start}  N01  HJ-2E: it looks",
        "N02 is left without: no pass brings down what its looks leave on board",
    ]


def wished(pool: Pool, day: Span, *wishes: Opportunity, of: Need | None = None) -> str:
    plan = day_plan([of or need("N01")], {"N01": list(wishes)}, lambda _: [], pool, day)
    return str(plan.left[0].reason)


def test_what_nobody_carries_on_is_left_for_that(pool: Pool, day: Span):
    carried = replace(look("one", "hj-2e", 100), follow_on=need("N01/down"))
    assert wished(pool, day, carried) == "no pass brings down what its looks leave on board"


@pytest.mark.parametrize(
    ("asset_id", "changes", "says"),
    [
        ("nobody", {}, "nobody is not in the pool"),
        ("hj-2e", {"out": "broken"}, "HJ-2E: broken"),
        ("hj-2e", {"kept_back": True}, "HJ-2E is kept back by cnsa until 2026-08-22T00:02:00Z"),
        ("hj-2e", {}, ""),
    ],
)
def test_the_first_thing_that_keeps_an_asset_from_being_booked_is_named(
    pool: Pool, day: Span, asset_id, changes, says
):
    kept = Windows([Span(day.start, day.start.plus(seconds=120.0))])
    changes = changes | ({"kept_back": kept} if "kept_back" in changes else {})
    assets = tuple(replace(a, **changes) if a.id == "hj-2e" else a for a in pool.assets)
    ledger = Ledger(replace(pool, assets=assets))
    span = Span(day.start.plus(seconds=60.0), day.start.plus(seconds=90.0))
    assert str(ledger.refusal((Use(asset=asset_id, span=span),))) == says


def test_the_first_use_that_does_not_fit_decides(pool: Pool, day: Span):
    span = Span(day.start, day.start.plus(seconds=60.0))
    ledger = Ledger(pool)
    ledger.hold((Use(asset="hj-2e", span=span),))
    free, taken, missing = (Use(asset=a, span=span) for a in ("gaofen-3-02", "hj-2e", "nobody"))
    assert str(ledger.refusal((free, taken, missing))) == f"HJ-2E is taken at {day.start}"
    assert ledger.refusal((free,)) == ""
