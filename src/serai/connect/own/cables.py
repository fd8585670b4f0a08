"""Cables drawn in a file of the user's, joined to the sites of the corridor: assets like any other.

An end within 10 km of a site ends there (assumed), else at a site of its own; ends of one file within 1 km of
each other are one site. What the file does not say is unknown: a capacity, and whose the cable is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from serai.connect.fittings import CableSegment, Site
from serai.earth import Place, great_circle_m
from serai.errors import Refused
from serai.formats.cables.drawn import DrawnCable, End
from serai.pool import Asset, Pool
from serai.tables import Basis, Provenance
from serai.tables.rows import nearest

AT_SITE_M, SAME_END_M = 10_000.0, 1_000.0
SAME_COUNTRY_M = 200_000.0  # of the nearest site, as a place of `serai connect` is (assumed)
OWNER = "own"  # of a cable whose owner the file does not name
PREFIX = "own"


class NoSuchOwner(Refused):
    """A cable of an owner that the corridor does not know, or one whose two ends are one site."""


@dataclass(slots=True, kw_only=True)
class _Sites:
    """The sites that ends are joined to: the corridor's, and those made for ends that lie apart."""

    known: tuple[Site, ...]
    source: Provenance
    made: list[Site] = field(default_factory=list)

    def of(self, end: End) -> Site:
        """The nearest site within reach, else a new one."""
        for sites, reach_m in ((self.known, AT_SITE_M), (self.made, SAME_END_M)):
            away = [(_away_m(end, site), site.id, site) for site in sites]
            if away and min(away)[0] <= reach_m:
                return min(away, key=lambda one: one[:2])[2]
        number = len(self.made) + 1
        site = Site(
            id=f"{PREFIX}-end-{number}",
            name=end.name or f"end {number}",
            country=self._country(end),
            at=Place(lat_deg=end.lat_deg, lon_deg=end.lon_deg),
            kind="landing",
            provenance=self.source,
        )
        self.made.append(site)
        return site

    def _country(self, end: End) -> str:
        """That of the nearest site of the corridor, where one is near; nothing elsewhere."""
        away = [(_away_m(end, site), site.id, site.country) for site in self.known]
        return min(away)[2] if away and min(away)[0] <= SAME_COUNTRY_M else ""


def _away_m(end: End, site: Site) -> float:
    return float(great_circle_m(end.lat_deg, end.lon_deg, site.at.lat_deg, site.at.lon_deg))


def with_cables(pool: Pool, drawn: Sequence[DrawnCable], file: str) -> Pool:
    """The pool with the cables of a file; NoSuchOwner for an owner that is nobody of the corridor."""
    source = Provenance(source=file, basis=Basis.RECALLED)
    sites = _Sites(known=pool.facts_of(Site), source=source)
    taken = sum(a.id.startswith(f"{PREFIX}-cable-") for a in pool.assets)
    assets = [_asset(one, k, sites, pool, file) for k, one in enumerate(drawn, start=taken + 1)]
    return replace(pool, assets=(*pool.assets, *assets), facts=(*pool.facts, *sites.made))


def _asset(one: DrawnCable, number: int, sites: _Sites, pool: Pool, file: str) -> Asset:
    if one.owner and one.owner not in pool.parties:
        near = nearest(one.owner, list(pool.parties))
        raise NoSuchOwner("connect.own.owner", file=file, cable=one.name, owner=one.owner, near=near or OWNER)
    a, b = sites.of(one.a), sites.of(one.b)
    if a.id == b.id:
        raise NoSuchOwner("connect.own.one_site", file=file, cable=one.name, site=a.name)
    landings = {f"landing:{s.id}" for s in (a, b)} if one.kind == "submarine" else set[str]()
    segment = CableSegment(
        system=one.name,
        kind=one.kind,
        a=a.id,
        b=b.id,
        length_km=one.length_km,
        capacity_bps=one.capacity_bps,
        provenance=sites.source,
    )
    return Asset(
        id=f"{PREFIX}-cable-{number}",
        name=one.name,
        kind="link",
        owner=one.owner or OWNER,
        fittings=(segment,),
        groups=frozenset(landings),
        provenance=sites.source,
    )
