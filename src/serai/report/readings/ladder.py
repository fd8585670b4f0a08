"""A service at a place, in words: what it carries, when it is there, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from serai.connect.fittings import Site
from serai.connect.ladder import NEAR_M, RAIN, Rung
from serai.pool import Pool
from serai.pool.naming import asset_name
from serai.report.readings.premises import lost_names
from serai.wording import Reason, reason


def named(one: str, pool: Pool) -> Reason | str:
    """What a service hangs on, as people call it."""
    return reason("connect.ladder.rain") if one == RAIN else asset_name(pool, one)


def figures(rung: Rung) -> Iterator[Reason]:
    """What a service carries, how fast, and when it is there."""
    if rung.calls is not None:
        yield reason("connect.ladder.calls", calls=rung.calls)
    elif rung.rate_bps is not None and rung.service == "data":
        yield reason("connect.ladder.rate", rate=rung.rate_bps)
    if rung.delivery_s is not None:
        yield reason("connect.ladder.delivers", time=rung.delivery_s)
    if rung.latency_ms is not None:
        yield reason("connect.ladder.back", time=(rung.latency_ms, "ms"))
    yield reason("connect.ladder.today", today=rung.today)
    if rung.year is None:
        yield reason("connect.ladder.year_unknown")
    else:
        yield reason("connect.ladder.year", year=round(rung.year, 5))


def hangs(rung: Rung, pool: Pool) -> Iterator[Reason]:
    """How a satellite stands, what the service hangs on, and what nobody published."""
    if rung.elevation_deg is not None:
        yield reason("connect.ladder.up", elevation_deg=rung.elevation_deg)
    if rung.margin_db is not None:
        yield reason("connect.ladder.margin", margin=(rung.margin_db, "dB"), rate=rung.margin_bps)
    names = tuple(named(one, pool) for one in rung.hangs_on)
    if names:
        yield reason("connect.ladder.hangs_on", names=names)
    if rung.tariff:
        yield reason("connect.ladder.tariff", tariff=rung.tariff)
    if rung.missing:
        yield reason("connect.ladder.missing", figure=rung.missing)


def given(lost: Sequence[str], pool: Pool) -> Reason | str:
    """What a need takes as lost at its place; nothing where it takes nothing."""
    return reason("connect.ladder.given", lost=lost_names(lost, pool)) if lost else ""


def cables_end(site: Site, away_m: float) -> Reason:
    """The nearest site at which a cable ends, and whether it is near enough to count on."""
    return reason("connect.ladder.cables_end", site=site.name, away=(away_m / 1e3, "km"), far=away_m > NEAR_M)
