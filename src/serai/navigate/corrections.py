"""Which correction services a user may count on: heard, allowed, promised here and running.

A service whose state nobody published is *unknown*: it is named, gives nothing for certain, and may
serve at best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.navigate.fittings import UNKNOWN, CarriesCorrections, CorrectionService, NavSignal
from serai.navigate.request import asked_of
from serai.needs import Need
from serai.pool import Asset, Party, Pool, Right
from serai.pool.naming import brief
from serai.tables import Basis
from serai.wording import Reason, reason, word

BOUND_TO_AREA = ("SBAS", "CORS", "GBAS", "PPP-RTK")  # useless outside: ionosphere grid, baselines
BY_COUNTRY = ("CORS", "GBAS")  # subscribers of a country, unless a term says otherwise
INTEGRITY = ("SBAS", "GBAS")
PLAINEST = ("SBAS", "PPP", "PPP-RTK", "CORS", "GBAS")  # from what a plain receiver hears to what is set up
LACKING: Mapping[str, str] = MappingProxyType(
    {  # what nobody published of a service, by why nobody knows whether it counts
        "navigate.service.status_unknown": "navigate.missing.status",
        "navigate.service.link_unpublished": "navigate.missing.link",
        "navigate.service.area_unpublished": "navigate.missing.area",
    }
)


class ServiceStanding(Enum):
    """Whether a service counts for a need."""

    COUNTS = "counts"
    DOES_NOT = "does not count"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A correction service seen from one need.

    ``inside`` (places,) says where its area holds the need; ``carriers`` are the assets that broadcast it
    and ``unproven`` those whose signal was not heard; ``carried_before`` whether any broadcast it before
    any loss; ``internet`` is whether this user gets it without a
    satellite; ``safe`` whether its integrity promise is made to this user; ``why`` is the reason when it
    does not count, None when it does.
    """

    asset: Asset
    service: CorrectionService
    standing: ServiceStanding
    why: Reason | None
    inside: NDArray[np.bool_]
    carriers: tuple[Asset, ...] = ()
    unproven: tuple[Asset, ...] = ()
    carried_before: bool = False
    internet: bool = False
    safe: bool = False
    outside_promise: bool = False

    @property
    def counts(self) -> bool:
        """Whether its figures may be used."""
        return self.standing is ServiceStanding.COUNTS

    @property
    def lacks(self) -> Reason | str:
        """What nobody published without which nobody knows whether it counts; empty where that is known."""
        if self.why is None or self.why.key not in LACKING:
            return ""  # a signal that was never heard is no hope
        return reason(LACKING[self.why.key], name=self.asset.name)


Shut = tuple[ServiceStanding, Reason]  # how a service stands that does not count, and why


def candidates(need: Need, pool: Pool) -> tuple[Candidate, ...]:
    """Every correction service of the pool, with its standing for a need, the plainest first.

    Those by satellite come before those over the internet or a network of stations (`PLAINEST`), then those
    whose rows are known better, then by the order of the pool. What is listed as a carrier before any loss
    stays its only way: a service that lost them all rides on nothing else.
    """
    listed = pool.whole.fitted_with(CarriesCorrections)
    found = (
        _candidate(need, pool, asset, service, [(a, c) for a, c in listed if c.service == asset.id])
        for asset in pool.assets
        for service in asset.fitted(CorrectionService)
    )
    return tuple(sorted(found, key=_plainness))


def _plainness(candidate: Candidate) -> tuple[int, bool, Basis]:
    kind = candidate.service.kind
    rank = PLAINEST.index(kind) if kind in PLAINEST else len(PLAINEST)
    return rank, candidate.internet, candidate.asset.provenance.basis


def _candidate(
    need: Need,
    pool: Pool,
    asset: Asset,
    service: CorrectionService,
    listed: Sequence[tuple[Asset, CarriesCorrections]],
) -> Candidate:
    inside = _inside(need, service)
    by_rule = service.kind not in BOUND_TO_AREA and bool(service.min_carriers)
    links = asked_of(need).corrections
    heard, unproven = _carriers(pool, service, listed)
    party = pool.party(need.party)
    at_home = party is not None and party.country == service.country
    agreed = at_home or _named_in_a_term(pool, asset, party)
    found = Candidate(
        asset=asset,
        service=service,
        standing=ServiceStanding.COUNTS,
        why=None,
        inside=np.ones(len(inside), dtype=bool) if by_rule else inside,
        carriers=heard,
        unproven=unproven,
        carried_before=bool(_carriers(pool.whole, service, listed)[0]),
        internet="internet" in links and "internet" in service.link,
        safe=agreed and service.kind in INTEGRITY,
        outside_promise=by_rule and not inside.all(),
    )
    shut = (
        _out_of_work(asset, service)
        or _not_received(found, links, agreed=agreed)
        or _not_here(found, by_rule)
    )
    return found if shut is None else replace(found, standing=shut[0], why=shut[1])


