"""A plan after a loss: what was booked on it lapses, the rest stays."""

from __future__ import annotations

from serai.needs import Booking, Opportunity, Plan, Use
from serai.plan import lapsed
from serai.pool import Asset, Pool
from serai.time import Instant, Span

AT = Instant.from_utc("2026-08-22T00:00:00Z")


def _booking(name: str, asset: str, need: str, carries: str = "") -> Booking:
    span = Span(AT, AT.plus(seconds=20.0))
    chosen = Opportunity(id=name, need=need, uses=(Use(asset=asset, span=span),), counts_at=AT, why="")
    return Booking(opportunity=chosen, need=need, reason="", carries=carries)


def test_bookings_of_lost_assets_lapse_with_what_they_carry_and_others_stay() -> None:
    pool = Pool(
        assets=tuple(Asset(id=i, name=i, kind="x", owner="y") for i in ("radar", "camera", "kashi", "mohe"))
    )
    plan = Plan(
        bookings=(
            _booking("look 1", "radar", "N1"),
            _booking("pass 1", "kashi", "N1", carries="look 1"),
            _booking("look 2", "camera", "N2"),
            _booking("pass 2", "mohe", "N2", carries="look 2"),
        )
    )
    assert lapsed(plan, pool) == plan
    without_radar = lapsed(plan, pool.without("radar"))
    assert [b.opportunity.id for b in without_radar.bookings] == ["look 2", "pass 2"]
    left = [(x.need, str(x.reason)) for x in without_radar.left]
    assert left == [("N1", "everything booked for it is lost")]
    without_mohe = lapsed(plan, pool.without("mohe"))
    assert [b.opportunity.id for b in without_mohe.bookings] == ["look 1", "pass 1", "look 2"]
    assert without_mohe.left == ()
