"""The two ends of a link: the user's places, the sites on the other side, and whose rain falls there."""

from __future__ import annotations

from dataclasses import dataclass

from serai.connect.fittings import Site
from serai.connect.request import LinkRequest
from serai.earth import Place
from serai.needs import Need
from serai.pool import Pool
from serai.radio import RainHere
from serai.wording import Reason, reason
from serai.world import World

CORNERS = tuple(
    reason(f"connect.place.{corner}")
    for corner in ("centre", "south_west", "south_east", "north_east", "north_west")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The user's places with their names, the countries they lie in, and the ends on the ground.

    ``countries`` is empty where nobody said in which country the user stands. One of ``to_sites`` counts only
    while a way leads on from it to one of ``beyond``, where there are some.
    """

    request: LinkRequest
    places: tuple[Place, ...]
    names: tuple[Reason | str, ...]
    countries: frozenset[str]
    from_sites: tuple[Site, ...]
    to_sites: tuple[Site, ...]
    beyond: tuple[Site, ...] = ()

    @property
    def fixed(self) -> bool:
        """Whether the user's end is a site on the ground rather than anywhere in the box."""
        return bool(self.from_sites)


def ends(need: Need[LinkRequest], pool: Pool) -> Ends:
    """The ends of what a need asks to connect.

    A user with no fixed site stands at the centre and the corners of the need's box.
    """
    asked = LinkRequest() if need.request is None else need.request
    sites = {site.id: site for site in pool.facts_of(Site)}
    near = tuple(sites[i] for i in asked.from_sites if i in sites)
    places = tuple(s.at for s in near) or tuple(need.box.points())
    return Ends(
        request=asked,
        places=places,
        names=tuple(s.name for s in near) or CORNERS[: len(places)],
        countries=_countries(need, pool, near),
        from_sites=near,
        to_sites=tuple(sites[i] for i in asked.to_sites if i in sites),
        beyond=tuple(sites[i] for i in asked.beyond if i in sites),
    )


def _countries(need: Need, pool: Pool, near: tuple[Site, ...]) -> frozenset[str]:
    """The countries of the fixed sites, else of the sites inside the box, else of the party that asks."""
    box = need.box
    inside = (s for s in pool.facts_of(Site) if bool(box.contains(s.at.lat_deg, s.at.lon_deg)))
    countries = frozenset(s.country for s in (near or inside) if s.country)
    party = pool.party(need.party)
    if not countries and party is not None and party.country:
        return frozenset({party.country})
    return countries


def rain_here(place: int, need: Need, ends: Ends, world: World, percent: float) -> RainHere:
    """The rain of one of a user's places: a fixed site's own (the nearest known within 150 km), else the
    need's, which is that of the centre of its box.
    """
    at = ends.places[place]
    own = world.weather.rain_at(at) if ends.fixed else None
    return RainHere(rain=own or world.weather.rain_at(at, need.id), place=at, percent=percent)
