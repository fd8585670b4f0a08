"""Where the two ends of a link stand: the user's places and the sites that count as the other side."""

from __future__ import annotations

from dataclasses import dataclass

from serai.connect.fittings import Site
from serai.connect.request import LinkRequest
from serai.earth import Place
from serai.needs import Need
from serai.pool import Pool

CORNERS = (
    "the centre",
    "the south-west corner",
    "the south-east corner",
    "the north-east corner",
    "the north-west corner",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The user's places with their names, the countries they lie in, and the ends on the ground.

    ``countries`` is empty where nobody said in which country the user stands.
    """

    request: LinkRequest
    places: tuple[Place, ...]
    names: tuple[str, ...]
    countries: frozenset[str]
    from_sites: tuple[Site, ...]
    to_sites: tuple[Site, ...]

    @property
    def fixed(self) -> bool:
        """Whether the user's end is a site on the ground rather than anywhere in the box."""
        return bool(self.from_sites)


def ends(need: Need[LinkRequest], pool: Pool) -> Ends:
    """The ends of what a need asks to connect.

    A user with no fixed site stands at the centre and the corners of the need's box. The countries are
    those of the fixed sites, else of the sites inside the box, else of the party that asks.
    """
    asked = LinkRequest() if need.request is None else need.request
    sites = {site.id: site for site in pool.facts_of(Site)}
    near = tuple(sites[i] for i in asked.from_sites if i in sites)
    far = tuple(sites[i] for i in asked.to_sites if i in sites)
    inside = [s for s in sites.values() if bool(need.box.contains(s.at.lat_deg, s.at.lon_deg))]
    countries = {s.country for s in near or inside if s.country}
    party = pool.party(need.party)
    if not countries and party is not None and party.country:
        countries = {party.country}
    places = tuple(s.at for s in near) or tuple(need.box.points())
    names = tuple(s.name for s in near) or CORNERS[: len(places)]
    return Ends(
        request=asked,
        places=places,
        names=names,
        countries=frozenset(countries),
        from_sites=near,
        to_sites=far,
    )
