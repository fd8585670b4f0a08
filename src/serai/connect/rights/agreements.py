"""What an agreement would buy: the paths that no term allows, each tried as if one did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from serai.connect.admission import TRANSIT, granted
from serai.connect.fittings import CableSegment, Site
from serai.connect.network import Joined
from serai.connect.year.annual import ROUGH, annual, usual
from serai.needs import Annual, Need, State
from serai.needs.naming import state_name
from serai.pool import Pool, Right, Term
from serai.pool.terms import Standing
from serai.wording import Reason, reason

EVERYONE = ("everyone",)
MORE = 1.001  # times the rate: less is not worth an agreement
FEWER = 0.9  # of the hours lost in a year

Redraw = Callable[[Pool, Sequence[Joined]], Sequence[Joined]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An agreement that nobody has made: the term that it would be, and what it is about, in words."""

    term: Term
    what: Reason


def bought(
    need: Need,
    pool: Pool,
    joined: Sequence[Joined],
    redraw: Redraw,
    years: Sequence[Annual],
) -> tuple[Reason, ...]:
    """A sentence for each agreement that would bring a need more of what it lacks.

    The most first. What it lacks is the rate while less than asked is certain, and the share of a year while
    it is not met. ``redraw`` draws the need's networks over another pool, from those
    that differ in transit alone where there are such.
    """
    asked = need.measure("rate")
    if asked is None:
        return ()
    rate_bps = _certain_bps(joined)
    lacking = [year for year in years if year.state is not State.MET]
    if rate_bps >= asked.threshold and not lacking:
        return ()
    found: list[tuple[float, Reason]] = []
    for offer in offers(need, pool):
        more = pool.and_terms(offer.term)
        after = redraw(more, joined if offer.term.right is TRANSIT else ())
        if all(_alike(a, b) for a, b in zip(joined, after, strict=True)):
            continue
        gains = [*_rate(rate_bps, asked.threshold, after), *_years(lacking, after, more)]
        if gains:
            said = reason("connect.agreement.buys", what=offer.what, gains=tuple(said for _, said in gains))
            found.append((max(worth for worth, _ in gains), said))
    return tuple(said for _, said in sorted(found, key=lambda one: -one[0]))


def offers(need: Need, pool: Pool) -> Iterator[Offer]:
    """Transit at every site where some cables end by themselves, and use of every owner's that are shut."""
    for site in pool.facts_of(Site):
        if site.interconnect:
            yield from _transit(site, pool)
    shut = (a for a, _ in pool.fitted_with(CableSegment) if granted(a, need, pool) == (None, True))
    for owner in sorted({a.owner for a in shut}):
        term = _term(Right.LINK, (f"owner:{owner}",))
        yield Offer(term=term, what=reason("connect.agreement.link", owner=_party(owner, pool)))


def _transit(site: Site, pool: Pool) -> Iterator[Offer]:
    """All cables that end at a site handing over to each other, with the candidate term of that, if any."""
    ending = [a for a, c in pool.fitted_with(CableSegment) if site.id in (c.a, c.b)]
    owners = sorted({a.owner for a in ending})
    if len({site.node(owner) for owner in owners}) < 2:
        return
    known = next((t.id for t in pool.terms.candidates(TRANSIT) if site.id in t.sites), "")
    yield Offer(
        term=_term(TRANSIT, tuple(a.id for a in ending), sites=(site.id,)),
        what=reason(
            "connect.agreement.transit",
            site=site.name,
            owners=tuple(_party(owner, pool) for owner in owners),
            candidate=reason("connect.agreement.candidate", term=known) if known else "",
        ),
    )


def _term(right: Right, assets: tuple[str, ...], sites: tuple[str, ...] = ()) -> Term:
    return Term(
        id="",
        right=right,
        owner="*",
        what="",
        assets=assets,
        sites=sites,
        grantees=EVERYONE,
        standing=Standing.IN_FORCE,
    )


def _party(owner: str, pool: Pool) -> str:
    party = pool.party(owner)
    return owner if party is None else party.name


def _certain_bps(joined: Sequence[Joined]) -> float:
    """What is certain to pass at the worst place, everything in view."""
    return min(
        (
            one.network.capacity_bps(np.ones(len(one.network.edges), dtype=bool), hopeful=False)
            for one in joined
        ),
        default=0.0,
    )


def _alike(one: Joined, other: Joined) -> bool:
    """Whether two networks have the same ways: a hand-over to nowhere is cut off with its blind end."""
    return [(e.a, e.b, e.assets) for e in one.network.edges] == [
        (e.a, e.b, e.assets) for e in other.network.edges
    ]


def _rate(before_bps: float, asked_bps: float, after: Sequence[Joined]) -> Iterator[tuple[float, Reason]]:
    """What it brings of the rate, as a share of what is asked."""
    now_bps = _certain_bps(after)
    if before_bps < asked_bps and now_bps > before_bps * MORE:
        share = min(1.0, now_bps / asked_bps)
        yield share, reason("connect.agreement.rate", before=before_bps, after=now_bps)


def _years(lacking: Sequence[Annual], after: Sequence[Joined], pool: Pool) -> Iterator[tuple[float, Reason]]:
    """What it brings of a year, each with the share of the year."""
    for year in lacking:
        if 1.0 - usual(year.measure, after, pool) > FEWER * (1.0 - year.availability) + ROUGH:
            continue
        now = annual(year.measure, after, pool)
        if 1.0 - now.availability < FEWER * (1.0 - year.availability):
            said = reason(
                "connect.agreement.year", before=year.told, after=now.told, state=state_name(now.state)
            )
            yield now.availability, said
