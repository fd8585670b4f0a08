"""Which correction services a user may count on: heard, allowed, promised here and running.

A service whose state nobody published is *unknown*: it is named, and never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from serai.navigate.fittings import CarriesCorrections, CorrectionService, NavSignal
from serai.navigate.wants import asked_of
from serai.navigate.words import brief
from serai.needs import Need
from serai.pool import Asset, Party, Pool, Right

BOUND_TO_AREA = ("SBAS", "CORS", "GBAS", "PPP-RTK")  # useless outside: ionosphere grid, baselines
BY_COUNTRY = ("CORS", "GBAS")  # subscribers of a country, unless a term says otherwise
INTEGRITY = ("SBAS", "GBAS")


class Standing(Enum):
    """Whether a service counts for a need."""

    COUNTS = "counts"
    DOES_NOT = "does not count"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A correction service seen from one need.

    ``inside`` (places,) says where its area holds the need; ``carriers`` are the assets that broadcast it
    and ``unproven`` those whose signal was not heard; ``internet`` is whether this user gets it without a
    satellite; ``safe`` whether its integrity promise is made to this user; ``why`` is the reason when it
    does not count.
    """

    asset: Asset
    service: CorrectionService
    standing: Standing
    why: str
    inside: NDArray[np.bool_]
    carriers: tuple[Asset, ...] = ()
    unproven: tuple[Asset, ...] = ()
    internet: bool = False
    safe: bool = False
    outside_promise: bool = False

    @property
    def counts(self) -> bool:
        """Whether its figures may be used."""
        return self.standing is Standing.COUNTS


def candidates(need: Need, pool: Pool) -> tuple[Candidate, ...]:
    """Every correction service of the pool, with its standing for a need."""
    listed = pool.fitted_with(CarriesCorrections)
    return tuple(
        _candidate(need, pool, asset, service, [(a, c) for a, c in listed if c.service == asset.id])
        for asset in pool.assets
        for service in asset.fitted(CorrectionService)
    )


def _candidate(
    need: Need,
    pool: Pool,
    asset: Asset,
    service: CorrectionService,
    listed: Sequence[tuple[Asset, CarriesCorrections]],
) -> Candidate:
    places = need.box.points()
    box = service.area
    inside = np.array(
        [box is not None and bool(box.contains(p.lat_deg, p.lon_deg)) for p in places], dtype=bool
    )
    links = asked_of(need).corrections
    heard, unproven = _carriers(pool, service, listed)
    internet = "internet" in links and "internet" in service.link
    party = pool.party(need.party)
    at_home = party is not None and party.country == service.country
    agreed = at_home or _named_in_a_term(pool, asset, party)
    by_rule = service.kind not in BOUND_TO_AREA and bool(service.min_carriers)
    counted = np.ones(len(places), dtype=bool) if by_rule else inside

    def found(standing: Standing, why: str = "") -> Candidate:
        return Candidate(
            asset=asset,
            service=service,
            standing=standing,
            why=why,
            inside=counted,
            carriers=heard,
            unproven=unproven,
            internet=internet,
            safe=agreed and service.kind in INTEGRITY,
            outside_promise=by_rule and not inside.all(),
        )

    named = brief(asset.name)
    if service.status != "unknown" and (asset.out or not service.works):
        state = service.status if not service.works else asset.out
        return found(Standing.DOES_NOT, f"{named} is not in operation (status: {state})")
    if service.kind in BY_COUNTRY and not agreed:
        return found(
            Standing.DOES_NOT,
            f"{named} serves {service.country or 'another place'} and no term brings it to this user",
        )
    if not service.link:
        return found(Standing.UNKNOWN, f"how {named} is received is not published")
    if not set(links) & set(service.link):
        by = " or ".join(service.link)
        return found(Standing.DOES_NOT, f"{named} comes by {by}, which this user does not receive")
    if service.status == "unknown":
        return found(Standing.UNKNOWN, f"{named}: whether it is in operation is unknown")
    if not by_rule and box is None:
        return found(Standing.UNKNOWN, f"the area of {named} is not published")
    if not counted.any():
        return found(Standing.DOES_NOT, f"the place lies outside the area of {named}")
    if not internet and not heard:
        return found(Standing.UNKNOWN, f"no satellite is known to broadcast {named}")
    return found(Standing.COUNTS)


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
    placed = [(a, c) for a, c in rows if a.motion is not None]
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