def _inside(need: Need, service: CorrectionService) -> NDArray[np.bool_]:
    """(places,) where a service's own area holds a need's places; nowhere when nobody published one."""
    box = service.area
    return np.array(
        [box is not None and bool(box.contains(p.lat_deg, p.lon_deg)) for p in need.box.points()], dtype=bool
    )


def _out_of_work(asset: Asset, service: CorrectionService) -> Shut | None:
    """Why a service does not count for anyone, whoever asks: it is known not to run."""
    if service.status == UNKNOWN or (service.works and not asset.out):
        return None
    status = asset.out if service.works else service.status
    return ServiceStanding.DOES_NOT, reason(
        "navigate.service.not_running", name=brief(asset.name), status=status
    )


def _not_received(found: Candidate, links: Sequence[str], *, agreed: bool) -> Shut | None:
    """Why a service does not reach this user: another country's, or by a link that the user does not have."""
    name, service = brief(found.asset.name), found.service
    if service.kind in BY_COUNTRY and not agreed:
        if service.country:
            why = reason("navigate.service.elsewhere", name=name, country=service.country)
        else:
            why = reason("navigate.service.elsewhere_unnamed", name=name)
        return ServiceStanding.DOES_NOT, why
    if not service.link:
        return ServiceStanding.UNKNOWN, reason("navigate.service.link_unpublished", name=name)
    if not set(links) & set(service.link):
        by = tuple(word("navigate.link", link) for link in service.link)
        return ServiceStanding.DOES_NOT, reason("navigate.service.not_received", name=name, links=by)
    if service.status == UNKNOWN:
        return ServiceStanding.UNKNOWN, reason("navigate.service.status_unknown", name=name)
    return None


def _not_here(found: Candidate, by_rule: bool) -> Shut | None:
    """Why a service does not count here: its area, or that nothing is known to broadcast it."""
    name = brief(found.asset.name)
    if not by_rule and found.service.area is None:
        return ServiceStanding.UNKNOWN, reason("navigate.service.area_unpublished", name=name)
    if not found.inside.any():
        return ServiceStanding.DOES_NOT, reason("navigate.service.outside", name=name)
    if not found.internet and not found.carriers:
        return ServiceStanding.UNKNOWN, reason("navigate.service.no_carrier", name=name)
    return None


def _named_in_a_term(pool: Pool, asset: Asset, party: Party | None) -> bool:
    """Whether a term in force gives a service to this user by name, by country or as a member.

    A term for everyone opens a signal; it does not extend a network to another country, nor a promise of
    integrity to airspace that its provider never declared.
    """
    if party is None:
        return False
    named = {party.id, f"country:{party.country}", "corridor"}
    return any(t.covers(asset) and named & set(t.grantees) for t in pool.terms.in_force(Right.SIGNAL))


def _carriers(
    pool: Pool, service: CorrectionService, rows: Sequence[tuple[Asset, CarriesCorrections]]
) -> tuple[tuple[Asset, ...], tuple[Asset, ...]]:
    """The satellites that broadcast a service, and those listed but not proven.

    A PPP service without rows in carriers.csv rides on every satellite of its systems that sends one of
    its signals (the Galileo High Accuracy Service on E6-B).
    """
    placed = [(a, c) for a, c in rows if a.motion is not None and a.id in pool]
    if rows:
        return tuple(a for a, c in placed if c.heard), tuple(a for a, c in placed if not c.heard)
    if not service.kind.startswith("PPP"):
        return (), ()
    wanted = {_band(s) for s in service.signals}
    return (
        tuple(
            a
            for a, s in pool.fitted_with(NavSignal)
            if s.counts
            and a.motion is not None
            and s.system in service.systems
            and wanted & {_band(x) for x in s.signals}
        ),
        (),
    )


def _band(signal: str) -> str:
    """A signal's first word without its component: 'E6-B 1278.75 MHz' and 'E6' are one band."""
    return signal.split(maxsplit=1)[0].split("-", maxsplit=1)[0].casefold() if signal.split() else ""
